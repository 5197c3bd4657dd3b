import { describe, expect, it } from 'vitest';
import { MODEL_LIST } from '../src/models.ts';
import { MODEL_PAGES } from './fixtures/chat.ts';
import { decodeContext } from './support.ts';

const read = (body: unknown) => MODEL_LIST.decode(body, decodeContext);
const one = (entry: object) => read({ models: [{ name: 'm', ...entry }] }).models[0];

describe('the list of models', () => {
  it('says what a model can do, and where the next page is', () => {
    const { models, nextPath } = read(MODEL_PAGES[0]);
    expect(nextPath).toBe('v1/models?page_size=1000&page_token=a%2Bb%2Fc%3D');
    expect(models).toEqual([
      {
        id: 'command-a-03-2025',
        contextWindow: 288_000,
        capabilities: { chat: true, embeddings: false, tools: true, toolChoice: true, json: true, jsonSchema: true },
        raw: MODEL_PAGES[0]!.models[0],
      },
      { id: 'embed-v4.0', contextWindow: 8_192, capabilities: { chat: false, embeddings: true }, raw: MODEL_PAGES[0]!.models[1] },
    ]);
  });

  it('ends, and leaves out what has no name and what is not said', () => {
    const { models, nextPath } = read(MODEL_PAGES[1]);
    expect(nextPath).toBeUndefined();
    expect(models).toEqual([{ id: 'rerank-v3.5', capabilities: { chat: false, embeddings: false }, raw: MODEL_PAGES[1]!.models[0] }]);
    expect(one({})).toEqual({ id: 'm', raw: { name: 'm' } });
    expect(one({ endpoints: ['chat'], features: ['vision', 'reasoning'] })?.capabilities).toEqual({ chat: true, embeddings: false, vision: true, reasoning: true });
    expect(read({ models: [null, 'x', { name: 7 }] })).toEqual({ models: [] });
  });

  it.each([[null], [{}], [[]], [{ models: {} }]])('is malformed where it is %j', (body) => {
    expect(() => read(body)).toThrow(/^malformed: /);
  });

  it.each([[{ message: 'boom' }], [{ error: 'boom' }]])('has failed where it is %j', (body) => {
    expect(() => read(body)).toThrow(/^failed: /);
  });
});
