import { scaled, sleep, type Run, type Setting } from './measure.ts';

const STREAMS = 500;
const PART_EVERY_MS = 50;
const SETTLE_MS = 4_000;

/** Memory that 500 streams add, per stream, while a consumer takes one part every 50 ms of answers that come at full speed. */
export const memoryOfSlowConsumers: Run = (setting) => memoryOf('blocks', setting, () => sleep(PART_EVERY_MS));

/** Memory that 500 streams add, per stream, while the vendor writes one part every 50 ms. */
export const memoryOfSlowVendor: Run = (setting) => memoryOf('trickle', setting, () => undefined);

async function memoryOf(scenario: string, { load, url, scale }: Setting, onText: () => Promise<void> | undefined) {
  const create = await load();
  const count = scaled(STREAMS, Math.max(scale, 0.4));
  // As many short streams first: V8 widens its young space in steps of megabytes once that many run at a time, which
  // would be counted for whoever comes close to a step.
  const { streamTo: warmUp } = create(url('short'));
  await Promise.all(Array.from({ length: count }, () => warmUp(() => undefined)));
  const { streamTo } = create(url(scenario));
  const before = settledMemory();
  const failures: unknown[] = [];
  for (let n = 0; n < count; n++) streamTo(onText).catch((error: unknown) => failures.push(error));
  await sleep(SETTLE_MS);
  const after = settledMemory();
  if (failures.length > 0) throw failures[0];
  const perStreamKb = (key: 'rss' | 'heapUsed' | 'external') => (after[key] - before[key]) / count / 1024;
  return { rssKb: perStreamKb('rss'), heapKb: perStreamKb('heapUsed'), externalKb: perStreamKb('external') };
}

function settledMemory(): NodeJS.MemoryUsage {
  if (!globalThis.gc) throw new Error('run with --expose-gc');
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage();
}
