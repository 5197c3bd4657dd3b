import { isJSONObject, type ErrorKind, type JSONObject } from '@sdk/core';
import type { ErrorDetails, ErrorSample } from '@sdk/http';

/** Codes and types that leave no doubt. @see https://platform.openai.com/docs/guides/error-codes (read 2026-11-20) */
const KINDS: Record<string, ErrorKind> = {
  context_length_exceeded: 'context-length',
  string_above_max_length: 'context-length',
  insufficient_quota: 'quota-exceeded',
  credit_balance_exhausted: 'quota-exceeded',
  organization_spend_limit_exceeded: 'quota-exceeded',
  project_spend_limit_exceeded: 'quota-exceeded',
  organization_usage_limit_exceeded: 'quota-exceeded',
  billing_hard_limit_reached: 'quota-exceeded',
  billing_not_active: 'quota-exceeded',
  content_policy_violation: 'content-filter',
  content_filter: 'content-filter',
  moderation_blocked: 'content-filter',
  invalid_api_key: 'authentication',
  authentication_error: 'authentication',
  permission_error: 'permission-denied',
  permission_denied: 'permission-denied',
  model_not_found: 'not-found',
  not_found_error: 'not-found',
  rate_limit_exceeded: 'rate-limit',
  rate_limit_error: 'rate-limit',
  slow_down: 'rate-limit',
  tokens: 'rate-limit',
  requests: 'rate-limit',
  server_is_overloaded: 'overloaded',
  overloaded_error: 'overloaded',
  insufficient_system_resource: 'overloaded',
  service_unavailable_error: 'overloaded',
  server_error: 'server',
  internal_error: 'server',
  internal_server_error: 'server',
  api_error: 'server',
};

/** What vendors call a request that is wrong; too broad to decide anything while a status or words say more. */
const BAD_REQUEST = new Set(['invalid_request_error', 'BadRequestError', 'invalid_request']);

/**
 * Reads an error body: `{error: {message, type, code}}` and the forms that compatible servers use instead, namely
 * `{error: "text", code}`, `{message, type, code}`, `{detail: "text"}` and FastAPI's `{detail: [{loc, msg}]}`, also as `message`.
 */
export function decodeError({ status, body }: ErrorSample): ErrorDetails {
  if (typeof body === 'string') return { message: body };
  if (!isJSONObject(body)) return {};
  const inner = isJSONObject(body['error']) ? body['error'] : body;
  const message = firstText(inner['message'], body['error'], body['message'], detailText(isJSONObject(inner['message']) ? inner['message']['detail'] : body['detail']));
  const code = codeText(inner['code']) ?? codeText(body['code']);
  const type = codeText(inner['type']);
  const details: ErrorDetails = {};
  if (message !== undefined) details.message = message;
  if (code !== undefined || type !== undefined) details.code = code ?? (type);
  const kind = kindOf(code) ?? kindOf(type);
  if (kind) details.kind = kind;
  const meant = status === 200 ? statusMeant(inner, code, type) : undefined;
  if (meant !== undefined) details.status = meant;
  const retryAfterMs = waitInWords(message);
  if (retryAfterMs !== undefined) details.retryAfterMs = retryAfterMs;
  return details;
}

function kindOf(name: string | undefined): ErrorKind | undefined {
  return name !== undefined && Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
}

/** Inside an HTTP 200, gateways put the real status into `code`. */
function statusMeant(inner: JSONObject, code: string | undefined, type: string | undefined): number | undefined {
  const statuses = [code, inner['status'], inner['raw_status_code']].map(Number);
  const meant = statuses.find((status) => Number.isInteger(status) && status >= 400 && status < 600);
  if (meant !== undefined) return meant;
  return type !== undefined && BAD_REQUEST.has(type) ? 400 : undefined;
}

/** A code may be a number; LiteLLM writes Python's `None` for none. */
function codeText(code: unknown): string | undefined {
  if (typeof code === 'number') return String(code);
  return typeof code === 'string' && code !== '' && code !== 'None' ? code : undefined;
}

function firstText(...candidates: unknown[]): string | undefined {
  return candidates.find((candidate) => typeof candidate === 'string' && candidate !== '') as string | undefined;
}

function detailText(detail: unknown): string | undefined {
  if (typeof detail === 'string') return detail;
  if (!Array.isArray(detail)) return undefined;
  return detail.filter(isJSONObject).map((item) => {
    const where = Array.isArray(item['loc']) ? `${item['loc'].filter(isName).join('.')}: ` : '';
    return where + (firstText(item['msg']) ?? '');
  }).join('; ');
}

function isName(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** Azure says "retry after 37 seconds", Groq "try again in 5.289s", where no header does. */
function waitInWords(message: string | undefined): number | undefined {
  const found = /(?:retry after|try again in) (\d+(?:\.\d+)?) ?(ms|milliseconds?|s|sec|seconds?)\b/i.exec(message ?? '');
  if (!found) return undefined;
  return Math.ceil(Number(found[1]) * (found[2]?.startsWith('m') ? 1 : 1000));
}
