import { ConfigurationError, RateLimitError } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { lastValueFrom, take, toArray } from 'rxjs';
import { expect, it } from 'vitest';
import { toObservable } from '../src/index.ts';
import { CALL, EVENTS, failOnStrayErrors, hear, openaiOver, pause, SSE, textIn } from './support.ts';

failOnStrayErrors();

it('emits the parts of a stream and completes', async () => {
  const heard = hear(toObservable(scriptedModel('One two.').stream(CALL)));
  await heard.over;
  expect(textIn(heard.values)).toBe('One two.');
  expect([heard.values.at(-1)?.type, heard.completions, heard.errors]).toEqual(['finish', 1, []]);
});

it('reads nothing before it is subscribed to', async () => {
  const model = scriptedModel('Yes.');
  toObservable(model.stream(CALL));
  await pause(5);
  expect(model.calls).toHaveLength(0);
});

it('is for one subscription', async () => {
  const source = toObservable(scriptedModel('Yes.').stream(CALL));
  await lastValueFrom(source);
  const second = hear(source);
  await second.over;
  expect(second.errors[0]).toBeInstanceOf(ConfigurationError);
});

it('fails as the stream does', async () => {
  const error = new RateLimitError('Slow down.', { provider: 'x' });
  const heard = hear(toObservable(scriptedModel(error).stream(CALL)));
  await heard.over;
  expect(heard.errors[0]).toBe(error);
});

it('closes the socket when it is left, also while it waits for the next part', async () => {
  const { server, model } = await openaiOver({ headers: SSE, body: [EVENTS[0] ?? '', { stall: true }] });
  const heard = hear(toObservable(model.stream(CALL)));
  const request = await server.received(0);
  await pause(30);
  const leftAt = performance.now();
  heard.stop();
  expect((await request.closed).atMs - leftAt).toBeLessThan(100);
  expect(heard.errors).toEqual([]);
});

it('takes any async iterable, and asks it for no more than is wanted', async () => {
  let given = 0;
  async function* numbers() {
    for (;;) yield ++given;
  }
  expect(await lastValueFrom(toObservable(numbers()).pipe(take(3), toArray()))).toEqual([1, 2, 3]);
  await pause(5);
  expect(given).toBe(3);
});

it('neither leaves an iterator that is over nor asks one again that was left', async () => {
  const asked: string[] = [];
  const counting = (end: number): AsyncIterable<number> => ({
    [Symbol.asyncIterator]: () => ({
      async next() {
        asked.push('next');
        return asked.length > end ? { value: undefined, done: true } : { value: asked.length, done: false };
      },
      async return() {
        asked.push('return');
        return { value: undefined, done: true };
      },
    }),
  });
  await lastValueFrom(toObservable(counting(2)));
  await pause(5);
  expect(asked.splice(0)).toEqual(['next', 'next', 'next']);
  await lastValueFrom(toObservable(counting(Infinity)).pipe(take(2)));
  await pause(5);
  expect(asked).toEqual(['next', 'next', 'return']);
});
