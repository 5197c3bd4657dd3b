import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { scriptedModel } from '@sdk/testing';
import { expect, test } from 'vitest';
import { send } from './requests.ts';
import { appOf, serve } from './scripted-app.ts';

const PAGE = fileURLToPath(new URL('../dist/page/', import.meta.url));
const MOST_GZIPPED_BYTES = 200_000;

test('the address without a slash leads to the one with it, wherever it is mounted, the query kept', async () => {
  await using served = await serve(appOf({ one: scriptedModel('Hello!') }));
  const { status, headers } = await send(`${served.origin}/playground?a=b`);
  expect(status).toBe(307);
  expect(new URL(String(headers.location), `${served.origin}/playground?a=b`).href).toBe(`${served.origin}/playground/?a=b`);
});

test('the page allows nothing but its own server, and nothing inline', async () => {
  await using served = await serve(appOf({ one: scriptedModel('Hello!') }));
  const { status, headers, text } = await send(`${served.origin}/playground/`);
  expect(status).toBe(200);
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['cache-control']).toBe('no-cache');
  expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/);
});

test('every file that the page names is there, for good', async () => {
  await using served = await serve(appOf({ one: scriptedModel('Hello!') }));
  const { text } = await send(`${served.origin}/playground/`);
  const paths = [...text.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => path);
  expect(paths).toHaveLength(3);
  for (const path of paths) {
    const { status, headers } = await send(`${served.origin}/playground/${path}`);
    expect([path, status, headers['cache-control']]).toEqual([path, 200, 'public, max-age=31536000, immutable']);
  }
  expect((await send(`${served.origin}/playground/assets/..%2findex.html`)).status).toBe(404);
});

test('the page is at most 200 KB, gzipped', () => {
  const files = readdirSync(PAGE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sizes = files.map(({ parentPath, name }) => gzipSync(readFileSync(`${parentPath}/${name}`)).byteLength);
  expect(files.length).toBeGreaterThanOrEqual(4);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_GZIPPED_BYTES);
});
