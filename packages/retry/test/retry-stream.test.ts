import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { AbortError, APIError, collect, ConfigurationError, StreamInterruptedError, type LanguageModel, type StreamPart } from '@sdk/core';
import { scriptedModel, type ScriptStep } from '@sdk/testing';
import { checkParts } from '@sdk/testing/conformance';
import { withRetry } from '../src/index.ts';
import { CALL, exact, fakeClock, outcome, rateLimit, server } from './support.ts';

const START: StreamPart = { type: 'start', warnings: [], response: { provider: 'x' } };
const FINISH: StreamPart = { type: 'finish', finishReason: 'stop', usage: {}, timing: { totalMs: 1 } };
const delta = (text: string): StreamPart => ({ type: 'text-delta', index: 0, delta: text });

/** A model whose attempts are these lists: parts, then an error or the end. */
function attempts(...lists: (StreamPart | Error)[][]): LanguageModel & { asked(): number } {
  let asked = 0;
  return {
    ...scriptedModel('x'),
    asked: () => asked,
    async *stream() {
      for (const item of lists[asked++] ?? []) {
        await Promise.resolve();
        if (item instanceof Error) throw item;
        yield item;
      }
    },
  };
}

/** A model of one attempt: an iterator that the test moves. */
function manual() {
  const asked: { resolve(part: StreamPart): void; reject(error: Error): void }[] = [];
  let returned = 0;
  const model: LanguageModel = {
    ...scriptedModel('x'),
    stream: () => ({
      [Symbol.asyncIterator]: () => ({
        next: () =>
          new Promise((resolve, reject) => {
            asked.push({ resolve: (value) => resolve({ value, done: false }), reject });
          }),
        return: () => {
          returned++;
          return new Promise(() => {}); // never: leaving must not wait for it
        },
      }),
    }),
  };
  return { model, asked, returned: () => returned };
}

const turns = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('before the commit', () => {
  it('a failure is retried unseen: the caller sees one start, that of the answer', async () => {
    const interrupted = new StreamInterruptedError('cut', { provider: 'x', retryable: true });
    const second: StreamPart = { ...START, response: { provider: 'x', id: 'second' } };
    const inner = attempts([server()], [START, interrupted], [second, delta('a'), FINISH]);
    const { parts, error } = await outcome(withRetry(inner, exact()).stream(CALL));
    expect(error).toBeUndefined();
    expect(parts.slice(0, 2)).toEqual([second, delta('a')]);
    expect(parts.map(({ type }) => type)).toEqual(['start', 'text-delta', 'finish']);
  });

  it('a failure that is not retried comes alone, without the start', async () => {
    const inner = attempts([START, new APIError('no', { provider: 'x' })]);
    const { parts, error } = await outcome(withRetry(inner, exact()).stream(CALL));
    expect(parts).toEqual([]);
    expect(error).toMatchObject({ message: 'no', attempts: [{ kind: 'api' }] });
  });

  it('start is held back until the next part has come', async () => {
    const { model, asked } = manual();
    const iterator = withRetry(model).stream(CALL)[Symbol.asyncIterator]();
    let seen: unknown;
    void iterator.next().then((step) => (seen = step.value));
    asked[0]?.resolve(START);
    await turns();
    expect([asked.length, seen]).toEqual([2, undefined]);
    asked[1]?.resolve(delta('a'));
    await turns();
    expect(seen).toBe(START);
    expect(await iterator.next()).toEqual({ value: delta('a'), done: false });
    expect(asked.length).toBe(2);
  });

  it('nothing is sent before the first next(), and the clock of the call starts there', async () => {
    const clock = fakeClock();
    const inner = scriptedModel([server(), 'Hello!']);
    const iterator = withRetry(inner, exact({ clock })).stream({ ...CALL, timeouts: { totalMs: 3_000 } })[Symbol.asyncIterator]();
    await turns();
    expect(inner.calls).toEqual([]);
    clock.pass(60_000);
    await iterator.next();
    expect(inner.calls.map(({ timeouts }) => timeouts?.totalMs)).toEqual([3_000, 2_000]);
  });
});

describe('the commit', () => {
  it.each<[string, StreamPart]>([
    ['text', delta('')],
    ['hidden thoughts', { type: 'reasoning-delta', index: 0, delta: '' }],
    ['a tool call', { type: 'tool-call-start', index: 0, toolCallId: '1', toolName: 'x' }],
    ['a whole part', { type: 'part', index: 0, part: { type: 'text', text: 'a' } }],
    ['a part that came later', { type: 'invented-later' } as unknown as StreamPart],
  ])('is the first part after the start: %s', async (_name, part) => {
    const failure = server();
    const inner = attempts([START, part, failure], [START, FINISH]);
    const { parts, error } = await outcome(withRetry(inner, exact()).stream(CALL));
    expect(parts).toEqual([START, part]);
    expect(error).toBe(failure);
    expect(inner.asked()).toBe(1);
  });

  it('after it the error of a failure carries partial and attempts', async () => {
    const partial = { content: [{ type: 'text' as const, text: 'Hel' }], usage: { outputTokens: 1 } };
    const cut = new StreamInterruptedError('cut', { provider: 'x', retryable: true, partial });
    const inner = attempts([rateLimit()], [START, delta('Hel'), cut], [START, FINISH]);
    const { parts, error } = await outcome(withRetry(inner, exact()).stream(CALL));
    expect(parts.length).toBe(2);
    expect(error).toBe(cut);
    expect(error?.partial).toEqual(partial);
    expect(error?.attempts).toMatchObject([{ kind: 'rate-limit', waitMs: 1_000 }, { kind: 'stream-interrupted', usage: { outputTokens: 1 } }]);
    expect(inner.asked()).toBe(2);
  });

  it('an empty answer is an answer', async () => {
    const { parts } = await outcome(withRetry(attempts([START, FINISH]), exact()).stream(CALL));
    expect(parts).toMatchObject([START, { type: 'finish', attempts: [{ durationMs: 0 }] }]);
  });

  it('an iterator that ends early ends, and one without a start is passed on', async () => {
    expect((await outcome(withRetry(attempts([START]), exact()).stream(CALL))).parts).toEqual([START]);
    expect((await outcome(withRetry(attempts([]), exact()).stream(CALL))).parts).toEqual([]);
    expect((await outcome(withRetry(attempts([delta('a'), FINISH]), exact()).stream(CALL))).parts).toHaveLength(2);
  });

  it('the parts after it are the very objects of the model inside', async () => {
    const listed = [START, delta('a'), delta('b'), { type: 'part', index: 0, part: { type: 'text', text: 'ab' } } as StreamPart];
    const { parts } = await outcome(withRetry(attempts([...listed, FINISH]), exact()).stream(CALL));
    listed.forEach((part, at) => expect(parts[at]).toBe(part));
  });

  it('the finish part lists the attempts, and the one of the model inside stays as it was', async () => {
    const finish = Object.freeze({ ...FINISH, usage: { outputTokens: 3 } });
    const { parts } = await outcome(withRetry(attempts([rateLimit()], [START, finish]), exact()).stream(CALL));
    expect(parts.at(-1)).toMatchObject({ type: 'finish', attempts: [{ kind: 'rate-limit', status: 429, waitMs: 1_000 }, { usage: { outputTokens: 3 } }] });
    expect(finish).not.toHaveProperty('attempts');
  });

  it('calls of next() that are not awaited get the parts in order', async () => {
    const inner = attempts([server()], [START, delta('a'), delta('b'), FINISH]);
    const iterator = withRetry(inner, exact()).stream(CALL)[Symbol.asyncIterator]();
    const steps = await Promise.all(Array.from({ length: 7 }, () => iterator.next()));
    expect(steps.map(({ value, done }) => (done ? 'done' : value.type))).toEqual(['start', 'text-delta', 'text-delta', 'finish', 'done', 'done', 'done']);
  });

  it('a failure is thrown once, and then the stream is over', async () => {
    for (const inner of [attempts([rateLimit(90_000)]), attempts([START, delta('a'), server()])]) {
      const iterator = withRetry(inner, exact()).stream(CALL)[Symbol.asyncIterator]();
      const steps = await Promise.allSettled(Array.from({ length: 5 }, () => iterator.next()));
      expect(steps.filter(({ status }) => status === 'rejected')).toHaveLength(1);
      expect(await iterator.next()).toEqual({ value: undefined, done: true });
    }
  });
});

describe('leaving', () => {
  it('acts at once while a next() is pending, ends the iterator inside, and no late part comes', async () => {
    const { model, asked, returned } = manual();
    const told: unknown[] = [];
    const iterator = withRetry(model, exact({ onRetry: (event) => told.push(event) })).stream(CALL)[Symbol.asyncIterator]();
    const pending = iterator.next();
    expect(await iterator.return?.()).toEqual({ value: undefined, done: true });
    expect(await pending).toEqual({ value: undefined, done: true });
    expect(returned()).toBe(1);
    asked[0]?.reject(server());
    await turns();
    expect([asked.length, told]).toEqual([1, []]);
    expect((await iterator.next()).done).toBe(true);
  });

  it('after the commit ends the iterator inside, and what comes late is dropped', async () => {
    for (const late of ['part', 'error']) {
      const { model, asked, returned } = manual();
      const iterator = withRetry(model).stream(CALL)[Symbol.asyncIterator]();
      const first = iterator.next();
      asked[0]?.resolve(START);
      await turns();
      asked[1]?.resolve(delta('a'));
      await first;
      await iterator.next();
      const pending = iterator.next();
      await iterator.return?.();
      expect(returned()).toBe(1);
      if (late === 'part') asked[2]?.resolve(delta('late'));
      else asked[2]?.reject(server());
      expect((await pending).done).toBe(true);
    }
  });

  it('acts at once during a sleep, which ends, and nothing more is sent', async () => {
    const clock = fakeClock({ stuck: true });
    const inner = scriptedModel(() => server());
    const { signal } = new AbortController();
    const iterator = withRetry(inner, exact({ clock })).stream({ ...CALL, signal })[Symbol.asyncIterator]();
    const pending = iterator.next();
    await expect.poll(() => clock.sleeps.length).toBe(1);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await iterator.return?.();
    expect((await pending).done).toBe(true);
    await turns();
    expect(inner.calls.length).toBe(1);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('within onRetry ends the call without a sleep', async () => {
    const clock = fakeClock();
    const inner = scriptedModel(() => server());
    const left: { iterator?: AsyncIterator<StreamPart> } = {};
    const model = withRetry(inner, exact({ clock, onRetry: () => left.iterator?.return?.() }));
    left.iterator = model.stream(CALL)[Symbol.asyncIterator]();
    expect((await left.iterator.next()).done).toBe(true);
    expect([inner.calls.length, clock.sleeps.length]).toEqual([1, 0]);
  });

  it.each([
    () => {
      throw new Error('cannot leave');
    },
    () => Promise.reject(new Error('cannot leave')),
  ])('is not kept from it by an iterator inside that fails to end', async (leave) => {
    const inner = { next: async () => ({ value: delta('a'), done: false }), return: leave };
    const model: LanguageModel = { ...scriptedModel('x'), stream: () => ({ [Symbol.asyncIterator]: () => inner }) };
    const iterator = withRetry(model).stream(CALL)[Symbol.asyncIterator]();
    await iterator.next();
    expect(await iterator.return?.()).toEqual({ value: undefined, done: true });
  });

  it('before the first next() sends nothing', async () => {
    const inner = scriptedModel('Hello!');
    const iterator = withRetry(inner).stream(CALL)[Symbol.asyncIterator]();
    await iterator.return?.();
    expect((await iterator.next()).done).toBe(true);
    expect(inner.calls).toEqual([]);
  });
});

it('after an abort no part comes any more, not even one that is here already', async () => {
  const controller = new AbortController();
  const { model, asked, returned } = manual();
  const iterator = withRetry(model).stream({ ...CALL, signal: controller.signal })[Symbol.asyncIterator]();
  const first = iterator.next();
  asked[0]?.resolve(START);
  await turns();
  asked[1]?.resolve(delta('a'));
  expect((await first).value).toBe(START);
  controller.abort('enough');
  await expect(iterator.next()).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
  expect(returned()).toBe(1);
  expect((await iterator.next()).done).toBe(true);
});

it('an abort after the commit is an AbortError', async () => {
  const controller = new AbortController();
  const stream = withRetry(scriptedModel('Hello there!', { delayMs: 1 })).stream({ ...CALL, signal: controller.signal });
  const read = async () => {
    for await (const part of stream) if (part.type === 'text-delta') controller.abort('enough');
  };
  const error = await read().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AbortError);
  expect((error as Error).cause).toBe('enough');
});

it('a second iterator is a ConfigurationError, also after retries', async () => {
  const stream = withRetry(scriptedModel('Hello!')).stream(CALL);
  await collect(stream);
  await expect(collect(stream)).rejects.toBeInstanceOf(ConfigurationError);
});

it('what was retried is a valid stream', async () => {
  const script: ScriptStep[] = [rateLimit(), server(), { content: [{ type: 'reasoning', text: 'Hm.' }, { type: 'tool-call', toolName: 'x' }] }];
  const { parts } = await outcome(withRetry(scriptedModel(script), exact()).stream(CALL));
  checkParts(parts);
});
