import type { LanguageModel, StreamPart } from '@sdk/core';
import { withRetry } from '@sdk/retry';
import { median } from '../statistics.ts';
import { cpuUs, repeat, scaled, type Figures, type Run } from './measure.ts';

const CALL = { messages: [{ role: 'user' as const, content: 'Hello?' }] };
const PARTS_PER_STREAM = 2_000;

/** What the others are measured at. */
const NOTHING: Figures = {};

/** How often each side is measured, in turns. Of differences this small only the median of many means anything. */
const TURNS = 25;

/** A model that answers from memory: what wrapping it costs is not lost in what a socket costs. */
function instantModel(deltas: number): LanguageModel {
  const response = { provider: 'instant' };
  const timing = { totalMs: 0 };
  const content = [{ type: 'text' as const, text: 'Hello.' }];
  const parts: StreamPart[] = [
    { type: 'start', warnings: [], response },
    ...Array.from({ length: deltas }, (): StreamPart => ({ type: 'text-delta', index: 0, delta: 'Hello.' })),
    { type: 'finish', finishReason: 'stop', usage: {}, timing },
  ];
  const message = { role: 'assistant' as const, content };
  return {
    ...{ provider: 'instant', modelId: 'instant', capabilities: {} },
    generate: async () => ({ content, text: 'Hello.', toolCalls: [], message, finishReason: 'stop', usage: {}, warnings: [], response, timing }),
    stream: () => ({
      [Symbol.asyncIterator]() {
        let at = 0;
        return {
          next(): Promise<IteratorResult<StreamPart, undefined>> {
            const value = parts[at++];
            return Promise.resolve(value ? { value, done: false } : { value: undefined, done: true });
          },
        };
      },
    }),
  };
}

async function read(model: LanguageModel): Promise<void> {
  let parts = 0;
  for await (const part of model.stream(CALL)) if (part.type === 'text-delta') parts++;
  if (parts === 0) throw new Error('nothing came');
}

/** CPU that wrapping adds to one run of a task, in microseconds: the median of differences measured in turns. */
async function added(model: LanguageModel, times: number, task: (model: LanguageModel) => Promise<unknown>): Promise<number> {
  const timed = async (subject: LanguageModel) => {
    const start = cpuUs();
    await repeat(times, () => task(subject));
    return (cpuUs() - start) / times;
  };
  const wrapped = withRetry(model);
  const differences: number[] = [];
  for (let turn = -5; turn < TURNS; turn++) {
    const [bare, retried] = [await timed(model), await timed(wrapped)];
    if (turn >= 0) differences.push(retried - bare); // before that it is compiled
  }
  return median(differences);
}

/** What `@sdk/retry` adds to a call that does not fail: a whole answer, and a stream of one part. Ours alone. */
export const retryPerCall: Run = async ({ name, scale }) => {
  if (name !== 'sdk') return NOTHING;
  const generateUs = await added(instantModel(1), scaled(20_000, scale), (model) => model.generate(CALL));
  const streamUs = await added(instantModel(1), scaled(20_000, scale), read);
  return { generateUs, streamUs, us: Math.max(generateUs, streamUs) };
};

/** What it adds to each part of a long stream. Ours alone. */
export const retryPerChunk: Run = async ({ name, scale }) => {
  if (name !== 'sdk') return NOTHING;
  return { us: (await added(instantModel(PARTS_PER_STREAM), scaled(100, scale), read)) / PARTS_PER_STREAM };
};
