import type { StreamPart } from '@sdk/core';
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

/** One pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Gives the element a file as the clipboard or a drag would. */
function giveFile(element: Element, [kind, base64, type]: [kind: 'paste' | 'drop', base64: string, type: string]): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], `picture.${type.split('/')[1]}`, { type }));
  const options = { bubbles: true, cancelable: true };
  element.dispatchEvent(kind === 'paste' ? new ClipboardEvent('paste', { ...options, clipboardData: data }) : new DragEvent('drop', { ...options, dataTransfer: data }));
}

test.each(['paste', 'drop'] as const)('an image by %s is shown, and sent as data', { timeout: TEST_MS }, async (kind) => {
  const model = scriptedModel('A pixel.');
  const { page, ask, picture } = await openPage(browser, appOf({ one: model }));
  await page.locator(kind === 'paste' ? '#prompt' : 'main').evaluate(giveFile, [kind, PNG, 'image/png'] as ['paste' | 'drop', string, string]);
  const attached = page.getByRole('list', { name: 'Attached' }).getByRole('img', { name: 'picture.png' });
  await attached.waitFor();
  expect(await attached.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);
  await picture(`attached-by-${kind}`);
  await ask('What is this?');
  expect(model.calls[0]?.messages).toEqual([
    { role: 'user', content: [{ type: 'file', mediaType: 'image/png', data: PNG, filename: 'picture.png' }, { type: 'text', text: 'What is this?' }] },
  ]);
  expect(await page.getByRole('list', { name: 'Attached' }).count()).toBe(0);
});

test('a file of another kind is refused in words, one that was attached can be removed', { timeout: TEST_MS }, async () => {
  const { page } = await openPage(browser, appOf({ one: scriptedModel('Hello!') }));
  await page.locator('#prompt').evaluate(giveFile, ['paste', 'PHN2Zy8+', 'image/svg+xml'] as ['paste' | 'drop', string, string]);
  expect(await page.getByRole('alert').innerText()).toContain('can be attached');
  await page.getByLabel('Attach files').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(PNG, 'base64') });
  await page.getByRole('button', { name: 'Remove a.png' }).click();
  expect(await page.getByRole('list', { name: 'Attached' }).count()).toBe(0);
});

test('an image that the model makes is shown', { timeout: TEST_MS }, async () => {
  const { page, ask } = await openPage(browser, appOf({ one: scriptedModel({ content: [{ type: 'file', mediaType: 'image/png', data: PNG }] }) }));
  await ask('Draw.');
  const image = page.locator('.answer').getByRole('img', { name: 'Image' });
  expect(await image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(1);
});

test('the call, the parts and the code can be seen and copied', { timeout: TEST_MS }, async () => {
  const model = scriptedModel('Hello there!', { delayMs: 5 });
  const { page, ask, picture } = await openPage(browser, appOf({ one: model }), { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByLabel('Temperature').fill('0.5');
  await ask("What's up?");
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'scripted/one' });
  const shown = () => dialog.getByRole('tabpanel').innerText();
  expect(JSON.parse(await shown())).toEqual({ model: 'scripted/one', messages: [{ role: 'user', content: "What's up?" }], temperature: 0.5 });
  await picture('call');
  await dialog.getByRole('tab', { name: 'Stream parts' }).click();
  const parts = (await shown()).split('\n').map((line) => JSON.parse(line.slice(line.indexOf('{'))) as StreamPart);
  expect(parts.map(({ type }) => type)).toEqual(['start', 'text-delta', 'text-delta', 'part', 'finish']);
  await picture('stream-parts');
  await dialog.getByRole('tab', { name: 'Code' }).click();
  await dialog.getByRole('button', { name: 'Copy as code' }).click();
  await dialog.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await clipboard()).toContain(String.raw`content: 'What\'s up?'`);
  expect((await clipboard()).trim()).toBe((await shown()).trim());
  await picture('code');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Copy text' }).click();
  await expect.poll(clipboard).toBe('Hello there!');
});

test('a selection that ends outside does not close the window, a click beside it does', { timeout: TEST_MS }, async () => {
  const { page, ask } = await openPage(browser, appOf({ one: scriptedModel('Hello there!') }));
  await ask('Hello');
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  const { x = 0, y = 0 } = (await page.getByRole('tabpanel').boundingBox()) ?? {};
  await page.mouse.move(x + 40, y + 60);
  await page.mouse.down();
  await page.mouse.move(x - 60, y + 90, { steps: 3 });
  await page.mouse.up();
  expect(await page.getByRole('dialog').isVisible()).toBe(true);
  await page.mouse.click(x - 60, y + 90);
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('what is copied in a window is said there, each time', { timeout: TEST_MS }, async () => {
  const { page, ask } = await openPage(browser, appOf({ one: scriptedModel('Hello there!') }), { permissions: ['clipboard-write'] });
  await ask('Hello');
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const said = dialog.getByRole('status');
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => said.textContent()).toBe('Copied');
  await dialog.getByRole('button', { name: 'Copied' }).click();
  await expect.poll(() => said.textContent()).toBe('Copied\u00a0'); // a change, or it would not be said
});

test('without a clipboard, as over http, copying works all the same', { timeout: TEST_MS }, async () => {
  const { page, ask } = await openPage(browser, appOf({ one: scriptedModel('Hello there!') }));
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await ask('Hello');
  await page.getByRole('button', { name: 'Copy text' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  await page.getByLabel('Your message').focus();
  await page.keyboard.press('ControlOrMeta+V');
  expect(await page.getByLabel('Your message').inputValue()).toBe('Hello there!');
});

const HOSTILE = `<script>alert(1)</script><img src=x onerror=alert(1)>

<iframe src="javascript:alert(1)"></iframe>

[a](javascript:alert(1)) ![b](https://evil.example/pixel.png) <a href="javascript:alert(1)">c</a>

\`\`\`html
<script>alert(1)</script>
\`\`\`
`;

test('what a model writes runs nothing and loads nothing, wherever it stands', { timeout: TEST_MS }, async () => {
  const call = { type: 'tool-call' as const, toolName: HOSTILE, arguments: { a: HOSTILE } };
  const source = { type: 'source' as const, url: 'javascript:alert(1)', title: HOSTILE };
  const svg = { type: 'file' as const, mediaType: 'image/svg+xml', data: btoa('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>') };
  const model = scriptedModel({ content: [{ type: 'reasoning', text: HOSTILE }, { type: 'text', text: HOSTILE }, source, svg, call], warnings: [{ kind: 'other', message: HOSTILE }] });
  const { page, ask, picture } = await openPage(browser, appOf({ one: model }));
  await ask(HOSTILE);
  await page.getByText('Thoughts').click();
  expect(await page.locator('.turns script, .turns iframe, .turns img, .turns [onerror], .turns a[href^="javascript"]').count()).toBe(0);
  expect(await page.locator('.answer .markdown').last().innerText()).toContain('<img src=x onerror=alert(1)>');
  await picture('hostile');
});

test('a script in the page would not run', { timeout: TEST_MS }, async () => {
  const { page, troubles } = await openPage(browser, appOf({ one: scriptedModel('Hello!') }));
  const refused = await page.evaluate(() => {
    try {
      document.body.innerHTML += '<img src=x onerror="document.title=1">';
      return false;
    } catch (error) {
      return error instanceof TypeError;
    }
  });
  expect(refused).toBe(true);
  await expect.poll(() => troubles.splice(0)).toContain('violates require-trusted-types-for: trusted-types-sink');
});

test('a reload keeps the settings and forgets what was said; nothing is kept beyond the tab', { timeout: TEST_MS }, async () => {
  const { page, ask } = await openPage(browser, appOf({ one: scriptedModel('Hello!') }));
  await page.getByLabel('System prompt').fill('Be brief.');
  await ask('A secret');
  const stored = await page.evaluate(() => [JSON.stringify(sessionStorage), localStorage.length, document.cookie] as const);
  expect(stored[0]).toContain('Be brief.');
  expect(stored[0]).not.toContain('A secret');
  expect(stored.slice(1)).toEqual([0, '']);
  await page.reload();
  expect(await page.getByLabel('System prompt').inputValue()).toBe('Be brief.');
  expect(await page.locator('.answer').count()).toBe(0);
});
