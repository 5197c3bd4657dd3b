import { UnsupportedFeatureError, type CallOptions } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { encode, hello } from './run-responses.ts';

const weather = { name: 'weather', description: 'The weather', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } };
const closed = { ...weather.parameters, additionalProperties: false };

it('asks for nothing to be stored, and for the thoughts under their seal', () => {
  expect(encode({})).toEqual({
    path: 'responses',
    body: { model: 'gpt-5', input: hello, store: false, include: ['reasoning.encrypted_content'] },
    warnings: [],
  });
});

it('asks for a stream, at the path of the dialect', () => {
  const { path, body } = encode({}, { stream: true, dialect: { path: 'responses?api-version=1' } });
  expect(path).toBe('responses?api-version=1');
  expect(body).toMatchObject({ stream: true });
});

it('does not ask a model for a seal that has none', () => {
  expect(encode({}, { dialect: { sealsReasoning: (modelId) => modelId !== 'gpt-5' } }).body).not.toHaveProperty('include');
});

describe('sampling', () => {
  it('is sent under the names of this API', () => {
    const { body, warnings } = encode({ maxTokens: 100, temperature: 0, topP: 0.5, logprobs: 3 }, { dialect: { sealsReasoning: () => false } });
    expect(body).toMatchObject({ max_output_tokens: 100, temperature: 0, top_p: 0.5, include: ['message.output_text.logprobs'], top_logprobs: 3 });
    expect(body).not.toHaveProperty('logprobs');
    expect(warnings).toEqual([]);
  });

  it('asks for log probabilities without alternatives', () => {
    const { body } = encode({ logprobs: true });
    expect(body).toMatchObject({ include: ['reasoning.encrypted_content', 'message.output_text.logprobs'] });
    expect(body).not.toHaveProperty('top_logprobs');
    expect(encode({ logprobs: false }).body['include']).toEqual(['reasoning.encrypted_content']);
  });

  it('is left to the dialect where a model takes none', () => {
    const sampling = () => ({});
    expect(encode({ temperature: 1, logprobs: 2 }, { dialect: { hooks: { sampling } } }).body).toEqual(encode({}).body);
  });

  it.each([
    ['topK', 5],
    ['repetitionPenalty', 1.1],
    ['presencePenalty', 1],
    ['frequencyPenalty', 1],
    ['stopSequences', ['x']],
    ['seed', 0],
  ])('%s has no place here: it is left out with a warning', (option, value) => {
    const { body, warnings } = encode({ [option]: value });
    expect(warnings).toEqual([{ kind: 'unsupported', option, message: `acme takes no ${option} for gpt-5; it is left out.` }]);
    expect(body).toEqual(encode({}).body);
  });

  it('does not warn of a list without stop sequences', () => {
    expect(encode({ stopSequences: [] }).warnings).toEqual([]);
  });
});

describe('reasoning', () => {
  it('is an effort; a budget becomes one, with a warning', () => {
    expect(encode({ reasoning: 'high' }).body['reasoning']).toEqual({ effort: 'high' });
    const { body, warnings } = encode({ reasoning: { budgetTokens: 1024 } });
    expect(body['reasoning']).toEqual({ effort: 'low' });
    expect(warnings).toMatchObject([{ kind: 'adjusted', option: 'reasoning' }]);
  });

  it('is said in the words of the dialect, or not at all', () => {
    expect(encode({ reasoning: 'max' }, { dialect: { hooks: { reasoning: () => ({ reasoning_effort: 'high' }) } } }).body['reasoning']).toEqual({ effort: 'high' });
    expect(encode({ reasoning: 'max' }, { dialect: { hooks: { reasoning: () => undefined } } }).body).not.toHaveProperty('reasoning');
  });
});

describe('tools', () => {
  it('are flat, and not strict unless they say so', () => {
    expect(encode({ tools: [weather] }).body['tools']).toEqual([{ type: 'function', ...weather, strict: false }]);
    expect(encode({ tools: [{ ...weather, strict: true }] }).body['tools']).toEqual([{ type: 'function', ...weather, parameters: closed, strict: true }]);
  });

  it('of the vendor are passed on', () => {
    const tools: CallOptions['tools'] = [
      { type: 'provider', name: 'web_search', args: { search_context_size: 'low' } },
      { type: 'provider', name: 'deepwiki', args: { type: 'mcp', server_label: 'deepwiki' } },
    ];
    expect(encode({ tools }).body['tools']).toEqual([{ type: 'web_search', search_context_size: 'low' }, { type: 'mcp', server_label: 'deepwiki' }]);
  });

  it.each<[CallOptions['toolChoice'], unknown]>([
    ['auto', 'auto'],
    ['none', 'none'],
    ['required', 'required'],
    [{ toolName: 'weather' }, { type: 'function', name: 'weather' }],
    [{ toolName: 'web_search' }, { type: 'web_search' }],
    [{ toolName: 'deepwiki' }, { type: 'mcp', server_label: 'wiki' }],
    [{ toolName: 'custom' }, { type: 'custom', name: 'sql' }],
  ])('are chosen by %j', (toolChoice, wire) => {
    const tools: CallOptions['tools'] = [
      weather,
      { type: 'provider', name: 'web_search', args: {} },
      { type: 'provider', name: 'deepwiki', args: { type: 'mcp', server_label: 'wiki' } },
      { type: 'provider', name: 'custom', args: { name: 'sql' } },
    ];
    expect(encode({ tools, toolChoice, parallelToolCalls: false }).body).toMatchObject({ tool_choice: wire, parallel_tool_calls: false });
  });

  it('are chosen only where there are any', () => {
    expect(encode({ tools: [], toolChoice: 'none', parallelToolCalls: true }).body).toEqual(encode({}).body);
    expect(Object.keys(encode({ tools: [weather] }).body)).not.toContain('tool_choice');
    expect(Object.keys(encode({ tools: [weather] }).body)).not.toContain('parallel_tool_calls');
  });
});

describe('the format of the answer', () => {
  const format = (responseFormat: CallOptions['responseFormat']) => encode({ responseFormat }).body['text'];

  it('is a schema, strict where that changes nothing', () => {
    expect(format({ type: 'json', schema: weather.parameters, name: 'town' })).toEqual({ format: { type: 'json_schema', name: 'town', schema: closed, strict: true } });
    const open = { type: 'object', properties: { a: { type: 'string' } } };
    expect(format({ type: 'json', schema: open })).toEqual({ format: { type: 'json_schema', name: 'answer', schema: open, strict: false } });
  });

  it('is any JSON, or text', () => {
    expect(format({ type: 'json' })).toEqual({ format: { type: 'json_object' } });
    expect(format({ type: 'text' })).toBeUndefined();
  });
});

describe('hints', () => {
  it('go where there is a place for them', () => {
    const { body, warnings } = encode({ userId: 'u', sessionId: 's', metadata: { team: 'a' } });
    expect(body).toMatchObject({ safety_identifier: 'u', prompt_cache_key: 's', metadata: { team: 'a' } });
    expect(warnings).toEqual([]);
    expect(encode({ userId: 'u' }, { dialect: { userField: 'user' } }).body).toMatchObject({ user: 'u' });
  });

  it('never fail a call: metadata that does not fit is left out', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`k${n}`, 'v']));
    const { body } = encode({ metadata: { ...many, ['k'.repeat(65)]: 'v', long: 'v'.repeat(513) } });
    expect(Object.keys(body['metadata'] as object)).toEqual(Object.keys(many).slice(0, 16));
    expect(encode({ metadata: { ['k'.repeat(65)]: 'v', long: 'v'.repeat(513) } }).body).not.toHaveProperty('metadata');
    expect(encode({ metadata: { ['k'.repeat(64)]: 'v'.repeat(512) } }).body).toHaveProperty('metadata');
  });
});

it("sends the vendor's own fields of a call, but not another conversation", () => {
  const own = { reasoning: { summary: 'auto' }, truncation: 'auto', input: [], background: true };
  const { body } = encode({ reasoning: 'low', providerData: { 'openai-responses': own, other: { x: 1 } } });
  expect(body).toEqual({ ...encode({}).body, reasoning: { effort: 'low', summary: 'auto' }, truncation: 'auto' });
});

it('leaves the last word to the dialect', () => {
  expect(encode({}, { dialect: { hooks: { request: (body) => ({ ...body, store: true }) } } }).body).toMatchObject({ store: true, input: hello });
});

it('does not continue a message of the assistant', () => {
  expect(() => encode({ messages: [...hello, { role: 'assistant', content: 'It is' }] })).toThrow(UnsupportedFeatureError);
});
