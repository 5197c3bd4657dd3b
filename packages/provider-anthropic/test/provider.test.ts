import {
  collect,
  InvalidRequestError,
  OverloadedError,
  UnsupportedFeatureError,
  type CallOptions,
  type ContentPart,
  type Message,
} from '@sdk/core';
import { describeEnvironment } from '@sdk/testing/conformance';
import { startFaultServer, type FaultServer } from '@sdk/testing/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anthropic, AnthropicError, createAnthropic, type AnthropicOptions } from '../src/index.ts';
import * as answers from './fixtures/answers.ts';

const KEY = 'sk-ant-0123456789abcdef';
const messages: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

let server: FaultServer;
const create = (options: AnthropicOptions = {}) => createAnthropic({ baseUrl: server.url, apiKey: KEY, ...options });
const generate = (call: Partial<CallOptions> = {}, options: AnthropicOptions = {}) => create(options)(answers.MODEL).generate({ messages, ...call });
const failure = (promise: Promise<unknown>) => promise.then(() => expect.fail('It succeeded.'), (error: unknown) => error as Error);

beforeEach(async () => {
  server = await startFaultServer({ body: answers.TEXT.whole, headers: { 'request-id': 'req_011' } });
  vi.stubEnv('ANTHROPIC_API_KEY', undefined);
  vi.stubEnv('ANTHROPIC_BASE_URL', undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

describeEnvironment({
  name: 'anthropic',
  ready: anthropic,
  create: () => createAnthropic(),
  errorClass: AnthropicError,
  apiKeyEnv: ['ANTHROPIC_API_KEY'],
  baseUrlEnv: 'ANTHROPIC_BASE_URL',
  path: '/v1/messages',
  keyHeaders: (key) => ({ 'x-api-key': key }),
  refusal: { status: 401, body: answers.errorBody('authentication_error', 'invalid x-api-key') },
});

describe('a request', () => {
  it('goes to /v1/messages with the key and the version of the API', async () => {
    const result = await generate();
    expect(result.response).toMatchObject({ provider: 'anthropic', id: 'msg_01', modelId: 'claude-haiku-4-5-20251001', requestId: 'req_011' });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v1/messages', headers: { 'x-api-key': KEY, 'anthropic-version': '2023-06-01', 'content-type': 'application/json' } });
    expect(request!.headers).not.toHaveProperty('authorization');
    expect(request!.headers).not.toHaveProperty('anthropic-beta');
    expect(request!.json()).toEqual({ model: answers.MODEL, max_tokens: 32_000, messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }] });
  });

  it.each(['', '/', '/v1', '/v1/', '/v1//', '/proxy', '/proxy/v1'])('goes to the same place for a base URL that ends in "%s"', async (suffix) => {
    await generate({}, { baseUrl: server.url + suffix });
    expect(server.requests[0]!.path).toBe(suffix.startsWith('/proxy') ? '/proxy/v1/messages' : '/v1/messages');
  });

  it('names the option when the base URL is none', async () => {
    await expect(generate({}, { baseUrl: 'nowhere' })).rejects.toThrow(/`baseUrl`/);
  });

  it('switches on the betas of the provider, or those of the call in their place', async () => {
    await generate({}, { betas: ['a-2026-01-01', 'b-2026-01-01'] });
    await generate({ headers: { 'Anthropic-Beta': 'c' } }, { betas: ['a-2026-01-01'] });
    expect(server.requests.map(({ headers }) => headers['anthropic-beta'])).toEqual(['a-2026-01-01,b-2026-01-01', 'c']);
  });

  it('is changed by extraBody, the last word', async () => {
    await generate({ reasoning: 'low', extraBody: { thinking: { display: 'omitted' }, service_tier: 'auto' } });
    expect(server.requests[0]!.json()).toMatchObject({ thinking: { type: 'enabled', budget_tokens: 2048, display: 'omitted' }, service_tier: 'auto' });
  });
});

describe('files', () => {
  const withFile = (mediaType: string, url: string): Partial<CallOptions> => ({ messages: [{ role: 'user', content: [{ type: 'file', mediaType, url }] }] });
  const content = () => (server.requests.at(-1)!.json() as { messages: { content: { source: object }[] }[] }).messages[0]!.content[0]!.source;

  it('that the vendor fetches itself are passed on as URLs', async () => {
    for (const mediaType of ['image/*', 'image/png', 'application/pdf']) {
      await generate(withFile(mediaType, `${server.url}/a`));
      expect(content()).toEqual({ type: 'url', url: `${server.url}/a` });
    }
    expect(server.requests).toHaveLength(3);
  });

  it('of text are fetched here, without the key', async () => {
    server.answer(({ path }) => (path === '/a.txt' ? { body: 'Grüße', headers: { 'content-type': 'text/plain' } } : { body: answers.TEXT.whole }));
    await generate(withFile('text/plain', `${server.url}/a.txt`));
    expect(content()).toEqual({ type: 'text', media_type: 'text/plain', data: 'Grüße' });
    expect(server.requests[0]!.headers).not.toHaveProperty('x-api-key');
  });

  it('of kinds that it does not take are refused before any network', async () => {
    const error = await failure(generate(withFile('video/mp4', `${server.url}/a`)));
    expect(error).toBeInstanceOf(UnsupportedFeatureError);
    expect(server.connections).toBe(0);
  });

  it('of text that are no base64 are an InvalidRequestError', async () => {
    const call: Partial<CallOptions> = { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'text/plain', data: '!' }] }] };
    expect(await failure(generate(call))).toBeInstanceOf(InvalidRequestError);
    expect(server.requests).toHaveLength(0);
  });
});

describe('what the vendor says', () => {
  it('is overload in the middle of a stream, with what had come', async () => {
    server.answer({ headers: { 'content-type': 'text/event-stream' }, body: answers.ERROR_EVENTS.join('') });
    const error = await failure(collect(create()(answers.MODEL).stream({ messages })));
    expect(error).toBeInstanceOf(OverloadedError);
    expect(error).toMatchObject({ retryable: true, code: 'overloaded_error', partial: { content: [{ type: 'text', text: 'Hel' }] } });
  });

  it('is how many tokens a call would take', async () => {
    server.answer({ body: '{"input_tokens":14}' });
    expect(await create()(answers.MODEL).countTokens({ messages, maxTokens: 5 })).toEqual({ inputTokens: 14 });
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/v1/messages/count_tokens' });
    expect(server.requests[0]!.json()).toEqual({ model: answers.MODEL, messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }] });
  });

  it('is the list of its models, page by page', async () => {
    server.answer(({ path }) => ({
      body: JSON.stringify(path.includes('after_id') ? { data: [{ id: 'b' }], has_more: false, last_id: 'b' } : { data: [{ id: 'a' }], has_more: true, last_id: 'a' }),
    }));
    const models = await create({ baseUrl: `${server.url}/v1` }).listModels();
    expect(models.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(server.requests.map(({ path }) => path)).toEqual(['/v1/models?limit=1000', '/v1/models?limit=1000&after_id=a']);
  });
});

describe('a turn that the vendor paused', () => {
  const search: ContentPart = { type: 'tool-call', toolCallId: 'srvtoolu_1', toolName: 'web_search', arguments: { query: 'q' }, providerExecuted: true, providerData: { anthropic: { type: 'server_tool_use' } } };
  const block = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } };

  it('goes on when its message is appended, also with a model that continues no answers', async () => {
    server.answer([{ body: answers.whole([{ type: 'text', text: 'Let me see. ' }, block], 'pause_turn') }, { body: answers.TEXT.whole }]);
    const model = create()('claude-opus-5');
    const first = await model.generate({ messages });
    expect(first).toMatchObject({ finishReason: 'pause', toolCalls: [], content: [{ text: 'Let me see. ' }, search] });
    await model.generate({ messages: [...messages, first.message] });
    expect(server.requests[1]!.json()).toMatchObject({ messages: [{ role: 'user' }, { role: 'assistant', content: [{ type: 'text', text: 'Let me see. ' }, block] }] });
  });

  it('is not what an answer is that somebody began', async () => {
    const begun: Message[] = [...messages, { role: 'assistant', content: 'It is' }];
    expect(await failure(create()('claude-opus-5').generate({ messages: begun }))).toBeInstanceOf(UnsupportedFeatureError);
    expect(server.requests).toHaveLength(0);
  });
});
