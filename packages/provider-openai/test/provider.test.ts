import type { APIError} from '@sdk/core';
import { AuthenticationError, QuotaExceededError, RateLimitError, UnsupportedFeatureError } from '@sdk/core';
import { describeEnvironment } from '@sdk/testing/conformance';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { createOpenAI, openai, OpenAIError } from '../src/index.ts';
import { hello, KEY } from './ask.ts';

describeEnvironment({
  name: 'openai',
  ready: openai,
  create: () => createOpenAI(),
  errorClass: OpenAIError,
  apiKeyEnv: ['OPENAI_API_KEY'],
  baseUrlEnv: 'OPENAI_BASE_URL',
});

it('lists models', async () => {
  await using server = await startFaultServer({ body: '{"data":[{"id":"gpt-4o","owned_by":"system"}]}' });
  await using provider = createOpenAI({ apiKey: KEY, baseUrl: `${server.url}/v1/` });
  expect(await provider.listModels()).toEqual([{ id: 'gpt-4o', raw: { id: 'gpt-4o', owned_by: 'system' } }]);
  expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/v1/models', headers: { authorization: `Bearer ${KEY}` } });
});

describe('errors', () => {
  const failing = async (status: number, body: object, headers: Record<string, string> = {}) => {
    await using server = await startFaultServer({ status, headers, body: JSON.stringify(body) });
    const error: unknown = await createOpenAI({ apiKey: KEY, baseUrl: server.url })('gpt-4o').generate({ messages: hello }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OpenAIError);
    return error as APIError;
  };

  it('are OpenAIErrors, and of their kind', async () => {
    const error = await failing(401, { error: { message: `Incorrect API key provided: ${KEY}.`, code: 'invalid_api_key' } }, { 'x-request-id': 'req_9' });
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ provider: 'openai', status: 401, code: 'invalid_api_key', requestId: 'req_9', retryable: false });
    expect(error.message).toBe('openai answered 401: Incorrect API key provided: [redacted]. Check `apiKey` or OPENAI_API_KEY.');
  });

  it('tell a quota that no waiting heals from a rate limit', async () => {
    const quota = await failing(429, { error: { message: 'Out of credit', type: 'insufficient_quota', code: 'insufficient_quota' } });
    expect(quota).toBeInstanceOf(QuotaExceededError);
    expect(quota.retryable).toBe(false);
    const limit = await failing(429, { error: { message: 'Slow down', type: 'tokens', code: 'rate_limit_exceeded' } }, { 'retry-after-ms': '1500', 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '6m0s' });
    expect(limit).toBeInstanceOf(RateLimitError);
    expect(limit).toMatchObject({ retryable: true, retryAfterMs: 1500, rateLimit: { tokens: { remaining: 0, resetMs: 360_000 } } });
  });

  it('may succeed later after a conflict', async () => {
    expect(await failing(409, { error: { message: 'Conflict' } })).toMatchObject({ kind: 'invalid-request', retryable: true });
  });
});

it('does not continue a message of the assistant, unless the server behind the URL can', async () => {
  const prefill = { messages: [...hello, { role: 'assistant' as const, content: 'It is' }] };
  await expect(createOpenAI({ apiKey: KEY })('gpt-4o').generate(prefill)).rejects.toThrow(UnsupportedFeatureError);
  await using server = await startFaultServer({ body: '{"choices":[{"message":{"content":" four"}}]}' });
  const able = createOpenAI({ apiKey: KEY, baseUrl: server.url, capabilities: { prefill: true } });
  expect((await able('vllm').generate(prefill)).text).toBe(' four');
});

it('refuses to ask for several answers', async () => {
  const model = createOpenAI({ apiKey: KEY })('gpt-4o');
  await expect(model.generate({ messages: hello, extraBody: { n: 2 } })).rejects.toThrow(/extraBody\.n/);
});

it('splits embeddings that do not fit into one request, and sums their usage', async () => {
  await using server = await startFaultServer((request) => {
    const { input } = request.json() as { input: string[] };
    const data = input.map((value, index) => ({ index, embedding: [Number(value)] }));
    return { body: JSON.stringify({ model: 'e-1', data: data.reverse(), usage: { prompt_tokens: input.length, total_tokens: input.length } }) };
  });
  const values = Array.from({ length: 5_000 }, (_, n) => String(n));
  const result = await createOpenAI({ apiKey: KEY, baseUrl: server.url }).embeddingModel('e').embed({ values, dimensions: 1, inputType: 'query' });
  expect(result.embeddings.map(([value]) => value)).toEqual(values.map(Number));
  expect(result).toMatchObject({ usage: { inputTokens: 5_000, totalTokens: 5_000 }, response: { provider: 'openai', modelId: 'e-1' }, warnings: [{ option: 'inputType' }] });
  expect(server.requests.map((request) => (request.json() as { input: string[] }).input.length)).toEqual([2048, 2048, 904]);
  expect(server.requests[0]?.json()).toMatchObject({ dimensions: 1, model: 'e' });
});

it('says so when the number of embeddings is wrong', async () => {
  await using server = await startFaultServer({ body: '{"data":[{"embedding":[1]}]}' });
  const model = createOpenAI({ apiKey: KEY, baseUrl: server.url }).embeddingModel('e');
  await expect(model.embed({ values: ['a', 'b'] })).rejects.toThrow(/2 values gave 1 embeddings/);
  await expect(model.embed({ values: [] })).rejects.toThrow(/values is empty/);
});

it('takes <think> tags out of the text where it is told to', async () => {
  await using server = await startFaultServer({ body: '{"choices":[{"message":{"content":"<think>Hm</think>\\n\\n4"},"finish_reason":"stop"}]}' });
  const model = createOpenAI({ apiKey: KEY, baseUrl: server.url, thinkTags: true })('r1');
  expect(await model.generate({ messages: hello })).toMatchObject({ text: '4', reasoning: 'Hm' });
});
