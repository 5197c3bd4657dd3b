import { setTimeout as sleep } from 'node:timers/promises';
import { wrapModel, type StreamPart } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { expect, test } from 'vitest';
import { until } from '../support.ts';
import { CHAT, chatBody, MESSAGES, messagesBody, rawPost, startGateway } from './support.ts';

const CLIENTS = 500;
const MIB = 2 ** 20;
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
] as const)(`${CLIENTS} clients of %s that read nothing stop ${CLIENTS} streams, and hold next to no memory`, { timeout: 60_000 }, async (path, bodyOf) => {
  const { seen, model } = endless();
  const origin = await startGateway({ model });
  const before = process.memoryUsage().rss;
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const client = await rawPost(origin, path, bodyOf({ stream: true }));
      client.pause();
      return client;
    }),
  );
  let last = -1;
  for (let still = 0; still < 4; last = seen.parts) {
    await sleep(100);
    still = seen.parts === last && seen.parts > CLIENTS ? still + 1 : 0;
  }
  const grown = process.memoryUsage().rss - before;
  console.log(`${CLIENTS} clients of ${path}: ${((seen.parts * delta.length) / MIB).toFixed(0)} MiB sent, memory +${(grown / MIB).toFixed(1)} MiB`);
  expect(grown / CLIENTS).toBeLessThan(MIB);
  for (const client of clients) client.destroy();
  await until(() => seen.aborted === CLIENTS, 5_000);
});
