import { InvalidRequestError, UnsupportedFeatureError, type CallOptions, type JSONObject } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { encodeChat } from '../src/encode.ts';
import { callWith, encodeContext } from './support.ts';

const tool = { name: 'get_weather', description: 'The weather.', parameters: { type: 'object', properties: { city: { type: 'string' } } } };

function encode(options: Partial<CallOptions> = {}, { stream = false, keepAlive }: { stream?: boolean; keepAlive?: string | number } = {}) {
  const context = encodeContext(stream);
  const { path, body } = encodeChat(callWith(options), context, keepAlive);
  return { path, body: JSON.parse(JSON.stringify(body)) as JSONObject, warnings: context.warnings };
}

describe('a request to /api/chat', () => {
  it('says no more than it must: whether to stream, and to refuse a prompt that is too long', () => {
    expect(encode()).toEqual({
      path: 'api/chat',
      body: { model: 'qwen3', messages: [{ role: 'user', content: 'Hello' }], stream: false, truncate: false },
      warnings: [],
    });
    expect(encode({}, { stream: true }).body['stream']).toBe(true);
  });

  it.each<[Partial<CallOptions>, JSONObject]>([
    [{ maxTokens: 0 }, { num_predict: 0 }],
    [{ temperature: 0 }, { temperature: 0 }],
    [{ topP: 0.5 }, { top_p: 0.5 }],
    [{ topK: 3 }, { top_k: 3 }],
    [{ stopSequences: ['a', 'b'] }, { stop: ['a', 'b'] }],
    [{ presencePenalty: -1 }, { presence_penalty: -1 }],
    [{ frequencyPenalty: 1 }, { frequency_penalty: 1 }],
    [{ repetitionPenalty: 1.1 }, { repeat_penalty: 1.1 }],
    [{ seed: 7 }, { seed: 7 }],
  ])('puts %j into options as %j', (options, expected) => {
    const { body, warnings } = encode(options);
    expect(body['options']).toEqual(expected);
    expect(warnings).toEqual([]);
  });

  it('leaves out an empty list of stop sequences', () => {
    expect(encode({ stopSequences: [] }).body).not.toHaveProperty('options');
  });

  it.each<[string | number]>([['30m'], [0], [-1]])('sends keepAlive %j as it is', (keepAlive) => {
    expect(encode({}, { keepAlive }).body['keep_alive']).toBe(keepAlive);
  });

  it('asks for log probabilities, and for alternatives where a number is given', () => {
    expect(encode({ logprobs: true }).body).toMatchObject({ logprobs: true });
    expect(encode({ logprobs: 3 }).body).toMatchObject({ logprobs: true, top_logprobs: 3 });
    expect(encode({ logprobs: false }).body).not.toHaveProperty('logprobs');
  });

  it('asks for JSON, or for JSON of a schema', () => {
    const schema = { type: 'object', properties: { a: { type: 'number' } } };
    expect(encode({ responseFormat: { type: 'json' } }).body['format']).toBe('json');
    expect(encode({ responseFormat: { type: 'json', schema } }).body['format']).toEqual(schema);
    expect(encode({ responseFormat: { type: 'text' } }).body).not.toHaveProperty('format');
  });

  it('sends hints nowhere and warns of none', () => {
    const { body, warnings } = encode({ sessionId: 's', userId: 'u', metadata: { a: 'b' } });
    expect(Object.keys(body)).toEqual(['model', 'messages', 'stream', 'truncate']);
    expect(warnings).toEqual([]);
  });

  it('refuses a conversation of which nothing is left to send: the server would only load the model', () => {
    expect(() => encode({ messages: [{ role: 'assistant', content: '' }] })).toThrow(InvalidRequestError);
  });
});

describe('reasoning', () => {
  it.each<[CallOptions['reasoning'], unknown, number]>([
    ['none', false, 0],
    ['minimal', 'low', 1],
    ['low', 'low', 0],
    ['medium', 'medium', 0],
    ['high', 'high', 0],
    ['xhigh', 'high', 1],
    ['max', 'max', 0],
    ['a level of tomorrow' as 'max', 'a level of tomorrow', 0],
    [{ budgetTokens: 2048 }, true, 1],
    [{ budgetTokens: 0 }, false, 1],
  ])('%j is think: %j with %d warning(s)', (reasoning, think, warned) => {
    const { body, warnings } = encode({ reasoning: reasoning! });
    expect(body['think']).toBe(think);
    expect(warnings).toMatchObject(Array(warned).fill({ kind: 'adjusted', option: 'reasoning' }));
  });

  it('is left to the server when it is not set', () => {
    expect(encode().body).not.toHaveProperty('think');
  });
});

describe('tools', () => {
  it('are functions', () => {
    expect(encode({ tools: [tool] }).body['tools']).toEqual([{ type: 'function', function: tool }]);
    expect(encode({ tools: [tool], toolChoice: 'auto', parallelToolCalls: true })).toMatchObject({ body: { tools: [{}] }, warnings: [] });
    expect(encode({ tools: [] }).body).not.toHaveProperty('tools');
  });

  it('are left out when none may be called', () => {
    expect(encode({ tools: [tool], toolChoice: 'none' })).toMatchObject({ warnings: [] });
    expect(encode({ tools: [tool], toolChoice: 'none' }).body).not.toHaveProperty('tools');
  });

  it.each<[Partial<CallOptions>]>([
    [{ tools: [tool], toolChoice: 'required' }],
    [{ tools: [tool], toolChoice: { toolName: 'get_weather' } }],
    [{ tools: [{ type: 'provider', name: 'web_search', args: {} }] }],
  ])('are refused where leaving out would change the meaning: %j', (options) => {
    expect(() => encode(options)).toThrow(UnsupportedFeatureError);
  });

  it.each<[Partial<CallOptions>, string]>([
    [{ tools: [tool], parallelToolCalls: false }, 'parallelToolCalls'],
    [{ tools: [{ ...tool, strict: true }, { ...tool, name: 'b', strict: true }] }, 'tools'],
  ])('warn once where something is left out: %j', (options, option) => {
    expect(encode(options).warnings).toMatchObject([{ kind: 'unsupported', option }]);
  });
});
