import type { EncodeContext } from '@sdk/http';
import { describe, expect, it } from 'vitest';
import { createEmbeddingCodec } from '../src/embeddings.ts';
import { MODEL_LIST } from '../src/models.ts';
import { decodeContext, encodeContext } from './support.ts';

const codec = createEmbeddingCodec(() => false);
const vertex = createEmbeddingCodec(() => true);
const context = (): EncodeContext => encodeContext('gemini-embedding-001');

describe('embeddings', () => {
  it('are asked for in one request of at most 100, with their task and length', () => {
    expect(codec.maxValues).toBe(100);
    const one = (text: string) => ({ model: 'models/gemini-embedding-001', content: { parts: [{ text }] }, taskType: 'RETRIEVAL_QUERY', outputDimensionality: 8 });
    expect(codec.encode({ values: ['a', 'b'], dimensions: 8, inputType: 'query' }, context())).toEqual({ path: 'models/gemini-embedding-001:batchEmbedContents', body: { requests: [one('a'), one('b')] } });
    expect(codec.encode({ values: ['a'] }, context()).body).toEqual({ requests: [{ model: 'models/gemini-embedding-001', content: { parts: [{ text: 'a' }] } }] });
    expect(codec.encode({ values: ['a'], inputType: 'document' }, context()).body).toMatchObject({ requests: [{ taskType: 'RETRIEVAL_DOCUMENT' }] });
  });

  it('are predictions of Vertex AI', () => {
    expect(vertex.encode({ values: ['a'], dimensions: 8, inputType: 'document' }, context())).toEqual({
      path: 'models/gemini-embedding-001:predict',
      body: { instances: [{ content: 'a', task_type: 'RETRIEVAL_DOCUMENT' }], parameters: { autoTruncate: false, outputDimensionality: 8 } },
    });
    expect(vertex.encode({ values: ['a'] }, context()).body).toEqual({ instances: [{ content: 'a' }], parameters: { autoTruncate: false } });
  });

  it('are read in each of the forms', () => {
    const read = (body: unknown) => codec.decode(body, decodeContext());
    expect(read({ embeddings: [{ values: [1] }, { values: [2] }], usageMetadata: { promptTokenCount: 3 } })).toEqual({ embeddings: [[1], [2]], usage: { inputTokens: 3, totalTokens: 3, raw: { promptTokenCount: 3 } }, response: {} });
    expect(read({ embedding: { values: [1] } })).toEqual({ embeddings: [[1]], usage: {}, response: {} });
    const prediction = (value: number, token_count?: number) => ({ embeddings: { values: [value], statistics: { token_count } } });
    expect(read({ predictions: [prediction(1, 4), prediction(2, 5)] })).toEqual({ embeddings: [[1], [2]], usage: { inputTokens: 9, totalTokens: 9 }, response: {} });
    expect(read({ predictions: [prediction(1)] }).usage).toEqual({});
    for (const body of [{}, [], { embeddings: {} }, { embeddings: [{}] }, { embeddings: [{ values: ['a'] }] }, { predictions: [3] }]) expect(() => read(body)).toThrow('malformed');
    expect(() => read({ error: { code: 400 } })).toThrow('failed');
  });
});

describe('the list of models', () => {
  const read = (body: unknown) => MODEL_LIST.decode(body, decodeContext());

  it('gives ids without their kind, limits, and what models can do', () => {
    const gemini = { name: 'models/gemini-x', displayName: 'Gemini X', inputTokenLimit: 10, outputTokenLimit: 5, supportedGenerationMethods: ['generateContent'], thinking: true };
    const embedding = { name: 'models/e', supportedGenerationMethods: ['batchEmbedContents'] };
    expect(read({ models: [gemini, embedding, { name: 'tunedModels/t' }, { name: '' }, {}, 'x'] })).toEqual({
      models: [
        { id: 'gemini-x', name: 'Gemini X', contextWindow: 10, maxOutputTokens: 5, capabilities: { chat: true, embeddings: false, reasoning: true }, raw: gemini },
        { id: 'e', capabilities: { chat: false, embeddings: true }, raw: embedding },
        { id: 'tunedModels/t', raw: { name: 'tunedModels/t' } },
      ],
    });
    expect(read({ publisherModels: [{ name: 'publishers/google/models/g' }] }).models).toMatchObject([{ id: 'g' }]);
    expect(read({ models: [{ name: 'a', supportedGenerationMethods: ['embedContent'] }] }).models[0]!.capabilities).toEqual({ chat: false, embeddings: true });
  });

  it('goes on where there is another page', () => {
    expect(MODEL_LIST.path).toBe('models?pageSize=1000');
    expect(read({ models: [], nextPageToken: 'a/b=' }).nextPath).toBe('models?pageSize=1000&pageToken=a%2Fb%3D');
    expect(read({ models: [], nextPageToken: '' })).toEqual({ models: [] });
  });

  it('is a list, or an error', () => {
    for (const body of [{}, [], { models: {} }]) expect(() => read(body)).toThrow('malformed');
    expect(() => read({ error: {} })).toThrow('failed');
  });
});
