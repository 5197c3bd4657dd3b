import { abortError, RateLimitError, type StreamPart } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { describe, expect, it, vi } from 'vitest';
import { toOpenAI, type FaceModels } from '../src/index.ts';
import { ended, hello, leave, modelOf, start, streamOf, type Next } from './models.ts';
import { errorOf, gather } from './support.ts';

describe('a stream', () => {
  it('lets go of the signal of the caller when it is over', async () => {
    const run = async (end: (stream: Awaited<ReturnType<typeof streamOf>>) => Promise<unknown>, model: FaceModels = scriptedModel('a b c')) => {
      const { signal } = new AbortController();
      const add = vi.spyOn(signal, 'addEventListener');
      const remove = vi.spyOn(signal, 'removeEventListener');
      await toOpenAI(model).chat.completions.create({ ...hello, stream: true }, { signal }).then(end, () => {});
      return [add.mock.calls.length, remove.mock.calls.length];
    };
    expect(await run(gather)).toEqual([1, 1]);
    expect(await run(leave)).toEqual([1, 1]);
    expect(await run(gather, scriptedModel(new RateLimitError('no', { provider: 'acme' })))).toEqual([1, 1]);
  });

  it('can be left while it waits', async () => {
    const model = modelOf(
      [start],
      // What a call that was given up says is nobody's concern.
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new RateLimitError('late', { provider: 'acme' })))),
    );
    const stream = await streamOf(model);
    const iterator = stream[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ choices: [{ delta: { role: 'assistant' } }] });
    const pending = iterator.next();
    expect(await iterator.return?.()).toEqual({ value: undefined, done: true });
    expect([stream.controller.signal.aborted, model.returned()]).toEqual([true, 1]);
    expect(await pending).toEqual({ value: undefined, done: true });
  });

  it('gives nothing more after an abort, not even what had come', async () => {
    const part: StreamPart = { type: 'part', index: 0, part: { type: 'text', text: 'Hi', logprobs: [{ token: 'Hi', logprob: -1 }] } };
    const controller = new AbortController();
    const { signal } = controller;
    const remove = vi.spyOn(signal, 'removeEventListener');
    const stream = await toOpenAI(modelOf([start, part], ended)).chat.completions.create({ ...hello, stream: true }, { signal });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    expect((await iterator.next()).value).toMatchObject({ choices: [{ delta: { content: 'Hi' } }] });
    controller.abort();
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
    expect([stream.controller.signal.aborted, remove.mock.calls.length]).toEqual([true, 1]);
  });

  it.each(['controller', 'signal'] as const)('ends a read that waits when it is aborted by its %s', async (by) => {
    const controller = new AbortController();
    const waiting: Next = (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(abortError(signal))));
    const stream = await toOpenAI(modelOf([start], waiting)).chat.completions.create({ ...hello, stream: true }, { signal: controller.signal });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const pending = iterator.next();
    (by === 'signal' ? controller : stream.controller).abort();
    expect(await pending).toEqual({ value: undefined, done: true });
  });

  it('is not aborted by an end that comes by itself', async () => {
    const stream = await streamOf(scriptedModel('Hi'));
    const iterator = stream[Symbol.asyncIterator]();
    while (!(await iterator.next()).done);
    await iterator.return?.();
    expect(stream.controller.signal.aborted).toBe(false);
  });

  it('gives everything to reads that overlap', async () => {
    const stream = await streamOf(scriptedModel({ content: 'Hi', usage: { inputTokens: 1, outputTokens: 2 } }), { stream_options: { include_usage: true } });
    const iterator = stream[Symbol.asyncIterator]();
    const items = await Promise.all(Array.from({ length: 8 }, () => iterator.next()));
    const chunks = items.flatMap((item) => (item.done ? [] : [item.value]));
    expect(chunks.map(({ choices, usage }) => choices[0]?.delta.content ?? choices[0]?.finish_reason ?? usage?.total_tokens)).toEqual(['', 'Hi', 'stop', 3]);
  });

  it('gives everything of a part that is several chunks to reads that overlap', async () => {
    const part: StreamPart = { type: 'part', index: 0, part: { type: 'text', text: 'Hi', logprobs: [{ token: 'Hi', logprob: -1 }] } };
    const finish: StreamPart = { type: 'finish', finishReason: 'stop', usage: {}, timing: { totalMs: 1 } };
    const iterator = (await streamOf(modelOf([start, part, finish], ended)))[Symbol.asyncIterator]();
    const items = await Promise.all(Array.from({ length: 8 }, () => iterator.next()));
    const choices = items.flatMap((item) => (item.done ? [] : [item.value.choices[0]]));
    expect(choices.map((choice) => choice?.delta.content ?? choice?.logprobs?.content?.length ?? choice?.finish_reason)).toEqual(['', 'Hi', 1, 'stop']);
  });

  it('becomes lines of bytes', async () => {
    const lines = await new Response((await streamOf(scriptedModel('Hi'))).toReadableStream()).text();
    const chunks = lines.trimEnd().split('\n').map((line) => JSON.parse(line) as { choices: { delta: { content?: string } }[] });
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hi');
    const stream = await streamOf(scriptedModel('a b c'));
    await stream.toReadableStream().cancel();
    expect(stream.controller.signal.aborted).toBe(true);
  });

  it('goes on for one branch when the other is left, and ends when both are', async () => {
    const [left, right] = (await streamOf(scriptedModel('a b c'))).tee();
    await leave(left);
    expect(left.controller.signal.aborted).toBe(false);
    expect((await gather(right)).text).toBe('a b c');

    const [one, other] = (await streamOf(scriptedModel('a b c'))).tee();
    await leave(one);
    await leave(other);
    expect(other.controller.signal.aborted).toBe(true);
    const iterator = (await streamOf(scriptedModel('a b c'))).tee()[0][Symbol.asyncIterator]();
    await iterator.return?.();
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
  });

  it('fails in both branches', async () => {
    const failing = scriptedModel({ content: 'a', error: new RateLimitError('no', { provider: 'acme', status: 429 }) });
    const [left, right] = (await streamOf(failing)).tee();
    expect(await errorOf(gather(left))).toMatchObject({ status: 429 });
    expect(await errorOf(gather(right))).toMatchObject({ status: 429 });
  });

  it('fails in one branch when nobody reads the other', async () => {
    const rejections = vi.fn();
    process.on('unhandledRejection', rejections);
    const [left] = (await streamOf(scriptedModel({ content: 'a', error: new RateLimitError('no', { provider: 'acme', status: 429 }) }))).tee();
    await errorOf(gather(left));
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off('unhandledRejection', rejections);
    expect(rejections).not.toHaveBeenCalled();
  });
});
