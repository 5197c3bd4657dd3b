import {
  APIConnectionError,
  AuthenticationError,
  ConfigurationError,
  ContextLengthError,
  InvalidRequestError,
  NotFoundError,
  ResponseParseError,
  ServerError,
  UnsupportedFeatureError,
  collect,
  type CallOptions,
} from '@sdk/core';
import type { Transport } from '@sdk/http';
import { refusedPort, startFaultServer, type Answers, type FaultServer, type ReceivedRequest } from '@sdk/testing/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOllama, ollama, OllamaError, type OllamaOptions } from '../src/index.ts';
import * as chat from './fixtures/chat.ts';
import { callWith } from './support.ts';

let server: FaultServer;
const answer = (answers: Answers<ReceivedRequest>) => server.answer(answers);
const create = (options: OllamaOptions = {}) => createOllama({ baseUrl: server.url, ...options });
const generate = (call: Partial<CallOptions> = {}, options: OllamaOptions = {}) => create(options)(chat.MODEL).generate(callWith(call));
const failure = (promise: Promise<unknown>) => promise.then(() => expect.fail('It succeeded.'), (error: unknown) => error as Error);

beforeEach(async () => {
  server = await startFaultServer({ body: chat.TEXT_WHOLE });
  vi.stubEnv('OLLAMA_HOST', undefined);
  vi.stubEnv('OLLAMA_API_KEY', undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

describe('where it goes', () => {
  it('is /api/chat with a body and no key', async () => {
    const result = await generate();
    expect(result.text).toBe('Grüße, 漢字 🙂!');
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/api/chat' });
    expect(request!.headers).not.toHaveProperty('authorization');
    expect(request!.json()).toEqual({ model: 'qwen3', messages: [{ role: 'user', content: 'Hello' }], stream: false, truncate: false });
  });

  it.each(['', '/', '/v1', '/v1/', '/api', '/api/', '/proxy/v1'])('is the same for a base URL that ends in "%s"', async (suffix) => {
    await generate({}, { baseUrl: server.url + suffix });
    expect(server.requests[0]!.path).toBe(suffix.startsWith('/proxy') ? '/proxy/api/chat' : '/api/chat');
  });

  it.each([
    ['with a scheme', () => server.url],
    ['without a scheme', () => `127.0.0.1:${server.port}`],
    ['as it is listened on', () => `0.0.0.0:${server.port}`],
    ['as only a port', () => `:${server.port}`],
  ])('is OLLAMA_HOST, read at the first call: %s', async (_name, host) => {
    await using provider = createOllama();
    vi.stubEnv('OLLAMA_HOST', host());
    await provider(chat.MODEL).generate(callWith());
    expect(server.requests).toHaveLength(1);
  });

  it('is what the option says, before OLLAMA_HOST', async () => {
    vi.stubEnv('OLLAMA_HOST', 'nowhere.invalid');
    await generate();
    expect(server.requests).toHaveLength(1);
  });

  it('is the same for the ready instance', async () => {
    vi.stubEnv('OLLAMA_HOST', server.url);
    vi.stubEnv('OLLAMA_API_KEY', 'key-of-the-cloud');
    expect(ollama.id).toBe('ollama');
    expect((await ollama('some/model:8b-q4?x').generate(callWith())).text).not.toBe('');
    expect(server.requests[0]!.json()).toMatchObject({ model: 'some/model:8b-q4?x' });
    expect(server.requests[0]!.headers['authorization']).toBe('Bearer key-of-the-cloud');
  });

  it.each<[string, OllamaOptions]>([
    ['a base URL that is none', { baseUrl: 'not a url' }],
    ['an empty base URL', { baseUrl: '' }],
    ['another protocol', { baseUrl: 'ftp://box' }],
    ['credentials in the base URL', { baseUrl: 'me:s3cret@box' }],
    ['an empty key', { apiKey: '' }],
    ['a key with a line break', { apiKey: 'abc\ndef' }],
  ])('is nowhere with %s', async (_name, options) => {
    const error = await failure(generate({}, options));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).not.toMatch(/s3cret|abc/);
    expect(server.requests).toHaveLength(0);
  });

  it.each<[string, string]>([
    ['http://127.0.0.1:9/', 'http://127.0.0.1:9'],
    ['', 'http://localhost:11434'],
  ])('is named when nobody is there, with what to do (OLLAMA_HOST="%s")', async (host, origin) => {
    vi.stubEnv('OLLAMA_HOST', host);
    const error = await failure(createOllama({ transport: NOBODY })(chat.MODEL).generate(callWith()));
    expect(error.message).toBe(
      `ollama: no connection to ${origin} (ECONNREFUSED). Is Ollama running there? Start it with \`ollama serve\`, or set \`baseUrl\` (or OLLAMA_HOST).`,
    );
  });

  it('is told for a refused connection, whole, streamed and listed', async () => {
    await using port = await refusedPort();
    const provider = createOllama({ baseUrl: port.url });
    const model = provider(chat.MODEL);
    for (const call of [() => model.generate(callWith()), () => collect(model.stream(callWith())), () => provider.listModels()]) {
      const error = await failure(call());
      expect(error).toBeInstanceOf(APIConnectionError);
      expect(error).toBeInstanceOf(OllamaError);
      expect(error.message).toContain('ollama serve');
    }
  });
});

describe('what is asked', () => {
  it('is what the models can do, as far as that is the same for all; the user knows better', () => {
    const capabilities = { streaming: true, prefill: true, toolChoice: false, audio: false, files: false };
    expect(create()(chat.MODEL).capabilities).toEqual(capabilities);
    expect(create({ capabilities: { vision: true, prefill: false } })(chat.MODEL).capabilities).toEqual({ ...capabilities, vision: true, prefill: false });
  });

  it('may be kept in memory: by option, and for one call', async () => {
    await generate({}, { keepAlive: '30m' });
    await generate({ extraBody: { keep_alive: 0, options: { num_ctx: 8192 }, truncate: true }, temperature: 0.5 }, { keepAlive: '30m' });
    const [first, second] = server.requests.map((request) => request.json());
    expect(first).toMatchObject({ keep_alive: '30m' });
    expect(second).toMatchObject({ keep_alive: 0, options: { num_ctx: 8192, temperature: 0.5 }, truncate: true });
  });

  it('takes defaults below the call, and extraBody of the provider', async () => {
    await generate({ temperature: 0.1 }, { defaults: { temperature: 0.9, topK: 5 }, extraBody: { options: { num_thread: 4 } } });
    expect(server.requests[0]!.json()).toMatchObject({ options: { temperature: 0.1, top_k: 5, num_thread: 4 } });
  });

  it('loads an image from its URL, without a key, and sends its bytes', async () => {
    answer(({ path }) => (path === '/cat.png' ? { headers: { 'content-type': 'image/png' }, body: 'PNG!' } : { body: chat.TEXT_WHOLE }));
    const file = { type: 'file' as const, mediaType: 'image/*' };
    const content = [{ ...file, url: `${server.url}/cat.png` }, { type: 'text' as const, text: 'What is it?' }, { ...file, mediaType: 'image/png', data: new TextEncoder().encode('raw') }];
    await generate({ messages: [{ role: 'user', content }] }, { apiKey: 'key-of-the-cloud' });
    expect(server.requests[0]!.headers).not.toHaveProperty('authorization');
    expect(server.requests[1]!.json()).toMatchObject({ messages: [{ content: 'What is it?', images: ['UE5HIQ=='] }, { content: '', images: ['cmF3'] }] });
  });

  it.each<[string, Partial<CallOptions>, unknown]>([
    ['no messages', { messages: [] }, InvalidRequestError],
    ['nothing in the messages', { messages: [{ role: 'assistant', content: '' }] }, InvalidRequestError],
    ['a tool without a schema', { tools: [{ name: 'f' } as never] }, InvalidRequestError],
    ['two tools of one name', { tools: [{ name: 'f', parameters: {} }, { name: 'f', parameters: {} }] }, InvalidRequestError],
    ['NaN', { temperature: Number.NaN }, InvalidRequestError],
    ['a cycle in arguments', { messages: [{ role: 'assistant', content: [{ type: 'tool-call', toolCallId: '1', toolName: 'f', arguments: cycle() }] }] }, InvalidRequestError],
    ['a PDF', { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'application/pdf', data: 'aGk=' }] }] }, UnsupportedFeatureError],
    ['audio in a tool result', { messages: [{ role: 'tool', content: [{ type: 'tool-result', toolCallId: '1', result: 1, content: [{ type: 'file', mediaType: 'audio/wav', data: 'aGk=' }] }] }] }, UnsupportedFeatureError],
    ['a forced tool', { tools: [{ name: 'f', parameters: {} }], toolChoice: { toolName: 'f' } }, UnsupportedFeatureError],
    ['another kind of answer', { extraBody: { stream: true } }, ConfigurationError],
  ])('is refused before any network: %s', async (_name, call, kind) => {
    expect(await failure(generate(call))).toBeInstanceOf(kind);
    expect(server.connections).toBe(0);
  });

  it('is refused for an image where the model is known to be blind, and only there', async () => {
    const messages: CallOptions['messages'] = [{ role: 'user', content: [{ type: 'file', mediaType: 'image/png', data: 'aGk=' }] }];
    await generate({ messages });
    expect(await failure(generate({ messages }, { capabilities: { vision: false } }))).toBeInstanceOf(UnsupportedFeatureError);
    expect(server.requests).toHaveLength(1);
  });
});

describe('what goes wrong', () => {
  const fails = async (status: number, body: string) => {
    answer({ status, body });
    const error = await failure(generate());
    expect(error).toBeInstanceOf(OllamaError);
    return error;
  };

  it('says how to get a model that is not there', async () => {
    const error = await fails(404, chat.NOT_FOUND);
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error.message).toMatch(/`ollama pull qwen3` fetches it; `ollama list` shows/);
  });

  it('says how to make room for a long prompt', async () => {
    const error = await fails(400, '{"error":"the input length exceeds the context length"}');
    expect(error).toBeInstanceOf(ContextLengthError);
    expect(error.message).toMatch(/num_ctx/);
  });

  it('says what a key is missing for', async () => {
    const error = await fails(401, '{"error":"unauthorized"}');
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.message).toMatch(/ollama signin.*OLLAMA_API_KEY/);
  });

  it('keeps what had come when the model breaks down in mid-stream', async () => {
    answer({ body: `${chat.TEXT_EVENTS[0]}{"error":"an error was encountered while running the model: CUDA error"}\n` });
    expect(await failure(collect(create()(chat.MODEL).stream(callWith())))).toMatchObject({ kind: 'server', retryable: true, partial: { content: [{ type: 'text', text: 'Grüße, ' }] } });
  });

  it('does not blame a server of Ollama for what is none', async () => {
    expect((await fails(404, '404 page not found')).message).toMatch(/baseUrl/);
  });
});

describe('embeddings and listing', () => {
  it('embeds in order, in batches', async () => {
    answer((request) => {
      const { input } = request.json() as { input: string[] };
      return { body: JSON.stringify({ ...chat.EMBEDDINGS, embeddings: input.map((text) => [Number(text)]), prompt_eval_count: input.length }) };
    });
    const values = Array.from({ length: 600 }, (_, n) => String(n));
    const { embeddings, usage, response } = await create({ keepAlive: -1 }).embeddingModel('nomic-embed-text').embed({ values });
    expect(embeddings.map(([first]) => String(first))).toEqual(values);
    expect(usage).toMatchObject({ inputTokens: 600 });
    expect(response).toMatchObject({ provider: 'ollama', modelId: 'nomic-embed-text' });
    expect(server.requests.map(({ path }) => path)).toEqual(['/api/embed', '/api/embed']);
    expect(server.requests[0]!.json()).toMatchObject({ model: 'nomic-embed-text', truncate: false, keep_alive: -1 });
  });

  it('lists what the server has', async () => {
    answer({ body: JSON.stringify(chat.TAGS) });
    expect((await create({ apiKey: 'key-of-the-cloud' }).listModels()).map(({ id }) => id)).toEqual(['qwen3:8b', 'nomic-embed-text:latest']);
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/api/tags', headers: { authorization: 'Bearer key-of-the-cloud' } });
  });

  it.each<[string, { status?: number; body: string }, unknown]>([
    ['an error', { status: 500, body: '{"error":"disk on fire"}' }, ServerError],
    ['an error inside a 200', { body: '{"error":"disk on fire"}' }, ServerError],
    ['HTML', { body: '<html>' }, ResponseParseError],
    ['{}', { body: '{}' }, ResponseParseError],
  ])('a listing that fails with %s is thrown, not empty', async (_name, given, kind) => {
    answer(given);
    expect(await failure(create().listModels())).toBeInstanceOf(kind);
  });
});

/** Finds nobody there, whatever else may run on this machine. */
const NOBODY: Transport = {
  send(_request, events) {
    queueMicrotask(() => events.onError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })));
    return { cancel() {}, pause() {}, resume() {} };
  },
  close: async () => {},
};

function cycle(): never {
  const object: Record<string, unknown> = {};
  return (object['self'] = object) as never;
}
