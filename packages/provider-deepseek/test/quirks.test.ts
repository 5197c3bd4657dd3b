import { AuthenticationError, InvalidRequestError, OverloadedError, QuotaExceededError, type CallOptions, type Message, type SdkError } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it, vi } from 'vitest';
import { createDeepSeek, DeepSeekError } from '../src/index.ts';
import { chunk, failureOf, hello, KEY, readingOf, requestOf, whole } from './ask.ts';

describe('thinking', () => {
  it.each([
    ['minimal', 'low', true],
    ['low', 'low', false],
    ['medium', 'high', true],
    ['high', 'high', false],
    ['xhigh', 'high', true],
    ['max', 'max', false],
    [{ budgetTokens: 1_000 }, 'low', true],
    [{ budgetTokens: 8_000 }, 'high', true],
  ] as const)('of %o is the effort %s', async (reasoning, effort, warns) => {
    const { body, warnings } = await requestOf('deepseek-v4-pro', { reasoning });
    expect(body).toMatchObject({ thinking: { type: 'enabled' }, reasoning_effort: effort });
    expect(warnings).toMatchObject(warns ? [{ kind: 'adjusted', option: 'reasoning' }] : []);
  });

  it('is switched off by none', async () => {
    const { body, warnings } = await requestOf('deepseek-v4-pro', { reasoning: 'none' });
    expect(body).toEqual({ model: 'deepseek-v4-pro', messages: hello, thinking: { type: 'disabled' } });
    expect(warnings).toEqual([]);
  });

  it('is left to DeepSeek where nothing is said', async () => {
    expect((await requestOf('deepseek-v4-pro')).body).toEqual({ model: 'deepseek-v4-pro', messages: hello });
  });
});

describe('sampling', () => {
  const sampling: Partial<CallOptions> = { temperature: 0.5, presencePenalty: 1, frequencyPenalty: 1, topP: 0.9, maxTokens: 9, stopSequences: ['x'], logprobs: 2 };
  const always = { top_p: 0.9, max_tokens: 9, stop: ['x'], logprobs: true, top_logprobs: 2 };

  it('has no effect while a model thinks: it is left out, with warnings', async () => {
    for (const reasoning of [undefined, 'low'] as const) {
      const { body, warnings } = await requestOf('deepseek-v4-pro', { ...sampling, ...(reasoning && { reasoning }) });
      expect(body).toMatchObject(always);
      for (const field of ['temperature', 'presence_penalty', 'frequency_penalty']) expect(body).not.toHaveProperty(field);
      expect(warnings.map(({ option }) => option).sort()).toEqual(['frequencyPenalty', 'presencePenalty', 'temperature']);
    }
  });

  it.each([
    ['deepseek-v4-pro', { reasoning: 'none' }],
    ['deepseek-chat', {}],
  ] as const)('is sent to %s with %o', async (modelId, options) => {
    const { body, warnings } = await requestOf(modelId, { ...sampling, ...options });
    expect(body).toMatchObject({ ...always, temperature: 0.5, presence_penalty: 1, frequency_penalty: 1 });
    expect(warnings).toEqual([]);
  });

  it('of deepseek-chat is left out when it is told to think', async () => {
    expect((await requestOf('deepseek-chat', { temperature: 0.5, reasoning: 'high' })).warnings).toMatchObject([{ option: 'temperature' }]);
  });
});

it.each([
  [{ seed: 1 }, 'seed'],
  [{ tools: [{ name: 'f', parameters: {} }], parallelToolCalls: false }, 'parallelToolCalls'],
])('leaves %o out, with a warning', async (options, option) => {
  const { body, warnings } = await requestOf('deepseek-v4-pro', options);
  expect(body).not.toHaveProperty('seed');
  expect(body).not.toHaveProperty('parallel_tool_calls');
  expect(warnings).toMatchObject([{ kind: 'unsupported', option }]);
});

it('names the user in its own field', async () => {
  const { body, path } = await requestOf('deepseek-v4-pro', { userId: 'u' });
  expect(path).toBe('/chat/completions');
  expect(body).toEqual({ model: 'deepseek-v4-pro', messages: hello, user_id: 'u' });
});

it('tells a schema in words, as only JSON can be asked for', async () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } } };
  const { body, warnings } = await requestOf('deepseek-v4-pro', { responseFormat: { type: 'json', schema } });
  expect(body['response_format']).toEqual({ type: 'json_object' });
  expect(body['messages']).toEqual([{ role: 'system', content: expect.stringContaining(JSON.stringify(schema)) as string }, ...hello]);
  expect(JSON.stringify(body['messages'])).toMatch(/json/i);
  expect(warnings).toMatchObject([{ kind: 'adjusted', option: 'responseFormat' }]);
});

describe('thoughts', () => {
  const call = { type: 'tool-call' as const, toolCallId: 'call_00_x', toolName: 'f', arguments: { a: 1 } };
  const wireCall = { id: 'call_00_x', type: 'function', function: { name: 'f', arguments: '{"a":1}' } };
  const sentBack = async (message: Message) => ((await requestOf('deepseek-v4-pro', { messages: [...hello, message, ...hello] })).body['messages'] as object[])[1];

  it('go back with the calls that they led to, as they came', async () => {
    const answer = { content: null, reasoning_content: 'Hm, let me see.\n', tool_calls: [wireCall] };
    const { message } = await readingOf(whole(answer));
    expect(await sentBack(message)).toEqual({ role: 'assistant', ...answer });
    const streamed = await readingOf([chunk({ content: null, reasoning_content: 'Hm, let ' }), chunk({ reasoning_content: 'me see.\n' }), chunk({ tool_calls: [wireCall] }, 'tool_calls')]);
    expect(streamed.message).toEqual(message);
  });

  it('go back with text, too, where DeepSeek ignores them', async () => {
    const { message } = await readingOf(whole({ content: '4', reasoning_content: 'Add.' }));
    expect(await sentBack(message)).toEqual({ role: 'assistant', content: '4', reasoning_content: 'Add.' });
  });

  it('that came in several parts go back as one', async () => {
    const thought = (text: string) => ({ type: 'reasoning' as const, text, providerData: { deepseek: { own: true } } });
    expect(await sentBack({ role: 'assistant', content: [thought('Hm, '), thought('let me see.'), call] })).toMatchObject({ reasoning_content: 'Hm, let me see.' });
  });

  it('are empty for calls that came without', async () => {
    expect(await sentBack({ role: 'assistant', content: [call] })).toEqual({ role: 'assistant', content: null, reasoning_content: '', tool_calls: [wireCall] });
    expect(await sentBack({ role: 'assistant', content: 'Hi' })).toEqual({ role: 'assistant', content: 'Hi' });
  });

  it('of others stay behind', async () => {
    const foreign = { type: 'reasoning' as const, text: 'Foreign', providerData: { anthropic: { signature: 's' } } };
    expect(await sentBack({ role: 'assistant', content: [foreign, call] })).toMatchObject({ reasoning_content: '' });
    expect(await sentBack({ role: 'assistant', content: [{ type: 'reasoning', text: 'Unsigned' }, { type: 'text', text: 'Hi' }] })).toEqual({ role: 'assistant', content: 'Hi' });
  });

  it('leave no mark on an answer without any', async () => {
    expect((await readingOf(whole({ content: '4', reasoning_content: null }))).content).toEqual([{ type: 'text', text: '4' }]);
    expect((await readingOf(whole({ content: '4', reasoning_content: '' }))).content).toEqual([{ type: 'text', text: '4' }]);
  });
});

describe('the beta endpoint', () => {
  const messages: CallOptions['messages'] = [...hello, { role: 'assistant', content: '```' }];
  const tools: CallOptions['tools'] = [{ name: 'f', parameters: { type: 'object', properties: { a: {} }, required: ['a'] }, strict: true }];

  it('continues a last message of the assistant', async () => {
    const { body } = await requestOf('deepseek-v4-pro', { messages }, { beta: true });
    expect(body['messages']).toEqual([...hello, { role: 'assistant', content: '```', prefix: true }]);
  });

  it('marks no other message', async () => {
    const { body } = await requestOf('deepseek-v4-pro', { messages: [...messages, ...hello] }, { beta: true });
    expect(JSON.stringify(body)).not.toContain('prefix');
  });

  it('holds tools to their schema, which the usual one does not', async () => {
    const strict = async (beta: boolean) => JSON.stringify((await requestOf('deepseek-v4-pro', { tools }, { beta })).body).includes('"strict":true');
    expect(await strict(true)).toBe(true);
    expect(await strict(false)).toBe(false);
  });

  it.each([
    [undefined, '/chat/completions'],
    [true, '/beta/chat/completions'],
  ])('is asked when beta is %s', async (beta, path) => {
    vi.stubEnv('DEEPSEEK_BASE_URL', undefined);
    let asked = '';
    const transport = { send: ({ origin, path: to }: { origin: string; path: string }) => ((asked = origin + to), fail()), close: () => Promise.resolve() };
    await createDeepSeek({ apiKey: KEY, ...(beta ? { beta } : {}), transport })('m').generate({ messages: hello }).catch(() => undefined);
    expect(asked).toBe(`https://api.deepseek.com${path}`);
    vi.unstubAllEnvs();
  });
});

function fail(): never {
  throw new Error('nothing is sent');
}

it('takes an answer that ran out of resources for a failure, and keeps what came', async () => {
  const reason = 'insufficient_system_resource';
  const answers = [[chunk({ content: 'Hel' }), chunk({ content: 'lo' }, reason)], { choices: [{ message: { content: 'Hello' }, finish_reason: reason }] }];
  for (const answer of answers) {
    const failure: unknown = await readingOf(answer).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OverloadedError);
    expect(failure).toMatchObject({ retryable: true, code: reason });
    if (Array.isArray(answer)) expect((failure as SdkError).partial?.content).toMatchObject([{ type: 'text', text: 'Hello' }]);
  }
});

it('reads cached tokens by either name', async () => {
  const usage = { prompt_tokens: 343, completion_tokens: 5, total_tokens: 348, prompt_cache_hit_tokens: 256, prompt_cache_miss_tokens: 87 };
  expect((await readingOf(whole({ content: 'x' }, { usage }))).usage).toEqual({ inputTokens: 343, cachedInputTokens: 256, outputTokens: 5, totalTokens: 348, raw: usage });
});

describe('errors', () => {
  it.each([
    // Recorded; the key is the recorder's.
    ['a wrong key, whatever the code', 401, { message: 'Authentication Fails, Your api key: ****-key is invalid', type: 'authentication_error', param: null, code: 'invalid_request_error' }, AuthenticationError, false],
    ['no balance', 402, { message: 'Insufficient Balance', type: 'unknown_error', param: null, code: 'invalid_request_error' }, QuotaExceededError, false],
    ['thoughts that are missing', 400, { message: 'The `reasoning_content` in the thinking mode must be passed back to the API.', type: 'invalid_request_error' }, InvalidRequestError, false],
    ['a bad parameter', 422, { message: 'Invalid temperature', type: 'invalid_request_error' }, InvalidRequestError, false],
    ['too much work', 503, { message: 'Service is too busy', type: 'service_unavailable_error' }, OverloadedError, true],
  ])('%s', async (_name, status, error, kind, retryable) => {
    const failure = await failureOf(status, { error }, { 'x-ds-trace-id': 'trace-1' });
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toBeInstanceOf(DeepSeekError);
    expect(failure).toMatchObject({ status, retryable, requestId: 'trace-1' });
  });
});

it('lists models', async () => {
  await using server = await startFaultServer({ body: '{"object":"list","data":[{"id":"deepseek-v4-pro","object":"model","owned_by":"deepseek"}]}' });
  await using deepseek = createDeepSeek({ apiKey: KEY, baseUrl: server.url });
  expect(await deepseek.listModels()).toMatchObject([{ id: 'deepseek-v4-pro' }]);
});
