import { describe, expect, it } from 'vitest';
import { EMBEDDINGS as CODEC } from '../src/embeddings.ts';
import { EMBEDDINGS } from './fixtures/chat.ts';
import { decodeContext, encodeContext } from './support.ts';

const encode = (options: object = {}) => CODEC.encode({ values: ['a', 'b'], ...options }, { ...encodeContext(), modelId: 'embed-v4.0' });

describe('embeddings', () => {
  it('are asked for as numbers, of documents, without cutting texts', () => {
    expect(encode()).toEqual({
      path: 'v2/embed',
      body: { model: 'embed-v4.0', texts: ['a', 'b'], input_type: 'search_document', embedding_types: ['float'], truncate: 'NONE' },
    });
  });

  it.each([['query', 'search_query'], ['document', 'search_document']])('of a %s are asked for as %s', (inputType, sent) => {
    expect(encode({ inputType, dimensions: 256 }).body).toMatchObject({ input_type: sent, output_dimension: 256 });
  });

  it('are read with their usage and id', () => {
    expect(CODEC.decode(EMBEDDINGS, decodeContext)).toEqual({
      embeddings: EMBEDDINGS.embeddings.float,
      usage: { inputTokens: 3, totalTokens: 3, raw: { billed_units: { input_tokens: 3, image_tokens: 0 } } },
      response: { id: '319baa12-adf3-4fd6-873f-b4c843c50fbe' },
    });
    expect(CODEC.decode({ embeddings: { float: [[1]] } }, decodeContext)).toEqual({ embeddings: [[1]], usage: {}, response: {} });
    expect(CODEC.decode({ embeddings: { float: [] }, meta: { billed_units: { images: 1 } } }, decodeContext).usage).toEqual({ raw: { billed_units: { images: 1 } } });
  });

  it.each([
    ['nothing', null],
    ['an empty object', {}],
    ['vectors of another type', { embeddings: { int8: [[1]] } }],
    ['a vector of texts', { embeddings: { float: [['1']] } }],
    ['a vector that is a number', { embeddings: { float: [1] } }],
  ])('that are %s are malformed', (_name, body) => {
    expect(() => CODEC.decode(body, decodeContext)).toThrow(/^malformed: /);
  });

  it.each([[{ message: 'boom' }], [{ error: 'boom' }]])('that are %j have failed', (body) => {
    expect(() => CODEC.decode(body, decodeContext)).toThrow(/^failed: /);
  });
});
