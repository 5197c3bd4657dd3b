import { isJSONObject, type JSONObject } from '@sdk/core';
import { parseDuration, type ErrorDetails, type ErrorSample } from '@sdk/http';

type Kind = NonNullable<ErrorDetails['kind']>;

/** HTTP statuses of the vendor's own. They count where the answer's is 200. @see https://cloud.google.com/apis/design/errors (read 2026-11-20) */
const STATUSES: Partial<Record<string, number>> = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  OUT_OF_RANGE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ABORTED: 409,
  ALREADY_EXISTS: 409,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  UNKNOWN: 500,
  INTERNAL: 500,
  UNIMPLEMENTED: 501,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

/** What `ErrorInfo.reason` means. A bad key is a 400. */
const REASONS: Partial<Record<string, Kind>> = {
  API_KEY_INVALID: 'authentication',
  API_KEY_EXPIRED: 'authentication',
  ACCESS_TOKEN_EXPIRED: 'authentication',
  CREDENTIALS_MISSING: 'authentication',
  SERVICE_DISABLED: 'permission-denied',
  BILLING_DISABLED: 'quota-exceeded',
};

/** What the words mean where there is no reason; the vendor documents none of them. */
const WORDS: readonly (readonly [RegExp, Kind])[] = [
  [/api key.*(?:expired|leaked)|unregistered callers/i, 'authentication'],
  [/location is not supported/i, 'permission-denied'],
  [/credits? (?:is|are) depleted|spending cap|spend limit/i, 'quota-exceeded'],
];

/** Reads `{error: {code, message, status, details}}`, also in an array of one, as stream endpoints send it. */
export function decodeError({ status, body }: ErrorSample): ErrorDetails {
  const given: unknown = Array.isArray(body) ? (body.find((one) => isJSONObject(one) && one['error']) as unknown) : body;
  const error = isJSONObject(given) ? given['error'] : undefined;
  if (typeof error === 'string') return { message: error };
  if (!isJSONObject(error)) return {};
  const message = typeof error['message'] === 'string' ? error['message'] : '';
  const named = typeof error['status'] === 'string' ? error['status'] : undefined;
  const details = Array.isArray(error['details']) ? error['details'].filter(isJSONObject) : [];
  const reason = detail(details, 'ErrorInfo')?.['reason'];
  const meant = typeof error['code'] === 'number' ? error['code'] : named === undefined ? undefined : STATUSES[named];
  const code = typeof reason === 'string' ? reason : named;
  const kind = kindOf(status === 200 ? meant : status, code, message, details);
  const retryAfterMs = readRetryDelay(details, message);
  return {
    ...(message === '' ? {} : { message }),
    ...(code === undefined ? {} : { code }),
    ...(kind === undefined ? {} : { kind }),
    ...(meant === undefined ? {} : { status: meant }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function detail(details: readonly JSONObject[], type: string): JSONObject | undefined {
  return details.find((one) => typeof one['@type'] === 'string' && one['@type'].endsWith(`.${type}`));
}

function kindOf(status: number | undefined, code: string | undefined, message: string, details: readonly JSONObject[]): Kind | undefined {
  const told = WORDS.find(([says]) => says.test(message))?.[1] ?? (code === undefined ? undefined : REASONS[code]);
  if (told !== undefined || status !== 429) return told;
  // Its message speaks of plan and billing whatever the quota is, so that the words say nothing.
  return isLasting(details) ? 'quota-exceeded' : 'rate-limit';
}

/** Whether one of the violated quotas is not renewed by waiting a little: one per day, or one of nothing at all. */
function isLasting(details: readonly JSONObject[]): boolean {
  const violations = detail(details, 'QuotaFailure')?.['violations'];
  return (
    Array.isArray(violations) &&
    violations.some((one) => isJSONObject(one) && (one['quotaValue'] === '0' || (typeof one['quotaId'] === 'string' && /PerDay/i.test(one['quotaId']))))
  );
}

/** `RetryInfo`, `48s` or `1.5s`; else the words "Please retry in 48.94s." */
function readRetryDelay(details: readonly JSONObject[], message: string): number | undefined {
  const given = detail(details, 'RetryInfo')?.['retryDelay'];
  const text = typeof given === 'string' ? given : /\bretry in ([\d.]+(?:ms|[smh])(?:[\d.]+(?:ms|[smh]))*)/i.exec(message)?.[1];
  const delay = text === undefined ? undefined : parseDuration(text);
  return delay === undefined ? undefined : Math.ceil(delay);
}
