import { isJSONObject, type JSONObject } from '@sdk/core';
import type { ErrorDetails, ErrorSample } from '@sdk/http';

/** The status that belongs to each type of error; inside a stream the type is all that there is. */
const STATUSES: Partial<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  conflict_error: 409,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/** Types that say more than a status that leaves the class open. */
const KINDS: Partial<Record<string, NonNullable<ErrorDetails['kind']>>> = {
  authentication_error: 'authentication',
  billing_error: 'quota-exceeded',
  permission_error: 'permission-denied',
  not_found_error: 'not-found',
  api_error: 'server',
  timeout_error: 'server',
  overloaded_error: 'overloaded',
};

/** Limits on money: no waiting heals them. Codes such as `enforced_spend_limit_reached`; the words are those of a workspace's limit. */
const SPEND_LIMIT_CODE = /spend_limit|billing_unavailable/;
const SPEND_LIMIT_WORDS = /\bspend(?:ing)? limit|\bAPI usage limits/i;

/**
 * Reads an error, `{type: 'error', error: {type, message, details}}`: the body of a failed request, or an event of a
 * stream; also `{error: 'text'}` and `{message}`, as gateways in front of it write.
 *
 * @see https://platform.claude.com/docs/en/api/errors (read 2026-11-20)
 */
export function decodeError({ status, body }: ErrorSample): ErrorDetails {
  if (!isJSONObject(body)) return {};
  const error = isJSONObject(body['error']) ? body['error'] : body;
  const message = text(error['message']) ?? text(body['error']);
  const type = error === body ? undefined : text(error['type']);
  const code = codeIn(error) ?? type;
  const isSpendLimit = SPEND_LIMIT_CODE.test(code ?? '') || SPEND_LIMIT_WORDS.test(message ?? '');
  const kind = isSpendLimit ? 'quota-exceeded' : type && KINDS[type];
  const meant = status === 200 && type ? STATUSES[type] : undefined;
  return {
    ...(message === undefined ? {} : { message }),
    ...(code === undefined ? {} : { code }),
    ...(kind ? { kind } : {}),
    ...(meant === undefined || isSpendLimit ? {} : { status: meant }),
    ...(isSpendLimit ? { retryable: false } : {}),
  };
}

/** The stable name of the cause, where there is one. */
function codeIn({ details }: JSONObject): string | undefined {
  return isJSONObject(details) ? text(details['error_code']) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
