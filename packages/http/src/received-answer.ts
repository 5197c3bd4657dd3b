import { ResponseParseError, SdkError, type APIError, type ResponseInfo, type Tool } from '@sdk/core';
import { parseJSON } from './body-text.ts';
import type { DecodeContext, ErrorCodec } from './codec.ts';
import type { Redact } from './redact.ts';
import type { Settings } from './settings.ts';
import { excerpt, requestIdOf, toError } from './to-error.ts';

/** Whether a status promises an answer. */
export function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

/** An answer as it came, for errors about it. */
export interface ReceivedAnswer {
  settings: Settings;
  codec: ErrorCodec;
  redact: Redact;
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** The JSON of an answer. @throws ResponseParseError */
export function parseAnswer({ settings, redact, status, headers, text }: ReceivedAnswer): unknown {
  const provider = settings.server.id;
  const parsed = parseJSON(text);
  if (parsed !== undefined) return parsed;
  const options = { provider, status, retryable: true, body: excerpt(redact(text), 2_000) };
  throw new ResponseParseError(`${provider} answered ${status} with ${describeBody(text, headers)} where JSON was due.`, options);
}

function describeBody(text: string, headers: Record<string, string>): string {
  if (text.trim() === '') return 'an empty body';
  if (headers['content-encoding']) return `a body in the encoding ${headers['content-encoding']}, which was not asked for,`;
  return /^\s*</.test(text) ? 'an HTML page' : 'something else';
}

/** Who answered, as far as the headers tell. */
export function responseInfo({ settings, codec }: Pick<ReceivedAnswer, 'settings' | 'codec'>, headers: Record<string, string>): ResponseInfo {
  const info: ResponseInfo = { provider: settings.server.id, headers };
  const requestId = requestIdOf(headers, codec);
  if (requestId) info.requestId = requestId;
  return info;
}

/** The typed error of an answer whose status reports a failure. */
export function toStatusError(answer: ReceivedAnswer): APIError {
  const { server, keyHint } = answer.settings;
  return toError({ ...answer, provider: server.id, body: parseJSON(answer.text), keyHint });
}

/** What a codec may know of a call and its answer, and how it reports that the answer is not what it should be. */
export function createDecodeContext(modelId: string, answer: ReceivedAnswer, tools?: readonly Tool[]): DecodeContext {
  const { settings, codec, redact, status, headers } = answer;
  const provider = settings.server.id;
  return {
    modelId,
    headers,
    tools,
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
    return unforeseen(context, error);
  }
}

/** Throws what a codec threw: an SdkError as it is, anything else as a `ResponseParseError`. */
export function unforeseen(context: DecodeContext, error: unknown): never {
  if (error instanceof SdkError) throw error;
  return context.malformed('the answer has a shape that is not documented.', error);
}
