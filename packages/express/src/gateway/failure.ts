import { SdkError, type ErrorKind } from '@sdk/core';
import { describeError, type MessageOf, type StatusOf } from '../error-body.ts';
import { Refusal } from './refusal.ts';

/** What a client is told of a failure, before it is put into the words of its API. */
export interface Failure {
  kind: ErrorKind;
  status: number;
  /** OpenAI's words. */
  type: string;
  code: string;
  message: string;
  param: string | null;
  /** In whole seconds; `undefined` when the vendor did not say. */
  retryAfterSeconds: number | undefined;
  /** Whether the client made a mistake that was found here. */
  isMistake: boolean;
}

/** A client's own text may be in a message of ours: so much of it is repeated. */
const MESSAGE_LIMIT = 500;

/** What parsers of bodies throw, by their `type`. Their messages quote the body. @see https://github.com/expressjs/body-parser#errors (read 2026-11-21) */
const BODY_MISTAKES: Record<string, [code: string, message: string]> = {
  'entity.parse.failed': ['invalid_json', 'The body is not valid JSON.'],
  'entity.too.large': ['request_too_large', 'The body is too long.'],
  'encoding.unsupported': ['unsupported_encoding', 'The Content-Encoding of the body is not known here.'],
  'charset.unsupported': ['unsupported_charset', 'The body must be UTF-8.'],
  'request.size.invalid': ['invalid_request', 'The body is not as long as its Content-Length says.'],
};

/** What is known of anything that was thrown while a request was answered. */
export function describeFailure(thrown: unknown, options: { messageOf?: MessageOf | undefined; statusOf?: StatusOf | undefined }): Failure {
  const error = thrown instanceof SdkError ? thrown : (bodyMistake(thrown) ?? thrown);
  if (error instanceof Refusal) {
    const { status = 400, code = 'invalid_request', param, message } = error;
    return { kind: error.kind, status, type: 'invalid_request_error', code, message: cut(message), param, retryAfterSeconds: undefined, isMistake: true };
  }
  const { status, retryAfterSeconds, body } = describeError(error, options);
  const isMistake = error instanceof SdkError && isFoundHere(error);
  const message = isMistake ? (options.messageOf?.(error) ?? cut(error.message)) : body.error.message;
  const kind = error instanceof SdkError ? error.kind : 'sdk';
  return { kind, status, type: body.error.type, code: body.error.code, message, param: null, retryAfterSeconds, isMistake };
}

/** Found before any network: the message is ours, not a vendor's. */
function isFoundHere(error: SdkError): boolean {
  const { status, code } = error as { status?: number; code?: string };
  if (error.kind === 'unsupported-feature') return true;
  return error.kind === 'invalid-request' && status === undefined && code === undefined;
}

function bodyMistake(thrown: unknown): Refusal | undefined {
  const { type, status } = (thrown ?? {}) as { type?: unknown; status?: unknown };
  if (!(thrown instanceof Error) || typeof status !== 'number' || status < 400 || status > 499) return undefined;
  const known = typeof type === 'string' && Object.hasOwn(BODY_MISTAKES, type) ? BODY_MISTAKES[type] : undefined;
  const [code, message] = known ?? ['invalid_request', 'The request could not be read.'];
  return new Refusal(status, code, message);
}

function cut(message: string): string {
  return message.length > MESSAGE_LIMIT ? `${message.slice(0, MESSAGE_LIMIT)}…` : message;
}
