import {
  APIConnectionError,
  type APIError,
  AuthenticationError,
  InvalidRequestError,
  RateLimitError,
  ServerError,
  UnsupportedFeatureError,
  type CallOptions,
} from '@sdk/core';
import { describeEnvironment } from '@sdk/testing/conformance';
import { refusedPort, startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { createLepton, lepton, LEPTON_MODELS, LeptonError, LeptonException } from '../src/index.ts';

const KEY = 'key-0123456789abcdef';
const messages: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];
const ANSWER = { body: '{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}' };

describeEnvironment({
  name: 'lepton',
  ready: lepton,
  create: () => createLepton(),
  errorClass: LeptonError,
  apiKeyEnv: ['LEPTON_API_KEY'],
  baseUrlEnv: 'LEPTON_BASE_URL',
  basePath: '/api/v1',
  refusal: { status: 401, body: '{}' },
});

describe('where it asks', () => {
  it('says that the public API is gone when there is no connection', async () => {
    await using port = await refusedPort();
    const model = createLepton({ apiKey: KEY, baseUrl: port.url })('any-id');
    const failure: unknown = await model.generate({ messages }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect((failure as Error).message).toMatch(/public API is gone: give `baseUrl` \(or LEPTON_BASE_URL\)/);
  });
});

describe('models by name', () => {
  it.each([
    ['llama3_8B', 'llama3-8b', 8_192],
    ['llama3_70B', 'llama3-70b', 8_192],
    ['mixtral8x7B', 'mixtral-8x7b', 32_768],
    ['wizardLM2_7B', 'wizardlm-2-7b', 8_192],
    ['dbrx', 'dbrx', 32_768],
  ] as const)('%s is %s, with a window of %i tokens', async (name, id, contextWindow) => {
    await using server = await startFaultServer(ANSWER);
    const model = createLepton({ apiKey: KEY, baseUrl: server.url })[name]();
    expect((await model.generate({ messages })).text).toBe('Hi');
    expect(server.requests[0]?.json()).toMatchObject({ model: id });
    expect(LEPTON_MODELS[name]).toMatchObject({ id, contextWindow });
  });
});

describe('options', () => {
  it('are sent in the words of the engine', async () => {
    await using server = await startFaultServer(ANSWER);
    const parameters = { type: 'object', properties: { city: { type: 'string' } } };
    const { warnings } = await createLepton({ apiKey: KEY, baseUrl: server.url }).dbrx().generate({
      messages,
      tools: [{ name: 'get_weather', parameters }],
      toolChoice: { toolName: 'get_weather' },
      maxTokens: 50,
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      repetitionPenalty: 1.1,
      stopSequences: ['END'],
    });
    expect(server.requests[0]?.json()).toMatchObject({
      max_tokens: 50,
      temperature: 0.5,
      top_p: 0.9,
      top_k: 40,
      repetition_penalty: 1.1,
      stop: ['END'],
      tool_choice: { type: 'function', function: { name: 'get_weather' } },
    });
    expect(warnings).toEqual([]);
  });

  it('allow images where the user says that the models see', async () => {
    await using server = await startFaultServer(ANSWER);
    const image: CallOptions = { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'image/png', data: 'aGk=' }] }] };
    await expect(createLepton({ apiKey: KEY, baseUrl: server.url })('m').generate(image)).rejects.toThrow(UnsupportedFeatureError);
    expect(server.requests).toHaveLength(0);
    await createLepton({ apiKey: KEY, baseUrl: server.url, capabilities: { vision: true } })('m').generate(image);
    expect(server.requests).toHaveLength(1);
  });
});

describe('errors', () => {
  it.each([
    [400, 'invalid_request_error', InvalidRequestError],
    [401, 'invalid_api_key', AuthenticationError],
    [429, 'rate_limit_exceeded', RateLimitError],
    [500, 'server_error', ServerError],
  ] as const)('%i has the code %s where the body says none, and the body’s where it does', async (status, code, kind) => {
    await using server = await startFaultServer([
      { status, body: '<html>no</html>' },
      { status, body: '{"error":{"message":"No.","code":"own_code"}}' },
    ]);
    const model = createLepton({ apiKey: KEY, baseUrl: server.url })('m');
    for (const expected of [code, 'own_code']) {
      const failure: unknown = await model.generate({ messages }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(kind);
      expect(failure).toBeInstanceOf(LeptonException);
      expect(failure).toMatchObject({ status, code: expected });
    }
  });

  it('of another status have no code of their own', async () => {
    await using server = await startFaultServer({ status: 503, body: '' });
    const failure: unknown = await createLepton({ apiKey: KEY, baseUrl: server.url })('m').generate({ messages }).catch((error: unknown) => error);
    expect((failure as APIError).code).toBeUndefined();
  });
});
