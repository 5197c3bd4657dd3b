import type { RateLimitReader } from '@sdk/http';

/**
 * Reads what is left to a trial key: calls of this endpoint in the current minute (`requests`), and the calls that a month
 * has (`requests-per-month`), of which Cohere does not say how many are left. Production keys are told nothing.
 */
export const readRateLimit: RateLimitReader = (headers) => {
  const limit = count(headers['x-trial-endpoint-call-limit']);
  const remaining = count(headers['x-trial-endpoint-call-remaining']);
  const monthly = count(headers['x-endpoint-monthly-call-limit']);
  if (limit === undefined && remaining === undefined && monthly === undefined) return undefined;
  return {
    ...(limit === undefined && remaining === undefined
      ? {}
      : { requests: { ...(limit === undefined ? {} : { limit }), ...(remaining === undefined ? {} : { remaining }) } }),
    ...(monthly === undefined ? {} : { 'requests-per-month': { limit: monthly } }),
  };
};

function count(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}
