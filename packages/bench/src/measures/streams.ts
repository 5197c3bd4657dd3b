import type { StreamContender } from '../contenders/contender.ts';
import type { NativeWire } from '../contenders/names.ts';
import { CHUNKS } from '../server/scenarios.ts';
import { textOfTokens } from '../server/wire-samples.ts';
import { median } from '../statistics.ts';
import { cpuUs, expectLength, MEASURE_MS, repeat, repeatFor, scaled, WARM_UP_MS, type Figures, type Run } from './measure.ts';

/** CPU per chunk of answers that come 16 KB at a time. */
export const cpuPerChunkInBlocks: Run = async ({ load, url, scale }) => {
  const create = await load();
  return cpuPerChunk(create(url('blocks')), scale);
};

/** The same over a wire of its own. */
export const cpuPerChunkOf = (wire: NativeWire): Run => async ({ loadNative, url, scale }) => {
  const create = await loadNative(wire);
  return cpuPerChunk(create(url(wire)), scale);
};

async function cpuPerChunk({ stream }: StreamContender, scale: number): Promise<Figures> {
  expectLength((await stream()).length, textOfTokens(CHUNKS).length);
  await repeatFor(WARM_UP_MS, stream);
  const cpu = cpuUs();
  const answers = await repeatFor(MEASURE_MS * scale, stream);
  return { cpuUs: (cpuUs() - cpu) / answers / CHUNKS };
}

/**
 * Paced answers at once, so that the client is busy while each of them waits; and so many that compiling the code, which
 * happens in the first tens of thousands of chunks, is over when measuring begins.
 */
const PACED = 24;

/** CPU per chunk of answers whose every chunk is a write, and a read, of its own. */
export const cpuPerChunkPaced: Run = async ({ load, url, scale }) => {
  const create = await load();
  const { stream } = create(url('paced'));
  const several = () => Promise.all(Array.from({ length: PACED }, stream));
  for (const text of await several()) expectLength(text.length, textOfTokens(CHUNKS).length);
  const times = scaled(2, scale);
  const cpu = cpuUs();
  await repeat(times, several);
  return { cpuUs: (cpuUs() - cpu) / times / PACED / CHUNKS };
};

/** Time to the first text, while nothing else happens. */
export const timeToFirstToken: Run = async ({ load, url, scale }) => {
  const create = await load();
  const { streamTo } = create(url('short'));
  const times: number[] = [];
  const once = async () => {
    const start = performance.now();
    let first = 0;
    await streamTo(() => {
      first ||= performance.now();
      return undefined;
    });
    times.push((first - start) * 1_000);
  };
  await repeatFor(WARM_UP_MS, once);
  times.length = 0;
  await repeatFor(MEASURE_MS * scale, once);
  return { us: median(times) };
};
