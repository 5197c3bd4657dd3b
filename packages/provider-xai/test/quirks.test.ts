import { AuthenticationError, collect, PermissionDeniedError, RateLimitError, ServerError, type CallOptions, type Usage } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { createXAI, XAIError } from '../src/index.ts';
import { isReasoningModel, readUsage } from '../src/quirks.ts';
import { chunk, failureOf, hello, KEY, readingOf, requestOf, whole } from './ask.ts';

it.each([
  ['grok-4.7', true],
  ['grok-4', true],
  ['grok-4-1-fast-reasoning', true],
  ['grok-4.20-0309-reasoning', true],
  ['grok-build-0.1', true],
  ['grok-3-mini', true],
  ['grok-3-mini-fast', true],
  ['grok-3', false],
  ['grok-3-fast', false],
  ['grok-2-vision-1212', false],
  ['grok-4-1-fast-non-reasoning', false],
  ['grok-4.20-0309-non-reasoning', false],
])('%s thinks first: %s', (modelId, thinks) => {
  expect(isReasoningModel(modelId)).toBe(thinks);
});

it.each([
  ['grok-4.7', 'none', 'none', undefined],
  ['grok-4.7', 'minimal', 'low', 'adjusted'],
  ['grok-4.7', 'xhigh', 'xhigh', undefined],
  ['grok-4.7', 'max', 'xhigh', 'adjusted'],
  ['grok-4.3', 'medium', 'medium', undefined],
  ['grok-4.3', 'none', 'none', undefined],
  ['grok-4.3', 'xhigh', 'high', 'adjusted'],
  ['grok-3-mini', 'medium', 'high', 'adjusted'],
  ['grok-3-mini-fast', 'low', 'low', undefined],
  ['grok-4', 'high', undefined, 'unsupported'],
  ['grok-4-0709', 'high', undefined, 'unsupported'],
  ['grok-4-fast-reasoning', 'none', undefined, undefined],
  ['grok-4-1-fast-non-reasoning', 'high', undefined, 'unsupported'],
  ['grok-4-1-fast-non-reasoning', 'none', undefined, undefined],
] as const)('%s is asked for the effort %s with %s', async (modelId, reasoning, word, warning) => {
  const { body, warnings } = await requestOf(modelId, { reasoning });
  expect(body['reasoning_effort']).toBe(word);
  expect(warnings).toMatchObject(warning ? [{ kind: warning, option: 'reasoning' }] : []);
});

describe('sampling', () => {
  const sampling: Partial<CallOptions> = { maxTokens: 9, temperature: 0.5, topP: 0.5, seed: 1, logprobs: 2, stopSequences: ['x'], presencePenalty: 1, frequencyPenalty: 1 };
  const always = { messages: hello, max_completion_tokens: 9, temperature: 0.5, top_p: 0.5, seed: 1, logprobs: true, top_logprobs: 2 };

  it('of a model that thinks leaves out what it refuses, with warnings', async () => {
    const { body, path, warnings } = await requestOf('grok-4.7', sampling);
    expect(path).toBe('/chat/completions');
    expect(body).toEqual({ model: 'grok-4.7', ...always });
    expect(warnings.map(({ option }) => option).sort()).toEqual(['frequencyPenalty', 'presencePenalty', 'stopSequences']);
  });

  it('of a model that does not is sent', async () => {
    const { body, warnings } = await requestOf('grok-4-1-fast-non-reasoning', sampling);
    expect(body).toEqual({ model: 'grok-4-1-fast-non-reasoning', ...always, stop: ['x'], presence_penalty: 1, frequency_penalty: 1 });
    expect(warnings).toEqual([]);
  });
});

it('sends images, by URL or as data', async () => {
  const content = [
    { type: 'file' as const, mediaType: 'image/*', url: 'https://x.test/a.png' },
    { type: 'file' as const, mediaType: 'image/jpeg', data: '/9j/' },
  ];
  const { body } = await requestOf('grok-4.7', { messages: [{ role: 'user', content }] });
  expect(body['messages']).toEqual([
    { role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x.test/a.png' } }, { type: 'image_url', image_url: { url: 'data:image/jpeg;base64,/9j/' } }] },
  ]);
});

it('passes search parameters on', async () => {
  const search_parameters = { mode: 'on', max_search_results: 5 };
  expect((await requestOf('grok-4.7', { extraBody: { search_parameters } })).body).toMatchObject({ search_parameters });
});

it('asks for a schema as such', async () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
  const { body } = await requestOf('grok-4.7', { responseFormat: { type: 'json', schema, name: 'x' } });
  expect(body['response_format']).toEqual({ type: 'json_schema', json_schema: { name: 'x', schema: { ...schema, additionalProperties: false }, strict: true } });
});

describe('usage', () => {
  const read = (usage: Usage, wire = {}) => readUsage(usage, wire);

  it('adds thoughts to the answer', () => {
    expect(read({ inputTokens: 10, outputTokens: 5, reasoningTokens: 100, totalTokens: 115 })).toMatchObject({ inputTokens: 10, outputTokens: 105, reasoningTokens: 100, totalTokens: 115 });
    expect(read({ inputTokens: 10, outputTokens: 5, reasoningTokens: 100 })).toMatchObject({ outputTokens: 105 });
  });

  it('does not add them twice', () => {
    expect(read({ inputTokens: 10, outputTokens: 105, reasoningTokens: 100, totalTokens: 115 })).toMatchObject({ outputTokens: 105 });
  });

  it('adds cached tokens where they are more than the prompt, and so not in it', () => {
    expect(read({ inputTokens: 7, cachedInputTokens: 163 })).toMatchObject({ inputTokens: 170, cachedInputTokens: 163 });
    expect(read({ inputTokens: 163, cachedInputTokens: 163 })).toMatchObject({ inputTokens: 163 });
  });

  it('makes up nothing that was not reported', () => {
    expect(read({ cachedInputTokens: 3, reasoningTokens: 4 })).toEqual({ cachedInputTokens: 3, reasoningTokens: 4 });
  });

  it('says the cost in dollars', () => {
    expect(read({}, { cost_in_usd_ticks: 37_756_000 })).toEqual({ costUsd: 0.0037756 });
  });
});

it('gives citations as sources, once, wherever the chunk stands', async () => {
  const citations = ['https://a.test', 'https://b.test'];
  const { content } = await readingOf([chunk({ content: 'x' }), chunk({}, 'stop', { citations }), { choices: [], citations }]);
  expect(content).toEqual([{ type: 'text', text: 'x' }, ...citations.map((url) => ({ type: 'source', url }))]);
});

it('does not send thoughts back', async () => {
  const { message } = await readingOf(whole({ content: '4', reasoning_content: 'Add.' }));
  const { body } = await requestOf('grok-4.7', { messages: [...hello, message, ...hello] });
  expect(body['messages']).toEqual([...hello, { role: 'assistant', content: '4' }, ...hello]);
});

describe('errors', () => {
  it.each([
    // Recorded.
    ['a wrong key, which is a 400', 400, { code: 'invalid-argument', error: 'Incorrect API key provided. You can obtain an API key from https://console.x.ai.' }, AuthenticationError, 'invalid-argument', false],
    ['a key that may not', 403, { code: 'The caller does not have permission to execute the specified operation', error: 'Your team has no access.' }, PermissionDeniedError, 'The caller does not have permission to execute the specified operation', false],
    ['a rate limit', 429, { code: 'resource-exhausted', error: 'Too many requests for team' }, RateLimitError, 'resource-exhausted', true],
    ['a rate limit in OpenAI form', 429, { error: { message: 'Slow down', type: 'rate_limit_error' } }, RateLimitError, 'rate_limit_error', true],
  ])('%s', async (_name, status, body, kind, code, retryable) => {
    const failure = await failureOf(status, body, { 'x-request-id': 'req_9' });
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toBeInstanceOf(XAIError);
    expect(failure).toMatchObject({ status, code, retryable, requestId: 'req_9' });
  });

  it('are thrown from an HTTP 200, as JSON or where a stream was due', async () => {
    const body = JSON.stringify({ code: 'internal', error: 'Service failed' });
    await using server = await startFaultServer({ headers: { 'content-type': 'application/json' }, body });
    await using xai = createXAI({ apiKey: KEY, baseUrl: server.url });
    await expect(xai('grok-4.7').generate({ messages: hello })).rejects.toThrow(ServerError);
    await expect(collect(xai('grok-4.7').stream({ messages: hello }))).rejects.toThrow(/Service failed/);
  });
});

it('lists language models with what they take in', async () => {
  const seeing = { id: 'grok-4.7', input_modalities: ['text', 'image'], output_modalities: ['text'], prompt_text_token_price: 20_000 };
  const blind = { id: 'grok-build-0.1', input_modalities: ['text'] };
  const unsaid = { id: 'grok-x' };
  await using server = await startFaultServer({ body: JSON.stringify({ models: [seeing, blind, unsaid] }) });
  await using xai = createXAI({ apiKey: KEY, baseUrl: `${server.url}/v1` });
  expect(await xai.listModels()).toEqual([
    { id: 'grok-4.7', capabilities: { vision: true }, raw: seeing },
    { id: 'grok-build-0.1', capabilities: { vision: false }, raw: blind },
    { id: 'grok-x', raw: unsaid },
  ]);
  expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/v1/language-models' });
});
