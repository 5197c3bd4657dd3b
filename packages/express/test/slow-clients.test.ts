import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamPart } from '@sdk/core';
import { expect, test } from 'vitest';
import { sendStream } from '../src/index.ts';
import { heldAtRest, heldBytes } from './held-memory.ts';
import { rawGet, serve, until } from './support.ts';

const CLIENTS = 200;
const KIB = 2 ** 10;
/** Both ends of a connection, and two parts: one that waits, and one that the socket has. */
const MAX_PER_CLIENT = 300 * KIB;

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
  const before = await heldBytes();
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = await rawGet(origin, '/');
      client.pause();
      return client;
    }),
  );
  const held = (await heldAtRest(() => parts, CLIENTS, before + CLIENTS * MAX_PER_CLIENT)) - before;
  console.log(`${CLIENTS} clients: ${((parts * delta.length) / KIB / KIB).toFixed(0)} MiB sent, ${(held / CLIENTS / KIB).toFixed(1)} KiB held for each`);
  expect(held / CLIENTS).toBeLessThan(MAX_PER_CLIENT);
  for (const client of clients) client.destroy();
  await until(() => returned >= CLIENTS, 5_000);
});
