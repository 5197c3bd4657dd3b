import { execFile } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Message } from '@sdk/core';
import { createLepton } from '@sdk/provider-lepton';
import { expect, it } from 'vitest';
import { createApp } from '../src/app.ts';
import { ask } from '../src/assistant.ts';
import { startLocalLepton } from '../src/local-lepton.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

it('runs without any key, and shows models, chat, stream and error', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--conditions=@sdk/source', MAIN], { env: { PATH: process.env['PATH'] } });
  expect(stderr).toBe('');
  expect(stdout).toContain('mixtral-8x7b   32768 tokens, long context');
  expect(stdout).toContain('asked:    Your order A-1042 has been shipped.\nstreamed: Your order A-1042 has been shipped.\nrefused:  401 invalid_api_key\n');
});

it('the call, its result and the answer all stand in the conversation', async () => {
  const { server, baseUrl, apiKey } = await startLocalLepton();
  const messages: Message[] = [{ role: 'user', content: 'Where is A-1042?' }];
  await ask(createLepton({ baseUrl, apiKey }).llama3_70B(), messages);
  expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant']);
  const [first, second] = server.requests.map((request) => request.json() as { tools: object[]; messages: object[] });
  expect(first?.tools).toMatchObject([{ function: { name: 'order_status', parameters: { properties: { orderId: { type: 'string' } }, required: ['orderId'] } } }]);
  expect(second?.messages.at(-1)).toEqual({ role: 'tool', tool_call_id: 'call_1', content: '{"orderId":"A-1042","status":"shipped"}' });
  await server.close();
});

it('the web application takes models from the settings file, and refuses a disabled provider', async () => {
  const { server, baseUrl, apiKey } = await startLocalLepton();
  const listener = createApp({ LEPTON_API_KEY: apiKey, LEPTON_BASE_URL: baseUrl }).listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/ask`;
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('"type":"finish"');
  expect(server.requests[0]?.json()).toMatchObject({ model: 'llama3-70b' });
  expect((await fetch(`${url}?model=lepton-batch`)).status).toBe(503);
  expect((await fetch(`${url}?model=lepton/dbrx`)).status).toBe(200);
  expect(server.requests[1]?.json()).toMatchObject({ model: 'dbrx' });
  listener.closeAllConnections();
  listener.close();
  await server.close();
});
