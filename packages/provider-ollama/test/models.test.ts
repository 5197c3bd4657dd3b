import { describe, expect, it } from 'vitest';
import { MODEL_LIST } from '../src/models.ts';
import { TAGS } from './fixtures/chat.ts';
import { decodeContext } from './support.ts';

const list = (body: unknown) => MODEL_LIST.decode(body, decodeContext).models;

describe('the list of models', () => {
  it('gives what the server has, with capabilities where it says them and all details', () => {
    expect(list(TAGS)).toEqual([
      { id: 'qwen3:8b', capabilities: { chat: true, tools: true, vision: false, reasoning: true, embeddings: false }, raw: TAGS.models[0] },
      { id: 'nomic-embed-text:latest', raw: TAGS.models[1] },
    ]);
  });

  it.each([[{ models: [] }], [{ models: null }]])('may be empty: %j', (body) => {
    expect(list(body)).toEqual([]);
  });

  it('takes the name of an entry from where it stands, and passes over what is no entry', () => {
    expect(list({ models: [{ model: 'a' }, { name: '' }, {}, null, 5] })).toEqual([{ id: 'a', raw: { model: 'a' } }]);
  });

  it.each([[{}], [[]], [null], [{ models: {} }], ['x']])('%j is none: a failure is never an empty list', (body) => {
    expect(() => list(body)).toThrow(/malformed/);
  });

  it('reports an error inside the answer', () => {
    expect(() => list({ error: 'broken' })).toThrow(/failed: .*broken/);
  });
});
