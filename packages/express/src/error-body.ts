import { AbortError, APIError, SdkError, type ErrorKind } from '@sdk/core';

/** An error as OpenAI's API says it. */
export interface ErrorBody {
  error: { message: string; type: string; code: string; param: null };
}

/** What a client is told of an error. */
export interface ErrorDescription {
  status: number;
  /** In whole seconds, rounded up; `undefined` when the vendor did not say. */
  retryAfterSeconds: number | undefined;
  body: ErrorBody;
}

/** Another message for the client; `undefined` for the general one. A vendor's own (`error.message`) may name accounts. */
export type MessageOf = (error: SdkError) => string | undefined;

/** Another status for the client; `undefined` for the usual one. */
export type StatusOf = (error: SdkError) => number | undefined;

interface Row {
  status: number;
  type: string;
  code: string;
  message: string;
}

function row(status: number, type: string, code: string, message: string): Row {
  return { status, type, code, message };
}

const REQUEST = 'invalid_request_error';
const SERVER = 'server_error';

/**
 * What each kind becomes. Codes are OpenAI's where it has one. Messages are ours: a vendor's words may hold keys, prompts,
 * accounts or addresses.
 *
 * @see https://platform.openai.com/docs/guides/error-codes (read 2026-11-21)
 */
const ROWS: Record<string, Row> = {
  connection: row(502, SERVER, 'vendor_unreachable', 'The model cannot be reached.'),
  timeout: row(504, SERVER, 'vendor_timeout', 'The model took too long to answer.'),
  authentication: row(401, 'authentication_error', 'vendor_key_rejected', 'The model does not accept the key of this server.'),
  'permission-denied': row(403, 'permission_error', 'vendor_permission_denied', 'The key of this server may not do this.'),
  'not-found': row(404, REQUEST, 'model_not_found', 'There is no such model.'),
  'invalid-request': row(400, REQUEST, 'invalid_request', 'The model does not take this request.'),
  'context-length': row(400, REQUEST, 'context_length_exceeded', 'The prompt is too long for this model.'),
  'content-filter': row(400, REQUEST, 'content_filter', 'The prompt was refused.'),
  'quota-exceeded': row(429, 'insufficient_quota', 'insufficient_quota', 'The quota of this server is used up.'),
  'rate-limit': row(429, 'rate_limit_error', 'rate_limit_exceeded', 'Too many requests. Try again later.'),
  overloaded: row(503, SERVER, 'vendor_overloaded', 'The model is busy. Try again later.'),
  server: row(502, SERVER, 'vendor_error', 'The model failed to answer.'),
  'stream-interrupted': row(502, SERVER, 'stream_interrupted', 'The answer was cut.'),
  'response-parse': row(502, SERVER, 'vendor_response_invalid', 'The answer of the model could not be read.'),
  abort: row(503, SERVER, 'aborted', 'The call was stopped.'),
  configuration: row(500, SERVER, 'configuration_error', 'This server is not set up for that.'),
  'unsupported-feature': row(400, REQUEST, 'unsupported_feature', 'This model cannot do that.'),
  api: row(502, SERVER, 'vendor_error', 'The model failed to answer.'),
};

const UNKNOWN = row(500, SERVER, 'internal_error', 'Something failed on this server.');

/** Rows for what `req.sdk.model()` throws, by its code. */
const UNAVAILABLE: Record<string, Row> = {
  model_not_found: row(404, REQUEST, 'model_not_found', 'There is no such model.'),
  provider_disabled: row(503, SERVER, 'provider_disabled', 'This provider is disabled.'),
};

/** Kinds whose 4xx says more than the kind does, and is the client's to know. */
const KEEPS_STATUS: readonly ErrorKind[] = ['invalid-request', 'quota-exceeded'];

/** What a client is told of anything that was thrown. Nothing of it is taken over but its kind, status and wait. */
export function describeError(error: unknown, options: { messageOf?: MessageOf | undefined; statusOf?: StatusOf | undefined } = {}): ErrorDescription {
  if (!(error instanceof SdkError)) return describe(UNKNOWN, UNKNOWN.status, UNKNOWN.message);
  const found = rowOf(error);
  const status = options.statusOf?.(error) ?? statusOf(error, found);
  const message = options.messageOf?.(error) ?? found.message;
  return describe(found, status, message, error instanceof APIError ? error.retryAfterMs : undefined);
}

function rowOf(error: SdkError): Row {
  const { code } = error as { code?: unknown };
  if (error.kind === 'configuration' && typeof code === 'string' && Object.hasOwn(UNAVAILABLE, code)) return UNAVAILABLE[code] as Row;
  const timedOut = error instanceof AbortError && (error.cause as Error | undefined)?.name === 'TimeoutError';
  const kind = timedOut ? 'timeout' : error.kind;
  if (Object.hasOwn(ROWS, kind)) return ROWS[kind] as Row;
  return error instanceof APIError ? (ROWS['api'] as Row) : UNKNOWN; // a kind of a later version
}

function statusOf(error: SdkError, found: Row): number {
  const { status } = error as { status?: number };
  const isClientError = status !== undefined && status >= 400 && status < 500;
  return isClientError && KEEPS_STATUS.includes(error.kind) ? status : found.status;
}

function describe({ type, code }: Row, status: number, message: string, retryAfterMs?: number): ErrorDescription {
  const isWait = retryAfterMs !== undefined && Number.isFinite(retryAfterMs) && retryAfterMs >= 0;
  return {
    status,
    retryAfterSeconds: isWait ? Math.ceil(retryAfterMs / 1000) : undefined,
    body: { error: { message, type, code, param: null } },
  };
}
