import { AbortError, APITimeoutError, collect, ConfigurationError, RateLimitError, type StreamPart } from '@sdk/core';
import { checkParts } from '@sdk/testing/conformance';
import { expect, it } from 'vitest';
import { WorkerCrashError } from '../src/index.ts';
import { fixtureModel, keepThreads, say, thrownBy } from './support.ts';

keepThreads();

const textOf = (part: StreamPart | undefined) => (part?.type === 'text-delta' ? part.delta : '');

/** The same parts as a stream. */
async function* replay(parts: StreamPart[]) {
  yield* parts;
}

it.each([0, 1, 63, 64, 65, 500])('a stream of %i words is the parts of the answer, in order and complete', async (words) => {
  const model = fixtureModel();
  const parts = [...model.stream(say(`words ${words}`))];
  checkParts(parts);
  const { content, usage, finishReason } = model.generate(say(`words ${words}`));
  expect(await collect(replay(parts))).toMatchObject({ content, usage, finishReason });
});

it('a stream asks for nothing before its first step, and is for one consumer', () => {
  const model = fixtureModel();
  const before = Number(model.generate(say('calls')).text);
  const stream = model.stream(say('hello'));
  expect(Number(model.generate(say('calls')).text)).toBe(before + 1);
  expect([...stream].map(textOf).join('')).toBe('You said: hello');
  expect(thrownBy(() => [...stream])).toBeInstanceOf(ConfigurationError);
});

it('a failure is thrown after the parts before it, once', () => {
  const iterator = fixtureModel().stream(say('half limited'))[Symbol.iterator]();
  let text = '';
  const error = thrownBy(() => {
    for (;;) text += textOf(iterator.next().value as StreamPart);
  });
  expect(text).toBe('one two three');
  expect(error).toBeInstanceOf(RateLimitError);
  expect(iterator.next()).toEqual({ value: undefined, done: true });
});

it('a failure before the first part is thrown by the first step, not by stream()', () => {
  const stream = fixtureModel().stream(say('throw limited'));
  expect(thrownBy(() => stream[Symbol.iterator]().next())).toBeInstanceOf(RateLimitError);
});

it('streams may be read in turns, with calls between', () => {
  const model = fixtureModel();
  const [one, two] = [model.stream(say('words 200'))[Symbol.iterator](), model.stream(say('words 200'))[Symbol.iterator]()];
  const texts = ['', ''];
  for (;;) {
    const steps = [one.next(), two.next()];
    steps.forEach(({ value }, at) => (texts[at] += textOf(value as StreamPart)));
    expect(model.generate(say('hello')).text).toBe('You said: hello');
    if (steps[0]?.done) break;
  }
  expect(texts[0]).toBe(model.generate(say('words 200')).text);
  expect(texts[1]).toBe(texts[0]);
});

it('leaving the loop leaves the stream in the worker, and a slow reader is read ahead for by a batch at most', async () => {
  const model = fixtureModel({ export: 'countingModel' });
  for (const part of model.stream(say('go'))) if (textOf(part) === '3') break;
  await new Promise((resolve) => setTimeout(resolve, 20));
  const asked = Number([...model.stream(say('how many?'))].map(textOf).join(''));
  expect(asked % 1).toBe(0.5);
  expect(asked).toBeGreaterThanOrEqual(3);
  expect(asked).toBeLessThan(70);
});

it('leaving the loop fires the signal of the call, which a stream heeds that waits inside a step', async () => {
  const model = fixtureModel({ export: 'countingModel', maxHeapMb: 314 });
  for (const part of model.stream(say('wait'))) if (textOf(part) === 'waits') break;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([...model.stream(say('how many?'))].map(textOf)).toEqual(['7']);
});

it('a step after return() is the end', () => {
  const iterator = fixtureModel().stream(say('words 300'))[Symbol.iterator]();
  iterator.next();
  expect(iterator.return?.()).toEqual({ value: undefined, done: true });
  expect(iterator.next()).toEqual({ value: undefined, done: true });
  const unread = fixtureModel().stream(say('exit 1'))[Symbol.iterator]();
  unread.return?.();
  expect(unread.next().done).toBe(true);
});

it('a signal that fires between two parts ends the stream with an AbortError', () => {
  const stop = new AbortController();
  let parts = 0;
  const error = thrownBy(() => {
    for (const { type } of fixtureModel().stream({ ...say('words 300'), signal: stop.signal })) if (type && ++parts === 2) stop.abort('enough');
  });
  expect(error).toBeInstanceOf(AbortError);
  expect([parts, error.cause]).toEqual([2, 'enough']);
});

it('a signal that fires between two parts leaves the stream in the worker', async () => {
  const model = fixtureModel({ export: 'countingModel', maxHeapMb: 313 });
  const stop = new AbortController();
  thrownBy(() => {
    for (const part of model.stream({ ...say('go'), signal: stop.signal })) if (textOf(part) === '3') stop.abort();
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(Number([...model.stream(say('how many?'))].map(textOf).join('')) % 1).toBe(0.5);
});

it('a signal that has fired before asks for nothing', () => {
  const model = fixtureModel();
  const before = Number(model.generate(say('calls')).text);
  expect(thrownBy(() => [...model.stream({ ...say('x'), signal: AbortSignal.abort() })])).toBeInstanceOf(AbortError);
  expect(Number(model.generate(say('calls')).text)).toBe(before + 1);
});

it('the limit on a wait holds for each step', () => {
  const model = fixtureModel({ maxHeapMb: 310, timeoutMs: 700 });
  void model.provider;
  expect(thrownBy(() => [...model.stream(say('never'))])).toBeInstanceOf(APITimeoutError);
});

it('a stream whose thread has ended in between says so, and is over', () => {
  const model = fixtureModel({ maxHeapMb: 311 });
  for (const after of ['', 'hello']) {
    const iterator = model.stream(say('words 500'))[Symbol.iterator]();
    iterator.next();
    thrownBy(() => model.generate(say('exit 1')));
    if (after) model.generate(say(after)); // a new thread, which has never heard of it
    const error = thrownBy(() => {
      while (!iterator.next().done);
    });
    expect(error).toBeInstanceOf(WorkerCrashError);
    expect(iterator.next().done).toBe(true);
  }
});

it('leaving a stream whose thread or model is gone is no failure', () => {
  const model = fixtureModel({ maxHeapMb: 312 });
  const open = () => {
    const iterator = model.stream(say('words 500'))[Symbol.iterator]();
    iterator.next();
    return iterator;
  };
  const first = open();
  thrownBy(() => model.generate(say('exit 1')));
  expect(first.return?.().done).toBe(true);
  const second = open();
  model.close();
  expect(second.return?.().done).toBe(true);
});
