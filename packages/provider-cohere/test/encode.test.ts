import { InvalidRequestError, UnsupportedFeatureError, type CallOptions } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { encodeChat } from '../src/encode.ts';
import { callWith, encodeContext } from './support.ts';

function encode(options: Partial<CallOptions>) {
  const context = encodeContext();
  return { body: encodeChat(callWith(options), context).body, warnings: context.warnings };
}

const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
const f = { name: 'f', description: 'Does f.', parameters: schema };
const g = { name: 'g', parameters: schema };
const sentF = { type: 'function', function: { name: 'f', description: 'Does f.', parameters: schema } };
const sentG = { type: 'function', function: { name: 'g', description: undefined, parameters: schema } };

describe('a request', () => {
  it('says model, messages and kind, and nothing that was not asked for', () => {
    expect(encodeChat(callWith(), encodeContext())).toEqual({
      path: 'v2/chat',
      body: { model: 'command-a-03-2025', messages: [{ role: 'user', content: 'Hello' }], stream: false },
    });
    expect(encodeChat(callWith(), encodeContext(true)).body['stream']).toBe(true);
  });

  it('is refused where its messages hold nothing', () => {
    expect(() => encode({ messages: [{ role: 'user', content: '' }] })).toThrow(InvalidRequestError);
  });

  it("has sampling under the vendor's names, zero included", () => {
    const sampling = { maxTokens: 9, temperature: 0, topP: 0.9, topK: 0, stopSequences: ['END'], presencePenalty: 0.1, frequencyPenalty: 0, seed: 0 };
    const { body, warnings } = encode(sampling);
    expect(body).toMatchObject({ max_tokens: 9, temperature: 0, p: 0.9, k: 0, stop_sequences: ['END'], presence_penalty: 0.1, frequency_penalty: 0, seed: 0 });
    expect(warnings).toEqual([]);
    expect(encode({ stopSequences: [] }).body).not.toHaveProperty('stop_sequences');
    expect(encode({ repetitionPenalty: 1 }).warnings).toMatchObject([{ kind: 'unsupported', option: 'repetitionPenalty' }]);
  });

  it.each<[CallOptions['reasoning'], object | undefined, boolean]>([
    [undefined, undefined, false],
    ['none', { type: 'disabled' }, false],
    ['low', { type: 'enabled' }, true],
    ['max', { type: 'enabled' }, true],
    [{ budgetTokens: 500 }, { type: 'enabled', token_budget: 500 }, false],
    [{ budgetTokens: 0 }, { type: 'disabled' }, false],
  ])('thinks %j as %j', (reasoning, thinking, warns) => {
    const { body, warnings } = encode(reasoning === undefined ? {} : { reasoning });
    expect(body['thinking']).toEqual(thinking);
    expect(warnings).toMatchObject(warns ? [{ kind: 'adjusted', option: 'reasoning' }] : []);
  });

  it.each<[CallOptions['logprobs'], boolean | undefined, number]>([
    [false, undefined, 0],
    [true, true, 0],
    [0, true, 0],
    [1, true, 1],
    [2, true, 1],
  ])('asks for the probabilities of %j', (logprobs, sent, warnings) => {
    const given = encode(logprobs === undefined ? {} : { logprobs });
    expect(given.body['logprobs']).toBe(sent);
    expect(given.warnings).toHaveLength(warnings);
  });

  it('asks for JSON, with or without a schema', () => {
    expect(encode({ responseFormat: { type: 'json' } }).body['response_format']).toEqual({ type: 'json_object' });
    expect(encode({ responseFormat: { type: 'json', schema, name: 'a' } }).body['response_format']).toEqual({ type: 'json_object', json_schema: schema });
    expect(encode({ responseFormat: { type: 'text' } }).body).not.toHaveProperty('response_format');
  });
});

describe('tools', () => {
  it.each<[CallOptions['toolChoice'], object[], string | undefined]>([
    [undefined, [sentF, sentG], undefined],
    ['auto', [sentF, sentG], undefined],
    ['required', [sentF, sentG], 'REQUIRED'],
    ['none', [sentF, sentG], 'NONE'],
    [{ toolName: 'g' }, [sentG], 'REQUIRED'],
  ])('are offered for the choice %j', (toolChoice, tools, choice) => {
    const { body, warnings } = encode({ tools: [f, g], ...(toolChoice ? { toolChoice } : {}) });
    expect(body['tools']).toEqual(tools);
    expect(body['tool_choice']).toBe(choice);
    expect(body).not.toHaveProperty('strict_tools');
    expect(warnings).toEqual([]);
  });

  it('are held to their schemas all together', () => {
    expect(encode({ tools: [{ ...f, strict: true }] })).toMatchObject({ body: { strict_tools: true }, warnings: [] });
    expect(encode({ tools: [{ ...f, strict: true }, g] })).toMatchObject({ body: { strict_tools: true }, warnings: [{ kind: 'adjusted', option: 'tools' }] });
    expect(encode({ tools: [{ ...f, strict: true }, g], toolChoice: { toolName: 'f' } })).toMatchObject({ body: { strict_tools: true }, warnings: [] });
    expect(encode({ tools: [{ ...f, strict: true }, g], toolChoice: { toolName: 'g' } }).body).not.toHaveProperty('strict_tools');
    expect(encode({ tools: [{ ...f, strict: false }] }).body).not.toHaveProperty('strict_tools');
  });

  it('cannot be held to one call, which is said', () => {
    expect(encode({ tools: [f], parallelToolCalls: false }).warnings).toMatchObject([{ kind: 'unsupported', option: 'parallelToolCalls' }]);
    expect(encode({ tools: [f], parallelToolCalls: true }).warnings).toEqual([]);
    expect(encode({ parallelToolCalls: false }).warnings).toEqual([]);
  });

  it('and JSON go together only where no tool may be called', () => {
    expect(() => encode({ tools: [f], responseFormat: { type: 'json' } })).toThrow(UnsupportedFeatureError);
    const { body } = encode({ tools: [f], toolChoice: 'none', responseFormat: { type: 'json' } });
    expect(body).toMatchObject({ response_format: { type: 'json_object' } });
    expect(body).not.toHaveProperty('tools');
    expect(body).not.toHaveProperty('tool_choice');
  });

  it("cannot be the vendor's, and cannot be required where there are none", () => {
    expect(() => encode({ tools: [{ type: 'provider', name: 'web_search', args: {} }] })).toThrow(UnsupportedFeatureError);
    expect(() => encode({ toolChoice: 'required' })).toThrow(InvalidRequestError);
    expect(encode({ tools: [], toolChoice: 'none' }).body).not.toHaveProperty('tool_choice');
    expect(encode({ tools: [] }).body).not.toHaveProperty('tools');
  });
});
