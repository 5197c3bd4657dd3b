import {
  AbortError,
  APIError,
  collect,
  ConfigurationError,
  RateLimitError,
  textOf,
  type CallOptions,
  type StreamPart,
} from '@sdk/core';
import { scriptedEmbeddingModel, scriptedModel, type ScriptStep } from '@sdk/testing';
import { describe, expect, it } from 'vitest';

const hello: CallOptions = { messages: [{ role: 'user', content: 'Hello' }] };

async function drain(stream: AsyncIterable<StreamPart>) {
  const parts: StreamPart[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

describe('scriptedModel', () => {
  it('answers from its script, one step per call, and remembers the calls', async () => {
    const model = scriptedModel(['One', { content: 'Two', usage: { inputTokens: 3 }, finishReason: 'length' }]);
    const messages = [...hello.messages];
    expect(await model.generate({ messages, seed: 1 })).toMatchObject({ text: 'One', finishReason: 'stop', usage: {} });
    messages.push({ role: 'user', content: 'more' });
    expect(await model.generate({ messages })).toMatchObject({ text: 'Two', finishReason: 'length', usage: { inputTokens: 3 } });
    expect(model.calls.map(({ seed, messages }) => [seed, messages.length])).toEqual([
      [1, 1],
      [undefined, 2],
    ]);
  });

  it('says clearly that its script has run out', async () => {
    const model = scriptedModel(['One']);
    await model.generate(hello);
    await expect(model.generate(hello)).rejects.toThrow(ConfigurationError);
    await expect(drain(model.stream(hello))).rejects.toThrow('has 1 step(s), and this is call 3');
  });

  it('answers every call with a lone step', async () => {
    const model = scriptedModel((options, index) => `${index}: ${options.messages.length}`);
    expect((await model.generate(hello)).text).toBe('0: 1');
    expect((await model.generate(hello)).text).toBe('1: 1');
  });

  it('streams start, deltas, part, finish', async () => {
    const model = scriptedModel(
      {
        content: [
          { type: 'reasoning', text: 'Hm, so' },
          { type: 'text', text: 'Let me look.' },
          { type: 'tool-call', toolName: 'time', arguments: { city: 'Paris' } },
          { type: 'source', url: 'https://example.com' },
        ],
        rawFinishReason: 'tool_calls',
      },
      { modelId: 'm', chunking: 6 },
    );
    const parts = await drain(model.stream(hello));
    expect(parts.slice(0, -1)).toEqual([
      { type: 'start', warnings: [], response: { provider: 'scripted', modelId: 'm', id: 'scripted-1' } },
      { type: 'reasoning-delta', index: 0, delta: 'Hm, so' },
      { type: 'part', index: 0, part: { type: 'reasoning', text: 'Hm, so' } },
      { type: 'text-delta', index: 1, delta: 'Let me' },
      { type: 'text-delta', index: 1, delta: ' look.' },
      { type: 'part', index: 1, part: { type: 'text', text: 'Let me look.' } },
      { type: 'tool-call-start', index: 2, toolCallId: 'call-1-3', toolName: 'time' },
      { type: 'tool-call-delta', index: 2, delta: '{"city' },
      { type: 'tool-call-delta', index: 2, delta: '":"Par' },
      { type: 'tool-call-delta', index: 2, delta: 'is"}' },
      {
        type: 'part',
        index: 2,
        part: { type: 'tool-call', toolCallId: 'call-1-3', toolName: 'time', arguments: { city: 'Paris' } },
      },
      { type: 'part', index: 3, part: { type: 'source', url: 'https://example.com' } },
    ]);
    expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: 'tool-calls', rawFinishReason: 'tool_calls', usage: {} });
    expect((parts.at(-1) as { timing: object }).timing).toMatchObject({
      totalMs: expect.any(Number),
      firstTokenMs: expect.any(Number),
    });
  });

  it('gives generate and a collected stream the same answer', async () => {
    const bytes = new Uint8Array([1, 2]);
    const step: ScriptStep = {
      content: [
        { type: 'text', text: '' },
        { type: 'text', text: '', providerData: { x: { signature: 's' } } },
        { type: 'reasoning', text: '' },
        { type: 'file', mediaType: 'image/png', data: bytes },
        { type: 'tool-call', toolName: 'f', toolCallId: 'a', invalid: '{"b' },
      ],
      providerData: { x: 1 },
    };
    const model = scriptedModel(step);
    const whole = await model.generate(hello);
    const streamed = await collect(model.stream(hello));
    expect({ ...streamed, timing: 0, response: 0 }).toEqual({ ...whole, timing: 0, response: 0 });
    expect(whole.content).toHaveLength(4);
    expect(whole.content[2]).toEqual({ type: 'file', mediaType: 'image/png', data: 'AQI=' });
    expect(whole.toolCalls).toEqual([{ type: 'tool-call', toolName: 'f', toolCallId: 'a', invalid: '{"b', arguments: {} }]);
    expect(whole.timing).toEqual({ totalMs: expect.any(Number) });
  });

  it('cuts at words by default and never inside a character', async () => {
    const text = ' 漢字 and 🙂🙂\n\n';
    for (const chunking of ['words', 'whole', 1, 2] as const) {
      const deltas: string[] = [];
      for await (const delta of textOf(scriptedModel(text, { chunking }).stream(hello))) deltas.push(delta);
      expect(deltas.join('')).toBe(text);
      expect(deltas.every((delta) => new TextDecoder().decode(new TextEncoder().encode(delta)) === delta)).toBe(true);
      expect(deltas.length).toBe({ words: 4, whole: 1, 1: 12, 2: 6 }[chunking]);
    }
  });

  it('throws a scripted error before any part', async () => {
    const error = new RateLimitError('Slow down.', { provider: 'x', retryAfterMs: 5 });
    const model = scriptedModel([error, error]);
    await expect(model.generate(hello)).rejects.toBe(error);
    await expect(model.stream(hello)[Symbol.asyncIterator]().next()).rejects.toBe(error);
  });

  it('throws a scripted error after some parts, once', async () => {
    const model = scriptedModel({ content: 'Half an', error: new Error('cable') });
    const iterator = model.stream(hello)[Symbol.asyncIterator]();
    const types: string[] = [];
    const failure = await (async () => {
      for (;;) types.push(((await iterator.next()) as { value: StreamPart }).value.type);
    })().catch((error: unknown) => error);
    expect(types).toEqual(['start', 'text-delta', 'text-delta', 'part']);
    expect(failure).toBeInstanceOf(APIError);
    expect(failure).toMatchObject({ message: 'cable', partial: { content: [{ type: 'text', text: 'Half an' }] } });
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
  });

  it('throws what a step throws', async () => {
    const model = scriptedModel(() => {
      throw new TypeError('bad step');
    });
    await expect(model.generate(hello)).rejects.toMatchObject({ kind: 'api', cause: expect.any(TypeError) });
  });

  it('begins at the first next(), and not at all when the signal is aborted already', async () => {
    const model = scriptedModel('One');
    model.stream(hello);
    const signal = AbortSignal.abort('why');
    await expect(model.generate({ ...hello, signal })).rejects.toMatchObject({ name: 'AbortError', cause: 'why' });
    await expect(drain(model.stream({ ...hello, signal }))).rejects.toThrow(AbortError);
    expect(model.calls).toHaveLength(0);
  });

  it('aborts at once while it waits, and lets go of the signal', async () => {
    const controller = new AbortController();
    const model = scriptedModel('One two three', { delayMs: 10_000 });
    const pending = model.generate({ ...hello, signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    const from = performance.now();
    await expect(pending).rejects.toThrow(AbortError);
    expect(performance.now() - from).toBeLessThan(1000);
  });

  it('aborts between two parts', async () => {
    const controller = new AbortController();
    const seen: StreamPart[] = [];
    const run = async () => {
      for await (const part of scriptedModel('One two').stream({ ...hello, signal: controller.signal })) {
        seen.push(part);
        controller.abort();
      }
    };
    await expect(run()).rejects.toThrow(AbortError);
    expect(seen).toHaveLength(1);
  });

  it('returns at once while a next() is pending', async () => {
    const iterator = scriptedModel('One', { delayMs: 10_000 }).stream(hello)[Symbol.asyncIterator]();
    const pending = iterator.next();
    expect(await iterator.return!()).toEqual({ value: undefined, done: true });
    expect(await pending).toEqual({ value: undefined, done: true });
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
  });

  it('serves one consumer', async () => {
    const stream = scriptedModel('One').stream(hello);
    await drain(stream);
    await expect(drain(stream)).rejects.toThrow(ConfigurationError);
  });

  it('keeps its script when a consumer changes what it got', async () => {
    const model = scriptedModel({ content: [{ type: 'text', text: 'One' }], usage: { inputTokens: 1 } });
    const first = await model.generate(hello);
    (first.content[0] as { text: string }).text = 'Changed';
    first.usage.inputTokens = 99;
    expect(await model.generate(hello)).toMatchObject({ text: 'One', usage: { inputTokens: 1 } });
  });

  it('refuses a call without messages', async () => {
    await expect(scriptedModel('One').generate({ messages: [] })).rejects.toMatchObject({ kind: 'invalid-request' });
  });
});

describe('scriptedEmbeddingModel', () => {
  it('gives equal texts equal vectors of unit length', async () => {
    const model = scriptedEmbeddingModel({ dimensions: 4 });
    const { embeddings, usage } = await model.embed({ values: ['a', 'b', 'a'] });
    expect(embeddings[0]).toEqual(embeddings[2]);
    expect(embeddings[0]).not.toEqual(embeddings[1]);
    expect(Math.hypot(...embeddings[0]!)).toBeCloseTo(1);
    expect(embeddings[0]).toHaveLength(4);
    expect(usage.inputTokens).toBe(3);
    expect((await model.embed({ values: ['a'], dimensions: 2 })).embeddings[0]).toHaveLength(2);
    expect(model.calls).toHaveLength(2);
  });
});
