import { AbortError, APIConnectionError, APITimeoutError, ConfigurationError, ResponseParseError } from '@sdk/core';
import { refusedPort, startFaultServer } from '@sdk/testing/server';
import { expect, it } from 'vitest';
import { createSettings, defaultTransport, sendJSON, type ProviderOptions, type Settings } from '../src/index.ts';
import { KEY } from './toy-provider.ts';

const settingsOf = (options: ProviderOptions): Settings =>
  createSettings({ id: 'toy', apiKeyEnv: 'TOY_KEY', connectionHint: 'Is the toy running?' }, { apiKey: KEY, ...options }, defaultTransport());

it('sends with the key and the headers of the provider, below its base URL, and gives status, headers and body', async () => {
  await using server = await startFaultServer({ status: 202, headers: { 'X-Load': '3' }, body: '{"ready":false}' });
  const settings = settingsOf({ baseUrl: `${server.url}/base`, headers: { 'x-mine': '1' } });
  const answer = await sendJSON(settings, { method: 'POST', path: 'wake/a?soon=1', body: { now: true } });
  expect(answer).toMatchObject({ status: 202, headers: { 'x-load': '3' }, body: { ready: false } });
  expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/base/wake/a?soon=1', body: '{"now":true}', headers: { authorization: `Bearer ${KEY}`, 'x-mine': '1' } });
  await sendJSON(settings, { method: 'GET', path: 'wake' });
  expect(server.requests[1]).toMatchObject({ method: 'GET', path: '/base/wake', body: '' });
});

it.each([404, 302, 500])('gives the status %i like any other, and no body where that is no JSON', async (status) => {
  await using server = await startFaultServer({ status, body: '<html>' });
  expect(await sendJSON(settingsOf({ baseUrl: server.url }), { method: 'GET', path: 'x' })).toMatchObject({ status, body: undefined });
});

it('fails typed where no answer came', async () => {
  await using port = await refusedPort();
  await expect(sendJSON(settingsOf({ baseUrl: port.url }), { method: 'GET', path: 'x' })).rejects.toThrow(/Is the toy running\?/);
  await expect(sendJSON(settingsOf({ baseUrl: port.url }), { method: 'GET', path: 'x' })).rejects.toThrow(APIConnectionError);
  await expect(sendJSON(settingsOf({}), { method: 'GET', path: 'x' })).rejects.toThrow(ConfigurationError);
});

it('keeps to its own limit on time, over those of the provider', async () => {
  await using server = await startFaultServer({ before: [{ stall: true }] });
  const settings = settingsOf({ baseUrl: server.url, timeouts: { totalMs: 5, firstByteMs: 5 } });
  const failure = await sendJSON(settings, { method: 'GET', path: 'x', timeoutMs: 60 }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(APITimeoutError);
  expect(failure).toMatchObject({ phase: 'total', timeoutMs: 60 });
  expect(await sendJSON(settings, { method: 'GET', path: 'x' }).catch((error: unknown) => error)).toMatchObject({ timeoutMs: 5 });
});

it('ends at once, and hangs up, when the signal fires', async () => {
  await using server = await startFaultServer({ before: [{ stall: true }] });
  const controller = new AbortController();
  const asked = sendJSON(settingsOf({ baseUrl: server.url }), { method: 'GET', path: 'x', signal: controller.signal });
  const { closed } = await server.received(0);
  controller.abort();
  await expect(asked).rejects.toThrow(AbortError);
  expect((await closed).by).toBe('client');
});

it('reads no more than the limits allow', async () => {
  await using server = await startFaultServer({ body: `"${'x'.repeat(100)}"` });
  await expect(sendJSON(settingsOf({ baseUrl: server.url, limits: { jsonBytes: 50 } }), { method: 'GET', path: 'x' })).rejects.toThrow(ResponseParseError);
});
