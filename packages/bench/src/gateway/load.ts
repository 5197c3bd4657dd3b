import { Agent, request, type Dispatcher } from 'undici';
import { PROMPT } from '../contenders/contender.ts';
import { repeatFor } from '../measures/measure.ts';
import { median } from '../statistics.ts';
import type { Gateway } from './gateways.ts';

/** A client that costs next to nothing: it counts the bytes of the answers. */
export interface Load {
  /** How many answers come in so long, so many under way at any time, and per second. */
  many(concurrent: number, ms: number): Promise<{ answers: number; perSecond: number }>;
  /** The median time of an answer, one after the other, in microseconds. */
  latencyUs(ms: number): Promise<number>;
  /** So many answers, one after the other. */
  repeat(times: number): Promise<void>;
  close(): Promise<void>;
}

/** Makes a client of one gateway. */
export function createLoad({ url, headers, model }: Gateway, stream: boolean): Load {
  const dispatcher: Dispatcher = new Agent({ pipelining: 1 });
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: PROMPT }], ...(stream ? { stream: true } : {}) });
  let expected = 0;

  async function ask(): Promise<void> {
    const answer = await request(url, { method: 'POST', headers, body, dispatcher });
    let bytes = 0;
    for await (const chunk of answer.body) bytes += (chunk as Buffer).length;
    // Ids may be of different lengths; half an answer is not.
    expected ||= bytes;
    if (answer.statusCode !== 200 || bytes < expected * 0.9) throw new Error(`status ${answer.statusCode} with ${bytes} bytes instead of ${expected}`);
  }

  return {
    async many(concurrent, ms) {
      const start = performance.now();
      const counts = await Promise.all(Array.from({ length: concurrent }, () => repeatFor(ms, ask)));
      const answers = counts.reduce((sum, count) => sum + count);
      return { answers, perSecond: answers / ((performance.now() - start) / 1_000) };
    },
    async latencyUs(ms) {
      const times: number[] = [];
      await repeatFor(ms, async () => {
        const start = performance.now();
        await ask();
        times.push((performance.now() - start) * 1_000);
      });
      return median(times);
    },
    async repeat(times) {
      for (let n = 0; n < times; n++) await ask();
    },
    close: () => dispatcher.close(),
  };
}
