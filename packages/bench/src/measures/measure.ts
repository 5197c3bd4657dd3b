import type { CreateContender, StreamContender } from '../contenders/contender.ts';
import type { ContenderName, NativeWire } from '../contenders/names.ts';

/** What a measure gets in its process. */
export interface Setting {
  name: ContenderName;
  /** Loads the contender; measures that do not call this load nothing. */
  load(): Promise<CreateContender>;
  /** Loads the one who streams over a native wire. */
  loadNative(wire: NativeWire): Promise<(baseUrl: string) => StreamContender>;
  /** The base URL of a scenario of the mock server. */
  url(scenario: string): string;
  /** 1, or less when a quick look is wanted: scales how long, or how often, things are done. */
  scale: number;
}

/** How long a measure of time warms up, and how long it then takes, in milliseconds. */
export const WARM_UP_MS = 700;
export const MEASURE_MS = 1_500;

/** Figures by name, e.g. `{ cpuUs: 231.4 }`. */
export type Figures = Record<string, number>;

/** Runs in a process of its own. */
export type Run = (setting: Setting) => Promise<Figures>;

/** CPU time of the process so far, all threads, in microseconds. */
export function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Runs a task again and again, one after the other. */
export async function repeat(times: number, task: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < times; n++) await task();
}

/** Runs a task again and again for so long. Resolves to how often it ran, at least once. */
export async function repeatFor(ms: number, task: () => Promise<unknown>): Promise<number> {
  const end = performance.now() + ms;
  let times = 0;
  do {
    await task();
    times++;
  } while (performance.now() < end);
  return times;
}

/** A count, scaled, at least 1. */
export function scaled(count: number, scale: number): number {
  return Math.max(1, Math.round(count * scale));
}

/** Waits. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Fails when an answer is not the one the server sent: a client that drops half of it is fast. */
export function expectLength(actual: number, expected: number): void {
  if (actual !== expected) throw new Error(`the answer has ${actual} characters instead of ${expected}`);
}
