import {
  AbortError,
  APIError,
  ConfigurationError,
  isJSONObject,
  rejecting,
  ResponseParseError,
  SdkError,
  StreamInterruptedError,
  type CallOptions,
  type LanguageModel,
  type Provider,
  type StreamPart,
} from '@sdk/core';
import type { UnderTestOptions } from '@sdk/testing/conformance';
import { createFramer } from './framing.ts';
import { send, type HttpCall } from './http-call.ts';
import { errorOf, problemIn } from './reference-error.ts';
import { refuse, textsOf } from './refuse.ts';
import { createStreamDecoder, decode, encode, type WireEvent } from './reference-wire.ts';

/** Ways to be wrong that only the inside of a provider has. */
export interface Faults {
  /** Decodes each chunk for itself. */
  cutCharacters?: boolean;
  /** Reads LF only. */
  onlyLF?: boolean;
  /** Throws at events that it does not know. */
  strictEvents?: boolean;
  /** Shows bodies as they came. */
  unredacted?: boolean;
  /** Stops the first timer at the head, as fetch does. */
  headEndsFirstByte?: boolean;
  /** Passes over events that are no JSON. */
  lenientEvents?: boolean;
  /** Looks at everything again with every chunk. */
  quadratic?: boolean;
}

export interface ReferenceOptions extends UnderTestOptions {
  framing?: 'sse' | 'ndjson';
  faults?: Faults;
}

const PROVIDER = 'reference';
const LIMITS = { errorBodyBytes: 2 ** 20, jsonBytes: 64 * 2 ** 20, eventBytes: 16 * 2 ** 20 };

/** A provider for the laws to be tried on: small, on `node:http`, for a wire of its own. */
export function createReference(options: ReferenceOptions): Provider {
  const provider = (modelId: string) => createModel(modelId, options);
  return Object.assign(provider, {
    id: PROVIDER,
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

function createModel(modelId: string, options: ReferenceOptions): LanguageModel {
  const { capabilities = {} } = options;
  return {
    provider: PROVIDER,
    modelId,
    capabilities,
    async generate(call) {
      const from = Date.now();
      const request = begin(modelId, options, call, false);
      const body = await readAll(request.http, { ...LIMITS, ...options.limits }.jsonBytes, true);
      const answer = parseAnswer(body, request.redact);
      return decode(answer, request.warnings, Date.now() - from);
    },
    stream(call) {
      let taken = false;
      return {
        [Symbol.asyncIterator]() {
          if (taken) return rejecting(new ConfigurationError('A stream is for one consumer.'));
          taken = true;
          return iterate(modelId, options, call);
        },
      };
    },
  };
}

function begin(modelId: string, options: ReferenceOptions, call: CallOptions, stream: boolean) {
  refuse(options.capabilities ?? {}, call);
  if (call.signal?.aborted) throw new AbortError(undefined, { cause: call.signal.reason });
  const { body, warnings } = encode(modelId, call, stream);
  const own = { ...options.headers, ...call.headers } as Record<string, string>;
  const secrets = [options.apiKey, ...Object.values(own), ...textsOf(call)];
  const redact = (text: string) => {
    if (options.faults?.unredacted) return text;
    const forms = secrets.flatMap((secret) => [JSON.stringify(secret).slice(1, -1), secret]);
    return forms.reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text);
  };
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${options.apiKey}`, ...own };
  const url = new URL(`${options.baseUrl}/talk`);
  const timeouts = { ...options.timeouts, ...call.timeouts };
  const http = checked(
    send(
      PROVIDER,
      { url, headers, body },
      { signal: call.signal, timeouts, headEndsFirstByte: options.faults?.headEndsFirstByte },
    ),
    options,
    redact,
  );
  return { http, warnings, redact };
}

/** The call, throwing at its head when that is an error. */
function checked(http: HttpCall, options: ReferenceOptions, redact: (text: string) => string): HttpCall {
  const verdict = (async () => {
    const { status, headers } = await http.head();
    if (status >= 300 && status < 400) {
      http.close();
      const target = new URL(headers['location'] ?? '', options.baseUrl).origin;
      throw new APIError(`The server redirects to ${target}.`, { provider: PROVIDER, status });
    }
    if (status >= 400)
      throw errorOf(status, headers, await readAll(http, { ...LIMITS, ...options.limits }.errorBodyBytes, false), redact);
  })();
  verdict.catch(() => {});
  return {
    ...http,
    async next() {
      await verdict;
      return http.next();
    },
  };
}

async function readAll(http: HttpCall, maxBytes: number, strict: boolean): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let chunk = await http.next(); chunk; chunk = await http.next()) {
    chunks.push(chunk);
    if ((length += chunk.length) <= maxBytes) continue;
    http.close();
    if (strict) throw new ResponseParseError(`The answer is longer than ${maxBytes} bytes.`, { provider: PROVIDER });
    break;
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, maxBytes));
}

function parseAnswer(text: string, redact: (text: string) => string): WireEvent {
  const problem = problemIn(text);
  if (problem) throw errorOf(200, {}, text, redact);
  try {
    const value: unknown = JSON.parse(text);
    if (isJSONObject(value)) return value;
  } catch {
    // falls through
  }
  throw new ResponseParseError('The answer is no JSON object.', { provider: PROVIDER, body: redact(text) });
}

function lookAgain(text: string): string {
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1));
  return text;
}

function iterate(modelId: string, options: ReferenceOptions, call: CallOptions): AsyncIterator<StreamPart> {
  const { signal } = call;
  let run: AsyncGenerator<StreamPart> | undefined;
  let http: HttpCall | undefined;
  let over = false;
  let leave = (): void => {};
  const left = new Promise<undefined>((resolve) => (leave = () => resolve(undefined)));
  return {
    async next() {
      if (over) return { value: undefined, done: true };
      try {
        run ??= parts(modelId, options, call, (begun) => (http = begun));
        const step = await Promise.race([run.next(), left]);
        if (over || step === undefined) return { value: undefined, done: true };
        if (!step.done && signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
        over = step.done === true;
        return step;
      } catch (error) {
        over = true;
        throw error;
      }
    },
    async return() {
      over = true;
      http?.close();
      leave();
      return { value: undefined, done: true };
    },
  };
}

async function* parts(
  modelId: string,
  options: ReferenceOptions,
  call: CallOptions,
  onBegin: (http: HttpCall) => void,
): AsyncGenerator<StreamPart> {
  const from = Date.now();
  const { http, warnings, redact } = begin(modelId, options, call, true);
  onBegin(http);
  const { cutCharacters, onlyLF, strictEvents, lenientEvents, quadratic } = options.faults ?? {};
  const { eventBytes } = { ...LIMITS, ...options.limits };
  const decoder = createStreamDecoder(warnings);
  const utf8 = new TextDecoder();
  const fail = (message: string, body?: string): never => {
    http.close();
    throw new ResponseParseError(message, { provider: PROVIDER, ...(body !== undefined && { body: redact(body) }) });
  };
  const framer = createFramer(options.framing ?? 'sse', eventBytes, () => fail(`An event is longer than ${eventBytes} bytes.`));
  let beginning = '';
  let seen = '';
  let events = 0;

  function read(event: string): StreamPart[] {
    if (event === '[DONE]') return [];
    let value: unknown;
    try {
      value = JSON.parse(event);
    } catch {
      return lenientEvents ? [] : fail('An event is no JSON.', event);
    }
    if (problemIn(event)) throw errorOf(200, {}, event, redact);
    if (Object.keys(value as object).length > 0) events++;
    if (strictEvents && 'sdk_unknown' in (value as object)) fail('This event is unknown.');
    return decoder.push(value as WireEvent);
  }

  try {
    for (let chunk = await http.next(); chunk; chunk = await http.next()) {
      let text = cutCharacters ? new TextDecoder().decode(chunk) : utf8.decode(chunk, { stream: true });
      if (quadratic) seen = lookAgain(seen + text);
      if (onlyLF) text = text.replaceAll('\r', '?');
      if (beginning.length < 100) beginning += text;
      for (const event of framer.push(text)) yield* read(event);
    }
    for (const event of framer.end()) yield* read(event);
    const known = options.framing === 'ndjson' ? beginning.startsWith('{') : /^(d|da|dat|data.*|:.*)$/s.test(beginning);
    if (problemIn(beginning)) throw errorOf(200, {}, beginning, redact);
    if (events === 0 && !known) fail('There is no answer.', beginning);
    if (beginning.trim() === '{}') fail('There is no answer.', beginning);
    yield* decoder.end(Date.now() - from);
  } catch (error) {
    http.close();
    if (error instanceof StreamInterruptedError && !error.partial) throw decoder.interrupted(error);
    throw error instanceof SdkError
      ? error
      : new ResponseParseError('The answer cannot be read.', { provider: PROVIDER, cause: error });
  }
}
