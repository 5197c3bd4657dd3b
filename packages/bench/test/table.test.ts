import { expect, it } from 'vitest';
import type { Measure } from '../src/measures/all.ts';
import type { Rounds } from '../src/rounds.ts';
import { summarize } from '../src/summary.ts';
import { formatNumber, formatTable } from '../src/table.ts';

const ofRatio: Measure = {
  name: 'call',
  title: 'CPU per call',
  run: async () => ({}),
  figure: 'cpuUs',
  unit: 'µs',
  target: { of: 'ratio', atMost: 1 },
  rounds: 2,
};

function rounds(ours: number[], byHand: number[]): Rounds {
  const figures = (values: number[]) => values.map((cpuUs) => ({ cpuUs }));
  return { hand: figures(byHand), sdk: figures(ours), openai: figures(ours.map((value) => value * 4)), ai: [undefined, undefined] };
}

it.each([
  { ours: [80, 90], reached: true },
  { ours: [100.4, 100.4], reached: true },
  { ours: [101, 101], reached: false },
])('says whether $ours against 100 is at most 1.00×: $reached', ({ ours, reached }) => {
  expect(summarize(ofRatio, rounds(ours, [100, 100])).reached).toBe(reached);
});

it('holds a figure against its target without a comparison', () => {
  const measure: Measure = { ...ofRatio, target: { of: 'figure', atMost: 16 } };
  expect(summarize(measure, rounds([15], [1])).reached).toBe(true);
  expect(summarize(measure, rounds([17], [100])).reached).toBe(false);
});

it('says nothing where there is nothing to compare', () => {
  expect(summarize(ofRatio, { hand: [undefined], sdk: [{ cpuUs: 1 }], openai: [], ai: [] }).reached).toBeUndefined();
});

it('prints a line per measure with figures, ratios, target and verdict', () => {
  const table = formatTable([summarize(ofRatio, rounds([101, 101], [100, 100]))]);
  expect(table.split('\n').at(-1)?.split(/ {2,}/)).toEqual([
    'CPU per call',
    '100 µs',
    '101 µs',
    '1.01×',
    '404 µs',
    '4.04×',
    '–',
    '≤ 1.00×',
    'MISSED',
  ]);
});

it.each([
  [12_345.6, '12,346'],
  [94.66, '94.7'],
  [2.889, '2.89'],
  [0, '0'],
])('writes %d as %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});
