const FEW = 1_250;
const MANY = 16 * FEW;

/** What {@link growthOf} stays under where the cost is linear, on a busy machine, too. */
export const LINEAR = 80;

/** How many times as long 16 times as much takes: some 16 where the cost is linear, 256 where it is quadratic. */
export function growthOf(run: (count: number) => void): number {
  return leastTime(() => run(MANY)) / leastTime(() => run(FEW));
}

/** Of three times, as others use the machine as well; in microseconds. */
function leastTime(run: () => void): number {
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    run();
    return process.cpuUsage(before).user;
  });
  return Math.max(1, Math.min(...times));
}
