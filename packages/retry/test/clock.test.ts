import { getEventListeners } from 'node:events';
import { expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../src/clock.ts';

const never = () => new AbortController().signal;

it('the system clock never wakes early', async () => {
  const naps = Array.from({ length: 60 }, async (_, at) => {
    const [ms, start] = [5 + at * 0.37, performance.now()];
    await systemClock.sleep(ms, never());
    return performance.now() - start - ms;
  });
  expect(Math.min(...(await Promise.all(naps)))).toBeGreaterThanOrEqual(0);
});

it('a sleep ends at once when its signal fires, also one that has fired before', async () => {
  const stop = new AbortController();
  const start = performance.now();
  const sleep = systemClock.sleep(60_000, stop.signal);
  setTimeout(() => stop.abort(), 5);
  await sleep;
  await systemClock.sleep(60_000, stop.signal);
  expect(performance.now() - start).toBeLessThan(1_000);
});

it('a sleep leaves no listener on its signal', async () => {
  const signal = never();
  await systemClock.sleep(1, signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('a sleep longer than a timer can do neither ends at once nor wakes all the time', async () => {
  const timers = vi.spyOn(globalThis, 'setTimeout');
  onTestFinished(() => timers.mockRestore());
  const stop = new AbortController();
  const month = systemClock.sleep(2 ** 31 + 5, stop.signal).then(() => 'over');
  expect(await Promise.race([month, systemClock.sleep(30, never()).then(() => 'still asleep')])).toBe('still asleep');
  expect(Math.max(...timers.mock.calls.map(([, ms]) => ms ?? 0))).toBe(2 ** 31 - 1);
  stop.abort();
  await month;
});
