import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimitError, type StreamPart } from '@sdk/core';
import { sdk } from '@sdk/express';
import { createOpenAI } from '@sdk/provider-openai';
import { scriptedModel } from '@sdk/testing';
import { startFaultServer } from '@sdk/testing/server';
import express from 'express';
import { expect, test, vi } from 'vitest';
import { playground } from '../src/index.ts';
import { ask, send } from './requests.ts';
import { appOf, serve } from './scripted-app.ts';

/** The data of all events. */
function eventsOf(text: string): StreamPart[] {
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data as string) as StreamPart);
}

test('the answer comes as server-sent events, one per part', async () => {
  await using served = await serve(appOf({ one: scriptedModel('Hello there!') }));
  const { status, headers, text } = await ask(served.origin, {});
  expect([status, headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
  expect(eventsOf(text).map(({ type }) => type)).toEqual(['start', 'text-delta', 'text-delta', 'part', 'finish']);
});

test('what the page says is what the model is asked', async () => {
  const model = scriptedModel('Hello!');
  await using served = await serve(appOf({ one: scriptedModel('Not me.'), two: model }));
  const call = {
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'file', mediaType: 'image/png', data: 'iVBORw0KGgo=' }, { type: 'text', text: 'What is this?' }] },
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'a', toolName: 'look', arguments: { at: 1 }, ofALaterVersion: 1, providerData: { openai: { id: 'x' } } }] },
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', result: { seen: true } }] },
    ],
    tools: [{ name: 'look', parameters: { type: 'object' } }],
    toolChoice: 'auto',
    responseFormat: { type: 'json', schema: { type: 'object' } },
    temperature: 0.5,
    maxTokens: 20,
    reasoning: { budgetTokens: 100 },
    stopSequences: ['END'],
  };
  await ask(served.origin, { model: 'scripted/two', ...call });
  expect(model.calls).toEqual([{ ...call, signal: expect.any(AbortSignal) }]);
});

test.each([
  ['no messages', { messages: [] }, 'messages'],
  ['an unknown option', { extraBody: { n: 2 } }, 'extraBody'],
  ['headers', { headers: { 'x-a': 'b' } }, 'headers'],
  ['a temperature that is a text', { temperature: 'hot' }, 'temperature'],
  ['a file by its address', { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'image/png', url: 'file:///etc/passwd' }] }] }, 'messages.0.content.0'],
  ['data and an address', { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'image/png', data: 'AAAA', url: 'http://10.0.0.1/' }] }] }, 'messages.0.content.0'],
  ['data that is no base64', { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'image/png', data: 'file:///etc/passwd' }] }] }, 'messages.0.content.0.data'],
  ['an address in an answer', { messages: [{ role: 'assistant', content: [{ type: 'file', mediaType: 'image/png', url: 'http://10.0.0.1/' }] }] }, 'messages.0.content.0'],
  ['an address in a result', { messages: [{ role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', result: 1, content: [{ type: 'file', mediaType: 'image/png', url: 'http://10.0.0.1/' }] }] }] }, 'messages.0.content.0.content.0'],
  ['a part of an unknown kind', { messages: [{ role: 'user', content: [{ type: 'video' }] }] }, 'messages.0.content.0.type'],
])('%s is a 400 that names the place', async (_name, call, place) => {
  const model = scriptedModel('Hello!');
  await using served = await serve(appOf({ one: model }));
  const { status, json } = await ask(served.origin, call);
  expect([status, json().error.code]).toEqual([400, 'invalid_request']);
  expect(json().error.message.split('\n').some((line) => line.startsWith(`${place}:`) || line.includes(place))).toBe(true);
  expect(model.calls).toHaveLength(0);
});

test('a body that is no JSON is a 400, one that is none at all too', async () => {
  await using served = await serve(appOf({ one: scriptedModel('Hello!') }));
  const url = `${served.origin}/playground/api/chat`;
  const headers = { 'content-type': 'application/json' };
  expect((await send(url, { method: 'POST', headers, body: '{"model":' })).json().error.code).toBe('invalid_request');
  expect((await send(url, { method: 'POST' })).status).toBe(400);
  expect((await send(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' })).status).toBe(400);
});

test('an image of many megabytes is taken, a longer body than allowed is a 413', async () => {
  const model = scriptedModel('Hello!');
  await using served = await serve(appOf({ one: model }));
  const messages = (bytes: number) => [{ role: 'user', content: [{ type: 'file', mediaType: 'image/png', data: Buffer.alloc(bytes, 7).toString('base64') }] }];
  expect((await ask(served.origin, { messages: messages(12 * 2 ** 20) })).status).toBe(200);
  const refused = await ask(served.origin, { messages: messages(16 * 2 ** 20) }).catch((error: Error) => error);
  if (!(refused instanceof Error)) expect([refused.status, refused.json().error.code]).toEqual([413, 'request_too_large']);
  expect(model.calls).toHaveLength(1);
});

test('the limit on bodies can be set', async () => {
  await using served = await serve(appOf({ one: scriptedModel('Hello!') }, { bodyLimitBytes: 200 }));
  const { status, json } = await ask(served.origin, { messages: [{ role: 'user', content: 'x'.repeat(300) }] });
  expect([status, json().error.code]).toEqual([413, 'request_too_large']);
});

test('an unknown model is a 404', async () => {
  await using served = await serve(appOf({ one: scriptedModel('Hello!') }));
  const { status, json } = await ask(served.origin, { model: 'nobody/x' });
  expect([status, json().error.code]).toEqual([404, 'model_not_found']);
});

test('a vendor\'s error keeps its status, its wait and its words', async () => {
  await using vendor = await startFaultServer({ status: 429, headers: { 'content-type': 'application/json', 'retry-after': '7' }, body: ['{"error":{"message":"Slow down, please.","type":"requests","code":"rate_limit_exceeded"}}'] });
  const app = express();
  const providers = { openai: { apiKey: 'sk-test-0123456789', baseUrl: `${vendor.url}/v1`, defaultModel: 'gpt-test' } };
  app.use(sdk({ use: { openai: createOpenAI }, config: { defaultProvider: 'openai', providers }, env: {} }));
  app.use('/playground', playground());
  await using served = await serve(app);
  const { status, headers, json, text } = await ask(served.origin, { model: 'openai' });
  expect([status, headers['retry-after'], json().error.code]).toEqual([429, '7', 'rate_limit_exceeded']);
  expect(json().error.message).toContain('Slow down, please.');
  expect(text).not.toContain('sk-test');
});

test('a failure in the middle is the last event, with its words', async () => {
  const model = scriptedModel({ content: 'Half', error: new RateLimitError('Too fast.', { provider: 'x' }) });
  await using served = await serve(appOf({ one: model }));
  const { status, text } = await ask(served.origin, {});
  expect(status).toBe(200);
  expect(text.split('\n\n').at(-2)).toBe('event: error\ndata: {"error":{"message":"Too fast.","type":"rate_limit_error","code":"rate_limit_exceeded","param":null}}');
});

test('when the page goes, the call ends', async () => {
  const model = scriptedModel('one two three four five six seven', { delayMs: 200 });
  await using served = await serve(appOf({ one: model }));
  const body = JSON.stringify({ model: 'scripted', messages: [{ role: 'user', content: 'Hello' }] });
  const sent = request(`${served.origin}/playground/api/chat`, { method: 'POST', headers: { 'content-type': 'application/json' } });
  sent.on('error', () => {}).end(body);
  await once(sent, 'response');
  sent.destroy();
  const signal = model.calls[0]?.signal;
  await vi.waitFor(() => expect(signal?.aborted).toBe(true), { timeout: 1_000 });
  await sleep(0);
});
