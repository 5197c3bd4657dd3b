import { describe, expect, it } from 'vitest';
import { collect, mapStream, StreamInterruptedError, textOf, type StreamPart } from '../src/index.ts';

const start: StreamPart = { type: 'start', warnings: [], response: { provider: 'acme', id: '1' }, rateLimit: { requests: { limit: 9 } } };
const finish: StreamPart = {
  type: 'finish',
  finishReason: 'stop',
  usage: { inputTokens: 1 },
  timing: { totalMs: 5 },
  response: { modelId: 'm-1' },
  providerData: { acme: { x: 1 } },
};

async function* from<T>(...items: T[]): AsyncGenerator<T> {
  await Promise.resolve();
  yield* items;
}

describe('collect', () => {
  it('orders content by index and joins text, reasoning and tool calls', async () => {
    const call = { type: 'tool-call' as const, toolCallId: '1', toolName: 'f', arguments: {} };
    const result = await collect(
      from<StreamPart>(
        start,
        { type: 'text-delta', index: 5, delta: 'ignored, the part has it' },
        { type: 'part', index: 7, part: call },
        { type: 'part', index: 8, part: { ...call, toolCallId: '2', providerExecuted: true } },
        { type: 'part', index: 5, part: { type: 'text', text: 'Hello' } },
        { type: 'part', index: 6, part: { type: 'text', text: ' you' } },
        { type: 'part', index: 0, part: { type: 'reasoning', text: 'Hm' } },
        { type: 'something-new' } as unknown as StreamPart,
        finish,
      ),
    );
    expect(result).toMatchObject({
      text: 'Hello you',
      reasoning: 'Hm',
      toolCalls: [call],
      response: { provider: 'acme', id: '1', modelId: 'm-1' },
      rateLimit: { requests: { limit: 9 } },
      message: { role: 'assistant', providerData: { acme: { x: 1 } } },
    });
    expect(result.content.map(({ type }) => type)).toEqual(['reasoning', 'text', 'text', 'tool-call', 'tool-call']);
    expect(result).not.toHaveProperty('type');
    expect(structuredClone(result)).toEqual(result);
  });

  it('has no reasoning where there was none, and an empty one where it was sealed', async () => {
    expect(await collect(from<StreamPart>(start, finish))).not.toHaveProperty('reasoning');
    const sealed: StreamPart = { type: 'part', index: 0, part: { type: 'reasoning', text: '' } };
    expect(await collect(from<StreamPart>(start, sealed, finish))).toHaveProperty('reasoning', '');
  });

  it('throws when the stream ends without its finish, with what came', async () => {
    const stream = from<StreamPart>(start, { type: 'part', index: 0, part: { type: 'text', text: 'Hel' } });
    const error: unknown = await collect(stream).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StreamInterruptedError);
    expect(error).toMatchObject({ provider: 'acme', partial: { content: [{ type: 'text', text: 'Hel' }] } });
  });
});

describe('textOf', () => {
  it('gives text deltas only', async () => {
    const stream = from<StreamPart>(start, { type: 'reasoning-delta', index: 0, delta: 'no' }, { type: 'text-delta', index: 1, delta: 'a' }, { type: 'text-delta', index: 1, delta: 'b' }, finish);
    expect(await Array.fromAsync(textOf(stream))).toEqual(['a', 'b']);
  });

  it('closes the stream when the loop is left', async () => {
    let closed = false;
    async function* source(): AsyncGenerator<StreamPart> {
      try {
        yield* from<StreamPart>({ type: 'text-delta', index: 0, delta: 'a' }, { type: 'text-delta', index: 0, delta: 'b' });
      } finally {
        closed = true;
      }
    }
    for await (const text of textOf(source())) {
      expect(text).toBe('a');
      break;
    }
    expect(closed).toBe(true);
  });
});

describe('mapStream', () => {
  it('reaches a stalled source at once when it is left', async () => {
    let left = false;
    const stalled: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: () => {
          left = true;
          return Promise.resolve({ value: undefined, done: true });
        },
      }),
    };
    const iterator = mapStream(stalled, (item) => [item])[Symbol.asyncIterator]();
    void iterator.next();
    await iterator.return?.();
    expect(left).toBe(true);
  });

  it('passes failures on', async () => {
    const failing: AsyncIterable<number> = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('lost')) }) };
    await expect(Array.fromAsync(mapStream(failing, (item) => [item]))).rejects.toThrow('lost');
  });

  it('adds what comes at the end', async () => {
    expect(await Array.fromAsync(mapStream(from(1, 2), (item) => [item, item], () => [9]))).toEqual([1, 1, 2, 2, 9]);
  });
});
