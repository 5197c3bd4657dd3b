import { readFileSync } from 'node:fs';
import type { CallOptions } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appOf, promptOf } from '../../scripted-app.ts';
import { launchChromium } from './browser.ts';
import { openPage } from './opened-page.ts';

const START_MS = 60_000;
const TEST_MS = 30_000;

let browser: Browser;
beforeAll(async () => void (browser = await launchChromium()), START_MS);
afterAll(() => browser?.close());

const ESSAY = readFileSync(new URL('./essay.md', import.meta.url), 'utf8');
const USAGE = { inputTokens: 24, outputTokens: 230, reasoningTokens: 12 };
const essay = (delayMs: number) =>
  scriptedModel(
    {
      content: [{ type: 'reasoning', text: 'They ask why the sky is blue. I explain it briefly.' }, { type: 'text', text: ESSAY }],
      usage: USAGE,
      warnings: [{ kind: 'unsupported', option: 'topK', message: 'The model takes no topK; it was left out.' }],
    },
    { delayMs },
  );

test('an answer streams as markdown, its thoughts folded, its figures beside it', { timeout: TEST_MS }, async () => {
  const { page, picture } = await openPage(browser, appOf({ large: essay(10) }));
  await page.getByLabel('Your message').fill('Why is the sky blue?');
  await page.keyboard.press('Enter');
  await page.getByRole('table').waitFor();
  const answer = page.getByRole('article', { name: 'Answer of scripted/large' });
  expect(await answer.getAttribute('aria-busy')).toBe('true');
  expect(await answer.getByText('streaming').isVisible()).toBe(true);
  await picture('streaming');
  await answer.getByText('stop', { exact: true }).waitFor();
  expect(await answer.getByRole('heading', { name: 'Why the sky is blue' }).isVisible()).toBe(true);
  expect(await answer.locator('.hljs-keyword').first().textContent()).toBe('const');
  expect(await page.getByText('They ask why').isVisible()).toBe(false);
  await answer.getByText('Thoughts').click();
  expect(await page.getByText('They ask why').isVisible()).toBe(true);
  const figures = await answer.locator('.stats').innerText();
  expect(figures).toMatch(/Tokens\s+24 in · 230 out/);
  expect(figures).toMatch(/First token\s+\d+ ms/);
  expect(figures).toMatch(/Tokens\/s\s+\d+/);
  expect(await answer.getByRole('img', { name: /Tokens per second over time/ }).isVisible()).toBe(true);
  expect(await answer.getByRole('list', { name: 'Warnings' }).innerText()).toContain('The model takes no topK');
  await picture('answer');
});

test('while it streams the newest is in sight, until the user scrolls up', { timeout: TEST_MS }, async () => {
  const { page, ask } = await openPage(browser, appOf({ large: scriptedModel(`${'line\n\n'.repeat(150)}end`, { delayMs: 5 }) }), { viewport: { width: 900, height: 500 } });
  const turns = page.getByRole('log');
  const distance = () => turns.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
  await ask('First');
  expect(await distance()).toBeLessThan(5);
  await page.getByLabel('Your message').fill('Second');
  await page.keyboard.press('Enter');
  await page.locator('.answer[aria-busy="true"] p').nth(20).waitFor();
  await turns.evaluate((element) => element.scrollBy(0, -400));
  const top = await turns.evaluate((element) => element.scrollTop);
  await page.locator('.answer[aria-busy="true"] p').nth(60).waitFor();
  expect(await turns.evaluate((element) => element.scrollTop)).toBe(top);
});

test('stop ends the call, and keeps what had come for the next question', { timeout: TEST_MS }, async () => {
  const model = scriptedModel('one two three four five six seven eight nine ten', { delayMs: 150 });
  const { page, ask } = await openPage(browser, appOf({ slow: model }));
  await page.getByLabel('Your message').fill('Count.');
  await page.keyboard.press('Enter');
  await page.getByText('one two').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('stopped', { exact: true }).waitFor();
  await expect.poll(() => model.calls[0]?.signal?.aborted).toBe(true);
  expect(await page.locator('.answer').innerText()).not.toContain('ten');
  await ask('Go on.');
  expect(model.calls[1]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  expect(JSON.stringify(model.calls[1]?.messages[1]?.content)).toContain('one two');
});

test('a conversation goes on, can be asked again, and is cleared', { timeout: TEST_MS }, async () => {
  const model = scriptedModel((options) => `You said ${promptOf(options)}, message ${options.messages.length}.`);
  const { page, ask } = await openPage(browser, appOf({ one: model }));
  await ask('A');
  await ask('B');
  await page.getByRole('log').getByText('You said B, message 3.').waitFor();
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect.poll(() => model.calls.length).toBe(3);
  expect(model.calls[2]?.messages).toEqual(model.calls[1]?.messages);
  await page.getByRole('button', { name: 'Clear' }).click();
  expect(await page.locator('.answer').count()).toBe(0);
  await ask('C');
  await page.getByRole('log').getByText('You said C, message 1.').waitFor();
});

test('a tool is defined, its call shown, and answered by hand', { timeout: TEST_MS }, async () => {
  const script = ({ messages }: CallOptions) =>
    messages.at(-1)?.role === 'tool'
      ? 'Take no umbrella.'
      : { content: [{ type: 'text' as const, text: 'I look it up.' }, { type: 'tool-call' as const, toolName: 'get_weather', arguments: { city: 'Lima' } }] };
  const model = scriptedModel(script, { delayMs: 5 });
  const { page, ask, picture } = await openPage(browser, appOf({ one: model }));
  await page.getByRole('button', { name: 'A tool call' }).click();
  await page.locator('summary', { hasText: 'Tools' }).click();
  await page.getByLabel('Name').fill('get_weather');
  await page.getByLabel('Tool choice').selectOption('required');
  await ask('Do I need an umbrella in Lima?');
  const call = page.getByRole('group', { name: 'Call of get_weather' });
  expect(await call.innerText()).toContain('"city": "Lima"');
  expect(model.calls[0]).toMatchObject({ tools: [{ name: 'get_weather', parameters: { required: ['city'] } }], toolChoice: 'required' });
  const result = page.getByLabel('Result of get_weather');
  await result.waitFor();
  expect(await result.evaluate((element) => element === document.activeElement)).toBe(true);
  await picture('tool-call');
  await result.fill('{"degrees": 21}');
  await page.getByRole('button', { name: 'Send result' }).click();
  await page.getByRole('log').getByText('Take no umbrella.').waitFor();
  const [asked, called, told] = model.calls[1]?.messages ?? [];
  expect([asked?.role, called?.role, told?.role]).toEqual(['user', 'assistant', 'tool']);
  expect(told?.content).toEqual([expect.objectContaining({ type: 'tool-result', toolName: 'get_weather', result: { degrees: 21 } })]);
  await picture('tool-result');
});

test('a tool can be said to have failed, in words', { timeout: TEST_MS }, async () => {
  const model = scriptedModel(({ messages }) => (messages.at(-1)?.role === 'tool' ? 'Pity.' : { content: [{ type: 'tool-call', toolName: 'look' }] }));
  const { page, ask } = await openPage(browser, appOf({ one: model }));
  await ask('Look.');
  await page.getByLabel('Your message').fill('Something else');
  await page.keyboard.press('Enter');
  expect(model.calls).toHaveLength(1); // the call comes first
  await page.getByLabel('Result of look').fill('No light.');
  await page.getByLabel('The tool failed').check();
  await page.getByRole('button', { name: 'Send result' }).click();
  await page.getByRole('log').getByText('Pity.').waitFor();
  expect(model.calls[1]?.messages.at(-1)?.content).toEqual([expect.objectContaining({ result: 'No light.', isError: true })]);
});

test('two models answer the same prompt side by side', { timeout: TEST_MS }, async () => {
  const [large, small] = [essay(4), scriptedModel('Air scatters blue light most.', { delayMs: 30 })];
  const { page, ask, picture } = await openPage(browser, appOf({ large, small }));
  await page.getByRole('switch', { name: 'Compare two' }).check();
  await ask('Why is the sky blue?');
  const [first, second] = [page.getByRole('region', { name: 'Conversation 1 of 2' }), page.getByRole('region', { name: 'Conversation 2 of 2' })];
  expect(await first.getByRole('heading', { name: 'Why the sky is blue' }).isVisible()).toBe(true);
  expect(await second.innerText()).toContain('Air scatters blue light most.');
  expect(large.calls[0]?.messages).toEqual(small.calls[0]?.messages);
  const [left, right] = [await first.boundingBox(), await second.boundingBox()];
  expect(right?.x).toBeGreaterThanOrEqual((left?.x ?? 0) + (left?.width ?? 0) - 1);
  expect(right?.y).toBe(left?.y);
  await picture('compare');
});

test('a model that is not listed can be named', { timeout: TEST_MS }, async () => {
  const model = scriptedModel('Hello!');
  const { page, ask } = await openPage(browser, appOf({ one: scriptedModel('Not me.'), two: model }));
  await page.getByLabel('Model', { exact: true }).selectOption('Another model …');
  const name = page.getByLabel('Model, by name');
  await name.fill('scripted/');
  expect(await page.getByText('Choose a model first.').isVisible()).toBe(true);
  await name.fill('scripted/two');
  await ask('Hello');
  expect(model.calls).toHaveLength(1);
});

test('nothing is asked before the models are listed', { timeout: TEST_MS }, async () => {
  const { page } = await openPage(browser, appOf({ one: scriptedModel('Hello!') }));
  await page.route('**/api/models', (route) => route.fulfill({ status: 500, json: { error: { message: 'No list today.', code: 'internal_error' } } }));
  await page.reload();
  expect(await page.getByRole('alert').innerText()).toContain('No list today.');
  expect(await page.getByText('The models could not be listed.').isVisible()).toBe(true);
  await page.getByLabel('Your message').fill('Hello');
  await page.keyboard.press('Enter');
  expect(await page.locator('.answer').count()).toBe(0);
});

test('settings reach the call, and a mistake is told before anything is sent', { timeout: TEST_MS }, async () => {
  const model = scriptedModel('Hello!');
  const { page, ask } = await openPage(browser, appOf({ one: model }));
  await page.getByLabel('System prompt').fill('Be brief.');
  await page.getByLabel('Temperature').fill('hot');
  expect(await page.getByText('Not a number.').isVisible()).toBe(true);
  await page.getByLabel('Your message').fill('Hello');
  await page.keyboard.press('Enter');
  expect(await page.getByRole('form', { name: 'Ask' }).getByText('Correct the mistake in the settings first.').isVisible()).toBe(true);
  expect(model.calls).toHaveLength(0);
  await page.getByLabel('Temperature').fill('0.3');
  await page.getByLabel('Max tokens').fill('50');
  await page.getByLabel('Reasoning').selectOption('low');
  await ask('Hello');
  expect(model.calls[0]).toMatchObject({ temperature: 0.3, maxTokens: 50, reasoning: 'low', messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user' }] });
});

test('JSON of a schema is asked for', { timeout: TEST_MS }, async () => {
  const model = scriptedModel('{"answer":"blue"}');
  const { page, ask, picture } = await openPage(browser, appOf({ one: model }));
  await page.locator('summary', { hasText: 'Output' }).click();
  await page.getByLabel('Format').selectOption('JSON of a schema');
  await page.getByLabel('JSON Schema').fill('{"type":"object","properties":{"answer":{"type":"string"}}}');
  await ask('Which colour?');
  expect(model.calls[0]?.responseFormat).toEqual({ type: 'json', schema: { type: 'object', properties: { answer: { type: 'string' } } } });
  await picture('json-schema');
});
