import { setTimeout as sleep } from 'node:timers/promises';
import { AbortError, AuthenticationError, OverloadedError, RateLimitError, ServerError, UnsupportedFeatureError, wrapModel, type CallOptions, type LanguageModel, type SdkError, type StreamPart, type Warning } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import type { Request } from 'express';
import { describe, expect, test } from 'vitest';
import { anthropicRouter } from '../../src/anthropic/index.ts';
import { openaiRouter } from '../../src/openai/index.ts';
import { eventsOf, rawGet, serve, until } from '../support.ts';
import { CHAT, chatBody, errorOf, MESSAGES, messagesBody, post, rawPost, SECRET, startGateway } from './support.ts';

const APIS = [
  [CHAT, chatBody],
  [MESSAGES, messagesBody],
] as const;

const vendor = { provider: 'main' };
const say = `Nothing, ${SECRET}.`;

/** A model whose streams are the given function's. */
function streaming(stream: LanguageModel['stream']): LanguageModel {
  return wrapModel(scriptedModel('x'), { stream });
}

describe.each(APIS)('%s', (path, bodyOf) => {
  test.each([false, true])('tells a failure before the first part by its status, streamed: %s', async (stream) => {
    const cases: [SdkError, number, string | null][] = [
      [new RateLimitError(say, { ...vendor, status: 429, retryAfterMs: 6_200 }), 429, '7'],
      [new AuthenticationError(say, { ...vendor, status: 401 }), 401, null],
      [new OverloadedError(say, { ...vendor, status: 503 }), path === CHAT ? 503 : 529, null],
      [new ServerError(say, { ...vendor, status: 500 }), 502, null],
      [new UnsupportedFeatureError('main: m takes no images.'), 400, null],
      [new AbortError('x'), 503, null],
    ];
    for (const [error, status, wait] of cases) {
      const told: SdkError[] = [];
      const origin = await startGateway({ model: scriptedModel({ error }), onError: (failed) => void told.push(failed) });
      const response = await post(origin, path, bodyOf({ stream }));
      expect(response.headers.get('retry-after')).toBe(wait);
      expect(response.headers.get('www-authenticate')).toBeNull();
      const failure = await errorOf(response, path);
      expect(failure.status).toBe(status);
      if (error.kind === 'unsupported-feature') expect(failure.message).toBe('main: m takes no images.');
      expect(told).toEqual(error.kind === 'unsupported-feature' ? [] : [error]);
    }
  });

  test('tells a later failure as the last event, without the words of the vendor', async () => {
    const told: SdkError[] = [];
    const error = new ServerError(say, { ...vendor, status: 500 });
    const origin = await startGateway({ model: scriptedModel({ content: 'Half of it', error }), onError: (failed) => void told.push(failed) });
    const response = await post(origin, path, bodyOf({ stream: true }));
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).not.toContain(SECRET);
    const last = eventsOf(text).at(-1);
    const message = 'The model failed to answer.';
    if (path === CHAT) expect(last).toEqual({ name: undefined, data: { error: { message, type: 'server_error', code: 'vendor_error', param: null } } });
    else expect(last).toEqual({ name: 'error', data: { type: 'error', error: { type: 'api_error', message }, request_id: response.headers.get('request-id') } });
    expect(text).not.toContain('[DONE]');
    expect(told).toEqual([error]);
  });

  test('tells a failure that is nobody\'s as one of the server, and no more', async () => {
    const told: SdkError[] = [];
    const wrap = () => {
      throw new TypeError(say);
    };
    const origin = await startGateway({ wrapModel: wrap, onError: (failed) => void told.push(failed) });
    expect(await errorOf(await post(origin, path, bodyOf()), path)).toMatchObject({ status: 500 });
    expect(told[0]?.cause).toBeInstanceOf(TypeError);
  });

  test('lets message and status be chosen', async () => {
    const error = new AuthenticationError('Key of the server.', { ...vendor, status: 401 });
    const origin = await startGateway({ model: scriptedModel({ error }), statusOf: () => 502, messageOf: (failed) => failed.message });
    expect(await errorOf(await post(origin, path, bodyOf()), path)).toMatchObject({ status: 502, message: 'Key of the server.' });
  });

  test('commits the status with the first part, not before', async () => {
    let go = () => {};
    const first = new Promise<void>((resolve) => (go = resolve));
    const model = streaming(async function* () {
      await first;
      yield* scriptedModel('Hello.').stream({ messages: [{ role: 'user', content: 'x' }] });
    });
    const origin = await startGateway({ model });
    let answered = false;
    const response = post(origin, path, bodyOf({ stream: true })).then((got) => ((answered = true), got));
    await sleep(50);
    expect(answered).toBe(false);
    go();
    expect((await response).headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await (await response).text()).toContain('Hello.');
  });

  test('keeps a silent stream open with what its clients pass over', async () => {
    const model = streaming(async function* () {
      yield { type: 'start', warnings: [], response: { provider: 'main' } };
      await sleep(60);
      yield { type: 'finish', finishReason: 'stop', usage: {}, timing: { totalMs: 1 } };
    });
    const origin = await startGateway({ model, keepAliveMs: 20 });
    const text = await (await post(origin, path, bodyOf({ stream: true }))).text();
    expect(text).toContain(path === CHAT ? ': keep-alive\n\n' : 'event: ping\ndata: {"type":"ping"}\n\n');
  });

  test.each([false, true])('stops the model in the turn in which the client is known to be gone, streamed: %s', async (stream) => {
    const seen: string[] = [];
    let isAsked = false;
    const wait = ({ signal }: CallOptions) =>
      new Promise<never>((_resolve, reject) => {
        isAsked = true;
        signal?.addEventListener('abort', () => (seen.push('aborted'), reject(new AbortError('gone'))));
      });
    const model = wrapModel(scriptedModel('x'), {
      generate: wait,
      async *stream(options): AsyncGenerator<StreamPart> {
        yield { type: 'start', warnings: [], response: { provider: 'main' } };
        await wait(options);
      },
    });
    const watch = (given: LanguageModel, req: Request) => {
      req.res?.once('close', () => setImmediate(() => seen.push('the turn is over')));
      return given;
    };
    const told: SdkError[] = [];
    const origin = await startGateway({ model, wrapModel: watch, onError: (error) => void told.push(error) });
    const client = await rawPost(origin, path, bodyOf({ stream }));
    await until(() => isAsked);
    client.destroy();
    await until(() => seen.length === 2);
    expect(seen).toEqual(['aborted', 'the turn is over']);
    await sleep(20);
    expect(told).toEqual([]);
  });

  test('lets only those with a key in, by either header, and says so in its own form', async () => {
    const keys = ['key-one', 'key-two'];
    const origin = await startGateway({ keys });
    const ask = (headers: Record<string, string>) => post(origin, path, bodyOf(), headers);
    for (const key of keys) {
      expect((await ask({ authorization: `Bearer ${key}` })).status).toBe(200);
      expect((await ask({ 'x-api-key': key })).status).toBe(200);
    }
    // A proxy in front may have a header of its own.
    for (const authorization of ['Bearer wrong', 'Basic a2V5', 'Bearer ']) expect((await ask({ authorization, 'x-api-key': 'key-one' })).status).toBe(200);
    expect((await ask({ authorization: 'Bearer key-two', 'x-api-key': 'wrong' })).status).toBe(200);
    for (const headers of [{}, { authorization: 'Bearer key' }, { 'x-api-key': 'key-on' }, { 'x-api-key': '' }, { authorization: 'Basic key-one' }, { authorization: 'Bearer wrong', 'x-api-key': 'wrong' }, { authorization: 'key-one' }]) {
      const response = await ask(headers as Record<string, string>);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await errorOf(response, path)).toMatchObject({ status: 401 });
    }
    expect((await post(origin, path, 'no JSON')).status).toBe(401); // before the body is looked at
  });

  test('puts what is asked for around every model, and finds it by an alias', async () => {
    const asked: string[] = [];
    const wrap = (model: LanguageModel) => wrapModel(model, { generate: (options) => (asked.push(model.modelId), model.generate(options)) });
    const origin = await startGateway({ wrapModel: wrap, aliases: { 'gpt-5': 'main/real' } });
    expect((await post(origin, path, bodyOf({ model: 'gpt-5' }))).status).toBe(200);
    expect(asked).toEqual(['real']);
    expect((await post(origin, path, bodyOf({ model: 'toString' }))).status).toBe(404);
  });

  test('leaves out fields without a place, and says so; sends them when told to', async () => {
    const warnings: Warning[] = [];
    const model = scriptedModel({ content: 'a', warnings: [{ kind: 'unsupported', option: 'topK', message: 'x' }] });
    const ask = async (forwardUnread: boolean, stream: boolean) => {
      const origin = await startGateway({ model, forwardUnread, onWarning: (warning) => void warnings.push(warning) });
      await (await post(origin, path, bodyOf({ service_tier: 'flex', stream }))).text();
      return warnings.splice(0).map(({ option }) => option);
    };
    expect(await ask(false, false)).toEqual(['service_tier', 'topK']);
    expect(await ask(false, true)).toEqual(['service_tier', 'topK']);
    expect(await ask(true, false)).toEqual(['topK']);
    expect(model.calls.map(({ extraBody }) => extraBody)).toEqual([undefined, undefined, { service_tier: 'flex' }]);
  });

  test('reads what a parser before it has read', async () => {
    const { default: express } = await import('express');
    const { sdk } = await import('../../src/index.ts');
    const { providerOf } = await import('../support.ts');
    const origin = await serve((app) => {
      app.use(express.json(), sdk({ use: { main: () => providerOf(scriptedModel('Hello.')) }, config: { defaultProvider: 'main', providers: { main: {} } }, env: {} }));
      app.use(openaiRouter(), anthropicRouter());
    });
    expect((await post(origin, path, bodyOf())).status).toBe(200);
  });

  test('needs sdk() before it', async () => {
    const origin = await serve((app) => void app.use(openaiRouter({ onError: () => {} }), anthropicRouter({ onError: () => {} })));
    expect(await errorOf(await post(origin, path, bodyOf()), path)).toMatchObject({ status: 500 });
  });

  test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'])('refuses the method %s', async (method) => {
    const origin = await startGateway();
    const response = await fetch(origin + path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    if (method === 'HEAD') expect(response.headers.get(path === CHAT ? 'x-request-id' : 'request-id')).toMatch(/^req_/);
    else expect(await errorOf(response, path)).toMatchObject({ status: 405, type: 'invalid_request_error', message: 'Only POST can be asked for here.' });
  });

  test('leaves questions of browsers to Express, also without a key', async () => {
    const origin = await startGateway({ keys: ['key-one'] });
    const response = await fetch(origin + path, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([200, 'POST']);
    expect((await fetch(origin + path)).status).toBe(401);
  });

  test('leaves other paths to others', async () => {
    const origin = await startGateway();
    expect((await post(origin, `${path}/else`, {})).status).toBe(404);
    expect((await fetch(`${origin}/v1/else`)).headers.has('x-request-id')).toBe(false);
    expect((await rawGet(origin, '/')).destroyed).toBe(false);
  });
});

test.each([
  [{ keys: [] }, 'keys'],
  [{ keys: [''] }, 'keys[0]'],
  [{ bodyLimitBytes: -1 }, 'bodyLimitBytes'],
  [{ files: { maxBytes: NaN } }, 'files.maxBytes'],
  [{ files: { timeoutMs: -1 } }, 'files.timeoutMs'],
  [{ files: { timeoutMs: Infinity } }, 'files.timeoutMs'],
  [{ files: { timeoutMs: 0.5 } }, 'files.timeoutMs'],
])('%j is a mistake at start', (options, named) => {
  expect(() => openaiRouter(options)).toThrow(`openaiRouter: `);
  expect(() => anthropicRouter(options)).toThrow(`anthropicRouter: `);
  expect(() => anthropicRouter(options)).toThrow(named);
});

test('tokens are counted where the model can, for a request without a limit', async () => {
  const counted: CallOptions[] = [];
  const model = Object.assign(scriptedModel('x'), { countTokens: async (options: CallOptions) => (counted.push(options), { inputTokens: 7 }) });
  const path = `${MESSAGES}/count_tokens`;
  const { max_tokens: _limit, ...body } = messagesBody({ system: 'Be brief.' });
  const response = await post(await startGateway({ model }), path, body);
  expect(await response.json()).toEqual({ input_tokens: 7 });
  expect(counted[0]).toMatchObject({ messages: [{ role: 'system' }, { role: 'user' }], signal: expect.any(AbortSignal) });
  expect(counted[0]).not.toHaveProperty('maxTokens');
  const refused = await errorOf(await post(await startGateway(), path, body), path);
  expect(refused).toMatchObject({ status: 400, message: expect.stringContaining('cannot count tokens') });
});
