import { ConfigurationError, type CallOptions, type JSONObject, type Message } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { createOpenAI, OpenAIError, type OpenAIOptions } from '../src/index.ts';
import { hello, KEY } from './ask.ts';

const ANSWER = '{"id":"resp_1","status":"completed","output":[]}';

/** What really goes over the wire for a call of the Responses API, and what was warned of. */
async function requestOf(modelId: string, options: Partial<CallOptions> = {}, provider: OpenAIOptions = {}) {
  await using server = await startFaultServer({ body: ANSWER });
  await using openai = createOpenAI({ apiKey: KEY, baseUrl: `${server.url}/v1`, ...provider });
  const { warnings } = await openai.responses(modelId).generate({ messages: hello, ...options });
  const [request] = server.requests;
  return { path: request?.path, headers: request?.headers, body: request?.json() as JSONObject, warnings };
}

it('is asked at its own path, with the settings of the provider', async () => {
  const { path, headers, body } = await requestOf('gpt-5', {}, { organization: 'org-1', defaults: { maxTokens: 9 } });
  expect(path).toBe('/v1/responses');
  expect(headers).toMatchObject({ authorization: `Bearer ${KEY}`, 'openai-organization': 'org-1' });
  expect(body).toEqual({ model: 'gpt-5', input: hello, store: false, include: ['reasoning.encrypted_content'], max_output_tokens: 9 });
});

describe('a model that reasons', () => {
  const sampling = { temperature: 0.5, topP: 0.5, logprobs: 2 };

  it('takes no sampling, and says so', async () => {
    const { body, warnings } = await requestOf('gpt-5', { ...sampling, reasoning: 'low' });
    expect(body).toEqual({ model: 'gpt-5', input: hello, store: false, include: ['reasoning.encrypted_content'], reasoning: { effort: 'low' } });
    expect(warnings.map(({ option }) => option).sort()).toEqual(['logprobs', 'temperature', 'topP']);
  });

  it('takes it when it is told not to reason', async () => {
    const { body, warnings } = await requestOf('gpt-5.2', { ...sampling, reasoning: 'none' });
    expect(body).toMatchObject({ temperature: 0.5, top_p: 0.5, top_logprobs: 2, include: ['reasoning.encrypted_content', 'message.output_text.logprobs'], reasoning: { effort: 'none' } });
    expect(warnings).toEqual([]);
  });

  it('has developers above it; another model has a system, and no thoughts to seal', async () => {
    const messages: Message[] = [{ role: 'system', content: 'Be brief.' }, ...hello];
    expect((await requestOf('gpt-5', { messages })).body['input']).toEqual([{ role: 'developer', content: 'Be brief.' }, ...hello]);
    const other = await requestOf('gpt-4.1', { messages, ...sampling });
    expect(other.body).toEqual({ model: 'gpt-4.1', input: messages, store: false, temperature: 0.5, top_p: 0.5, include: ['message.output_text.logprobs'], top_logprobs: 2 });
  });
});

it.each([
  ['gpt-5.6-sol', true],
  ['gpt-5.10', true],
  ['gpt-6', true],
  ['gpt-5.5', false],
  ['gpt-5', false],
  ['gpt-4o', false],
])('%s takes breakpoints of the prompt cache: %s', async (modelId, takes) => {
  const { body } = await requestOf(modelId, { messages: [{ role: 'user', content: 'Hi', cache: {} }] });
  expect(JSON.stringify(body).includes('prompt_cache_breakpoint')).toBe(takes);
});

it('shows thoughts where it is asked for their summary, of the provider or in one call', async () => {
  const extraBody = { reasoning: { summary: 'auto' } };
  expect((await requestOf('gpt-5', { reasoning: 'high' }, { extraBody })).body['reasoning']).toEqual({ effort: 'high', summary: 'auto' });
  expect((await requestOf('gpt-5', { extraBody })).body['reasoning']).toEqual({ summary: 'auto' });
});

it('does not work in the background', async () => {
  await expect(requestOf('gpt-5', { extraBody: { background: true } })).rejects.toThrow(ConfigurationError);
});

it('passes images and documents by URL on, unread', async () => {
  const content = ['image/png', 'application/pdf'].map((mediaType) => ({ type: 'file' as const, mediaType, url: 'https://a.invalid/b' }));
  const { body } = await requestOf('gpt-5', { messages: [{ role: 'user', content }] });
  expect(body['input']).toEqual([{ role: 'user', content: [{ type: 'input_image', image_url: 'https://a.invalid/b' }, { type: 'input_file', file_url: 'https://a.invalid/b' }] }]);
});

it('fails with the errors of the provider; a conflict may pass', async () => {
  await using server = await startFaultServer({ status: 409, body: '{"error":{"message":"Conflict"}}' });
  const error: unknown = await createOpenAI({ apiKey: KEY, baseUrl: server.url }).responses('gpt-5').generate({ messages: hello }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(OpenAIError);
  expect(error).toMatchObject({ kind: 'invalid-request', retryable: true });
});

describe('counting tokens', () => {
  const countOf = async (body: string, options: Partial<CallOptions> = {}) => {
    await using server = await startFaultServer({ body });
    await using openai = createOpenAI({ apiKey: KEY, baseUrl: `${server.url}/v1` });
    const count = await openai.responses('gpt-5').countTokens?.({ messages: hello, ...options });
    return { count, request: server.requests[0]! };
  };

  it('asks with what counts', async () => {
    const tools = [{ name: 'f', parameters: { type: 'object', properties: {} } }];
    const { count, request } = await countOf('{"object":"response.input_tokens","input_tokens":7}', { tools, toolChoice: 'auto', reasoning: 'low', maxTokens: 9 });
    expect(count).toEqual({ inputTokens: 7 });
    expect(request.path).toBe('/v1/responses/input_tokens');
    expect(Object.keys(request.json() as object).sort()).toEqual(['input', 'model', 'reasoning', 'tool_choice', 'tools']);
  });

  it('fails as an answer would', async () => {
    await expect(countOf('{}')).rejects.toMatchObject({ kind: 'response-parse' });
    await expect(countOf('{"error":{"message":"No.","code":"rate_limit_exceeded"}}')).rejects.toMatchObject({ kind: 'rate-limit' });
  });

  it('is for the Responses API only', () => {
    expect(createOpenAI({ apiKey: KEY })('gpt-5').countTokens).toBeUndefined();
  });
});
