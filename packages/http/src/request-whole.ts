import { ResponseParseError, SdkError, StreamInterruptedError, type CallOptions, type Timeouts } from '@sdk/core';
import { createBodyText, parseJSON } from './body-text.ts';
import type { DecodeContext, ErrorCodec } from './codec.ts';
import { toConnectionError } from './connection-error.ts';
import { startExchange } from './exchange.ts';
import { createRedact, type Redact, type Secrets } from './redact.ts';
import type { Settings } from './settings.ts';
import { excerpt, toError } from './to-error.ts';
import type { TransportRequest } from './transport.ts';

/** One request whose answer is read whole. */
export interface WholeRequest {
  settings: Settings;
  codec: ErrorCodec;
  timeouts: Required<Timeouts>;
  signal: AbortSignal | undefined;
  /** For redaction. */
  messages?: CallOptions['messages'];
  prepare(): Promise<TransportRequest>;
}

/** A whole answer with a good status, its body parsed. */
export interface WholeAnswer {
  body: unknown;
  headers: Record<string, string>;
  /** When the request began, on the clock of `performance.now()`. */
  startedAt: number;
  context(modelId: string): DecodeContext;
}

/**
 * Sends a request and reads its JSON answer.
 *
 * @throws SdkError by rejection: an error status as its class, a body that is no JSON as `ResponseParseError`, one that
 * was cut as `StreamInterruptedError`.
 */
export function requestWhole(request: WholeRequest): Promise<WholeAnswer> {
  const { settings, codec } = request;
  const provider = settings.server.id;
  const secrets: Secrets = { messages: request.messages ?? [] };
  const redact = createRedact(() => secrets);

  return new Promise((resolve, reject) => {
    let status = 0;
    let headers: Record<string, string> = {};
    let body = createBodyText(0);

    const exchange = startExchange(
      {
        provider,
        transport: settings.transport,
        timeouts: request.timeouts,
        signal: request.signal,
        async prepare() {
          const prepared = await request.prepare();
          secrets.headers = prepared.headers;
          return prepared;
        },
      },
      {
        onHeaders(code, received) {
          status = code;
          headers = received;
          body = createBodyText(isGood(code) ? settings.limits.jsonBytes : settings.limits.errorBodyBytes);
        },
        onData(chunk) {
          if (body.add(chunk)) return;
          if (isGood(status)) {
            const message = `${provider} answered with more than ${settings.limits.jsonBytes} bytes (limits.jsonBytes).`;
            throw new ResponseParseError(message, { provider, status });
          }
          exchange.cancel();
          finish();
        },
        onEnd: finish,
        onFailure(error) {
          // An error status says more than the loss of its body.
          if (status !== 0 && !isGood(status) && !isAbort(error)) finish();
          else reject(toConnectionError(error, { settings, redact, bodyBegan: status !== 0 }));
        },
      },
    );

    function finish(): void {
      const text = body.text();
      if (!isGood(status)) {
        const failed = { provider, codec, redact, status, headers, text, body: parseJSON(text), keyHint: settings.keyHint };
        reject(toError(failed));
        return;
      }
      const answer = { settings, codec, redact, status, headers, text, bytes: body.length };
      try {
        const parsed = parseAnswer(answer);
        resolve({
          body: parsed,
          headers,
          startedAt: exchange.startedAt,
          context: (modelId) => createDecodeContext(modelId, answer),
        });
      } catch (error) {
        reject(error as Error);
      }
    }
  });
}

/** Whether a status promises an answer. */
export function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

function isAbort(error: Error): boolean {
  return error.name === 'AbortError';
}

/** An answer as it came, for errors about it. */
export interface ReceivedAnswer {
  settings: Settings;
  codec: ErrorCodec;
  redact: Redact;
  status: number;
  headers: Record<string, string>;
  text: string;
  bytes: number;
}

/** The JSON of an answer. @throws ResponseParseError, StreamInterruptedError */
export function parseAnswer({ settings, redact, status, headers, text, bytes }: ReceivedAnswer): unknown {
  const provider = settings.server.id;
  const announced = Number(headers['content-length'] ?? Number.NaN);
  const parsed = parseJSON(text);
  if (parsed !== undefined) return parsed;
  const options = { provider, status, retryable: true, body: excerpt(redact(text), 2_000) };
  if (bytes < announced) {
    throw new StreamInterruptedError(`${provider}: the answer was cut after ${bytes} of ${announced} bytes.`, options);
  }
  throw new ResponseParseError(`${provider} answered ${status} with ${describeBody(text, headers)} where JSON was due.`, options);
}

function describeBody(text: string, headers: Record<string, string>): string {
  if (text.trim() === '') return 'an empty body';
  if (headers['content-encoding']) return `a body in the encoding ${headers['content-encoding']}, which was not asked for,`;
  return /^\s*</.test(text) ? 'an HTML page' : 'something else';
}

/** How a codec reports that an answer is not what it should be. */
export function createDecodeContext(modelId: string, answer: ReceivedAnswer): DecodeContext {
  const { settings, codec, redact, status, headers } = answer;
  const provider = settings.server.id;
  return {
    modelId,
    headers,
    fail(body) {
      throw toError({ provider, codec, redact, status: 200, headers, text: JSON.stringify(body), body, keyHint: settings.keyHint });
    },
    malformed(message, cause) {
      const options = { provider, status, retryable: true, body: excerpt(redact(answer.text), 2_000), cause };
      throw new ResponseParseError(`${provider}: ${message}`, options);
    },
  };
}

/** Runs a step of a codec. What it did not foresee in an answer is a `ResponseParseError`, too. */
export function decoding<T>(context: DecodeContext, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof SdkError) throw error;
    return context.malformed('the answer has a shape that is not documented.', error);
  }
}
