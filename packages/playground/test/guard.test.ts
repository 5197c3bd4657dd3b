import { ConfigurationError } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import express from 'express';
import { expect, onTestFinished, test, vi } from 'vitest';
import { playground } from '../src/index.ts';
import { ask, send } from './requests.ts';
import { appOf, serve } from './scripted-app.ts';

const models = { one: scriptedModel('Hello!') };

test('in production it cannot be made without a key', () => {
  vi.stubEnv('NODE_ENV', 'production');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(() => playground()).toThrow(ConfigurationError);
  expect(() => playground()).toThrow(/production.*`key`/);
  expect(() => playground({ key: 'k' })).not.toThrow();
});

test('an application that is in production by its own setting gets neither the page nor an answer', async () => {
  const app = appOf(models);
  app.set('env', 'production');
  const print = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => print.mockRestore());
  app.use((error: Error, _req: express.Request, res: express.Response, _next: express.NextFunction) => void res.status(500).send(error.message));
  await using served = await serve(app);
  for (const path of ['/', '/assets/x.js', '/api/models']) {
    const { status, text } = await send(`${served.origin}/playground${path}`);
    expect([status, text]).toEqual([500, expect.stringContaining('production')]);
  }
});

test.each([[''], ['  '], [undefined]])('a key that is %j is refused at start, since a variable may be missing', (key) => {
  expect(() => playground({ key })).toThrow(ConfigurationError);
});

test.each([['ключ'], ['two\nlines']])('a key that no header can carry, %j, is refused at start', (key) => {
  expect(() => playground({ key })).toThrow(/no browser can send/);
  expect(() => playground({ key })).not.toThrow(key);
});

test.each([['sesame\n', 'sesame'], ['  two words ', 'two words'], ['Schlüssel', 'Schl\u00fcssel']])('the key %j can be entered', async (key, entered) => {
  await using served = await serve(appOf(models, { key }));
  expect((await send(`${served.origin}/playground/api/models`, { headers: { authorization: `Bearer ${entered}` } })).status).toBe(200);
});

test('with a key, the page is open and the routes are not', async () => {
  await using served = await serve(appOf(models, { key: 'sesame' }));
  expect((await send(`${served.origin}/playground/`)).status).toBe(200);
  const refused = await ask(served.origin, {});
  expect([refused.status, refused.json().error.code]).toEqual([401, 'invalid_api_key']);
  expect((await ask(served.origin, {}, { authorization: 'Bearer wrong' })).status).toBe(401);
  expect((await send(`${served.origin}/playground/api/models`)).status).toBe(401);
  expect((await ask(served.origin, {}, { authorization: 'Bearer sesame' })).text).toContain('Hello!');
});

test('with a key, it works in production', async () => {
  const app = appOf(models, { key: 'sesame' });
  app.set('env', 'production');
  await using served = await serve(app);
  expect((await ask(served.origin, {}, { authorization: 'Bearer sesame' })).status).toBe(200);
});

test.each([
  ['another site says that it is one', { 'sec-fetch-site': 'cross-site' }],
  ['another port of this machine does', { 'sec-fetch-site': 'same-site' }],
  ['an older browser names another origin', { origin: 'http://evil.example' }],
  ['the origin is hidden', { origin: 'null' }],
])('nothing is answered when %s', async (_name, headers) => {
  const model = scriptedModel('Hello!');
  await using served = await serve(appOf({ one: model }));
  const { status, json } = await ask(served.origin, {}, headers);
  expect([status, json().error.code]).toEqual([403, 'refused']);
  expect(model.calls).toHaveLength(0);
});

test('its own page is answered', async () => {
  await using served = await serve(appOf(models));
  expect((await ask(served.origin, {}, { origin: served.origin, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
});

test.each([
  ['evil.example', 403],
  ['localhost.evil.example', 403],
  ['localhost', 200],
  ['app.localhost:3000', 200],
  ['192.168.1.7:3000', 200],
  ['[::1]:3000', 200],
])('without a key, a request to the host %s is a %i', async (host, status) => {
  await using served = await serve(appOf(models));
  expect((await ask(served.origin, {}, { host })).status).toBe(status);
});

test('with a key, every host will do', async () => {
  await using served = await serve(appOf(models, { key: 'sesame' }));
  expect((await ask(served.origin, {}, { host: 'models.example', authorization: 'Bearer sesame' })).status).toBe(200);
});

test('without `sdk()` before it, the answer says what to do', async () => {
  const app = express();
  app.use('/playground', playground());
  app.set('env', 'test');
  await using served = await serve(app);
  const { status, json } = await ask(served.origin, {});
  expect([status, json().error.message]).toEqual([500, expect.stringContaining('Mount `sdk()` before')]);
});
