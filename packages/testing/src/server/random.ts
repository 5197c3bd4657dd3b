/** A generator of numbers in `[0, 1)` that gives the same sequence for the same seed. */
export type Random = () => number;

/**
 * Makes a seeded generator (mulberry32), so that a test that failed by chance fails again.
 *
 * @param seed Any integer; only its lower 32 bits count.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
