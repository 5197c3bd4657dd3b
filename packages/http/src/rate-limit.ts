import type { RateLimit } from '@sdk/core';

/** How a vendor writes when its limit is renewed. */
export type ResetFormat = 'duration' | 'seconds' | 'epoch-ms' | 'date';

/** Reads a vendor's rate-limit headers. */
export type RateLimitReader = (headers: Record<string, string>) => RateLimit | undefined;

const HEADER = /^x-ratelimit-(limit|remaining|reset)-(.+)$/;

/**
 * Reads `x-ratelimit-{limit,remaining,reset}-{scope}`, any scope.
 *
 * Negative numbers, which Azure sends where it does not limit, count as not reported.
 */
export function rateLimitReader(reset: ResetFormat): RateLimitReader {
  return (headers) => {
    let limits: RateLimit | undefined;
    for (const name in headers) {
      if (!name.startsWith('x-ratelimit-')) continue;
      const [, field, scope] = HEADER.exec(name) ?? [];
      if (!field || !scope) continue;
      const value = headers[name] as string;
      const read = field === 'reset' ? parseReset(value, reset) : count(value);
      if (read === undefined) continue;
      limits ??= {};
      const entry = (limits[scope] ??= {});
      if (field === 'reset') entry.resetMs = read;
      else entry[field as 'limit' | 'remaining'] = read;
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
  if (!/^(?:\d+(?:\.\d+)?(?:ms|µs|us|ns|h|m|s))+$/.test(value)) return undefined;
  let total = 0;
  for (const [, amount, unit] of value.matchAll(/(\d+(?:\.\d+)?)(ms|µs|us|ns|h|m|s)/g)) {
    total += Number(amount) * (UNIT_MS[unit as string] as number);
  }
  return total;
}
