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

const LONG = 'meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8-Turbo-extended-context-preview-2026-03-15';
const wordy = () =>
  scriptedModel({
    content: [{ type: 'text', text: 'I look it up.' }, { type: 'tool-call', toolName: 'search_the_whole_company_knowledge_base_for_documents' }],
    warnings: [{ kind: 'unsupported', option: 'seed', message: 'x'.repeat(200) }],
  });

/** By how much the page, its main part, or a conversation is wider than its place, and the page higher. In pixels. */
function overhang(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const inner = [...document.querySelectorAll('main, .turns')].map((element) => element.scrollWidth - element.clientWidth);
    return [root.scrollWidth - innerWidth, root.scrollHeight - innerHeight, ...inner].filter((by) => by > 0);
  });
}

test.each([
  ['a small phone', { width: 320, height: 568 }],
  ['a zoom of 400 %', { width: 320, height: 256 }],
])('on %s, long names are within the page, and the conversation has room', { timeout: TEST_MS }, async (name, viewport) => {
  const { page, ask, picture } = await openPage(browser, appOf({ [LONG]: wordy(), two: wordy() }), { viewport });
  expect(await overhang(page)).toEqual([]);
  expect(await page.getByText('Ask a model something.').isVisible()).toBe(true);
  await ask('Look.');
  expect(await overhang(page)).toEqual([]);
  expect(await page.getByRole('log').evaluate((element) => element.clientHeight)).toBeGreaterThan(100);
  expect(await page.locator('#model-0').getAttribute('title')).toBe(`scripted/${LONG}`);
  await picture(name.replaceAll(/\W+/g, '-'));
  await page.getByRole('switch').check();
  expect(await overhang(page)).toEqual([]);
});

test('from the settings of a phone, Stop can be reached, and Esc leads back', { timeout: TEST_MS }, async () => {
  const { page, picture } = await openPage(browser, appOf({ one: scriptedModel('word '.repeat(400), { delayMs: 20 }) }), { viewport: { width: 375, height: 740 } });
  await page.getByLabel('Your message').fill('Write.');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Settings' }).click();
  await picture('phone-settings');
  await page.keyboard.press('Escape');
  expect(await page.getByLabel('System prompt').isVisible()).toBe(false);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Settings');
  expect(await page.locator('.answer').getAttribute('aria-busy')).toBe('true');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Back');
  await page.getByRole('button', { name: 'Back' }).click();
  expect(await page.getByText('stopped', { exact: true }).isVisible()).toBe(true);
});

test('in colours of the user\'s own, the switch and the chosen tab can be told', { timeout: TEST_MS }, async () => {
  const { page, ask, picture } = await openPage(browser, appOf({ one: scriptedModel('Hello!') }), { forcedColors: 'active' });
  expect(await page.getByRole('switch').evaluate((element) => getComputedStyle(element).appearance)).toBe('auto');
  await ask('Hello');
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  const [chosen, other] = await page.getByRole('tab').evaluateAll((tabs) => tabs.map((tab) => getComputedStyle(tab).backgroundColor));
  expect(chosen).not.toBe(other);
  await picture('forced-colours');
});

test('a screen reader is told words, not marks, and why Enter does nothing', { timeout: TEST_MS }, async () => {
  const { page } = await openPage(browser, appOf({ one: scriptedModel('# Title\n\n**Bold** words.\n\n```ts\nconst x = 1;\n```', { delayMs: 60 }) }));
  const status = page.getByRole('status');
  await page.getByLabel('Your message').fill('Hello');
  await page.keyboard.press('Enter');
  await page.keyboard.type('And?');
  await page.keyboard.press('Enter');
  await expect.poll(() => status.innerText()).toBe('The answer is still being written. Esc stops it.');
  await expect.poll(() => status.innerText()).toBe('scripted/one answered: Title Bold words. Code, ts.');
});

test('thoughts end where the text begins', { timeout: TEST_MS }, async () => {
  const { page } = await openPage(browser, appOf({ one: scriptedModel('Hello!') }));
  const deltas = [{ type: 'start', warnings: [], response: { provider: 'x' } }, { type: 'reasoning-delta', index: 0, delta: 'Hm' }, { type: 'text-delta', index: 1, delta: 'Half' }];
  await page.evaluate((parts) => {
    const ask = window.fetch;
    window.fetch = (input, init) => (init?.method === 'POST' ? Promise.resolve(new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode(parts)) }))) : ask(input, init));
  }, deltas.map((part) => `data: ${JSON.stringify(part)}\n\n`).join(''));
  await page.getByLabel('Your message').fill('Hello');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('Half').waitFor();
  expect(await page.locator('.reasoning summary').innerText()).toBe('Thoughts');
});
