import { PROMPT } from '../contenders/contender.ts';
import { repeat, repeatFor } from '../measures/measure.ts';
import { median } from '../statistics.ts';
import type { Gateway } from './gateways.ts';
import { connectRaw, type RawClient } from './raw-client.ts';

/** Asks a gateway for the same answer all the time. */
export interface Load {
  /** How many answers come in so long, so many under way at any time, and per second. */
  many(concurrent: number, ms: number): Promise<{ answers: number; perSecond: number }>;
  /** The median time of an answer, one after the other, in microseconds. */
  latencyUs(ms: number): Promise<number>;
  /** So many answers, one after the other. */
  repeat(times: number): Promise<void>;
  close(): void;
}

/** Makes a load of one gateway. Every answer must be as long as the first: ids may differ in length, half an answer does. */
export function createLoad({ url, headers, model }: Gateway, stream: boolean): Load {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: PROMPT }], ...(stream ? { stream: true } : {}) });
  const clients: Promise<RawClient>[] = [];
  const clientAt = (n: number) => (clients[n] ??= connectRaw(url, headers, body));
  let expected = 0;

  async function ask(client: RawClient): Promise<void> {
    const bytes = await client.ask();
    expected ||= bytes;
    if (bytes < expected * 0.9) throw new Error(`${bytes} bytes instead of ${expected}`);
  }

  return {
    async many(concurrent, ms) {
      const asking = await Promise.all(Array.from({ length: concurrent }, (_, n) => clientAt(n)));
      const start = performance.now();
      const counts = await Promise.all(asking.map((client) => repeatFor(ms, () => ask(client))));
      const answers = counts.reduce((sum, count) => sum + count);
      return { answers, perSecond: answers / ((performance.now() - start) / 1_000) };
    },
    async latencyUs(ms) {
      const client = await clientAt(0);
      const times: number[] = [];
      await repeatFor(ms, async () => {
        const start = performance.now();
        await ask(client);
        times.push((performance.now() - start) * 1_000);
      });
      return median(times);
    },
    async repeat(times) {
      const client = await clientAt(0);
      await repeat(times, () => ask(client));
    },
    close() {
      for (const client of clients) void client.then((one) => one.close());
    },
  };
}
