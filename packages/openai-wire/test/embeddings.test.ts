import { describe, expect, it } from 'vitest';
import { createEmbeddingCodec, createModelListCodec } from '../src/index.ts';

const context = {
  modelId: 'm',
  headers: {},
  fail(body: unknown): never {
    throw new Error(`vendor: ${JSON.stringify(body)}`);
  },
  malformed(message: string): never {
    throw new Error(`malformed: ${message}`);
  },
};

describe('embeddings', () => {
  const codec = createEmbeddingCodec();

  it('come in the order of their index', () => {
    const body = { model: 'm-1', data: [{ index: 1, embedding: [3] }, { index: 0, embedding: [1, 2] }], usage: { prompt_tokens: 4, total_tokens: 4 } };
    expect(codec.decode(body, context)).toMatchObject({ embeddings: [[1, 2], [3]], usage: { inputTokens: 4 }, response: { modelId: 'm-1' } });
  });

  it('may come as base64 of little-endian float32', () => {
    const bytes = Buffer.from(new Float32Array([0.5, -2]).buffer).toString('base64');
    expect(codec.decode({ data: [{ embedding: bytes }] }, context).embeddings).toEqual([[0.5, -2]]);
  });

  it.each([{}, null, { data: 5 }, { data: [{ embedding: null }] }])('%o is malformed', (body) => {
    expect(() => codec.decode(body, context)).toThrow(/malformed/);
  });

  it('that failed inside a 200 are an error', () => {
    expect(() => codec.decode({ error: 'gone' }, context)).toThrow(/vendor/);
  });
});

describe('a list of models', () => {
  const codec = createModelListCodec((entry) => ({ contextWindow: entry['context_length'] as number }));

  it('holds ids, and what the vendor says beyond', () => {
    const entry = { id: 'a', context_length: 5 };
    expect(codec.decode({ data: [entry, { id: 5 }, null] }, context)).toEqual({ models: [{ id: 'a', contextWindow: 5, raw: entry }] });
  });

  it('is never empty by mistake', () => {
    expect(() => codec.decode({}, context)).toThrow(/malformed/);
    expect(() => codec.decode({ error: { message: 'no' } }, context)).toThrow(/vendor/);
  });
});
