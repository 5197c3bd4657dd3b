import { isJSONObject, type ErrorKind, type JSONObject, type JSONValue } from '@sdk/core';
import { parseReset, parseRetryAfter, type ErrorDetails, type ErrorSample } from '@sdk/http';

/** `metadata.error_type`, the stable name of an error. @see https://openrouter.ai/docs/api_reference/errors-and-debugging (read 2026-11-20) */
const KINDS: Record<string, ErrorKind> = {
  authentication: 'authentication',
  payment_required: 'quota-exceeded',
  permission_denied: 'permission-denied',
  guardrail: 'content-filter',
  moderation: 'content-filter',
  content_policy_violation: 'content-filter',
  refusal: 'content-filter',
  context_length_exceeded: 'context-length',
  token_limit_exceeded: 'context-length',
  not_found: 'not-found',
  timeout: 'server',
  rate_limit_exceeded: 'rate-limit',
  server: 'server',
  unmapped: 'server',
  provider_unavailable: 'server',
  provider_overloaded: 'overloaded',
};

/** A 402 that passes by itself: other calls in flight hold what is left of the credit. */
const PASSING_402 = 'in_flight_budget_exhausted';

/** Adds what OpenRouter says in `metadata` and `availability` to what an error says in OpenAI's form. */
export function readError(details: ErrorDetails, { body }: ErrorSample): ErrorDetails {
  const error = isJSONObject(body) && isJSONObject(body['error']) ? body['error'] : {};
  const metadata = isJSONObject(error['metadata']) ? error['metadata'] : {};
  const availability = isJSONObject(error['availability']) ? error['availability'] : {};
  const code = textOf(availability['code']) ?? textOf(metadata['error_type']) ?? details.code;
  const kind = KINDS[textOf(metadata['error_type']) ?? ''] ?? (isBlocked(metadata) ? 'content-filter' : details.kind);
  const retryable = code === PASSING_402 || Object.values(metadata).includes(PASSING_402) ? true : availability['retryable'];
  const retryAfterMs = waitOf(availability, metadata) ?? details.retryAfterMs;
  const upstream = upstreamText(metadata);
  return {
    ...details,
    ...(upstream ? { message: details.message ? `${details.message}: ${upstream}` : upstream } : {}),
    ...(code === undefined ? {} : { code }),
    ...(kind ? { kind } : {}),
    ...(typeof retryable === 'boolean' ? { retryable } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** A moderation says why, a guardrail what it found. */
function isBlocked({ reasons, patterns }: JSONObject): boolean {
  return Array.isArray(reasons) || patterns !== undefined;
}

function waitOf({ retry_after: seconds }: JSONObject, { headers }: JSONObject): number | undefined {
  if (typeof seconds === 'number') return Math.ceil(seconds * 1000);
  if (!isJSONObject(headers)) return undefined;
  const lower: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' || typeof value === 'number') lower[name.toLowerCase()] = String(value);
  }
  return parseRetryAfter(lower) ?? parseReset(lower['x-ratelimit-reset'] ?? '', 'epoch-ms');
}

/** What the vendor behind said: the body of its error, mostly JSON, and its name. */
function upstreamText({ raw, provider_name: name, reasons }: JSONObject): string | undefined {
  if (Array.isArray(reasons)) return reasons.filter((reason) => typeof reason === 'string').join(', ');
  const text = messageIn(typeof raw === 'string' ? (parsed(raw) ?? raw) : raw);
  if (!text) return undefined;
  return typeof name === 'string' ? `${name}: ${text}` : text;
}

function messageIn(raw: JSONValue | undefined): string | undefined {
  if (!isJSONObject(raw)) return textOf(raw);
  return messageIn(raw['error']) ?? textOf(raw['message']);
}

function parsed(text: string): JSONObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJSONObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: JSONValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
