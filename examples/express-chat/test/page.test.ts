import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { startFaultServer } from '@sdk/testing/server';
import { expect, test } from 'vitest';
import { serveApp } from './support.ts';

interface SSE {
  readEvents(body: ReadableStream): AsyncIterable<{ name: string; data: unknown }>;
}

const SSE_READER = new URL('../public/server-sent-events.js', import.meta.url);
const FILES = [new URL('../public/chat.js', import.meta.url), new URL('../public/chat.css', import.meta.url), SSE_READER];

const { readEvents } = (await import(SSE_READER.href)) as SSE;

test('the page is served with a policy under which only its own files run', async () => {
  await using vendor = await startFaultServer({});
  const origin = await serveApp(vendor.url);
  const page = await fetch(origin);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
  const html = await page.text();
  expect(html).not.toMatch(/<script>|style=| on\w+=|innerHTML/);
  for (const file of FILES) {
    const response = await fetch(`${origin}/${basename(file.pathname)}`);
    const text = await response.text();
    expect(text).toBe(readFileSync(file, 'utf8'));
    expect(text).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|\beval\b/);
  }
});

test.each([1, 2, 3, 7, 1_000])('events are read however they are cut (%i bytes at a time)', async (size) => {
  const text = ': keep-alive\n\ndata: {"delta":"Grüße 🙂: a"}\n\n: keep-alive\n\nevent: error\ndata: {"error":1}\n\n';
  const bytes = new TextEncoder().encode(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
  const events = [];
  for await (const event of readEvents(ReadableStream.from(pieces))) events.push(event);
  expect(events).toEqual([
    { name: 'message', data: { delta: 'Grüße 🙂: a' } },
    { name: 'error', data: { error: 1 } },
  ]);
});
