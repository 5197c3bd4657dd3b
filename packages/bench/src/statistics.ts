/** The middle of a list of numbers; of an even number of them, the mean of the middle two. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * How many times as much as the base: the median of the ratios round by round, rounds in which either is missing left out.
 *
 * The two of a round ran one after the other, so what slowed the machine down for a while slowed down both.
 */
export function pairedRatio(values: readonly (number | undefined)[], base: readonly (number | undefined)[]): number {
  const ratios: number[] = [];
  for (const [round, value] of values.entries()) {
    const other = base[round];
    if (value !== undefined && other !== undefined) ratios.push(value / other);
  }
  return median(ratios);
}
