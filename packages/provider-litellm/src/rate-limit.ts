import type { RateLimit } from '@sdk/core';
import { rateLimitReader, type RateLimitReader } from '@sdk/http';

const readUsual = rateLimitReader('duration');

const KEY_LIMITS: Record<string, string> = { 'x-litellm-key-rpm-limit': 'key-requests', 'x-litellm-key-tpm-limit': 'key-tokens' };
/** The name of the model follows. */
const KEY_REMAINING: Record<string, string> = { 'x-litellm-key-remaining-requests-': 'key-requests', 'x-litellm-key-remaining-tokens-': 'key-tokens' };

/**
 * Reads `x-ratelimit-*`, which are the key's limits or those of the vendor behind, and what is left to the key per minute for this model,
 * as `key-requests` and `key-tokens`.
 *
 * @see https://docs.litellm.ai/docs/proxy/response_headers (read 2026-11-20)
 */
export const readRateLimit: RateLimitReader = (headers) => {
  let limits: RateLimit | undefined;
  const set = (scope: string, field: 'limit' | 'remaining', value: string | undefined) => {
    if (value === undefined || !/^\d+$/.test(value)) return;
    limits ??= {};
    (limits[scope] ??= {})[field] = Number(value);
  };
  for (const name in headers) {
    if (!name.startsWith('x-litellm-key-')) continue;
    const limit = KEY_LIMITS[name];
    if (limit) set(limit, 'limit', headers[name]);
    for (const prefix in KEY_REMAINING) if (name.startsWith(prefix)) set(KEY_REMAINING[prefix] as string, 'remaining', headers[name]);
  }
  const usual = readUsual(headers);
  return limits && usual ? { ...limits, ...usual } : (limits ?? usual);
};
