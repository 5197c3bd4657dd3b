import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Provider } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import express from 'express';
import { describe, expect, test } from 'vitest';
import { sdk, sdkRoutes, type SdkRoutesOptions } from '../src/index.ts';
import { providerOf, SECRET, serve } from './support.ts';

interface Setup extends SdkRoutesOptions {
  listModels?: Provider['listModels'];
  withoutSdk?: boolean;
}

/** An app with both routes and an echo behind them. */
async function start({ listModels, withoutSdk, ...options }: Setup = {}) {
  const received: string[] = [];
  const create = () => providerOf(scriptedModel('Hello.'), listModels ? { listModels } : {});
  const providers = { main: { apiKey: SECRET, defaultModel: 'm' }, bare: {}, off: { enabled: false } };
  const origin = await serve((app) => {
    app.set('env', 'test');
    if (!withoutSdk) app.use(sdk({ use: { main: create, bare: () => providerOf(scriptedModel('Hi.')), off: create }, config: { defaultProvider: 'main', providers }, env: {} }));
    app.use(sdkRoutes(options));
    app.post('/echo', express.text({ type: '*/*', limit: '1gb' }), (req, res) => {
      received.push(String(req.body));
      res.send(String(req.body));
    });
  });
  return { origin, received };
}

const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

describe('probes', () => {
  test('/healthz says that the process is there', async () => {
    const { origin } = await start({ withoutSdk: true });
    const response = await fetch(`${origin}/healthz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('/readyz names the providers, enabled or not, and asks none', async () => {
    let asked = 0;
    const { origin } = await start({ listModels: async () => { asked++; return []; } });
    const response = await fetch(`${origin}/readyz`);
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      status: 'ready',
      providers: {
        main: { enabled: true, isDefault: true, defaultModel: 'm' },
        bare: { enabled: true, isDefault: false },
        off: { enabled: false, isDefault: false },
      },
    });
    expect(text).not.toContain(SECRET);
    expect(asked).toBe(0);
  });

  test('/readyz is 503 without sdk()', async () => {
    const { origin } = await start({ withoutSdk: true });
    const response = await fetch(`${origin}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'not ready', providers: {} });
  });

  test('/readyz asks who is reachable when told to, and seldom', async () => {
    let asked = 0;
    const { origin } = await start({ reach: { maxAgeMs: 100 }, listModels: async () => { asked++; await sleep(20); return []; } });
    const [first] = await Promise.all([fetch(`${origin}/readyz`), fetch(`${origin}/readyz`)]);
    expect(((await first.json()) as { providers: object }).providers).toMatchObject({ main: { reachable: true }, bare: { enabled: true }, off: { enabled: false } });
    expect(asked).toBe(1);
    await sleep(120);
    await fetch(`${origin}/readyz`);
    expect(asked).toBe(2);
  });

  test.each<[string, Provider['listModels']]>([
    ['fails', async () => { throw new Error(SECRET); }],
    ['hangs', ({ signal } = {}) => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('stopped'))))],
  ])('/readyz is 503 when the default provider %s', async (_name, listModels) => {
    const { origin } = await start({ reach: { timeoutMs: 50 }, listModels });
    const response = await fetch(`${origin}/readyz`);
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ status: 'not ready', providers: { main: { reachable: false } } });
    expect(text).not.toContain(SECRET);
  });
});

describe('keys', () => {
  const keys = ['key-one', 'key-two'];
  const post = { method: 'POST', body: 'x' };

  test.each<[string, RequestInit, number]>([
    ['the first key', bearer('key-one'), 200],
    ['another key', bearer('key-two'), 200],
    ['a scheme in small letters', { headers: { authorization: 'bearer key-one' } }, 200],
    ['no key', {}, 401],
    ['a wrong key', bearer('key-on'), 401],
    ['a longer key', bearer('key-one1'), 401],
    ['an empty key', { headers: { authorization: 'Bearer ' } }, 401],
    ['another scheme', { headers: { authorization: 'Basic key-one' } }, 401],
    ['a key without a scheme', { headers: { authorization: 'key-one' } }, 401],
  ])('%s', async (_name, init, status) => {
    const { origin, received } = await start({ keys });
    const response = await fetch(`${origin}/echo`, { ...post, ...init });
    expect(response.status).toBe(status);
    expect(received).toHaveLength(status === 200 ? 1 : 0);
    if (status === 200) return;
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_api_key', param: null } });
  });

  test('probes need none, and tell the providers only to those who have one', async () => {
    const { origin } = await start({ keys });
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${origin}/readyz`)).json()).toEqual({ status: 'ready' });
    expect(await (await fetch(`${origin}/readyz`, bearer('key-two'))).json()).toHaveProperty('providers.main');
  });

  test.each([[[]], [['']], [['good', undefined]], [[' ']]])('%j are refused at start', (given) => {
    expect(() => sdkRoutes({ keys: given })).toThrow(/^sdkRoutes: .?keys/);
  });

  test.each([[['good', 'ключ']], [['two\nlines', 'good']]])('%j are refused at start: no client could send them', (given) => {
    expect(() => sdkRoutes({ keys: given })).toThrow(/^sdkRoutes: keys\[[01]\] has characters/);
  });

  test('the last line end of a file is no part of a key', async () => {
    const { origin } = await start({ keys: ['key-one\r\n'] });
    expect((await fetch(`${origin}/readyz`, bearer('key-one'))).status).toBe(200);
    expect(await (await fetch(`${origin}/readyz`, bearer('key-one'))).json()).toHaveProperty('providers.main');
  });

  test('a refusal repeats no key', () => {
    expect(() => sdkRoutes({ keys: [SECRET, ''] })).not.toThrow(SECRET);
    expect(() => sdkRoutes({ keys: [SECRET, ''] })).toThrow('keys[1]');
  });
});

describe('the limit on bodies', () => {
  const chunked = (text: string): RequestInit => ({
    method: 'POST',
    body: new Blob([text]).stream(),
    duplex: 'half',
    headers: { 'content-type': 'text/plain' },
  });

  test.each<[string, (text: string) => RequestInit]>([
    ['whose length is announced', (body) => ({ method: 'POST', body })],
    ['in chunks', chunked],
  ])('holds for bodies %s', async (_name, init) => {
    const { origin, received } = await start({ bodyLimitBytes: 100_000 });
    const fits = await fetch(`${origin}/echo`, init('a'.repeat(100_000)));
    expect(fits.status).toBe(200);
    expect(await fits.text()).toHaveLength(100_000);
    const tooLong = await fetch(`${origin}/echo`, init('a'.repeat(100_001)));
    expect(tooLong.status).toBe(413);
    expect(await tooLong.json()).toEqual({ error: { message: 'The body is longer than 100000 bytes.', type: 'invalid_request_error', code: 'request_too_large', param: null } });
    expect(received).toHaveLength(1);
  });

  test('ends a body without end, and the connection', async () => {
    const { origin, received } = await start({ bodyLimitBytes: 100_000 });
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    let heard = '';
    let sentBytes = 0;
    socket.on('data', (data) => (heard += String(data)));
    const closed = new Promise((resolve) => socket.on('close', resolve).on('error', resolve));
    socket.write('POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n');
    const flood = setInterval(() => {
      sentBytes += 10_000;
      socket.write(`${(10_000).toString(16)}\r\n${'a'.repeat(10_000)}\r\n`);
    }, 2);
    await closed;
    clearInterval(flood);
    expect(heard).toContain('413');
    expect(sentBytes).toBeLessThan(1_000_000);
    expect(received).toEqual([]);
  });

  test('lets a body be read by those who come later, at their time', async () => {
    const origin = await serve((app) => {
      app.use(sdkRoutes());
      app.use(async (_req, _res, next) => {
        await sleep(50);
        next();
      });
      app.use(express.json());
      app.post('/', (req, res) => void res.json(req.body));
    });
    const response = await fetch(origin, { ...chunked('{"a":1}'), headers: { 'content-type': 'application/json' } });
    expect(await response.json()).toEqual({ a: 1 });
  });

  test.each([[-1], [Number.NaN], ['1mb']])('%j is no limit', (bodyLimitBytes) => {
    expect(() => sdkRoutes({ bodyLimitBytes: bodyLimitBytes as number })).toThrow('bodyLimitBytes');
  });
});
