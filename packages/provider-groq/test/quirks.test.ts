import { ContextLengthError, InvalidRequestError, OverloadedError, RateLimitError, ServerError, type CallOptions, type SdkError } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { createGroq, GroqError } from '../src/index.ts';
import { chunk, failureOf, hello, KEY, readingOf, requestOf, whole } from './ask.ts';

describe('reasoning', () => {
  it.each([
    ['openai/gpt-oss-120b', 'low', 'low', false],
    ['openai/gpt-oss-120b', 'high', 'high', false],
    ['openai/gpt-oss-20b', 'none', 'low', true],
    ['openai/gpt-oss-20b', 'max', 'high', true],
    ['qwen/qwen3-32b', 'none', 'none', false],
    ['qwen/qwen3-32b', 'low', 'default', true],
    ['qwen/qwen3.6-27b', 'high', 'default', true],
    ['some/other-model', 'max', 'max', false],
  ] as const)('of %s: %s is sent as %s', async (modelId, reasoning, word, warns) => {
    const { body, warnings } = await requestOf(modelId, { reasoning });
    expect(body['reasoning_effort']).toBe(word);
    expect(warnings).toMatchObject(warns ? [{ kind: 'adjusted', option: 'reasoning' }] : []);
  });

  it.each([
    ['qwen/qwen3-32b', 'parsed'],
    ['qwen-qwq-32b', 'parsed'],
    ['deepseek-r1-distill-llama-70b', 'parsed'],
    ['openai/gpt-oss-120b', undefined],
    ['llama-3.3-70b-versatile', undefined],
  ])('of %s is asked for apart from the text: %s', async (modelId, format) => {
    expect((await requestOf(modelId)).body['reasoning_format']).toBe(format);
  });

  it('is left to the caller in extraBody', async () => {
    const { body } = await requestOf('qwen/qwen3-32b', { extraBody: { reasoning_format: undefined, include_reasoning: false } });
    expect(body).toMatchObject({ include_reasoning: false });
    expect(body).not.toHaveProperty('reasoning_format');
  });

  it('is not sent back, as Groq refuses messages that hold it', async () => {
    const { message } = await readingOf(whole({ content: '4', reasoning: 'Add.' }));
    expect(message.content).toMatchObject([{ type: 'reasoning', text: 'Add.' }, { type: 'text', text: '4' }]);
    const { body } = await requestOf('m', { messages: [...hello, message, ...hello] });
    expect(body['messages']).toEqual([...hello, { role: 'assistant', content: '4' }, ...hello]);
  });
});

it('sends what Groq takes, under its names', async () => {
  const { body, path, warnings } = await requestOf('m', { maxTokens: 9, seed: 1, stopSequences: ['x'], temperature: 0.5, topP: 0.5, userId: 'u', parallelToolCalls: false });
  expect(path).toBe('/chat/completions');
  expect(body).toEqual({ model: 'm', messages: hello, max_completion_tokens: 9, seed: 1, stop: ['x'], temperature: 0.5, top_p: 0.5, user: 'u' });
  expect(warnings).toEqual([]);
});

it.each([{ logprobs: 2 }, { presencePenalty: 1 }, { frequencyPenalty: 1 }, { topK: 1 }, { repetitionPenalty: 1 }])('leaves %o out, with a warning', async (options) => {
  const { body, warnings } = await requestOf('m', options);
  expect(Object.keys(body)).toEqual(['model', 'messages']);
  expect(warnings).toMatchObject([{ kind: 'unsupported', option: Object.keys(options)[0] }]);
});

const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
const format: CallOptions['responseFormat'] = { type: 'json', schema };

it.each([
  ['openai/gpt-oss-20b', true],
  ['meta-llama/llama-4-scout-17b-16e-instruct', undefined],
])('a schema for %s is strict: %s', async (modelId, strict) => {
  const { body } = await requestOf(modelId, { responseFormat: format });
  expect(body['response_format']).toMatchObject({ type: 'json_schema', json_schema: { schema: { ...schema, additionalProperties: false } } });
  expect(body['response_format']).toHaveProperty('json_schema');
  expect((body['response_format'] as { json_schema: { strict?: boolean } }).json_schema.strict).toBe(strict);
});

it('asks for any JSON by json_object', async () => {
  expect((await requestOf('m', { responseFormat: { type: 'json' } })).body['response_format']).toEqual({ type: 'json_object' });
});

it('continues a last message of the assistant', async () => {
  const messages: CallOptions['messages'] = [...hello, { role: 'assistant', content: '```python' }];
  expect((await requestOf('m', { messages })).body['messages']).toEqual(messages);
});

describe('x_groq', () => {
  it('gives usage where nothing else does', async () => {
    const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7, total_time: 0.1 };
    const result = await readingOf([chunk({ content: 'x' }), chunk({}, 'stop', { x_groq: { id: 'req_1', usage } })]);
    expect(result.usage).toEqual({ inputTokens: 3, outputTokens: 4, totalTokens: 7, raw: usage });
  });

  it('does not outweigh the usage beside it', async () => {
    const result = await readingOf([chunk({ content: 'x' }), chunk({}, 'stop', { usage: { prompt_tokens: 3 }, x_groq: { usage: { prompt_tokens: 9 } } })]);
    expect(result.usage.inputTokens).toBe(3);
  });

  it('leaves its id and the seed with the result', async () => {
    const result = await readingOf(whole({ content: 'x' }, { x_groq: { id: 'req_1', seed: 42 } }));
    expect(result.providerData).toEqual({ groq: { id: 'req_1', seed: 42 } });
    expect(await readingOf(whole({ content: 'x' }))).not.toHaveProperty('providerData');
  });

  it.each(['The model failed.', { message: 'The model failed.', type: 'internal_server_error' }])('reports an error in the middle of a stream: %o', async (error) => {
    const failure: unknown = await readingOf([chunk({ content: 'Hel' }), { ...chunk({}), x_groq: { id: 'req_1', error } }]).catch((reason: unknown) => reason);
    expect(failure).toBeInstanceOf(ServerError);
    expect(failure).toMatchObject({ retryable: true, message: expect.stringContaining('The model failed.') as string });
    expect((failure as SdkError).partial?.content).toMatchObject([{ type: 'text', text: 'Hel' }]);
  });
});

it('keeps the tools that a compound system ran, each as it was told last', async () => {
  const search = { index: 0, type: 'search', arguments: '{"query":"x"}' };
  const run = { index: 1, type: 'python', arguments: '1+1', output: '2' };
  const done = { ...search, output: 'found', search_results: { results: [{ title: 'X', url: 'https://x.test', content: 'x', score: 1 }] } };
  const result = await readingOf([chunk({ executed_tools: [search] }), chunk({ executed_tools: [done] }), chunk({ executed_tools: [run], content: 'x' }), chunk({}, 'stop')]);
  expect(result.providerData).toEqual({ groq: { executed_tools: [done, run] } });
  const unnumbered = await readingOf(whole({ content: 'x', executed_tools: [{ type: 'a' }, { type: 'b' }] }));
  expect(unnumbered.providerData).toEqual({ groq: { executed_tools: [{ type: 'a' }, { type: 'b' }] } });
});

describe('errors', () => {
  it.each([
    ['no capacity in the flex tier', 498, { message: 'No capacity', type: 'internal_server_error', code: 'capacity_exceeded' }, OverloadedError, true],
    ['a tool call that the model got wrong', 400, { message: 'Failed to call a function.', type: 'invalid_request_error', code: 'tool_use_failed', failed_generation: '<tool-use>' }, InvalidRequestError, true],
    ['JSON that the model got wrong', 400, { message: 'Failed to generate JSON.', type: 'invalid_request_error', code: 'json_validate_failed' }, InvalidRequestError, true],
    ['a field that Groq does not know', 400, { message: "property 'reasoning_content' is unsupported", type: 'invalid_request_error' }, InvalidRequestError, false],
    ['a request of more than a minute', 413, { message: 'Request too large for model on tokens per minute (TPM): Limit 6000, Requested 9000', type: 'tokens', code: 'rate_limit_exceeded' }, ContextLengthError, false],
    ['a rate limit', 429, { message: 'Rate limit reached. Please try again in 5.289s.', type: 'tokens', code: 'rate_limit_exceeded' }, RateLimitError, true],
  ])('%s', async (_name, status, error, kind, retryable) => {
    const failure = await failureOf(status, { error });
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toBeInstanceOf(GroqError);
    expect(failure).toMatchObject({ status, retryable });
  });

  it('keep what the model wrote instead of a tool call', async () => {
    const error = { message: 'Failed to call a function.', code: 'tool_use_failed', failed_generation: '<function=f>{"a":1}' };
    expect(((await failureOf(400, { error }))).body).toContain('<function=f>');
  });

  it('say how long to wait, by header or in words', async () => {
    const error = { message: 'Please try again in 5.289s.', code: 'rate_limit_exceeded' };
    expect(await failureOf(429, { error })).toMatchObject({ retryAfterMs: 5_289 });
    expect(await failureOf(429, { error }, { 'retry-after': '7', 'x-request-id': 'req_9' })).toMatchObject({ retryAfterMs: 7_000, requestId: 'req_9' });
  });
});

it('lists models with what they hold', async () => {
  const entry = { id: 'openai/gpt-oss-120b', object: 'model', owned_by: 'OpenAI', active: true, context_window: 131_072, max_completion_tokens: 65_536 };
  await using server = await startFaultServer({ body: JSON.stringify({ object: 'list', data: [entry, { id: 'whisper' }] }) });
  await using groq = createGroq({ apiKey: KEY, baseUrl: server.url });
  expect(await groq.listModels()).toEqual([
    { id: entry.id, contextWindow: 131_072, maxOutputTokens: 65_536, raw: entry },
    { id: 'whisper', raw: { id: 'whisper' } },
  ]);
});

it('warns of dimensions, which embeddings do not take', async () => {
  await using server = await startFaultServer({ body: JSON.stringify({ data: [{ embedding: [1] }] }) });
  await using groq = createGroq({ apiKey: KEY, baseUrl: server.url });
  const { warnings } = await groq.embeddingModel('nomic-embed-text-v1_5').embed({ values: ['x'], dimensions: 64 });
  expect(warnings).toMatchObject([{ option: 'dimensions' }]);
  expect(server.requests[0]?.json()).toEqual({ model: 'nomic-embed-text-v1_5', input: ['x'], encoding_format: 'float' });
});
