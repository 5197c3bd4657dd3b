import { scriptedModel } from '@sdk/testing';
import { readFileSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appOf, promptOf } from '../../scripted-app.ts';
import { launchChromium } from './browser.ts';
import { openPage } from './opened-page.ts';

const START_MS = 60_000;
const TEST_MS = 45_000;
const NARROW = { width: 360, height: 720 };

let browser: Browser;
beforeAll(async () => void (browser = await launchChromium()), START_MS);
afterAll(() => browser?.close());

const ESSAY = readFileSync(new URL('./essay.md', import.meta.url), 'utf8');

/** Explains the sky; calls a tool when asked for the weather; fails when asked to. */
function talker(delayMs = 0) {
  return scriptedModel(
    (options) => {
      if (promptOf(options).includes('fail')) return new Error('Nothing works today.');
      if (promptOf(options).includes('weather') && options.messages.at(-1)?.role !== 'tool') {
        return { content: [{ type: 'text', text: 'I look it up.' }, { type: 'tool-call', toolName: 'get_weather', arguments: { city: 'Lima' } }] };
      }
      return {
        content: [{ type: 'reasoning', text: 'Hm.' }, { type: 'text', text: ESSAY }],
        usage: { inputTokens: 20, outputTokens: 200 },
        warnings: [{ kind: 'unsupported', option: 'topK', message: 'It was left out.' }],
      };
    },
    { delayMs, capabilities: { tools: true, vision: false } },
  );
}

/** What axe finds against WCAG 2.2 AA and good practice, one line each. */
async function accessibilityFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)}\n${failureSummary}`));
}

test.each(['light', 'dark'] as const)('in %s colours, nothing that is shown breaks the rules of accessibility', { timeout: TEST_MS }, async (colorScheme) => {
  const { page, ask, picture } = await openPage(browser, appOf({ one: talker(), two: talker() }), { colorScheme });
  expect(await accessibilityFindings(page)).toEqual([]);
  await picture(`empty-${colorScheme}`);
  await page.locator('summary', { hasText: 'Tools' }).click();
  await page.getByRole('button', { name: '+ Add a tool' }).click();
  await page.getByLabel('Max tokens').fill('many');
  await page.locator('summary', { hasText: 'Output' }).click();
  expect(await accessibilityFindings(page)).toEqual([]);
  await page.getByLabel('Max tokens').fill('');
  await ask('Why is the sky blue?');
  await page.getByText('Thoughts').click();
  await page.getByRole('switch').check();
  await ask('What is the weather?');
  expect(await accessibilityFindings(page)).toEqual([]);
  await picture(`tools-${colorScheme}`);
  await page.getByRole('button', { name: 'Clear' }).click();
  await ask('Please fail.');
  await page.getByRole('button', { name: 'Code' }).first().click();
  expect(await accessibilityFindings(page)).toEqual([]);
});

test('dark colours are dark', { timeout: TEST_MS }, async () => {
  const { page, ask, picture } = await openPage(browser, appOf({ one: talker() }), { colorScheme: 'dark' });
  await ask('Why is the sky blue?');
  const background = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(background).toMatch(/^rgb\((1?\d|2\d), /);
  await picture('dark');
});

test('everything can be done from the keyboard, with the focus where it is expected', { timeout: TEST_MS }, async () => {
  const model = talker(15);
  const { page } = await openPage(browser, appOf({ one: model }));
  const focused = () => page.evaluate(() => `${document.activeElement?.id || document.activeElement?.textContent?.trim()}`);
  const tabTo = async (what: string, most = 40) => {
    for (let at = 0; at < most && (await focused()) !== what; at++) await page.keyboard.press('Tab');
    expect(await focused()).toBe(what);
  };
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to the message');
  await page.keyboard.press('Enter');
  await tabTo('prompt', 2);
  await page.keyboard.type('Why is the sky');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('blue?');
  await page.keyboard.press('Enter');
  await page.locator('.answer[aria-busy="true"]').waitFor();
  await expect.poll(() => promptOf(model.calls[0] ?? { messages: [] })).toBe('Why is the sky\nblue?');
  expect(await focused()).toBe('prompt');
  await page.getByText('Sunlight').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('stopped', { exact: true }).waitFor();
  await page.keyboard.type('And the weather?');
  await page.keyboard.press('Enter');
  await page.getByLabel('Result of get_weather').waitFor();
  await expect.poll(focused).toMatch(/^result-/);
  await page.keyboard.type('"rain"');
  await page.keyboard.press('Control+Enter');
  expect(await focused()).toBe('prompt');
  await page.locator('main:not(:has([aria-busy="true"]))').waitFor();
  await expect.poll(() => model.calls.length).toBe(3);
  await page.locator('.answer').nth(2).getByText('stop', { exact: true }).waitFor();
  await page.locator('.answer').nth(2).getByRole('button', { name: 'Copy text' }).focus();
  await tabTo('Call', 3);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo('tab-call', 6);
  await page.keyboard.press('ArrowRight');
  expect(await page.getByRole('tab', { selected: true }).innerText()).toBe('Stream parts');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  expect(await page.getByRole('tab', { selected: true }).innerText()).toBe('Code');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await focused()).toBe('Call');
});

test('the focus is never lost with a button that goes away', { timeout: TEST_MS }, async () => {
  const { page, ask } = await openPage(browser, appOf({ one: talker(15) }));
  const focused = () => page.evaluate(() => document.activeElement?.id);
  await page.getByLabel('Your message').fill('Why is the sky blue?');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Stop' }).click();
  expect(await focused()).toBe('prompt');
  await page.getByRole('button', { name: 'Ask again' }).click();
  expect(await focused()).toBe('prompt');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear' }).click();
  expect(await focused()).toBe('prompt');
  await page.locator('summary', { hasText: 'Tools' }).click();
  await page.getByRole('button', { name: '+ Add a tool' }).click();
  await page.getByRole('button', { name: 'Remove get_weather' }).click();
  expect(await focused()).toBe('add-tool');
  await ask('Please fail.');
});

test('a screen reader is told of beginning, end and failure', { timeout: TEST_MS }, async () => {
  const { page, ask } = await openPage(browser, appOf({ one: scriptedModel((options) => (promptOf(options).includes('fail') ? new Error('Nothing works today.') : 'Hello there!'), { delayMs: 100 }) }));
  const status = page.getByRole('status');
  await page.getByLabel('Your message').fill('Hello');
  await page.keyboard.press('Enter');
  await expect.poll(() => status.innerText()).toBe('Answering.');
  await expect.poll(() => status.innerText()).toBe('scripted/one answered: Hello there!');
  await ask('Please fail.');
  expect(await page.getByRole('alert').innerText()).toContain('Nothing works today.');
  await expect.poll(() => status.innerText()).toBe('scripted/one failed.');
});

test('on a narrow screen nothing is wider than it, and the settings are a page of their own', { timeout: TEST_MS }, async () => {
  const { page, ask, picture } = await openPage(browser, appOf({ one: talker(), two: talker() }), { viewport: NARROW });
  const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(await page.getByLabel('System prompt').isVisible()).toBe(false);
  await picture('narrow-empty');
  await ask('Why is the sky blue?');
  expect(await isTooWide()).toBe(false);
  expect(await accessibilityFindings(page)).toEqual([]);
  await picture('narrow');
  await page.getByRole('button', { name: 'Settings' }).click();
  expect(await page.getByLabel('System prompt').isVisible()).toBe(true);
  expect(await isTooWide()).toBe(false);
  await picture('narrow-settings');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('switch').check();
  await ask('What is the weather?');
  expect(await isTooWide()).toBe(false);
  await page.getByRole('region', { name: 'Conversation 2 of 2' }).scrollIntoViewIfNeeded();
  await picture('narrow-compare');
});
