import { RateLimitError } from '@sdk/core';
import { sdk } from '@sdk/express';
import { createOpenAI } from '@sdk/provider-openai';
import { scriptedModel } from '@sdk/testing';
import { startFaultServer, type Answer, type ReceivedRequest } from '@sdk/testing/server';
import express, { type Express } from 'express';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playground } from '../../../src/index.ts';
import { appOf } from '../../scripted-app.ts';
import { launchChromium } from './browser.ts';
import { openPage } from './opened-page.ts';

const START_MS = 60_000;
const TEST_MS = 30_000;

let browser: Browser;
beforeAll(async () => void (browser = await launchChromium()), START_MS);
afterAll(() => browser?.close());

/** An application whose OpenAI is a server that answers so. */
async function openaiApp(answers: (request: ReceivedRequest) => Answer): Promise<{ app: Express; stop(): Promise<void> }> {
  const vendor = await startFaultServer(answers);
  const app = express();
  const openai = { apiKey: 'sk-test-0123456789', baseUrl: `${vendor.url}/v1`, defaultModel: 'gpt-test' };
  app.use(sdk({ use: { openai: createOpenAI }, config: { defaultProvider: 'openai', providers: { openai } }, env: {} }));
  app.use('/playground', playground());
  return { app, stop: async () => vendor[Symbol.asyncDispose]() };
}

const JSON_TYPE = { 'content-type': 'application/json' };

test('a vendor\'s error is told in words, with what to do, and can be tried again', { timeout: TEST_MS }, async () => {
  const refusal = { status: 401, headers: JSON_TYPE, body: ['{"error":{"message":"Incorrect API key provided.","code":"invalid_api_key"}}'] };
  const { app, stop } = await openaiApp(() => refusal);
  const { page, ask, picture } = await openPage(browser, app);
  expect(await page.locator('.problem').innerText()).toContain('The models of openai are not listed');
  await ask('Hello');
  const alert = page.getByRole('alert');
  expect(await alert.innerText()).toContain('The vendor rejects the key');
  expect(await alert.innerText()).toContain('Incorrect API key provided.');
  expect(await alert.innerText()).toContain('HTTP 401');
  expect(await page.content()).not.toContain('sk-test');
  await picture('vendor-error');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('main:not(:has([aria-busy="true"]))').waitFor();
  expect(await page.locator('.answer').count()).toBe(1);
  await stop();
});

test('an answer that is cut keeps its text, and says that it was cut', { timeout: TEST_MS }, async () => {
  const chunk = `data: ${JSON.stringify({ id: 'c', model: 'gpt-test', choices: [{ index: 0, delta: { content: 'Half an ans' }, finish_reason: null }] })}\n\n`;
  const { app, stop } = await openaiApp(({ method }) =>
    method === 'GET' ? { headers: JSON_TYPE, body: ['{"data":[{"id":"gpt-test"}]}'] } : { headers: { 'content-type': 'text/event-stream' }, body: [chunk, { delayMs: 100 }, { reset: true }] },
  );
  const { page, ask, picture } = await openPage(browser, app);
  await ask('Hello');
  expect(await page.getByRole('log').getByText('Half an ans').isVisible()).toBe(true);
  expect(await page.getByRole('alert').innerText()).toMatch(/cut off|cannot be reached/);
  await picture('cut');
  await stop();
});

test('a failure in the middle is told in the vendor\'s words', { timeout: TEST_MS }, async () => {
  const model = scriptedModel({ content: 'Half an answer', error: new RateLimitError('Too fast, my friend.', { provider: 'x' }) });
  const { page, ask } = await openPage(browser, appOf({ one: model }));
  await ask('Hello');
  expect(await page.getByRole('log').getByText('Half an answer').isVisible()).toBe(true);
  expect(await page.getByRole('alert').innerText()).toContain('Too many requests\n\nToo fast, my friend.');
});

test('an answer without its end is no answer, even when nothing says why', { timeout: TEST_MS }, async () => {
  const { page, ask } = await openPage(browser, appOf({ one: scriptedModel('Hello!') }));
  const parts = [{ type: 'start', warnings: [], response: { provider: 'x' } }, { type: 'text-delta', index: 0, delta: 'Half' }];
  const body = parts.map((part) => `data: ${JSON.stringify(part)}\n\n`).join('');
  await page.route('**/api/chat', (route) => route.fulfill({ contentType: 'text/event-stream', body }));
  await ask('Hello');
  expect(await page.getByRole('log').getByText('Half').isVisible()).toBe(true);
  expect(await page.getByRole('alert').innerText()).toContain('The answer was cut off');
});

test('a server that has gone is told', { timeout: TEST_MS }, async () => {
  const { page, ask, stopServer } = await openPage(browser, appOf({ one: scriptedModel('Hello!') }));
  await stopServer();
  await ask('Hello');
  expect(await page.getByRole('alert').innerText()).toContain('The server does not answer');
});
