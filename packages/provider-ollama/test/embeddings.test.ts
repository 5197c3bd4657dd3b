import { describe, expect, it } from 'vitest';
import { createEmbeddingCodec } from '../src/embeddings.ts';
import { EMBEDDINGS } from './fixtures/chat.ts';
import { decodeContext, encodeContext } from './support.ts';

const codec = createEmbeddingCodec();

describe('embeddings', () => {
  it('are asked for with texts that must not be cut', () => {
    expect(codec.encode({ values: ['a', 'b'] }, encodeContext())).toEqual({
      path: 'api/embed',
      body: { model: 'qwen3', input: ['a', 'b'], truncate: false },
    });
  });

  it('take dimensions and keepAlive; of what they are for they know nothing, and say so', () => {
    const context = encodeContext();
    const { body } = createEmbeddingCodec('1h').encode({ values: ['a'], dimensions: 256, inputType: 'query' }, context);
    expect(body).toMatchObject({ dimensions: 256, keep_alive: '1h' });
    expect(context.warnings).toMatchObject([{ kind: 'unsupported', option: 'inputType' }]);
  });

  it('come in order, with what they cost', () => {
    expect(codec.decode(EMBEDDINGS, decodeContext)).toMatchObject({
      embeddings: EMBEDDINGS.embeddings,
      usage: { inputTokens: 8, totalTokens: 8, raw: { total_duration: 14_143_917 } },
      response: { modelId: 'nomic-embed-text' },
    });
    expect(codec.decode({ embeddings: [[1]] }, decodeContext)).toEqual({ embeddings: [[1]], usage: {}, response: {} });
  });

  it.each([[{}], [[]], [null], [{ embeddings: null }], [{ embeddings: [['a']] }], [{ embeddings: [null] }]])('%j is none', (body) => {
    expect(() => codec.decode(body, decodeContext)).toThrow(/malformed/);
  });

  it('report an error inside the answer', () => {
    expect(() => codec.decode({ error: 'broken' }, decodeContext)).toThrow(/failed: .*broken/);
  });
});
