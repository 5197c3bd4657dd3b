import { scriptedModel } from '@sdk/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appOf } from '../../scripted-app.ts';
import { launchChromium } from './browser.ts';
import { openPage } from './opened-page.ts';

const START_MS = 60_000;
const TEST_MS = 30_000;

let browser: Browser;
beforeAll(async () => void (browser = await launchChromium()), START_MS);
afterAll(() => browser?.close());

test.each([1500, 20_000])('%i quotations in each other are shown, and the page goes on', { timeout: TEST_MS }, async (count) => {
  const { page, ask } = await openPage(browser, appOf({ one: scriptedModel(`${'>'.repeat(count)} deep`) }));
  await ask('Nest.');
  expect(await page.locator('.answer .markdown').innerText()).toContain('deep');
  await ask('Again.');
  expect(await page.locator('.answer').count()).toBe(2);
});

test('figures that are none cost the figures, not the answer', { timeout: TEST_MS }, async () => {
  const { page, ask } = await openPage(browser, appOf({ one: scriptedModel({ content: 'Hello!', usage: { costUsd: 'free' as unknown as number } }) }));
  await ask('Hello');
  await page.getByText('The figures of this answer cannot be shown.').waitFor();
  expect(await page.locator('.answer .markdown').innerText()).toBe('Hello!');
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page.locator('main:not(:has([aria-busy="true"]))').waitFor();
  expect(await page.locator('.answer').count()).toBe(1);
});

test('a long answer is inspected while it comes without keeping the page busy', { timeout: TEST_MS }, async () => {
  const { page } = await openPage(browser, appOf({ one: scriptedModel('word '.repeat(4000), { delayMs: 1 }) }));
  await page.getByLabel('Your message').fill('Write.');
  await page.keyboard.press('Enter');
  await page.locator('.answer .markdown').waitFor();
  await page.getByRole('button', { name: /^Stream/ }).click();
  await page.evaluate(() => {
    const counts = { changes: 0, ms: performance.now() };
    Object.assign(window, { counts });
    const shown = document.getElementById('inspected') as HTMLElement;
    new MutationObserver(() => counts.changes++).observe(shown, { characterData: true, childList: true, subtree: true });
  });
  await page.getByText(/earlier parts are left out here/).waitFor();
  const { changes, ms } = await page.evaluate(() => {
    const { counts } = window as unknown as { counts: { changes: number; ms: number } };
    return { changes: counts.changes, ms: performance.now() - counts.ms };
  });
  expect(changes).toBeLessThanOrEqual(ms / 400 + 1);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Stop' }).click();
});
