import { ConfigurationError, InvalidRequestError, UnsupportedFeatureError, type CallOptions, type Tool } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { decodeCount, encode, encodeCount } from '../src/encode.ts';
import { MODEL } from './fixtures/answers.ts';
import { callWith, decodeContext, encodeContext, encoded, SETTINGS } from './support.ts';

const parameters = { type: 'object', properties: { city: { type: 'string' } } };
const weather: Tool = { name: 'get_weather', description: 'The weather.', parameters };
const time: Tool = { name: 'get_time', parameters: { type: 'object', properties: {} } };
const search: Tool = { type: 'provider', name: 'googleSearch', args: {} };
const code: Tool = { type: 'provider', name: 'codeExecution', args: { a: 1 } };

describe('a request', () => {
  it.each([
    [MODEL, false, `models/${MODEL}:generateContent`],
    [MODEL, true, `models/${MODEL}:streamGenerateContent?alt=sse`],
    ['models/gemini-x', false, 'models/gemini-x:generateContent'],
    ['tunedModels/my-model', false, 'tunedModels/my-model:generateContent'],
    ['text@001 ?x', false, 'models/text@001%20%3Fx:generateContent'],
  ])('for %s, streamed: %s, goes to %s', (modelId, stream, path) => {
    expect(encode(callWith(), encodeContext(modelId, stream), SETTINGS).path).toBe(path);
  });

  it.each(['..', 'models/../files', 'a//b', 'models/.', ''])('for the model id %j is refused', (modelId) => {
    expect(() => encode(callWith(), encodeContext(modelId), SETTINGS)).toThrow(InvalidRequestError);
  });

  it('holds every option of sampling by the name of the vendor', () => {
    const options: Partial<CallOptions> = { maxTokens: 9, temperature: 0, topP: 0.5, topK: 3, stopSequences: ['x'], presencePenalty: 1, frequencyPenalty: -1, seed: 7, logprobs: 2 };
    expect(encoded(options).body.generationConfig).toEqual({ maxOutputTokens: 9, temperature: 0, topP: 0.5, topK: 3, stopSequences: ['x'], presencePenalty: 1, frequencyPenalty: -1, seed: 7, responseLogprobs: true, logprobs: 2 });
    expect(encoded({ logprobs: true }).body.generationConfig).toEqual({ responseLogprobs: true });
    expect(encoded({ logprobs: false, stopSequences: [], sessionId: 's', userId: 'u', metadata: { a: 'b' } })).toEqual({ body: { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] }, warnings: [] });
  });

  it('asks for JSON, of a schema where there is one', () => {
    expect(encoded({ responseFormat: { type: 'text' } }).body.generationConfig).toBeUndefined();
    expect(encoded({ responseFormat: { type: 'json' } }).body.generationConfig).toEqual({ responseMimeType: 'application/json' });
    expect(encoded({ responseFormat: { type: 'json', schema: { oneOf: [{ const: 'a' }] } } }).body.generationConfig).toEqual({ responseMimeType: 'application/json', responseJsonSchema: { anyOf: [{ type: 'string', enum: ['a'] }] } });
    expect(() => encoded({ responseFormat: { type: 'json', schema: { properties: { a: { not: {} } } } } })).toThrow('responseFormat.schema.properties.a.not has no counterpart');
  });

  it('names what of a schema is not enforced', () => {
    const { warnings } = encoded({ tools: [search, { ...weather, parameters: { properties: { a: { pattern: 'x' } } } }] });
    expect(warnings).toEqual([{ kind: 'adjusted', option: 'tools', message: 'gemini does not hold the model to tools[1].parameters.properties.a.pattern.' }]);
  });

  it.each(['generationConfig', 'generation_config'])('asks for one answer, whatever extraBody.%s says', (key) => {
    for (const field of ['candidateCount', 'candidate_count']) {
      const extraBody = { [key]: { [field]: 2 } };
      expect(() => encoded({ extraBody })).toThrow(ConfigurationError);
      expect(() => encode(callWith(), encodeContext(), { ...SETTINGS, extraBody })).toThrow(`extraBody.${key}.${field}`);
      expect(() => encoded({ extraBody: { [key]: { [field]: 1, topK: 2 } } })).not.toThrow();
    }
  });

  it('continues an answer where the provider was told that the model can', () => {
    const messages: CallOptions['messages'] = [{ role: 'user', content: 'a' }, { role: 'assistant', content: 'b' }];
    const { body } = encode({ messages }, encodeContext(), { ...SETTINGS, takesPrefill: true });
    expect(body['contents']).toEqual([{ role: 'user', parts: [{ text: 'a' }] }, { role: 'model', parts: [{ text: 'b' }] }]);
  });
});

describe('tools', () => {
  it('are functions in one declaration, and entries of their own', () => {
    expect(encoded({ tools: [weather, search, time, code] }).body).toMatchObject({
      tools: [{ functionDeclarations: [{ name: 'get_weather', description: 'The weather.', parametersJsonSchema: parameters }, { name: 'get_time' }] }, { googleSearch: {} }, { codeExecution: { a: 1 } }],
      toolConfig: { includeServerSideToolInvocations: true },
    });
    expect(encoded({ tools: [time] }).body.tools).toEqual([{ functionDeclarations: [{ name: 'get_time' }] }]);
    expect(encoded({ tools: [time] }).body.toolConfig).toBeUndefined();
    expect(encoded({ tools: [] }).body.tools).toBeUndefined();
  });

  it.each([{ type: 'object', additionalProperties: true }, { type: 'object', additionalProperties: { type: 'string' } }, { anyOf: [parameters] }])('keep a schema that only looks empty: %j', (schema) => {
    expect(encoded({ tools: [{ ...time, parameters: schema }] }).body.tools).toMatchObject([{ functionDeclarations: [{ parametersJsonSchema: schema }] }]);
  });

  it('of one kind only, before Gemini 3', () => {
    expect(() => encoded({ tools: [weather, search] }, 'gemini-2.5-flash')).toThrow(UnsupportedFeatureError);
    expect(encoded({ tools: [weather, search], toolChoice: 'none' }, 'gemini-2.5-flash').body.tools).toMatchObject([{ functionDeclarations: [{ name: 'get_weather' }] }]);
    expect(encoded({ tools: [search, code] }, 'gemini-2.5-flash').body).toMatchObject({ tools: [{ googleSearch: {} }, { codeExecution: { a: 1 } }] });
    expect(encoded({ tools: [search] }).body.toolConfig).toBeUndefined();
  });

  it.each<[CallOptions['toolChoice'], boolean, object | undefined]>([
    [undefined, false, undefined],
    ['auto', false, { mode: 'AUTO' }],
    ['none', false, { mode: 'NONE' }],
    ['required', false, { mode: 'ANY' }],
    [{ toolName: 'get_weather' }, false, { mode: 'ANY', allowedFunctionNames: ['get_weather'] }],
    [undefined, true, { mode: 'VALIDATED' }],
    ['auto', true, { mode: 'VALIDATED' }],
    ['required', true, { mode: 'ANY' }],
  ])('chosen by %j, strict: %s, are chosen by %j', (toolChoice, strict, functionCallingConfig) => {
    const { toolConfig } = encoded({ tools: [{ ...weather, strict }, time], ...(toolChoice ? { toolChoice } : {}) }).body;
    expect(toolConfig).toEqual(functionCallingConfig ? { functionCallingConfig } : undefined);
  });

  it("of the vendor's own are left out where none may run, and cannot be forced", () => {
    expect(encoded({ tools: [weather, search], toolChoice: 'none' }).body).toMatchObject({ toolConfig: { functionCallingConfig: { mode: 'NONE' } }, tools: [{ functionDeclarations: [{}] }] });
    expect(encoded({ tools: [search], toolChoice: 'none' }).body.tools).toBeUndefined();
    expect(encoded({ tools: [search], toolChoice: 'auto' }).body.tools).toEqual([{ googleSearch: {} }]);
    expect(() => encoded({ tools: [weather, search], toolChoice: { toolName: 'googleSearch' } })).toThrow('"googleSearch" cannot be forced');
    expect(() => encoded({ tools: [search], toolChoice: { toolName: 'googleSearch' } })).toThrow(UnsupportedFeatureError);
    expect(() => encoded({ tools: [search], toolChoice: 'required' })).toThrow(UnsupportedFeatureError);
  });

  it('cannot be held to one at a time, which no longer matters where none is called', () => {
    expect(encoded({ tools: [weather], parallelToolCalls: false }).warnings).toMatchObject([{ option: 'parallelToolCalls' }]);
    expect(encoded({ tools: [weather], parallelToolCalls: false, toolChoice: 'none' }).warnings).toEqual([]);
    expect(encoded({ tools: [weather], parallelToolCalls: true }).warnings).toEqual([]);
  });
});

describe('the count of tokens', () => {
  it('is asked for with the whole request, in the way of each server', () => {
    const call = callWith({ tools: [weather], toolChoice: 'required', topK: 3 });
    const { body } = encode(call, encodeContext(), SETTINGS);
    const { toolConfig, ...counted } = body;
    expect(toolConfig).toBeDefined();
    const count = (isVertex: boolean) => encodeCount(call, encodeContext(), { ...SETTINGS, isVertex: () => isVertex });
    expect(count(false)).toEqual({ path: `models/${MODEL}:countTokens`, body: { generateContentRequest: { model: `models/${MODEL}`, ...body } } });
    expect(count(true)).toEqual({ path: `models/${MODEL}:countTokens`, body: counted });
  });

  it('is read, and nothing else is taken for one', () => {
    expect(decodeCount({ totalTokens: 5 }, decodeContext())).toEqual({ inputTokens: 5 });
    expect(decodeCount({ promptTokensDetails: [] }, decodeContext())).toEqual({ inputTokens: 0 });
    for (const body of [{}, [], { totalTokens: 'x' }, null]) expect(() => decodeCount(body, decodeContext())).toThrow('malformed');
    expect(() => decodeCount({ error: {} }, decodeContext())).toThrow('failed');
  });
});
