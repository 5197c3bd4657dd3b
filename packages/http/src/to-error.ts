import * as core from '@sdk/core';
import type { APIError, APIErrorOptions, ErrorKind } from '@sdk/core';
import type { ErrorCodec, ErrorDetails } from './codec.ts';
import type { Redact } from './redact.ts';
import { parseRetryAfter } from './retry-after.ts';

type ErrorClass = new (message: string, options: APIErrorOptions) => APIError;

const CLASSES: Record<string, ErrorClass> = {
  authentication: core.AuthenticationError,
  'permission-denied': core.PermissionDeniedError,
  'not-found': core.NotFoundError,
  'invalid-request': core.InvalidRequestError,
  'context-length': core.ContextLengthError,
  'content-filter': core.ContentFilterError,
  'quota-exceeded': core.QuotaExceededError,
  'rate-limit': core.RateLimitError,
  overloaded: core.OverloadedError,
  server: core.ServerError,
};

/** What is known of an answer that reports a failure. */
export interface FailedAnswer {
  provider: string;
  codec: ErrorCodec;
  redact: Redact;
  status: number;
  headers: Record<string, string>;
  /** The body's text, or the data of the event that held the error. */
  text: string;
  /** `text` parsed; `undefined` when it is not JSON. */
  body: unknown;
  /** What to do about a rejected key, e.g. which variable to check. */
  keyHint?: string | undefined;
}

/** How much of a body an error keeps, in characters. */
const BODY_EXCERPT = 2_000;
const MESSAGE_EXCERPT = 500;

/** The typed error of an answer that reports a failure, by status or inside an HTTP 200. */
export function toError(failed: FailedAnswer): APIError {
  const { provider, codec, redact, status, headers, text } = failed;
  if (status >= 300 && status < 400) return redirectError(failed);
  const details = codec.decodeError({ status, headers, body: failed.body });
  const meant = status === 200 ? (details.status ?? status) : status;
  const kind = kindOf(meant, details);
  const said = details.message ? excerpt(redact(details.message), MESSAGE_EXCERPT) : 'no message';
  const hint = kind === 'authentication' && failed.keyHint ? ` ${failed.keyHint}` : '';
  const place = status === 200 ? 'reported an error in its answer' : `answered ${status}`;
  const requestId = requestIdOf(headers, codec);
  const retryAfterMs = parseRetryAfter(headers) ?? details.retryAfterMs;
  const rateLimit = codec.readRateLimit?.(headers);
  return new (CLASSES[kind] as ErrorClass)(`${provider} ${place}: ${said}${hint}`, {
    provider,
    status,
    retryable: isRetryable(meant, kind, details, failed),
    body: excerpt(redact(text), BODY_EXCERPT),
    ...(details.code === undefined ? {} : { code: details.code }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(rateLimit === undefined ? {} : { rateLimit }),
  });
}

/** The vendor's id of the request. */
export function requestIdOf(headers: Record<string, string>, codec: ErrorCodec): string | undefined {
  for (const name of codec.requestIdHeaders) if (headers[name]) return headers[name];
  return undefined;
}

function redirectError({ provider, status, headers }: FailedAnswer): APIError {
  const location = headers['location'];
  const target = location && URL.canParse(location) ? new URL(location).origin : 'another place';
  return new core.APIError(
    `${provider} answered ${status}, a redirect to ${target}. It was not followed, as it would take the key along. Set baseUrl to where the API is.`,
    { provider, status, retryable: false },
  );
}

/** The class of a failure. The status decides where it is unambiguous; else the vendor's code, then its words. */
function kindOf(status: number, { kind, message = '' }: ErrorDetails): ErrorKind {
  if (status === 401) return 'authentication';
  if (status === 402) return 'quota-exceeded';
  if (status === 404) return 'not-found';
  if (status === 503 || status === 529) return 'overloaded';
  if (status >= 500 || status === 408) return 'server';
  if (kind && kind in CLASSES) return kind;
  const told = kindOfMessage(message);
  if (told) return told;
  if (status === 403) return 'permission-denied';
  if (status === 429) return 'rate-limit';
  return status === 200 ? 'server' : 'invalid-request';
}

const CONTEXT_LENGTH =
  /context[ _](?:length|window|size)|maximum context|too many tokens|prompt is too long|exceeds? the (?:maximum|context|model's)[^.]*(?:token|length|context)|input token count|input is too long/i;
const QUOTA = /insufficient[_ ](?:quota|balance|credit)|exceeded your current quota|credit balance|billing/i;
const BAD_KEY = /(?:invalid|incorrect|wrong|missing|bad)\b.{0,20}\bapi[ _-]?key|api[ _-]?key\b.{0,20}\b(?:invalid|incorrect|not valid|missing)/i;
const FILTER = /content (?:management )?(?:filter|policy)|content_filter|safety (?:system|filter)|moderation/i;

/** What an error's words say, where nothing better does. No vendor documents them, so this comes last. */
function kindOfMessage(message: string): ErrorKind | undefined {
  if (CONTEXT_LENGTH.test(message)) return 'context-length';
  if (QUOTA.test(message)) return 'quota-exceeded';
  if (BAD_KEY.test(message)) return 'authentication';
  if (FILTER.test(message)) return 'content-filter';
  return undefined;
}

const RETRYABLE_KINDS = new Set<ErrorKind>(['rate-limit', 'overloaded', 'server']);

function isRetryable(status: number, kind: ErrorKind, details: ErrorDetails, { headers, codec }: FailedAnswer): boolean {
  const told = headers['x-should-retry'];
  if (told === 'true' || told === 'false') return told === 'true';
  if (details.retryable !== undefined) return details.retryable;
  if (status === 501 || status === 505) return false;
  if (RETRYABLE_KINDS.has(kind) || status === 425) return true;
  return kind === 'invalid-request' && (codec.retryableStatuses?.includes(status) ?? false);
}

/** The first characters of a text, on one line. */
export function excerpt(text: string, length: number): string {
  const line = text.slice(0, length * 2).replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
