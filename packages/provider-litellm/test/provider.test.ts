import { APIConnectionError, AuthenticationError, collect, type CallOptions } from '@sdk/core';
import { refusedPort, startFaultServer } from '@sdk/testing/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLiteLLM, LiteLLM, LITELLM_MODELS, litellm, LiteLLMError } from '../src/index.ts';
import { hello, KEY, requestOf } from './ask.ts';
import { whole } from './fixtures/answers.ts';

const call: CallOptions = { messages: hello };
beforeEach(() => ['LITELLM_URL', 'LITELLM_BASE_URL', 'LITELLM_API_KEY'].forEach((name) => void vi.stubEnv(name, undefined)));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

describe('where it asks', () => {
  it('takes URL and key from the environment at the first call of the ready instance', async () => {
    await using server = await startFaultServer({ status: 401, body: '{}' });
    vi.stubEnv('LITELLM_API_KEY', KEY);
    vi.stubEnv('LITELLM_URL', server.url);
    vi.stubEnv('LITELLM_BASE_URL', 'http://127.0.0.1:9');
    const failure = await litellm('gpt-4').generate(call).catch((error: unknown) => error);
    expect(server.requests[0]).toMatchObject({ path: '/chat/completions', headers: { authorization: `Bearer ${KEY}` } });
    expect(failure).toBeInstanceOf(AuthenticationError);
    expect(failure).toBeInstanceOf(LiteLLMError);
    await litellm.close();
  });

  it('takes LITELLM_BASE_URL where the other is not set, and works without a key, with or without /v1', async () => {
    await using server = await startFaultServer({ body: whole({ content: 'Hi' }) });
    vi.stubEnv('LITELLM_BASE_URL', `${server.url}/v1/`);
    await using own = createLiteLLM();
    expect((await own('gpt-4').generate(call)).text).toBe('Hi');
    expect(server.requests[0]?.path).toBe('/v1/chat/completions');
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('is http://localhost:4000 by default', async () => {
    let origin = '';
    const transport = { send: (request: { origin: string }, events: { onError(error: Error): void }) => {
      origin = request.origin;
      queueMicrotask(() => events.onError(new Error('no network here')));
      return { cancel() {}, pause() {}, resume() {} };
    }, close: () => Promise.resolve() };
    await createLiteLLM({ transport })('gpt-4').generate(call).catch(() => {});
    expect(origin).toBe('http://localhost:4000');
  });

  it('says what to do where nobody listens', async () => {
    await using port = await refusedPort();
    const failure = await createLiteLLM({ baseUrl: port.url })('gpt-4').generate(call).catch((error: unknown) => error as Error);
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect((failure as Error).message).toMatch(/ECONNREFUSED\)\. Is the server running \(`litellm --config .*LITELLM_URL/);
  });
});

it('waits 60 s: for a whole answer to its end, for a stream to its first byte', async () => {
  await using server = await startFaultServer({ before: [{ stall: true }] });
  await using own = createLiteLLM({ baseUrl: server.url });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const failing = [own('m').generate(call), collect(own('m').stream(call))].map((promise) => promise.catch((error: unknown) => error));
  await server.received(1);
  vi.advanceTimersByTime(60_000);
  expect(await Promise.all(failing)).toMatchObject([{ phase: 'total', timeoutMs: 60_000 }, { phase: 'firstByte', timeoutMs: 60_000 }]);
});

it('asks for nothing that was not said', async () => {
  const { body } = await requestOf();
  expect(body).toEqual({ model: 'claude-sonnet', messages: hello });
});

describe('models by name', () => {
  it.each(Object.entries(LITELLM_MODELS))('%s is %s', async (name, id) => {
    await using server = await startFaultServer({ body: whole({ content: 'Hi' }) });
    const model = LiteLLM[name as keyof typeof LITELLM_MODELS](server.url, KEY);
    expect([model.provider, model.modelId]).toEqual(['litellm', id]);
    await model.generate(call);
    expect(server.requests[0]?.json()).toEqual({ model: id, messages: hello, temperature: 0.7, max_tokens: 4096, top_p: 1 });
    expect(server.requests[0]?.headers['authorization']).toBe(`Bearer ${KEY}`);
  });

  it('are those that the documentation names', () => {
    expect(Object.values(LITELLM_MODELS)).toEqual(['gpt-4', 'gpt-4-turbo-preview', 'gpt-3.5-turbo', 'claude-3-opus-20240229', 'claude-3-sonnet-20240229', 'claude-3-haiku-20240307']);
  });

  it('ollama has any model, with 2048 tokens, and no key', async () => {
    await using server = await startFaultServer({ body: whole({ content: 'Hi' }) });
    await LiteLLM.ollama(server.url, 'llama3').generate(call);
    expect(server.requests[0]?.json()).toMatchObject({ model: 'ollama/llama3', temperature: 0.7, max_tokens: 2048, top_p: 1 });
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('take URL and key from the environment, do what a call says, and share their connections', async () => {
    await using server = await startFaultServer({ body: whole({ content: 'Hi' }) });
    vi.stubEnv('LITELLM_URL', server.url);
    vi.stubEnv('LITELLM_API_KEY', KEY);
    for (const model of [LiteLLM.gpt4(), LiteLLM.gpt35Turbo()]) {
      await model.generate({ ...call, temperature: 0, maxTokens: 5 });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server.requests[1]?.json()).toMatchObject({ temperature: 0, max_tokens: 5 });
    expect(server.requests[1]?.headers['authorization']).toBe(`Bearer ${KEY}`);
    expect(server.connections).toBe(1);
  });
});

it('embeds and lists', async () => {
  await using server = await startFaultServer(({ path }) =>
    path.endsWith('/models')
      ? { body: '{"data":[{"id":"gpt-4","object":"model"}]}' }
      : { headers: { 'x-litellm-response-cost': '2e-06' }, body: '{"data":[{"index":0,"embedding":[1,2]}],"usage":{"prompt_tokens":2,"total_tokens":2}}' },
  );
  await using own = createLiteLLM({ baseUrl: server.url });
  expect(await own.listModels()).toMatchObject([{ id: 'gpt-4' }]);
  expect(await own.embeddingModel('e').embed({ values: ['a'] })).toMatchObject({ embeddings: [[1, 2]], usage: { inputTokens: 2, costUsd: 2e-6 } });
  expect(server.requests.map(({ path }) => path)).toEqual(['/models', '/embeddings']);
});
