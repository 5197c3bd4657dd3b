import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Express } from 'express';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { serve } from '../../scripted-app.ts';

const SCREENSHOTS = fileURLToPath(new URL('../../../.screenshots/', import.meta.url));

/** How long one step of a user may take. */
const STEP_MS = 10_000;

/** A page in a real browser, its application behind it, until the test has ended. */
export interface OpenedPage {
  page: Page;
  origin: string;
  /** What would fail the test at its end. */
  troubles: string[];
  /** Ends the application. */
  stopServer(): Promise<void>;
  /** Asks as a user does, and waits until the last answer has ended. */
  ask(prompt: string): Promise<void>;
  /** Keeps a picture of the page. */
  picture(name: string): Promise<void>;
}

/**
 * Opens the playground of an application.
 *
 * When the test has ended it must have broken no rule of its policy, thrown nothing, and asked nobody but its own server.
 */
export async function openPage(browser: Browser, app: Express, options: BrowserContextOptions & { path?: string } = {}): Promise<OpenedPage> {
  const served = await serve(app);
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  context.setDefaultTimeout(STEP_MS);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`thrown: ${error.message}`));
  page.on('dialog', (dialog) => troubles.push(`a dialog: ${dialog.message()}`));
  page.on('console', (message) => {
    // A status that is an error is written to the console by the browser itself.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) troubles.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${served.origin}/playground`) && !request.url().startsWith('data:')) troubles.push(`asked for ${request.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => console.error(`violates ${violatedDirective}: ${blockedURI}`));
  });
  let isServed = true;
  const stopServer = async () => {
    if (isServed) await served[Symbol.asyncDispose]();
    isServed = false;
  };
  onTestFinished(async () => {
    await context.close();
    await stopServer();
    expect(troubles).toEqual([]);
  });
  await page.goto(`${served.origin}/playground${options.path ?? ''}`);
  await page.locator('#model-0:enabled, dialog[open]').first().waitFor();
  return {
    page,
    troubles,
    origin: served.origin,
    stopServer,
    async ask(prompt) {
      const answers = page.locator('.answer');
      const before = await answers.count();
      await page.getByLabel('Your message').fill(prompt);
      await page.keyboard.press('Enter');
      await answers.nth(before).waitFor();
      await page.locator('main:not(:has([aria-busy="true"]))').waitFor();
    },
    async picture(name) {
      mkdirSync(SCREENSHOTS, { recursive: true });
      await page.screenshot({ path: `${SCREENSHOTS}${name}.png` });
    },
  };
}
