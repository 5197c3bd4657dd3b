import { APIConnectionError, APITimeoutError, AuthenticationError, collect, ConfigurationError, RateLimitError } from '@sdk/core';
import { refusedPort } from '@sdk/testing/server';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSynth, synth, SynthError } from '../src/index.ts';
import { ANSWER, create, failureOf, hello, KEY, MODEL, serve } from './support.ts';

const VARIABLES = ['SYNTH_BASE_URL', 'SYNTH_API_KEY', 'SYNTH_TIMEOUT', 'SYNTH_MAX_RETRIES', 'MODAL_BASE_URL', 'MODAL_API_KEY'];
beforeEach(() => VARIABLES.forEach((name) => void vi.stubEnv(name, undefined)));
afterEach(() => vi.unstubAllEnvs());

describe('where it asks', () => {
  it('takes key and base URL from the environment at the first call of the ready instance', async () => {
    const server = await serve({ status: 401, body: '{}' });
    vi.stubEnv('SYNTH_API_KEY', KEY);
    vi.stubEnv('SYNTH_BASE_URL', `${server.url}/v1/`);
    vi.stubEnv('MODAL_API_KEY', 'another-key-0123');
    vi.stubEnv('MODAL_BASE_URL', 'http://127.0.0.1:9');
    const failure = await failureOf(synth(MODEL).generate(hello));
    expect(server.requests[0]).toMatchObject({ path: '/v1/chat/completions', headers: { authorization: `Bearer ${KEY}` } });
    expect(failure).toBeInstanceOf(AuthenticationError);
    expect(failure).toBeInstanceOf(SynthError);
    await synth.close();
  });

  it('falls back to the variables of Modal', async () => {
    const server = await serve();
    vi.stubEnv('MODAL_API_KEY', KEY);
    vi.stubEnv('MODAL_BASE_URL', server.url);
    expect((await createSynth()(MODEL).generate(hello)).text).toBe('Hi');
    expect(server.requests[0]?.headers['authorization']).toBe(`Bearer ${KEY}`);
  });

  it.each(['', '/', '/v1', '/v1/', '//v1//', '?a=1', '/v1?a=1'])('takes a base URL that ends in "%s"', async (end) => {
    const server = await serve();
    const provider = create({ baseUrl: server.url + end });
    await provider(MODEL).generate(hello);
    await provider.listModels().catch(() => {});
    await provider.embeddingModel('e').embed({ values: ['a'] }).catch(() => {});
    const query = end.includes('?') ? '?a=1' : '';
    expect(server.requests.map(({ path }) => path)).toEqual(['/v1/chat/completions', '/v1/models', '/v1/embeddings'].map((path) => path + query));
  });

  it('says which variable is missing, before any network', async () => {
    const failure = await failureOf(createSynth({ apiKey: KEY })(MODEL).generate(hello));
    expect(failure).toBeInstanceOf(ConfigurationError);
    expect(failure.message).toContain('SYNTH_BASE_URL not found in environment');
    expect(failure.message).toContain('MODAL_BASE_URL');
    const keyless = createSynth({ baseUrl: 'http://127.0.0.1:9' })(MODEL);
    await expect(keyless.generate(hello)).rejects.toThrow(/`apiKey` or set SYNTH_API_KEY or MODAL_API_KEY/);
    await expect(collect(keyless.stream(hello))).rejects.toThrow(ConfigurationError);
  });

  it('needs no key where it is told so', async () => {
    const server = await serve();
    await createSynth({ apiKey: null, baseUrl: server.url })(MODEL).generate(hello);
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('says what to do where nobody listens', async () => {
    await using port = await refusedPort();
    const failure = await failureOf(create({ baseUrl: port.url })(MODEL).generate(hello));
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect(failure.message).toMatch(/SYNTH_BASE_URL.*synth\.warmup\(modelId\)/);
  });
});

describe('the limit on time', () => {
  it('is SYNTH_TIMEOUT, in seconds: of a whole answer to its end, of a stream to its first byte', async () => {
    vi.stubEnv('SYNTH_TIMEOUT', '0.05');
    const slow = await serve({ before: [{ stall: true }] });
    const model = create({ baseUrl: slow.url })(MODEL);
    expect(await failureOf(model.generate(hello))).toMatchObject({ phase: 'total', timeoutMs: 50 });
    expect(await failureOf(collect(model.stream(hello)))).toMatchObject({ phase: 'firstByte', timeoutMs: 50 });
    const drip = await serve({ headers: { 'content-type': 'text/event-stream' }, body: ['data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n', { delayMs: 120 }, 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n'] });
    expect((await collect(create({ baseUrl: drip.url })(MODEL).stream(hello))).text).toBe('Hi');
  });

  it('is what the call or the provider says, before that', async () => {
    vi.stubEnv('SYNTH_TIMEOUT', '60');
    const slow = await serve({ before: [{ stall: true }] });
    const model = create({ baseUrl: slow.url, timeouts: { totalMs: 40 } })(MODEL);
    expect(await failureOf(model.generate(hello))).toMatchObject({ timeoutMs: 40 });
    expect(await failureOf(model.generate({ ...hello, timeouts: { totalMs: 20 } }))).toMatchObject({ timeoutMs: 20 });
  });

  it('is 120 seconds where nothing is said, and read at the first call', async () => {
    const slow = await serve({ before: [{ stall: true }] });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const model = create({ baseUrl: slow.url })(MODEL);
      const failing = failureOf(model.generate(hello));
      await slow.received(0);
      vi.stubEnv('SYNTH_TIMEOUT', '1');
      vi.advanceTimersByTime(120_000);
      expect(await failing).toMatchObject({ phase: 'total', timeoutMs: 120_000 });
      const again = failureOf(model.generate(hello));
      await slow.received(1);
      vi.advanceTimersByTime(120_000);
      expect(await again).toBeInstanceOf(APITimeoutError);
      expect(await again).toMatchObject({ timeoutMs: 120_000 });
    } finally {
      vi.useRealTimers();
    }
  });

  it.each(['soon', '0', '-3', 'Infinity', '12s'])('is refused when the variable says "%s"', async (value) => {
    vi.stubEnv('SYNTH_TIMEOUT', value);
    const failure = await failureOf(create({ baseUrl: 'http://127.0.0.1:9' })(MODEL).generate(hello));
    expect(failure).toBeInstanceOf(ConfigurationError);
    expect(failure.message).toBe(`SYNTH_TIMEOUT is "${value}"; expected seconds above 0, e.g. 120.`);
  });

  it.each(['', ' '])('counts as not set when the variable holds "%s"', async (value) => {
    vi.stubEnv('SYNTH_TIMEOUT', value);
    const server = await serve();
    expect((await create({ baseUrl: server.url })(MODEL).generate(hello)).text).toBe('Hi');
  });
});

describe('what it sends', () => {
  it('is max_tokens, further sampling, and no role that only OpenAI knows', async () => {
    const server = await serve();
    const model = create({ baseUrl: server.url })(MODEL);
    await model.generate({ messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Hello' }], maxTokens: 9, topK: 5, repetitionPenalty: 1.1 });
    expect(server.requests[0]?.json()).toEqual({
      model: MODEL,
      messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Hello' }],
      max_tokens: 9,
      top_k: 5,
      repetition_penalty: 1.1,
    });
  });
});

it('makes a call once: retries are for those who wrap it', async () => {
  const server = await serve([{ status: 429, body: '{}' }, ANSWER]);
  expect(await failureOf(create({ baseUrl: server.url })(MODEL).generate(hello))).toBeInstanceOf(RateLimitError);
  expect(server.requests).toHaveLength(1);
});

it('retries after a conflict are allowed', async () => {
  const server = await serve({ status: 409, body: '{}' });
  expect(await failureOf(create({ baseUrl: server.url })(MODEL).generate(hello))).toMatchObject({ retryable: true });
});

it('shows no key', () => {
  const provider = create({ baseUrl: 'http://127.0.0.1:9' });
  for (const shown of [inspect(provider, { depth: 9, showHidden: true }), String(provider), inspect(provider(MODEL), { depth: 9 })]) expect(shown).not.toContain(KEY);
});
