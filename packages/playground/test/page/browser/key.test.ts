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

async function openWithKey() {
  const opened = await openPage(browser, appOf({ one: scriptedModel('Hello!') }, { key: 'sesame' }));
  const dialog = opened.page.getByRole('dialog', { name: 'This playground has a key' });
  const enter = async (key: string) => {
    await dialog.getByLabel('Key').fill(key);
    await opened.page.keyboard.press('Enter');
  };
  return { ...opened, dialog, enter };
}

test('a playground with a key asks for it, says when it is wrong, and remembers it', { timeout: TEST_MS }, async () => {
  const { page, ask, picture, dialog, enter } = await openWithKey();
  await enter('wrong');
  await dialog.getByText('This is not it.').waitFor();
  await picture('key');
  await enter('sesame');
  await dialog.waitFor({ state: 'detached' });
  await ask('Hello');
  await page.reload();
  await page.locator('#model-0:enabled').waitFor();
  expect(await dialog.count()).toBe(0);
});

test('while a key is checked it is not called wrong', { timeout: TEST_MS }, async () => {
  const { page, dialog, enter } = await openWithKey();
  await page.route('**/api/models', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
  await enter('sesame');
  await dialog.getByText('Checking …').waitFor();
  expect(await dialog.getByText('This is not it.').count()).toBe(0);
  await dialog.waitFor({ state: 'detached' });
});

test('Esc does not close the window, however often; a key that cannot be sent is not it', { timeout: TEST_MS }, async () => {
  const { page, dialog, enter } = await openWithKey();
  for (let at = 0; at < 3; at++) {
    await page.keyboard.press('Escape');
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    expect(await dialog.isVisible()).toBe(true);
  }
  await enter('ключ');
  expect(await dialog.getByText('This is not it.').isVisible()).toBe(true);
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('ключ');
});

test('a key that has changed is asked for again, and the question can be tried again', { timeout: TEST_MS }, async () => {
  const { page, ask, dialog, enter } = await openWithKey();
  await enter('sesame');
  await dialog.waitFor({ state: 'detached' });
  await page.evaluate(() => sessionStorage.setItem('sdk-playground-key', 'old'));
  await ask('Hello');
  await dialog.waitFor();
  await enter('sesame');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('.answer').getByText('Hello!').waitFor();
});
