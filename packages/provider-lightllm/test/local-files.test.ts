import { collect, InvalidRequestError, type CallOptions } from '@sdk/core';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { chunk, MODEL, whole } from './fixtures/answers.ts';
import { generated } from './fixtures/generated.ts';
import { create, failureOf, JSON_TYPE, serve, SSE } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'lightllm-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes bytes, and gives the URL. */
function write(name: string, bytes: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, bytes, 'latin1');
  return pathToFileURL(path).href;
}

const PNG = '\x89PNG\r\n\x1a\n1234';
const base64 = (bytes: string) => Buffer.from(bytes, 'latin1').toString('base64');
const see = (url: string): CallOptions => ({ messages: [{ role: 'user', content: [{ type: 'text', text: 'What is it?' }, { type: 'file', mediaType: 'image/*', url }] }] });
const unreachable = 'http://127.0.0.1:9';

describe('a file: URL', () => {
  it.each([
    ['image/png', PNG],
    ['image/jpeg', '\xff\xd8\xff\xe0'],
    ['image/gif', 'GIF89a'],
    ['image/webp', 'RIFF\n\0\0\0WEBPVP8 '],
    ['image/bmp', 'BM1234'],
  ])('of a file in %s is loaded where that is allowed', async (mediaType, bytes) => {
    const server = await serve({ headers: JSON_TYPE, body: whole({ content: 'A dot.' }) });
    await create({ baseUrl: server.url, localFiles: true })(MODEL).generate(see(write('a picture', bytes)));
    const sent = server.requests[0]!.json() as { messages: { content: unknown[] }[] };
    expect(sent.messages[0]?.content[1]).toEqual({ type: 'image_url', image_url: { url: `data:${mediaType};base64,${base64(bytes)}` } });
  });

  it('is loaded for a stream, and for the native routes', async () => {
    const url = write('a.png', PNG);
    const server = await serve(({ path }) => (path === '/generate' ? { headers: JSON_TYPE, body: generated('A dot.', 2) } : { headers: SSE, body: [chunk({ content: 'A dot.' }), chunk({}, 'stop')] }));
    const options = { baseUrl: server.url, localFiles: true };
    expect((await collect(create(options)(MODEL).stream(see(url)))).text).toBe('A dot.');
    await create({ ...options, mode: 'generate' })(MODEL).generate(see(url));
    expect(server.requests[0]?.body).toContain(`data:image/png;base64,${base64(PNG)}`);
    expect(server.requests[1]!.json()).toMatchObject({ multimodal_params: { images: [{ type: 'base64', data: base64(PNG) }] } });
  });

  it.each(['openai', 'generate'] as const)('is refused in mode %s unless that is allowed', async (mode) => {
    const failure = await failureOf(create({ baseUrl: unreachable, mode })(MODEL).generate(see(write('a.png', PNG))));
    expect(failure).toBeInstanceOf(InvalidRequestError);
    expect(failure.message).toMatch(/must begin with http:\/\/, https:\/\/ or data:/);
  });

  it.each<[string, () => string, RegExp]>([
    ['nothing there', () => pathToFileURL(join(folder, 'gone.png')).href, /messages\[0\]\.content\[1\] \(file:\/\/.*gone\.png\) could not be loaded: ENOENT/],
    ['a folder', () => pathToFileURL(folder).href, /it is no file/],
    ['no image', () => write('a.txt', 'Hello, world.'), /neither PNG, JPEG, GIF, WebP nor BMP/],
    ['too much', () => write('huge.png', PNG.padEnd(20 * 1024 * 1024 + 1, '0')), /larger than 20971520 bytes/],
    ['another machine', () => 'file://elsewhere/a.png', /could not be loaded: /],
  ])('says which image it is and why, where there is %s', async (_name, url, says) => {
    const model = create({ baseUrl: unreachable, localFiles: true })(MODEL);
    const failure = await failureOf(model.generate(see(url())));
    expect(failure).toBeInstanceOf(InvalidRequestError);
    expect(failure.message).toMatch(says);
    expect((await failureOf(collect(model.stream(see(url()))))).message).toMatch(says);
  });
});

describe('a folder', () => {
  const root = join(folder, 'open');
  const allowed = () => create({ baseUrl: unreachable, localFiles: { root } })(MODEL);

  it('lets its files through, also in folders of it', async () => {
    write('open/sub/..a.png', PNG);
    const server = await serve({ headers: JSON_TYPE, body: whole({ content: 'A dot.' }) });
    const model = create({ baseUrl: server.url, localFiles: { root } })(MODEL);
    expect((await model.generate(see(pathToFileURL(join(root, 'sub', '..a.png')).href))).text).toBe('A dot.');
    expect((await model.generate(see(write('open/..b.png', PNG)))).text).toBe('A dot.');
  });

  it.each<[string, () => string]>([
    ['beside it', () => write('closed.png', PNG)],
    ['beside it, with a name that begins like its own', () => write('open-not/a.png', PNG)],
    ['that is not there', () => pathToFileURL(join(folder, 'gone.png')).href],
    ['reached by dots', () => `${pathToFileURL(root).href}/%2e%2e/closed.png`],
    ['it links to', () => {
      write('closed.png', PNG);
      write('open/a.png', PNG);
      rmSync(join(root, 'link.png'), { force: true });
      symlinkSync(join(folder, 'closed.png'), join(root, 'link.png'));
      return pathToFileURL(join(root, 'link.png')).href;
    }],
  ])('keeps a file out that is %s', async (_name, url) => {
    write('open/a.png', PNG);
    expect((await failureOf(allowed().generate(see(url())))).message).toMatch(/outside of the folder that is allowed/);
  });
});

describe('a stream that loads files', () => {
  it('is for one consumer, and sends nothing once it was left', async () => {
    const server = await serve({ headers: SSE, body: [chunk({ content: 'A dot.' }), chunk({}, 'stop')] });
    const stream = create({ baseUrl: server.url, localFiles: true })(MODEL).stream(see(write('a.png', PNG)));
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.return?.();
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow(/one consumer/);
    expect(server.requests).toEqual([]);
  });

  it('ends when it is left', async () => {
    const server = await serve({ headers: SSE, body: [chunk({ content: 'A dot.' }), { stall: true }] });
    for await (const part of create({ baseUrl: server.url, localFiles: true })(MODEL).stream(see(write('a.png', PNG)))) if (part.type === 'text-delta') break;
    expect(await server.requests[0]!.closed).toMatchObject({ by: 'client' });
  });
});
