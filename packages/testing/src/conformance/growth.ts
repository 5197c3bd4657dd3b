const FEW = 500;
const MANY = 40 * FEW;

/** What {@link growthOf} stays under where the cost is linear, also on a busy machine. */
export const LINEAR_GROWTH = 300;

/**
 * How many times as long 40 times as much takes: some 40 where the cost is linear, towards 1 600 where it is quadratic.
 *
 * @param run Does it with so many entries: 500, then 20 000; three times each, of which the quickest counts.
 * @example
 * expect(growthOf((count) => void encode(callOf(count)))).toBeLessThan(LINEAR_GROWTH);
 */
export function growthOf(run: (count: number) => void): number {
  return leastTime(() => run(MANY)) / leastTime(() => run(FEW));
}

/** Of three times, as others use the machine as well. */
function leastTime(run: () => void): number {
  const times = [1, 2, 3].map(() => {
    const before = performance.now();
    run();
    return performance.now() - before;
  });
  return Math.min(...times);
}
