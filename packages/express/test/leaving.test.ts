import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StreamPart } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { describe, expect, test, vi } from 'vitest';
import { abortSignal, sendStream, type Sent } from '../src/index.ts';
import { endless, sending, streamOf } from './sending.ts';
import { PROMPT, rawGet, serve, until } from './support.ts';

describe('a client that goes', () => {
  test.each([
    ['before the first part', 10_000, 0],
    ['between two parts', 60, 1],
  ])('%s ends the call in the turn in which that is known, by signal', async (_name, delayMs, parts) => {
    const seen: string[] = [];
    const sent: Sent[] = [];
    const model = scriptedModel('one two three four five six seven eight', { delayMs });
    const source = (signal: AbortSignal) => {
      signal.addEventListener('abort', () => seen.push('aborted'));
      return model.stream({ messages: PROMPT, signal });
    };
    const origin = await serve((app) =>
      app.get('/', async (_req, res) => {
        res.once('close', () => setImmediate(() => seen.push('the turn is over')));
        sent.push(await sendStream(res, source));
      }),
    );
    const socket = await rawGet(origin, '/');
    if (parts > 0) await once(socket, 'data');
    else await until(() => model.calls.length === 1);
    socket.destroy();
    await until(() => sent.length === 1 && seen.length === 2);
    expect(sent).toEqual([{ end: 'left' }]);
    expect(seen).toEqual(['aborted', 'the turn is over']);
  });

  test('ends a stream that knows no signal by return()', async () => {
    const { seen, source } = endless(10);
    const { origin, sent } = await sending(source(new AbortController().signal));
    const socket = await rawGet(origin, '/');
    await once(socket, 'data');
    socket.destroy();
    await until(() => sent.length === 1);
    expect(seen.returned).toBeGreaterThan(0);
  });

  test('is not waited for by a stream that hangs and heeds nothing', async () => {
    const deaf = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}), return: () => new Promise<never>(() => {}) }) };
    const { origin, sent } = await sending(deaf);
    const socket = await rawGet(origin, '/');
    await sleep(30);
    socket.destroy();
    await until(() => sent.length === 1);
    expect(sent).toEqual([{ end: 'left' }]);
  });

  test('before the answer was begun makes no call', async () => {
    const model = scriptedModel('Hello.');
    const sent: Sent[] = [];
    const origin = await serve((app) =>
      app.get('/', async (_req, res) => {
        await once(res, 'close');
        sent.push(await sendStream(res, streamOf(model)), await sendStream(res, model.stream({ messages: PROMPT })));
      }),
    );
    const socket = await rawGet(origin, '/');
    await sleep(30);
    socket.destroy();
    await until(() => sent.length === 2);
    expect(sent).toEqual([{ end: 'left' }, { end: 'left' }]);
    expect(model.calls).toEqual([]);
  });

  test('fires abortSignal(res) for calls that are not streamed, and a finished answer does not', async () => {
    const signals: AbortSignal[] = [];
    const origin = await serve((app) =>
      app.get('/:wait', async (req, res) => {
        signals.push(abortSignal(res));
        expect(abortSignal(res)).toBe(signals.at(-1));
        if (req.params.wait === 'no') res.send('Done.');
      }),
    );
    await (await fetch(`${origin}/no`)).text();
    const socket = await rawGet(origin, '/yes');
    await until(() => signals.length === 2);
    socket.destroy();
    await until(() => signals[1]?.aborted === true);
    expect(signals[1]?.reason).toMatchObject({ name: 'AbortError' });
    expect(signals[0]?.aborted).toBe(false);
  });
});

test('an answer that something else has ended meanwhile ends the call', async () => {
  const { seen, source } = endless(10);
  const sent: Sent[] = [];
  const origin = await serve((app) =>
    app.get('/', async (_req, res) => {
      setTimeout(() => res.end(), 30);
      sent.push(await sendStream(res, source));
    }),
  );
  await (await fetch(origin)).text();
  await until(() => sent.length === 1);
  expect(sent).toEqual([{ end: 'left' }]);
  expect(seen.returned).toBeGreaterThan(0);
});

test.each<[string, () => Promise<IteratorResult<StreamPart>>]>([
  ['gives a part', async () => ({ done: false, value: { type: 'text-delta', index: 0, delta: 'a' } })],
  ['fails', () => Promise.reject(new Error('late'))],
])('a stream that %s after the answer was ended elsewhere writes nothing and complains of nothing', async (_name, next) => {
  const whole = 'x'.repeat(10_000_000); // so that its last byte is not gone at once
  const sent: Sent[] = [];
  const onError = vi.fn();
  const origin = await serve((app) =>
    app.get('/', async (_req, res) => {
      res.on('error', onError);
      const source = { [Symbol.asyncIterator]: () => ({ next: () => (res.end(whole), next()) }) };
      sent.push(await sendStream(res, source, { onError }));
    }),
  );
  expect(await (await fetch(origin)).text()).toHaveLength(whole.length);
  await until(() => sent.length === 1);
  expect(sent).toEqual([{ end: 'left' }]);
  expect(onError).not.toHaveBeenCalled();
});
