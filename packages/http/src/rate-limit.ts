import type { RateLimit } from '@sdk/core';

/** How a vendor writes when its limit is renewed. */
export type ResetFormat = 'duration' | 'seconds' | 'epoch-ms' | 'date';

/** Reads a vendor's rate-limit headers. */
export type RateLimitReader = (headers: Record<string, string>) => RateLimit | undefined;

const PREFIX = 'x-ratelimit-';
const FIELDS = { limit: 'limit', remaining: 'remaining', reset: 'resetMs' } as const;

/**
 * Reads `x-ratelimit-{limit,remaining,reset}-{scope}`, any scope.
 *
 * Negative numbers, which Azure sends where it does not limit, count as not reported.
 */
export function rateLimitReader(reset: ResetFormat): RateLimitReader {
  return (headers) => {
    let limits: RateLimit | undefined;
    for (const name in headers) {
      if (!name.startsWith(PREFIX)) continue;
      const dash = name.indexOf('-', PREFIX.length);
      const field = FIELDS[name.slice(PREFIX.length, dash) as keyof typeof FIELDS];
      if (dash < 0 || field === undefined) continue;
      const value = headers[name] as string;
      const read = field === 'resetMs' ? parseReset(value, reset) : count(value);
      if (read === undefined) continue;
      limits ??= {};
      (limits[name.slice(dash + 1)] ??= {})[field] = read;
    }
    return limits;
  };
}

function count(value: string): number | undefined {
  const parsed = Number(value);
  return value.trim() !== '' && parsed >= 0 && Number.isFinite(parsed) ? parsed : undefined;
}

/** Milliseconds until a limit is renewed. */
export function parseReset(value: string, format: ResetFormat, now = Date.now()): number | undefined {
  if (format === 'duration') return parseDuration(value);
  if (format === 'date') {
    const at = Date.parse(value);
    return Number.isNaN(at) ? undefined : Math.max(0, at - now);
  }
  const parsed = count(value);
  if (parsed === undefined) return undefined;
  return format === 'seconds' ? parsed * 1000 : Math.max(0, parsed - now);
}

const UNIT_MS: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1, us: 0.001, µs: 0.001, ns: 0.000001 };

/** A duration as Go prints it, e.g. `1h2m3.5s` or `12ms`, in milliseconds. */
export function parseDuration(value: string): number | undefined {
  const step = /(\d+(?:\.\d+)?)(ms|µs|us|ns|h|m|s)/y;
  let total = 0;
  while (step.lastIndex < value.length) {
    const found = step.exec(value);
    if (!found) return undefined;
    total += Number(found[1]) * (UNIT_MS[found[2] as string] as number);
  }
  return value === '' ? undefined : total;
}
