import { inspect } from 'node:util';
import { errorToJSON, SdkError } from '@sdk/core';
import { createOpenAI } from '@sdk/provider-openai';
import { hangingPort, refusedPort, startFaultServer, type Answer } from '@sdk/testing/server';
import { describe, expect, test } from 'vitest';
import { createService, type ConfigReport, type ModelConfig } from '@sdk/service';
import { completion } from './service-process.ts';
import { allOf, CONFIG, failureOf, fakeProvider, NO_WAIT, PROMPT, SECRET, serviceOf } from './support.ts';

const failure = (status: number, body: object | string, headers = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify({ error: body }),
});

function openService() {
  return createService({ providers: { openai: createOpenAI }, retry: NO_WAIT });
}

const configOf = (url: string): ModelConfig => ({ provider: 'openai', endpoint: `${url}/v1`, apiKey: SECRET, model: 'gpt-5-x', maxRetries: 1 });

describe('Over HTTP', () => {
  test('a call is one request with the key and the sampling of the configuration', async () => {
    await using server = await startFaultServer(completion('<think>Hm.</think>Yes.'));
    await using service = openService();
    const answer = await service.chat({ ...configOf(server.url), model: 'some-model' }, PROMPT);
    expect(answer).toMatchObject({ text: 'Yes.', reasoning: 'Hm.', usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 } });
    expect(answer.response).toMatchObject({ provider: 'openai', modelId: 'gpt-5-2026', id: 'chatcmpl-1' });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.headers['authorization']).toBe(`Bearer ${SECRET}`);
    expect(server.requests[0]?.json()).toMatchObject({ model: 'some-model', temperature: 0.7, top_p: 0.9 });
  });

  test('retries, keys in turn and fallback models reach the server in that order', async () => {
    await using server = await startFaultServer((request) =>
      (request.json() as { model: string }).model === 'two' ? completion('Two.') : failure(503, { message: 'busy' }));
    await using service = openService();
    const config = { ...configOf(server.url), apiKey: ['sk-1', 'sk-2'], model: 'one', fallbackModels: ['two'] };
    expect((await service.chat(config, PROMPT)).text).toBe('Two.');
    const seen = server.requests.map(({ headers, json }) => `${(json() as { model: string }).model} ${headers['authorization']}`);
    expect(seen).toEqual(['one Bearer sk-1', 'one Bearer sk-2', 'two Bearer sk-1']);
  });

  test('a stream yields its text, and one that is left closes its socket', async () => {
    const events = ['Ab', 'cd'].map((content) => `data: ${JSON.stringify({ id: 'x', choices: [{ index: 0, delta: { content } }] })}\n\n`);
    const end = `data: ${JSON.stringify({ id: 'x', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`;
    const headers = { 'content-type': 'text/event-stream' };
    await using server = await startFaultServer([{ headers, body: [...events, end] }, { headers, body: [...events, { stall: true }] }]);
    await using service = openService();
    expect((await allOf(service.chatStream(configOf(server.url), PROMPT))).join('')).toBe('Abcd');
    for await (const text of service.chatStream(configOf(server.url), PROMPT)) if (text !== '') break;
    expect((await (await server.received(1)).closed).by).toBe('client');
  });

  test('no failure shows the key', async () => {
    await using server = await startFaultServer((request) => failure(400, { message: `What is ${request.headers['authorization'] ?? ''}?` }));
    await using service = openService();
    const error = await failureOf(service.chat(configOf(server.url), PROMPT));
    expect(error).toBeInstanceOf(SdkError);
    const report = await service.testConfig(configOf(server.url));
    const shown = [error, errorToJSON(error as unknown as SdkError), report, service].map((value) => inspect(value, { depth: 9 }) + JSON.stringify(value));
    expect(shown.join()).not.toContain(SECRET);
  });
});

describe('testConfig', () => {
  async function report(answer: Answer, change: Partial<ModelConfig> = {}): Promise<ConfigReport & { requests: number }> {
    await using server = await startFaultServer(answer);
    await using service = openService();
    const result = await service.testConfig({ ...configOf(server.url), ...change });
    return { ...result, requests: server.requests.length };
  }

  test('asks once for a few tokens', async () => {
    await using server = await startFaultServer(completion('Hi!'));
    await using service = openService();
    const result = await service.testConfig({ ...configOf(server.url), model: 'some-model', maxTokens: 5_000, temperature: 0.3 });
    expect(result).toEqual({ ok: true, modelId: 'gpt-5-2026', latencyMs: expect.any(Number) });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.body).toMatch(/"max_(completion_)?tokens":16\b/);
    expect(server.requests[0]?.json()).toMatchObject({ temperature: 0.3 });
    await service.testConfig({ ...configOf(server.url), model: 'some-model', maxTokens: null });
    expect(server.requests[1]?.body).not.toMatch(/max_/);
  });

  test.each<[string, string, Answer, RegExp]>([
    ['key', 'a refused key', failure(401, { message: 'Incorrect API key provided.', code: 'invalid_api_key' }), /^The key is not accepted\./],
    ['key', 'a key without rights', failure(403, { message: 'You may not do this.' }), /not accepted/],
    ['model', 'an unknown model', failure(404, { message: 'The model `gpt-5-x` does not exist', code: 'model_not_found' }), /^There is no such model/],
    ['model', 'an unknown model with a 400', failure(400, { message: 'invalid model ID' }), /no such model/],
    ['url', 'a path that is not there', failure(404, { message: 'Not Found' }), /^The endpoint is not the base URL/],
    ['url', 'a web page', { headers: { 'content-type': 'text/html' }, body: '<html>Welcome</html>' }, /base URL/],
    ['url', 'a redirect', { status: 302, headers: { location: 'https://elsewhere.example/' } }, /base URL/],
    ['quota', 'credit that is used up', failure(429, { message: 'You exceeded your current quota.', code: 'insufficient_quota' }), /credit/],
    ['vendor', 'a vendor that is too busy', failure(503, { message: 'Overloaded' }), /settings may be right/],
    ['vendor', 'a broken vendor', failure(500, { message: 'Oops' }), /settings may be right/],
    ['vendor', 'a rate limit', failure(429, { message: 'Slow down.' }), /settings may be right/],
    ['request', 'a request that is not taken', failure(400, { message: 'temperature: unsupported value' }), /temperature/],
  ])('says "%s" for %s, after one call', async (problem, _, answer, message) => {
    const result = await report(answer, { fallbackModels: ['other'] });
    expect(result).toMatchObject({ ok: false, problem, requests: 1, message: expect.stringMatching(message), error: expect.any(SdkError) });
  });

  test('says "network" where nobody listens or nothing comes through, and "url" for a host that does not exist', async () => {
    await using refused = await refusedPort();
    await using hanging = await hangingPort();
    await using service = openService();
    expect(await service.testConfig(configOf(refused.url))).toMatchObject({ ok: false, problem: 'network', message: expect.stringContaining('ECONNREFUSED') });
    expect(await service.testConfig(configOf(hanging.url), { timeoutMs: 300 })).toMatchObject({ ok: false, problem: 'network' });
    const nowhere = await service.testConfig(configOf('http://no-such-host.invalid'), { timeoutMs: 5_000 });
    expect(nowhere).toMatchObject({ ok: false, problem: expect.stringMatching(/^(url|network)$/) });
  });

  test('says "vendor" for a server that accepts and says nothing', async () => {
    await using server = await startFaultServer({ before: [{ stall: true }] });
    await using service = openService();
    expect(await service.testConfig(configOf(server.url), { timeoutMs: 200 })).toMatchObject({ ok: false, problem: 'vendor' });
  });

  test.each<[string, object]>([
    ['provider', { provider: 'opnai' }],
    ['url', { endpoint: 'nowhere' }],
    ['key', { apiKey: { env: 'NOT_SET_ANYWHERE' } }],
    ['model', { model: '' }],
    ['config', { temperature: '1' }],
  ])('says "%s" for a mistake that needs no call', async (problem, change) => {
    expect(await report(completion('Hi!'), change)).toMatchObject({ ok: false, problem, requests: 0 });
  });

  test('tries each of several keys, and says which one is bad', async () => {
    await using server = await startFaultServer(({ headers }) =>
      headers['authorization'] === 'Bearer sk-good' ? completion('Hi!') : failure(401, { message: 'Bad key' }));
    await using service = openService();
    const result = await service.testConfig({ ...configOf(server.url), apiKey: ['sk-good', 'sk-bad'] });
    expect(result).toMatchObject({ ok: false, problem: 'key', message: expect.stringMatching(/^Key 2 of 2: The key/) });
    expect((await service.testConfig({ ...configOf(server.url), apiKey: ['sk-good', 'sk-good'] })).ok).toBe(true);
  });

  test('rejects when it is aborted', async () => {
    const service = serviceOf(fakeProvider({ small: 'Slow.' }, { delayMs: 5_000 }));
    expect((await failureOf(service.testConfig(CONFIG, { signal: AbortSignal.timeout(20) })))['kind']).toBe('abort');
  });

  test('says "key" where the provider finds none in the environment', async () => {
    const { OPENAI_API_KEY: before } = process.env;
    delete process.env['OPENAI_API_KEY'];
    await using service = openService();
    expect(await service.testConfig({ provider: 'openai', model: 'gpt-5' })).toMatchObject({ ok: false, problem: 'key' });
    if (before !== undefined) process.env['OPENAI_API_KEY'] = before;
  });
});
