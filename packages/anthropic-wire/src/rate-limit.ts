import type { RateLimit } from '@sdk/core';
import { parseReset, type RateLimitReader } from '@sdk/http';

const HEADER = /^anthropic-(?:ratelimit-|(priority-))(.+)-(limit|remaining|reset)$/;

/**
 * Reads `anthropic-ratelimit-{scope}-{limit|remaining|reset}`: scopes `requests`, `tokens`, `input-tokens`,
 * `output-tokens`; those of the priority tier are `priority-input-tokens` and `priority-output-tokens`.
 *
 * @see https://platform.claude.com/docs/en/api/rate-limits (read 2026-11-20)
 */
export const readRateLimit: RateLimitReader = (headers) => {
  let limits: RateLimit | undefined;
  for (const name in headers) {
    if (!name.startsWith('anthropic-')) continue;
    const found = HEADER.exec(name);
    if (!found) continue;
    const [, tier = '', scope, field] = found as unknown as [string, string | undefined, string, 'limit' | 'remaining' | 'reset'];
    const value = headers[name] as string;
    const read = field === 'reset' ? parseReset(value, 'date') : readCount(value);
    if (read === undefined) continue;
    limits ??= {};
    (limits[tier + scope] ??= {})[field === 'reset' ? 'resetMs' : field] = read;
  }
  return limits;
};

function readCount(value: string): number | undefined {
  return /^\d+$/.test(value) ? Number(value) : undefined;
}
