import { ResponseParseError, ServerError, StreamInterruptedError, UnsupportedFeatureError, type CallOptions, type UserMessage } from '@sdk/core';
import { describeEnvironment } from '@sdk/testing/conformance';
import { startFaultServer, type FaultServer } from '@sdk/testing/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cohere, CohereError, createCohere, type CohereOptions } from '../src/index.ts';
import * as chat from './fixtures/chat.ts';
import { callWith, failure } from './support.ts';

const KEY = 'key-0123456789abcdef';
let server: FaultServer;
beforeAll(async () => void (server = await startFaultServer()));
beforeEach(() => server.answer({ body: chat.TEXT_WHOLE }));
afterAll(() => server.close());
afterEach(() => vi.unstubAllEnvs());

const create = (options: CohereOptions = {}) => createCohere({ baseUrl: server.url, apiKey: KEY, ...options });
const lastRequest = () => server.requests.at(-1)!;
const generate = (call: Partial<CallOptions> = {}, options: CohereOptions = {}) => create(options)(chat.MODEL).generate(callWith(call));

describeEnvironment({
  name: 'cohere',
  ready: cohere,
  create: () => createCohere(),
  errorClass: CohereError,
  apiKeyEnv: ['COHERE_API_KEY', 'CO_API_KEY'],
  baseUrlEnv: 'COHERE_BASE_URL',
  basePath: '/proxy/v2',
  path: '/proxy/v2/chat',
  refusal: { status: 401, body: chat.errorBody('invalid api token') },
});

describe('where it asks', () => {
  it.each(['', '/', '/v1', '/v2', '/v2/'])('accepts a base URL that ends in "%s"', async (suffix) => {
    await generate({}, { baseUrl: server.url + suffix });
    expect(lastRequest()).toMatchObject({ method: 'POST', path: '/v2/chat' });
  });

  it("is Cohere's own API by default", async () => {
    vi.stubEnv('COHERE_BASE_URL', undefined);
    let origin = '';
    const transport: CohereOptions['transport'] = {
      send(request, events) {
        origin = request.origin + request.path;
        queueMicrotask(() => events.onError(new Error('refused')));
        return { cancel() {}, pause() {}, resume() {} };
      },
      close: async () => {},
    };
    await failure(createCohere({ apiKey: KEY, transport })(chat.MODEL).generate(callWith()));
    expect(origin).toBe('https://api.cohere.com/v2/chat');
  });
});

describe('what it asks', () => {
  it('is what the models can do, as far as that is the same for all; the user knows better', () => {
    const capabilities = { streaming: true, prefill: false, audio: false, files: false };
    expect(create()(chat.MODEL).capabilities).toEqual(capabilities);
    expect(create({ capabilities: { vision: false } })(chat.MODEL).capabilities).toEqual({ ...capabilities, vision: false });
  });

  it('takes fields that only Cohere has by extraBody', async () => {
    const documents = [{ id: 'doc:0', data: { title: 'facts.txt', text: 'Facts.' } }];
    await generate({ extraBody: { documents, safety_mode: 'STRICT', citation_options: { mode: 'FAST' } } }, { extraBody: { priority: 1 } });
    expect(lastRequest().json()).toMatchObject({ documents, safety_mode: 'STRICT', citation_options: { mode: 'FAST' }, priority: 1 });
  });

  it('leaves the URL of an image to Cohere, and sends bytes as base64', async () => {
    const content: UserMessage['content'] = [
      { type: 'file', mediaType: 'image/*', url: 'https://nowhere.example/cat.png' },
      { type: 'file', mediaType: 'image/png', data: new TextEncoder().encode('raw') },
    ];
    await generate({ messages: [{ role: 'user', content }] });
    expect(lastRequest().json()).toMatchObject({
      messages: [{ content: [{ image_url: { url: 'https://nowhere.example/cat.png' } }, { image_url: { url: 'data:image/png;base64,cmF3' } }] }],
    });
  });

  it.each<[string, CallOptions['messages']]>([
    ['an answer to be continued', [{ role: 'user', content: 'Hello' }, { role: 'assistant', content: 'It is' }]],
    ['a PDF', [{ role: 'user', content: [{ type: 'file', mediaType: 'application/pdf', data: 'aGk=' }] }]],
  ])('refuses %s before any network', async (_name, messages) => {
    const before = server.requests.length;
    expect(await failure(generate({ messages }))).toBeInstanceOf(UnsupportedFeatureError);
    expect(server.requests).toHaveLength(before);
  });
});

describe('what it gets', () => {
  it('says who answered, and what is left to a trial key', async () => {
    const headers = { 'x-debug-trace-id': 'trace-1', 'x-trial-endpoint-call-limit': '20', 'x-trial-endpoint-call-remaining': '8' };
    server.answer({ headers, body: chat.TEXT_WHOLE });
    const { response, rateLimit } = await generate();
    expect(response).toMatchObject({ provider: 'cohere', id: '6ba2c42a-0a19-4bc7-89d0-75f81c2f56a5', requestId: 'trace-1' });
    expect(rateLimit).toEqual({ requests: { limit: 20, remaining: 8 } });
  });

  it('keeps what had come when the model breaks down in mid-stream', async () => {
    server.answer({ headers: { 'content-type': 'text/event-stream' }, body: [...chat.TEXT_EVENTS.slice(0, 3), chat.FAILED_END].join('') });
    const error = await failure(create()(chat.MODEL).stream(callWith()));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ retryable: true, code: 'ERROR', partial: { content: [{ type: 'text', text: 'Grüße, ' }] } });
    expect(error.message).toContain('internal server error');
  });

  it('is interrupted where a stream says [DONE] and has not ended', async () => {
    server.answer({ headers: { 'content-type': 'text/event-stream' }, body: [...chat.TEXT_EVENTS.slice(0, 3), chat.DONE].join('') });
    expect(await failure(create()(chat.MODEL).stream(callWith()))).toBeInstanceOf(StreamInterruptedError);
  });

  it('is a failure where a whole answer could not be finished', async () => {
    server.answer({ body: chat.whole({ content: [{ type: 'text', text: 'Hal' }] }, 'TIMEOUT') });
    const error = await failure(generate());
    expect(error).toMatchObject({ kind: 'server', retryable: true, code: 'TIMEOUT' });
    expect(error.message).toContain('could not be finished');
  });
});

describe('embeddings and listing', () => {
  it('embeds in order, 96 at a time', async () => {
    const before = server.requests.length;
    server.answer((request) => {
      const { texts } = request.json() as { texts: string[] };
      return { body: JSON.stringify({ id: 'e', embeddings: { float: texts.map((text) => [Number(text)]) }, meta: { billed_units: { input_tokens: texts.length } } }) };
    });
    const values = Array.from({ length: 100 }, (_, n) => String(n));
    const { embeddings, usage } = await create().embeddingModel('embed-v4.0').embed({ values, inputType: 'query' });
    expect(embeddings.map(([first]) => String(first))).toEqual(values);
    expect(usage).toMatchObject({ inputTokens: 100 });
    const sent = server.requests.slice(before);
    expect(sent.map(({ path }) => path)).toEqual(['/v2/embed', '/v2/embed']);
    expect((sent[0]!.json() as { texts: string[] }).texts).toHaveLength(96);
  });

  it('lists the models of all pages', async () => {
    const before = server.requests.length;
    server.answer(({ path }) => ({ body: JSON.stringify(MODEL_PAGE_OF(path)) }));
    expect((await create({ baseUrl: `${server.url}/v2` }).listModels()).map(({ id }) => id)).toEqual(['command-a-03-2025', 'embed-v4.0', 'rerank-v3.5']);
    expect(server.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/models?page_size=1000',
      'GET /v1/models?page_size=1000&page_token=a%2Bb%2Fc%3D',
    ]);
  });

  it('does not take a failed listing for an empty one', async () => {
    server.answer({ body: chat.errorBody('boom') });
    expect(await failure(create().listModels())).toBeInstanceOf(ServerError);
    server.answer({ body: '{}' });
    expect(await failure(create().listModels())).toBeInstanceOf(ResponseParseError);
  });
});

const MODEL_PAGE_OF = (path: string) => chat.MODEL_PAGES[path.includes('page_token') ? 1 : 0];
