import { expect, it } from 'vitest';
import { systemClock } from '../src/clock.ts';

const tookMs = async (sleeping: Promise<void>) => {
  const startedAt = performance.now();
  await sleeping;
  return performance.now() - startedAt;
};

it('sleeps as long as it is told', async () => {
  const before = systemClock.now();
  expect(await tookMs(systemClock.sleep(30, new AbortController().signal))).toBeGreaterThan(25);
  expect(systemClock.now() - before).toBeGreaterThan(25);
});

it('wakes at once when the signal fires, or has fired', async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 10);
  expect(await tookMs(systemClock.sleep(5_000, controller.signal))).toBeLessThan(1_000);
  expect(await tookMs(systemClock.sleep(5_000, controller.signal))).toBeLessThan(1_000);
});

it.each([Infinity, 2 ** 40])('does not wake early from a sleep of %d ms', async (ms) => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 30);
  expect(await tookMs(systemClock.sleep(ms, controller.signal))).toBeGreaterThan(20);
});
