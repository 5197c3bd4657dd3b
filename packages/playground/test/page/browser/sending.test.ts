import { scriptedModel } from '@sdk/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appOf } from '../../scripted-app.ts';
import { launchChromium } from './browser.ts';
import { openPage } from './opened-page.ts';

const START_MS = 60_000;
const TEST_MS = 30_000;

let browser: Browser;
beforeAll(async () => void (browser = await launchChromium()), START_MS);
afterAll(() => browser?.close());

const slow = (words = 60) => scriptedModel('word '.repeat(words), { delayMs: 25 });
const ended = (page: Page) => page.locator('main:not(:has([aria-busy="true"]))').waitFor();

test('a double click on Send sends, and does not stop', { timeout: TEST_MS }, async () => {
  const model = slow(20);
  const { page } = await openPage(browser, appOf({ one: model }));
  await page.getByLabel('Your message').fill('Hello');
  const { x = 0, y = 0 } = (await page.getByRole('button', { name: 'Send' }).boundingBox()) ?? {};
  await page.mouse.click(x + 20, y + 10);
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await page.locator('.answer').getByText('stop', { exact: true }).waitFor();
  expect(model.calls).toHaveLength(1);
});

test('Enter on Stop, pressed when the answer has just ended, sends nothing', { timeout: TEST_MS }, async () => {
  const model = slow(10);
  const { page } = await openPage(browser, appOf({ one: model }));
  await page.getByLabel('Your message').fill('Hello');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Half a quest');
  const stop = await page.getByRole('button', { name: 'Stop' }).elementHandle();
  await stop?.focus();
  await ended(page);
  await page.keyboard.press('Enter');
  expect(await stop?.evaluate((element) => element.isConnected)).toBe(false);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('prompt');
  expect(model.calls).toHaveLength(1);
});

test('with a mistake in the settings nothing is asked again, and the way to it is open', { timeout: TEST_MS }, async () => {
  const model = scriptedModel(({ messages }) => (messages.at(-1)?.content === 'Call.' ? { content: [{ type: 'tool-call', toolName: 'look' }] } : 'Hello!'));
  const { page, ask, picture } = await openPage(browser, appOf({ one: model }));
  await ask('Hello');
  await page.locator('summary', { hasText: 'More' }).click();
  await page.getByLabel('Top K').fill('0,7');
  await page.locator('summary', { hasText: 'More' }).click();
  await page.getByRole('button', { name: 'Ask again' }).click({ force: true }); // it is `aria-disabled`
  await picture('mistake');
  await page.getByRole('button', { name: 'Correct the mistake' }).click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('topK');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await ask('Call.');
  await page.getByLabel('Top K').fill('0,7');
  await page.getByLabel('Result of look').press('Control+Enter');
  expect(await page.locator('.results-form').getByRole('button', { name: 'Correct the mistake' }).isVisible()).toBe(true);
  expect(model.calls).toHaveLength(2);
});

test('a mistake that a reload has kept is in sight', { timeout: TEST_MS }, async () => {
  const { page } = await openPage(browser, appOf({ one: slow() }));
  await page.locator('summary', { hasText: 'Output' }).click();
  await page.getByLabel('Format').selectOption('JSON of a schema');
  await page.getByLabel('JSON Schema').fill('{ no');
  await expect.poll(() => page.evaluate(() => JSON.stringify(sessionStorage))).toContain('{ no');
  await page.reload();
  await page.getByText('Not JSON').waitFor();
});

test('an example takes the place of the prompt so that undo brings it back', { timeout: TEST_MS }, async () => {
  const { page } = await openPage(browser, appOf({ one: slow() }));
  const prompt = page.getByLabel('Your message');
  await prompt.fill('My own question');
  await page.getByRole('button', { name: 'A tool call' }).click();
  expect(await prompt.inputValue()).toContain('umbrella');
  await page.keyboard.press('ControlOrMeta+Z');
  expect(await prompt.inputValue()).toBe('My own question');
});

test('two conversations have fields of their own for results, though the calls have one id', { timeout: TEST_MS }, async () => {
  const call = () => scriptedModel({ content: [{ type: 'tool-call', toolCallId: 'call_1', toolName: 'look' }] });
  const { page, ask } = await openPage(browser, appOf({ one: call(), two: call() }));
  await page.getByRole('switch').check();
  await ask('Look.');
  const ids = await page.getByLabel('Result of look').evaluateAll((fields) => fields.map(({ id }) => id));
  expect(new Set(ids).size).toBe(2);
});

test('what is still being read is waited for', { timeout: TEST_MS }, async () => {
  const model = scriptedModel('A picture.');
  const { page } = await openPage(browser, appOf({ one: model }));
  await page.evaluate(() => {
    const read = FileReader.prototype.readAsDataURL;
    FileReader.prototype.readAsDataURL = function (file) {
      setTimeout(() => read.call(this, file), 500);
    };
  });
  await page.getByLabel('Attach files').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('png') });
  await page.getByLabel('Your message').fill('What is this?');
  await page.keyboard.press('Enter');
  expect(await page.getByRole('form', { name: 'Ask' }).innerText()).toContain('A file is still being read');
  await page.getByRole('list', { name: 'Attached' }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.answer').waitFor();
  await ended(page);
  expect(model.calls.map(({ messages }) => messages[0]?.content.length)).toEqual([2]);
});

test('where the style sheet cannot, the field grows with its text all the same', { timeout: TEST_MS }, async () => {
  const { page } = await openPage(browser, appOf({ one: slow() }));
  const prompt = page.getByLabel('Your message');
  const height = async () => (await prompt.boundingBox())?.height ?? 0;
  await page.evaluate(() => {
    CSS.supports = () => false;
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    for (const rule of rules) if (rule instanceof CSSStyleRule && rule.style.getPropertyValue('field-sizing')) rule.style.removeProperty('field-sizing');
  });
  const before = await height();
  await prompt.fill('one\ntwo\nthree\nfour');
  expect(await height()).toBeGreaterThan(before + 40);
  expect(await prompt.evaluate((element) => element.scrollHeight - element.clientHeight)).toBe(0);
  await prompt.fill('one');
  expect(await height()).toBeLessThan(before + 5);
});

test('a list of models that failed can be asked for again', { timeout: TEST_MS }, async () => {
  const { page, ask } = await openPage(browser, appOf({ one: scriptedModel('Hello!') }));
  await page.route('**/api/models', (route) => route.fulfill({ status: 500, json: { error: { message: 'No list today.', code: 'internal_error' } } }), { times: 1 });
  await page.reload();
  expect(await page.getByRole('alert').innerText()).toContain('No list today.');
  await page.getByRole('button', { name: 'List the models again' }).click();
  await ask('Hello');
  expect(await page.getByRole('alert').count()).toBe(0);
});
