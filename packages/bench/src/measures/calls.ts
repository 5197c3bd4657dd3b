import { textOfTokens } from '../server/wire-samples.ts';
import { cpuUs, expectLength, MEASURE_MS, repeatFor, WARM_UP_MS, type Run } from './measure.ts';

/** CPU and time of one whole answer, one call after the other. */
export const cpuPerCall: Run = async ({ load, url, scale }) => {
  const create = await load();
  const { generate } = create(url('whole'));
  expectLength((await generate()).length, textOfTokens(150).length);
  await repeatFor(WARM_UP_MS, generate);
  const [cpu, start] = [cpuUs(), performance.now()];
  const calls = await repeatFor(MEASURE_MS * scale, generate);
  const wallUs = (performance.now() - start) * 1_000;
  return { cpuUs: (cpuUs() - cpu) / calls, wallUs: wallUs / calls };
};

const CONCURRENT = 64;

/** Whole answers per second with 64 calls under way at any time. */
export const requestsPerSecond: Run = async ({ load, url, scale }) => {
  const create = await load();
  const { generate } = create(url('whole'));
  const many = async (ms: number) => {
    const counts = await Promise.all(Array.from({ length: CONCURRENT }, () => repeatFor(ms, generate)));
    return counts.reduce((sum, count) => sum + count);
  };
  await many(WARM_UP_MS);
  const [cpu, start] = [cpuUs(), performance.now()];
  const calls = await many(MEASURE_MS * scale);
  const seconds = (performance.now() - start) / 1_000;
  return { perSecond: calls / seconds, cpuUs: (cpuUs() - cpu) / calls };
};
