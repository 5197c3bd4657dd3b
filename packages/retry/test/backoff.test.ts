import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs, type Backoff, type Jitter } from '../src/backoff.ts';

const DEFAULTS: Backoff = { initialDelayMs: 1_000, maxDelayMs: 60_000, multiplier: 2, jitter: 'none' };

const backoffs = fc.record({
  initialDelayMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
  maxDelayMs: fc.double({ min: 0, max: 1e7, noNaN: true }),
  multiplier: fc.double({ min: 1, max: 100, noNaN: true }),
  jitter: fc.constantFrom<Jitter>('full', 'equal', 'none'),
});
const retries = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 100_000 }));
const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoffMs', () => {
  it('doubles from one second to one minute by default', () => {
    expect([1, 2, 3, 6, 7, 8].map((retry) => backoffMs(DEFAULTS, retry, Math.random))).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
  });

  it.each([
    { jitter: 'full', chance: 0, ms: 0 },
    { jitter: 'full', chance: 0.25, ms: 1_000 },
    { jitter: 'equal', chance: 0, ms: 2_000 },
    { jitter: 'equal', chance: 0.25, ms: 2_500 },
    { jitter: 'none', chance: 0.25, ms: 4_000 },
  ] as const)('waits $ms ms before the third retry with $jitter jitter and a chance of $chance', ({ jitter, chance, ms }) => {
    expect(backoffMs({ ...DEFAULTS, jitter }, 3, () => chance)).toBe(ms);
  });

  it('keeps the bounds of its jitter, whatever the settings and the chance', () => {
    fc.assert(
      fc.property(backoffs, retries, chances, (backoff, retry, chance) => {
        const longest = backoffMs({ ...backoff, jitter: 'none' }, retry, () => chance);
        const ms = backoffMs(backoff, retry, () => chance);
        expect(longest).toBeLessThanOrEqual(backoff.maxDelayMs);
        expect(longest === backoff.maxDelayMs || longest >= backoff.initialDelayMs).toBe(true);
        expect(ms).toBeGreaterThanOrEqual({ full: 0, equal: longest / 2, none: longest }[backoff.jitter]);
        expect(ms).toBeLessThanOrEqual(longest);
      }),
    );
  });

  it('never waits less after more retries, chance aside', () => {
    fc.assert(
      fc.property(backoffs, retries, chances, (backoff, retry, chance) => {
        expect(backoffMs(backoff, retry + 1, () => chance)).toBeGreaterThanOrEqual(backoffMs(backoff, retry, () => chance));
      }),
    );
  });

  it('spreads over the whole range with full jitter', () => {
    const waits = Array.from({ length: 500 }, () => backoffMs({ ...DEFAULTS, jitter: 'full' }, 1, Math.random));
    expect(Math.min(...waits)).toBeLessThan(100);
    expect(Math.max(...waits)).toBeGreaterThan(900);
  });
});
