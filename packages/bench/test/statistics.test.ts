import { expect, it } from 'vitest';
import { median, pairedRatio } from '../src/statistics.ts';

it.each([
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
  [[7], 7],
  [[], Number.NaN],
])('takes the middle of %j', (values, expected) => {
  expect(median(values)).toBe(expected);
});

it('compares the two of a round with each other, so that a slow round changes nothing', () => {
  expect(pairedRatio([10, 100, 12], [20, 200, 20])).toBe(0.5);
});

it('leaves out rounds in which one of the two failed', () => {
  expect(pairedRatio([10, undefined, 30], [undefined, 1, 10])).toBe(3);
});
