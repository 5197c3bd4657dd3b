import { LARGE_CALL, SMALL_CALL } from '../server/scenarios.ts';
import { toolArguments } from '../server/wire-samples.ts';
import { cpuUs, expectLength, repeat, scaled, type Run } from './measure.ts';

/** CPU of one tool call with 64 KB and one with 1 MB of arguments, in deltas of 20 characters. */
export const toolArgumentsCost: Run = async ({ load, url, scale }) => {
  const create = await load();
  const small = create(url('tool-small')).toolCall;
  const large = create(url('tool-large')).toolCall;
  expectLength(JSON.stringify(await small()).length, toolArguments(SMALL_CALL).length);
  expectLength(JSON.stringify(await large()).length, toolArguments(LARGE_CALL).length);
  await repeat(10, small);
  // Turn about, so that neither has the warmer code.
  let [smallCpu, largeCpu] = [0, 0];
  const turns = scaled(3, scale);
  for (let turn = 0; turn < turns; turn++) {
    const start = cpuUs();
    await repeat(16, small);
    const between = cpuUs();
    await large();
    smallCpu += (between - start) / 16;
    largeCpu += cpuUs() - between;
  }
  return { smallMs: smallCpu / turns / 1_000, largeMs: largeCpu / turns / 1_000, growth: largeCpu / smallCpu };
};
