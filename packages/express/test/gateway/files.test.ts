import { mkdtemp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CallOptions, FilePart } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { startFaultServer, type Answer, type FaultServer } from '@sdk/testing/server';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { resolveFileRules, type FileRules } from '../../src/gateway/files/file-rules.ts';
import { createFileLoader } from '../../src/gateway/files/load-files.ts';
import type { LookupAll } from '../../src/gateway/files/public-address.ts';
import { until } from '../support.ts';
import { CHAT, chatBody, errorOf, MESSAGES, messagesBody, post, startGateway } from './support.ts';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const image: Answer = { headers: { 'content-type': 'image/png; charset=x' }, body: PNG };

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer(image);
  onTestFinished(() => server.close());
});

const host = () => new URL(server.url).host;
const never = new AbortController().signal;
const callWith = (...files: Partial<FilePart>[]): CallOptions => ({ messages: [{ role: 'user', content: files.map((file) => ({ type: 'file', mediaType: 'image/*', ...file })) }] });

/** Loads one file. @param lookup Answers every name with these addresses, one list per call. */
function load(url: string, rules: FileRules = {}, lookup?: LookupAll): Promise<FilePart | undefined> {
  const loading = createFileLoader(resolveFileRules(rules), lookup).load(callWith({ url }), 'main', never);
  return loading.then(({ messages }) => (messages[0]?.content as FilePart[])[0]);
}

const answering = (...addresses: string[]): LookupAll => (_name, _options, callback) =>
  callback(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

describe('a URL', () => {
  test.each(['http://127.0.0.1', 'http://localhost', 'http://[::1]', 'http://0x7f.1', 'http://2130706433', 'http://0177.0.0.1', 'http://127.1', 'http://0.0.0.0', 'http://[::ffff:127.0.0.1]', 'http://user:pass@127.0.0.1', 'http://LOCALHOST', 'ht\ntp://127.0.0.1', '  http://127.0.0.1', 'http:\\\\127.0.0.1'])('to this machine is refused, written as %j', async (start) => {
    await expect(load(`${start}:${server.port}/x`)).rejects.toMatchObject({ status: 400, code: 'private_address' });
    expect(server.connections).toBe(0);
  });

  test.each(['http://169.254.169.254/latest/meta-data', 'http://10.0.0.1/', 'https://192.168.0.1/', 'http://[fd00::1]/', 'http://[fe80::1]/'])('to a private network is refused: %s', async (url) => {
    await expect(load(url)).rejects.toMatchObject({ status: 400, code: 'private_address' });
  });

  test('is refused by the address that is connected to, whatever the name meant before', async () => {
    const answers = [['93.184.215.14'], ['127.0.0.1']];
    const lookup: LookupAll = (name, options, callback) => answering(...(answers.shift() ?? []))(name, options, callback);
    lookup('rebinding.example', { all: true }, () => {}); // somebody has looked before
    await expect(load(`http://rebinding.example:${server.port}/`, {}, lookup)).rejects.toMatchObject({ code: 'private_address' });
    expect(server.connections).toBe(0);
  });

  test('is refused when even one address of its name is private, or there is none', async () => {
    await expect(load(`http://two.example:${server.port}/`, {}, answering('93.184.215.14', '127.0.0.1'))).rejects.toMatchObject({ code: 'private_address' });
    await expect(load('http://none.example/', {}, answering())).rejects.toMatchObject({ code: 'private_address' });
  });

  test('that cannot be looked up is told without the words of the network', async () => {
    const failing: LookupAll = (_name, _options, callback) => callback(new Error('ENOTFOUND at 10.0.0.2'), []);
    await expect(load('http://gone.example/', {}, failing)).rejects.toMatchObject({ status: 400, code: 'file_not_loaded', message: 'a file at http://gone.example could not be loaded.' });
  });

  test.each([() => '127.0.0.1', host])('of an allowed host is loaded, and handed on as base64', async (allowed) => {
    const part = await load(`${server.url}/a.png?b`, { hosts: [allowed()] });
    expect(part).toEqual({ type: 'file', mediaType: 'image/png', data: PNG.toString('base64') });
    const { path, headers } = await server.received(0);
    expect(path).toBe('/a.png?b');
    expect(Object.keys(headers).sort()).toEqual(['accept', 'connection', 'host']);
  });

  test('of an allowed host at another port is refused', async () => {
    await expect(load(`${server.url}/`, { hosts: ['127.0.0.1:1'] })).rejects.toMatchObject({ code: 'private_address' });
  });

  test('sends neither name nor password', async () => {
    await load(`http://user:pass@${host()}/`, { hosts: [host()] });
    expect((await server.received(0)).headers).not.toHaveProperty('authorization');
  });

  test.each([
    ['http://localhost:1/', 'private_address'],
    ['http://169.254.169.254/', 'private_address'],
    ['//10.0.0.1/', 'private_address'],
    ['file:///etc/passwd', 'file_not_loaded'],
    ['data:image/png;base64,AA==', 'file_not_loaded'],
    ['http://', 'file_not_loaded'],
    ['/again', 'file_not_loaded'],
  ])('that redirects to %s is refused', async (location, code) => {
    server.answer({ status: 302, headers: { location } });
    const failed = await load(`${server.url}/`, { hosts: [host()] }).catch((error: Error) => error);
    expect(failed).toMatchObject({ status: 400, code });
    if (/^(?:file|data):/.test(location)) expect((failed as Error).message).toContain('redirected to something that is not http(s)');
    expect(server.requests.length).toBeLessThan(8);
  });

  test('follows redirects to where it may', async () => {
    server.answer([{ status: 301, headers: { location: '/b' } }, image]);
    expect(await load(`${server.url}/a`, { hosts: [host()] })).toMatchObject({ mediaType: 'image/png' });
    expect(server.requests.map(({ path }) => path)).toEqual(['/a', '/b']);
  });

  test.each<[string, Answer, FileRules]>([
    ['is not there', { ...image, status: 404 }, {}],
    ['is empty', { ...image, status: 204, body: '', framing: 'length' }, {}],
    ['is secret', { status: 500, body: 'sk-internal' }, {}],
    ['is too large', { ...image, body: Buffer.alloc(2000) }, { maxBytes: 1000 }],
    ['never ends', { ...image, body: [{ repeat: Buffer.alloc(1000) }] }, { maxBytes: 100_000 }],
    ['is no image', { headers: { 'content-type': 'text/html' }, body: 'sk-internal' }, {}],
    ['does not say what it is', { body: PNG }, {}],
    ['does not come', { before: [{ stall: true }] }, { timeoutMs: 50 }],
    ['stops coming', { ...image, body: [PNG, { stall: true }] }, { timeoutMs: 50 }],
    ['breaks off', { ...image, body: [PNG, { reset: true }] }, {}],
  ])('is refused when the file %s', async (_name, answer, rules) => {
    server.answer(answer);
    const failed: unknown = await load(`${server.url}/secret-path`, { hosts: [host()], ...rules }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ status: 400, code: 'file_not_loaded' });
    expect(String(failed)).not.toMatch(/sk-internal|secret-path/);
  });

  test('keeps the type that the request says', async () => {
    const { messages } = await createFileLoader(resolveFileRules({ hosts: [host()] })).load(callWith({ url: server.url, mediaType: 'application/pdf' }), 'main', never);
    expect(messages[0]?.content).toMatchObject([{ mediaType: 'application/pdf' }]);
  });

  test('counts with all others against the limit', async () => {
    const loader = createFileLoader(resolveFileRules({ hosts: [host()], maxBytes: 20 }));
    await loader.load(callWith({ url: server.url }, { url: server.url }), 'main', never);
    await expect(loader.load(callWith({ url: server.url }, { url: server.url }, { url: server.url }), 'main', never)).rejects.toMatchObject({ code: 'file_not_loaded' });
    await expect(loader.load(callWith(...Array.from({ length: 51 }, () => ({ url: server.url }))), 'main', never)).rejects.toMatchObject({ code: 'too_many_files' });
  });

  test('of the result of a tool, and what the vendor keeps, is treated alike', async () => {
    const loader = createFileLoader(resolveFileRules());
    const result = { type: 'tool-result' as const, toolCallId: 'a', result: '', content: [{ type: 'file' as const, mediaType: 'image/*', url: server.url }] };
    await expect(loader.load({ messages: [{ role: 'tool', content: [result] }] }, 'main', never)).rejects.toMatchObject({ code: 'private_address' });
    const kept = callWith({ url: 'file-abc123' }, { url: 'gs://bucket/x' }, { data: 'AA==' });
    expect(await loader.load(kept, 'main', never)).toEqual(kept);
  });
});

describe('a URL that the vendor loads', () => {
  test('is passed on unread when it is public, as it was checked', async () => {
    const part = await load('https://user@a.example/x y.png', { passOn: ['main'] }, answering('93.184.215.14'));
    expect(part?.url).toBe('https://user@a.example/x%20y.png');
    expect(part?.data).toBeUndefined();
  });

  test.each([
    ['http://127.0.0.1/', undefined],
    ['http://[::1]/', undefined],
    ['http://inside.example/', answering('10.0.0.1')],
  ])('is refused when it is private: %s', async (url, lookup) => {
    await expect(load(url, { passOn: ['main'] }, lookup)).rejects.toMatchObject({ code: 'private_address' });
  });

  test('of another provider is loaded here', async () => {
    expect(await load(server.url, { passOn: ['other'], hosts: [host()] })).toHaveProperty('data');
  });
});

describe('a local file', () => {
  async function folder() {
    const base = await mkdtemp(join(tmpdir(), 'sdk-files-'));
    const root = join(base, 'root');
    await mkdir(join(root, 'inner'), { recursive: true });
    await mkdir(join(base, 'root-2'));
    await writeFile(join(root, 'a.png'), PNG);
    await writeFile(join(root, 'a.bin'), PNG);
    await writeFile(join(base, 'secret.png'), PNG);
    await writeFile(join(base, 'root-2', 'a.png'), PNG);
    await symlink(join(base, 'secret.png'), join(root, 'link.png'));
    return { base, root, url: (path: string) => `${pathToFileURL(root).href}/${path}` };
  }

  test('is loaded from an allowed folder', async () => {
    const { root, url } = await folder();
    expect(await load(url('a.png'), { roots: [root] })).toEqual({ type: 'file', mediaType: 'image/png', data: PNG.toString('base64') });
    expect(await load(url('inner/../a.png'), { roots: [`${root}/`] })).toMatchObject({ mediaType: 'image/png' });
  });

  test.each(['link.png', '../secret.png', '..%2Fsecret.png', '../root-2/a.png', 'inner', 'a.bin', 'none.png', ''])('is refused otherwise: %s', async (path) => {
    const { root, url } = await folder();
    await expect(load(url(path), { roots: [root] })).rejects.toMatchObject({ status: 400, code: 'file_not_loaded' });
    await expect(load(url(path))).rejects.toMatchObject({ status: 400, code: 'file_refused' });
  });

  test('of another host, or one that is too large, is refused', async () => {
    const { root, url } = await folder();
    await expect(load(`file://host${root}/a.png`, { roots: [root] })).rejects.toMatchObject({ code: 'file_not_loaded' });
    await expect(load(url('a.png'), { roots: [root], maxBytes: 5 })).rejects.toMatchObject({ code: 'file_not_loaded' });
  });

  test('reaches the model through both APIs', async () => {
    const { root, url } = await folder();
    const model = scriptedModel('Nice.');
    const origin = await startGateway({ model, files: { roots: [root] } });
    const chat = (address: string) => post(origin, CHAT, chatBody({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: address } }, { type: 'file', file: { file_data: 'data:application/pdf;base64,AA==' } }] }] }));
    const messages = (address: string) => post(origin, MESSAGES, messagesBody({ messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url: address } }] }] }));
    expect([(await chat(url('a.png'))).status, (await messages(url('a.png'))).status]).toEqual([200, 200]);
    for (const { messages: sent } of model.calls) expect((sent[0]?.content as FilePart[])[0]?.data).toBe(PNG.toString('base64'));
    expect(model.calls.map(({ messages: sent }) => (sent[0]?.content as FilePart[])[0]?.mediaType)).toEqual(['image/png', 'image/png']);
    expect(await errorOf(await chat(url('link.png')), CHAT)).toMatchObject({ status: 400, code: 'file_not_loaded' });
    expect(await errorOf(await messages(url('link.png')), MESSAGES)).toMatchObject({ status: 400 });
    expect(model.calls).toHaveLength(2);
  });
});

describe('in a request', () => {
  const parts = () => [
    [CHAT, chatBody({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: `${server.url}/` } }] }] })],
    [CHAT, chatBody({ messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: `${server.url}/` } }] }] })],
    [CHAT, chatBody({ messages: [{ role: 'user', content: [{ type: 'file', file: { file_data: `${server.url}/` } }] }] })],
    [MESSAGES, messagesBody({ messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url: `${server.url}/` } }] }] })],
    [MESSAGES, messagesBody({ messages: [{ role: 'user', content: [{ type: 'document', source: { type: 'url', url: `${server.url}/` } }] }] })],
    [MESSAGES, messagesBody({ messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: [{ type: 'image', source: { type: 'url', url: `${server.url}/` } }] }] }] })],
    ['/v1/messages/count_tokens', messagesBody({ messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url: `${server.url}/` } }] }] })],
  ] as const;

  test.each([0, 1, 2, 3, 4, 5, 6])('a private URL is refused before any model is asked (%i)', async (at) => {
    const model = Object.assign(scriptedModel('Nice.'), { countTokens: async () => ({ inputTokens: 1 }) });
    const origin = await startGateway({ model });
    const [path, body] = parts()[at]!;
    const error = await errorOf(await post(origin, path, body), path);
    expect(error).toMatchObject({ status: 400 });
    expect(error.message).toContain('private network');
    expect([server.connections, model.calls.length]).toEqual([0, 0]);
  });

  test('a client that goes ends the loading', async () => {
    server.answer({ ...image, body: [PNG, { stall: true }] });
    const origin = await startGateway({ files: { hosts: [host()] } });
    const controller = new AbortController();
    const [path, body] = parts()[0];
    const failing = post(origin, path, body, {}, controller.signal).catch(() => {});
    await server.received(0);
    controller.abort();
    await failing;
    await until(() => server.openConnections === 0, 1000);
  });
});
