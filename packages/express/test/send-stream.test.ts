import { setTimeout as sleep } from 'node:timers/promises';
import { AuthenticationError, collect, RateLimitError, ServerError, type StreamPart } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { describe, expect, test, vi } from 'vitest';
import { sending, streamOf } from './sending.ts';
import { eventsOf, PROMPT, rawGet, until } from './support.ts';

test('every part is an event, in order, and the stream can be collected on the other side', async () => {
  const model = scriptedModel({ reasoning: 'Hm.', content: 'Grüße, 漢字 🙂\n\ndata: not an event' } as never);
  const { origin, sent } = await sending(streamOf(model));
  const response = await fetch(origin);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-cache');
  expect(response.headers.get('x-accel-buffering')).toBe('no');
  const events = eventsOf(await response.text());
  expect(events.every(({ name }) => name === undefined)).toBe(true);
  async function* replay() {
    yield* events.map(({ data }) => data as unknown as StreamPart);
  }
  expect((await collect(replay())).text).toBe('Grüße, 漢字 🙂\n\ndata: not an event');
  expect(sent).toEqual([{ end: 'finished' }]);
});

test('a stream that is no function is sent, too', async () => {
  const { origin } = await sending(scriptedModel('Hello.').stream({ messages: PROMPT }));
  expect(eventsOf(await (await fetch(origin)).text()).at(-1)?.data.type).toBe('finish');
});

test("the vendor's headers stay here", async () => {
  async function* parts(): AsyncGenerator<StreamPart> {
    yield { type: 'start', warnings: [], response: { provider: 'openai', id: 'r-1', headers: { 'set-cookie': 'secret' } } };
    yield { type: 'finish', finishReason: 'stop', usage: {}, timing: { totalMs: 1 }, response: { headers: { 'openai-organization': 'secret' } } };
  }
  const { origin } = await sending(parts());
  const text = await (await fetch(origin)).text();
  expect(text).not.toContain('secret');
  expect(eventsOf(text)[0]?.data.response).toEqual({ provider: 'openai', id: 'r-1' });
});

describe('a failure before the first part', () => {
  test.each([
    ['a 401', new AuthenticationError('bad key', { provider: 'x', status: 401 }), 401, 'vendor_key_rejected'],
    ['a 429', new RateLimitError('slow down', { provider: 'x', status: 429, retryAfterMs: 1_200 }), 429, 'rate_limit_exceeded'],
  ])('is an error status: %s', async (_name, error, status, code) => {
    for (const text of [false, true]) {
      const { origin, sent, caught } = await sending(streamOf(scriptedModel([error])), { text });
      const response = await fetch(origin);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toContain('application/json');
      expect(response.headers.get('x-accel-buffering')).toBeNull();
      expect(await response.json()).toMatchObject({ error: { code } });
      expect(sent).toEqual([]);
      expect(caught).toEqual([error]);
    }
  });

  test('reaches next(error) also when the source itself throws', async () => {
    const { origin, caught } = await sending(() => {
      throw new ServerError('no', { provider: 'x' });
    });
    expect((await fetch(origin)).status).toBe(502);
    expect(caught).toHaveLength(1);
  });

  test('says nothing before that part has come', async () => {
    const { origin } = await sending(streamOf(scriptedModel('Hello.', { delayMs: 150 })));
    const socket = await rawGet(origin, '/');
    let heard = '';
    socket.on('data', (data) => (heard += String(data)));
    await sleep(75);
    expect(heard).toBe('');
    await until(() => heard.includes('200 OK'));
  });
});

describe('a failure later', () => {
  const half = { content: 'Half an ', error: new ServerError('the vendor said sk-secret', { provider: 'x', status: 500 }) };

  test('is the last event, and says nothing but its kind', async () => {
    const onError = vi.fn();
    const { origin, sent } = await sending(streamOf(scriptedModel([half])), { onError });
    const response = await fetch(origin);
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(eventsOf(text).at(-1)).toEqual({
      name: 'error',
      data: { error: { message: 'The model failed to answer.', type: 'server_error', code: 'vendor_error', param: null } },
    });
    expect(text).not.toContain('sk-secret');
    expect(sent).toEqual([{ end: 'failed', error: half.error }]);
    expect(onError.mock.calls[0]?.[0]).toBe(half.error);
  });

  test.each<[string, unknown]>([
    ['an error', new Error('sk-secret')],
    ['an error with fields like ours', Object.assign(new Error('sk-secret'), { kind: 'rate-limit', code: 'model_not_found' })],
    ['null', null],
    ['a text', 'sk-secret'],
  ])('of foreign code is told as ours, without its words: %s', async (_name, thrown) => {
    async function* parts(): AsyncGenerator<StreamPart> {
      yield { type: 'text-delta', index: 0, delta: 'a' };
      throw thrown;
    }
    const { origin, sent } = await sending(parts());
    const text = await (await fetch(origin)).text();
    expect(eventsOf(text).at(-1)?.data.error?.code).toBe('internal_error');
    expect(text).not.toContain('sk-secret');
    expect(sent).toEqual([{ end: 'failed', error: thrown }]);
  });

  test('may have a message of the application', async () => {
    const { origin } = await sending(streamOf(scriptedModel([half])), { messageOf: ({ kind }) => `It was ${kind}.` });
    expect(eventsOf(await (await fetch(origin)).text()).at(-1)?.data.error?.message).toBe('It was server.');
  });

  test('cuts plain text, so that nobody takes half an answer for a whole one', async () => {
    const { origin, sent } = await sending(streamOf(scriptedModel([half])), { text: true });
    await expect((await fetch(origin)).text()).rejects.toThrow('terminated');
    expect(sent).toMatchObject([{ end: 'failed' }]);
  });
});

test('plain text is the deltas alone', async () => {
  const { origin, sent } = await sending(streamOf(scriptedModel('Grüße, 漢字!')), { text: true });
  const response = await fetch(origin);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(await response.text()).toBe('Grüße, 漢字!');
  expect(sent).toEqual([{ end: 'finished' }]);
});
