import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamPart } from '@sdk/core';
import { expect, test } from 'vitest';
import { sendStream } from '../src/index.ts';
import { rawGet, serve } from './support.ts';

const CLIENTS = 200;
const MIB = 2 ** 20;

test(`${CLIENTS} clients that read nothing stop ${CLIENTS} streams, and hold next to no memory`, { timeout: 30_000 }, async () => {
  let parts = 0;
  let returned = 0;
  const delta = 'x'.repeat(100_000);
  const source = (): AsyncIterable<StreamPart> => ({
    [Symbol.asyncIterator]: () => ({
      async next() {
        if (++parts % 100 === 0) await sleep(0);
        return { done: false, value: { type: 'text-delta', index: 0, delta } };
      },
      async return() {
        returned++;
        return { done: true, value: undefined };
      },
    }),
  });
  const origin = await serve((app) => app.get('/', async (_req, res) => void (await sendStream(res, source))));
  const before = process.memoryUsage().rss;
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = await rawGet(origin, '/');
      client.pause();
      return client;
    }),
  );
  let last = -1;
  for (let still = 0; still < 4; last = parts) {
    await sleep(100);
    still = parts === last && parts > CLIENTS ? still + 1 : 0;
  }
  const grown = process.memoryUsage().rss - before;
  console.log(`${CLIENTS} clients: ${((parts * delta.length) / MIB).toFixed(0)} MiB sent, memory +${(grown / MIB).toFixed(1)} MiB`);
  expect(grown / CLIENTS).toBeLessThan(2 * MIB);
  for (const client of clients) client.destroy();
  await sleep(200);
  expect(returned).toBeGreaterThanOrEqual(CLIENTS);
});
