/**
 * How much of a wait is left to chance, so that clients which failed together do not return together.
 *
 * `'full'`: 0 to all of it · `'equal'`: half to all of it · `'none'`: all of it.
 */
export type Jitter = 'full' | 'equal' | 'none';

/** How waits grow from one retry to the next. */
export interface Backoff {
  initialDelayMs: number;
  maxDelayMs: number;
  multiplier: number;
  jitter: Jitter;
}

/** The wait before a retry (1-based), in milliseconds, when the vendor asks for none. `random` gives 0 to 1. */
export function backoffMs({ initialDelayMs, maxDelayMs, multiplier, jitter }: Backoff, retry: number, random: () => number): number {
  if (initialDelayMs === 0) return 0; // 0 × Infinity, much later, would be NaN
  const longest = Math.min(maxDelayMs, initialDelayMs * multiplier ** (retry - 1));
  if (jitter === 'none') return longest;
  const shortest = jitter === 'equal' ? longest / 2 : 0;
  return shortest + random() * (longest - shortest);
}
