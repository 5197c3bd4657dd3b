import { describe, expect, it } from 'vitest';
import { createModelListCodec } from '../src/index.ts';
import { decodeContext } from './run-codec.ts';

const list = createModelListCodec();
const read = (body: unknown) => list.decode(body, decodeContext);

describe('the list of models', () => {
  it('has names, limits and what the vendor says they can do', () => {
    const supported = { supported: true };
    const entry = {
      type: 'model', id: 'claude-opus-5', display_name: 'Claude Opus 5', max_input_tokens: 1_000_000, max_tokens: 128_000,
      capabilities: { image_input: supported, pdf_input: { supported: false }, structured_outputs: supported, thinking: { supported: true, types: {} } },
    };
    expect(read({ data: [entry], has_more: false })).toEqual({
      models: [{ id: 'claude-opus-5', name: 'Claude Opus 5', contextWindow: 1_000_000, maxOutputTokens: 128_000, capabilities: { vision: true, files: false, jsonSchema: true, reasoning: true }, raw: entry }],
    });
  });

  it('passes over what says nothing', () => {
    expect(read({ data: [{ id: 'a', max_tokens: null, capabilities: null }, { id: '' }, {}, null, 5] })).toEqual({ models: [{ id: 'a', raw: { id: 'a', max_tokens: null, capabilities: null } }] });
  });

  it('goes on behind the last model of a page, as long as there are more', () => {
    expect(list.path).toBe('v1/models?limit=1000');
    expect(read({ data: [{ id: 'a/b' }], has_more: true, last_id: 'a/b' }).nextPath).toBe('v1/models?limit=1000&after_id=a%2Fb');
    expect(read({ data: [{ id: 'a' }], has_more: false, last_id: 'a' }).nextPath).toBeUndefined();
    expect(read({ data: [], has_more: true, last_id: 'a' }).nextPath).toBeUndefined();
    expect(read({ data: [{ id: 'a' }], has_more: true, last_id: null }).nextPath).toBeUndefined();
  });

  it.each([[{}], [[]], [null], ['x'], [{ data: {} }]])('%j is none', (body) => {
    expect(() => read(body)).toThrow(/malformed/);
  });

  it('reports an error inside the answer', () => {
    expect(() => read({ error: { type: 'api_error' } })).toThrow(/failed/);
  });
});
