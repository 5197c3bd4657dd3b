import { ConfigurationError, type StreamPart } from '@sdk/core';
import { describe, expect, it, vi } from 'vitest';
import { PartQueue } from '../src/part-queue.ts';

const delta = (text: string): StreamPart => ({ type: 'text-delta', index: 0, delta: text });

function queueWith(aborted?: Error) {
  const source = { onFirstPull: vi.fn(), onDrained: vi.fn(), onLeave: vi.fn(), abortError: () => aborted };
  return { source, queue: new PartQueue(source) };
}

describe('a part queue', () => {
  it('asks for the first part only when somebody wants it', () => {
    const { source, queue } = queueWith();
    const iterator = queue[Symbol.asyncIterator]();
    expect(source.onFirstPull).not.toHaveBeenCalled();
    void iterator.next();
    void iterator.next();
    expect(source.onFirstPull).toHaveBeenCalledOnce();
  });

  it('gives the parts that came before a failure, then the failure once, then nothing', async () => {
    const { queue } = queueWith();
    const iterator = queue[Symbol.asyncIterator]();
    const first = iterator.next();
    queue.push(delta('a'));
    queue.push(delta('b'));
    queue.fail(new Error('lost'), false);
    expect((await first).value).toEqual(delta('a'));
    expect((await iterator.next()).value).toEqual(delta('b'));
    await expect(iterator.next()).rejects.toThrow('lost');
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
  });

  it('fails at once where it is told to', async () => {
    const { queue } = queueWith();
    const iterator = queue[Symbol.asyncIterator]();
    queue.push(delta('a'));
    queue.fail(new Error('aborted'), true);
    await expect(iterator.next()).rejects.toThrow('aborted');
  });

  it('obeys a signal that fires after the last byte, while parts still wait', async () => {
    const { queue } = queueWith(new Error('aborted'));
    const iterator = queue[Symbol.asyncIterator]();
    queue.push(delta('a'));
    queue.end();
    await expect(iterator.next()).rejects.toThrow('aborted');
    expect((await iterator.next()).done).toBe(true);
  });

  it('ends a pending next() when the consumer leaves', async () => {
    const { source, queue } = queueWith();
    const iterator = queue[Symbol.asyncIterator]();
    const pending = iterator.next();
    await iterator.return?.();
    expect((await pending).done).toBe(true);
    expect(source.onLeave).toHaveBeenCalledOnce();
  });

  it('does not report a consumer who leaves after the end', async () => {
    const { source, queue } = queueWith();
    const iterator = queue[Symbol.asyncIterator]();
    queue.end();
    await iterator.return?.();
    expect(source.onLeave).not.toHaveBeenCalled();
  });

  it('is for one consumer', async () => {
    const { queue } = queueWith();
    queue[Symbol.asyncIterator]();
    await expect(queue[Symbol.asyncIterator]().next()).rejects.toThrow(ConfigurationError);
  });
});
