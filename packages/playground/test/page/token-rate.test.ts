import type { FinishPart } from '@sdk/core';
import { expect, test } from 'vitest';
import { tokenRateOf } from '../../src/page/token-rate.ts';

const finish = (usage: FinishPart['usage']): FinishPart => ({ type: 'finish', finishReason: 'stop', usage, timing: { totalMs: 1 } });

/** So many characters every so often. */
function samplesOf(count: number, everyMs: number, characters: number) {
  return Array.from({ length: count }, (_, at) => ({ atMs: 100 + at * everyMs, characters: (at + 1) * characters }));
}

/** The tokens under the curve. */
function areaOf({ points }: { points: { atMs: number; perSecond: number }[] }, durationMs: number): number {
  return points.reduce((sum, { atMs, perSecond }, at) => sum + (perSecond * ((points[at + 1]?.atMs ?? durationMs) - atMs)) / 1000, 0);
}

test('until the vendor has counted, four characters are a token', () => {
  const rate = tokenRateOf({ samples: samplesOf(11, 100, 8) });
  expect(rate.isEstimate).toBe(true);
  expect(rate.average).toBeCloseTo(22);
});

test('what the vendor has counted is what lies under the curve', () => {
  const rate = tokenRateOf({ samples: samplesOf(11, 100, 8), finish: finish({ outputTokens: 50 }) });
  expect(rate.isEstimate).toBe(false);
  expect(rate.average).toBeCloseTo(50);
  expect(areaOf(rate, 1000)).toBeCloseTo(50);
});

test('a burst is a peak at its time', () => {
  const samples = [
    { atMs: 0, characters: 4 },
    { atMs: 500, characters: 404 },
    { atMs: 1000, characters: 408 },
  ];
  const { points, most } = tokenRateOf({ samples });
  const peak = points.find(({ perSecond }) => perSecond === most);
  expect(peak?.atMs).toBe(500);
  expect(points.filter(({ perSecond }) => perSecond === 0).length).toBeGreaterThan(points.length / 2);
});

test('a long answer has no more points than can be seen', () => {
  const { points } = tokenRateOf({ samples: samplesOf(5000, 20, 4) });
  expect(points).toHaveLength(40);
  expect(points.every(({ perSecond }) => Math.abs(perSecond - 50) < 5)).toBe(true);
});

test('tokens of thoughts that were not shown do not count', () => {
  const samples = samplesOf(11, 100, 4);
  expect(tokenRateOf({ samples, finish: finish({ outputTokens: 211, reasoningTokens: 200 }) }).average).toBeCloseTo(11);
});

test('tokens of thoughts that were shown do', () => {
  const samples = samplesOf(11, 100, 40);
  expect(tokenRateOf({ samples, finish: finish({ outputTokens: 110, reasoningTokens: 60 }) }).average).toBeCloseTo(110);
});

test('an answer that came at once, or not at all, has no rate', () => {
  expect(tokenRateOf({ samples: samplesOf(1, 0, 40) })).toEqual({ points: [], most: 0, isEstimate: true });
  expect(tokenRateOf({ samples: samplesOf(3, 5, 40) })).toEqual({ points: [], most: 0, isEstimate: true });
  expect(tokenRateOf({ samples: [] })).toEqual({ points: [], most: 0, isEstimate: true });
});
