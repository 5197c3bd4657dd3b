import { setTimeout as sleep } from 'node:timers/promises';
import { wrapModel, type StreamPart } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { expect, test } from 'vitest';
import { heldAtRest, heldBytes } from '../held-memory.ts';
import { until } from '../support.ts';
import { CHAT, chatBody, MESSAGES, messagesBody, rawPost, startGateway } from './support.ts';

const CLIENTS = 500;
const KIB = 2 ** 10;
/** Both ends of a connection, a request, a call, and two pieces of an answer: one that waits, and one that the socket has. */
const MAX_PER_CLIENT = 256 * KIB;
const delta = 'x'.repeat(10_000);

/** A model that never ends; counts what is taken from it. */
function endless() {
  const seen = { parts: 0, aborted: 0 };
  const model = wrapModel(scriptedModel('x'), {
    stream: ({ signal }): AsyncIterable<StreamPart> => {
      signal?.addEventListener('abort', () => seen.aborted++);
      return {
        [Symbol.asyncIterator]: () => ({
          async next() {
            if (++seen.parts % 100 === 0) await sleep(0);
            return { done: false, value: { type: 'text-delta', index: 0, delta } };
          },
          return: async () => ({ done: true, value: undefined }),
        }),
      };
    },
  });
  return { seen, model };
}

test.each([
  [CHAT, chatBody],
  [MESSAGES, messagesBody],
] as const)(`${CLIENTS} clients of %s that read nothing stop ${CLIENTS} streams, and hold next to no memory`, { timeout: 120_000 }, async (path, bodyOf) => {
  const { seen, model } = endless();
  const origin = await startGateway({ model });
  const before = await heldBytes();
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = await rawPost(origin, path, bodyOf({ stream: true }));
      client.pause();
      return client;
    }),
  );
  const held = (await heldAtRest(() => seen.parts, CLIENTS, before + CLIENTS * MAX_PER_CLIENT)) - before;
  console.log(`${CLIENTS} clients of ${path}: ${((seen.parts * delta.length) / KIB / KIB).toFixed(0)} MiB sent, ${(held / CLIENTS / KIB).toFixed(1)} KiB held for each`);
  expect(held / CLIENTS).toBeLessThan(MAX_PER_CLIENT);
  for (const client of clients) client.destroy();
  await until(() => seen.aborted === CLIENTS, 5_000);
});
