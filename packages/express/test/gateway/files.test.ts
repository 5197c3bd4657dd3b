import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { FilePart } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { startFaultServer, type Answer, type FaultServer } from '@sdk/testing/server';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { resolveFileRules, type FileRules } from '../../src/gateway/files/file-rules.ts';
import { createFileLoader } from '../../src/gateway/files/load-files.ts';
import type { LookupAll } from '../../src/gateway/files/public-address.ts';
import { until } from '../support.ts';
import { answering, callWith, load, never, PNG } from './loading.ts';
import { CHAT, chatBody, errorOf, MESSAGES, messagesBody, post, startGateway } from './support.ts';

const image: Answer = { headers: { 'content-type': 'image/png; charset=x' }, body: PNG };

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer(image);
  onTestFinished(() => server.close());
});

const host = () => new URL(server.url).host;

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

  const hasIPv6 = Object.values(networkInterfaces()).flat().some((each) => each?.address === '::1');

  test.skipIf(!hasIPv6).each([(port: string) => `[::1]:${port}`, () => '[::1]', () => '::1'])('of an allowed host of IPv6 is loaded', async (hosts) => {
    const six = createServer((_req, res) => void res.end(PNG)).listen(0, '::1');
    await once(six, 'listening');
    onTestFinished(() => void six.close());
    const { port } = six.address() as AddressInfo;
    expect(await load(`http://[::1]:${port}/`, { hosts: [hosts(String(port))] })).toMatchObject({ mediaType: 'image/png' });
    await expect(load(`http://[::1]:${port}/`, { hosts: ['[::1]:1'] })).rejects.toMatchObject({ code: 'private_address' });
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
    ['is empty, and there', { ...image, body: '' }, {}],
    ['is secret', { status: 500, body: 'sk-internal' }, {}],
    ['is too large', { ...image, body: Buffer.alloc(2000) }, { maxBytes: 1000 }],
    ['never ends', { ...image, body: [{ repeat: Buffer.alloc(1000) }] }, { maxBytes: 100_000 }],
    ['is no image', { headers: { 'content-type': 'text/html' }, body: 'sk-internal' }, {}],
    ['neither says nor shows what it is', { body: 'sk-internal' }, {}],
    ['says that it is something else', { headers: { 'content-type': 'text/plain' }, body: PNG }, {}],
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
    const { messages } = await createFileLoader(resolveFileRules({ hosts: [host()] })).begin(never).load(callWith({ url: server.url, mediaType: 'application/pdf' }), 'main');
    expect(messages[0]?.content).toMatchObject([{ mediaType: 'application/pdf' }]);
  });

  test.each<[string, Buffer, string]>([
    ['application/octet-stream', PNG, 'image/png'],
    ['binary/octet-stream', Buffer.from('ffd8ffe0', 'hex'), 'image/jpeg'],
    ['Application/Octet-Stream; x=y', Buffer.from('GIF89a'), 'image/gif'],
    ['', Buffer.from('RIFF\x00\x0a\xff\xfeWEBPVP8 ', 'latin1'), 'image/webp'],
  ])('of a server that says %j is known by its first bytes', async (type, body, mediaType) => {
    server.answer({ headers: type === '' ? {} : { 'content-type': type }, body });
    expect(await load(server.url, { hosts: [host()] })).toMatchObject({ mediaType, data: body.toString('base64') });
  });

  test('is no image when its first bytes say so', async () => {
    server.answer({ body: '%PDF-1.7' });
    await expect(load(server.url, { hosts: [host()] })).rejects.toMatchObject({ code: 'file_not_loaded', message: 'A file is no image.' });
  });

  test('counts with all others against the limit', async () => {
    const loader = createFileLoader(resolveFileRules({ hosts: [host()], maxBytes: 20 }));
    await loader.begin(never).load(callWith({ url: server.url }, { url: server.url }), 'main');
    await expect(loader.begin(never).load(callWith({ url: server.url }, { url: server.url }, { url: server.url }), 'main')).rejects.toMatchObject({ code: 'file_not_loaded' });
    await expect(loader.begin(never).load(callWith(...Array.from({ length: 51 }, () => ({ url: server.url }))), 'main')).rejects.toMatchObject({ code: 'too_many_files' });
    expect(server.requests.length).toBeLessThanOrEqual(5); // none of the 51
  });

  test('counts only where something is loaded: images in the request itself do not', async () => {
    const inside = Array.from({ length: 200 }, (_, at): Partial<FilePart> => (at % 2 ? { mediaType: 'image/png', data: 'AA==' } : { url: 'data:image/png;base64,AA==' }));
    const call = callWith(...inside, { url: 'file-abc' }, ...Array.from({ length: 50 }, () => ({ url: server.url })));
    const { messages } = await createFileLoader(resolveFileRules({ hosts: [host()] })).begin(never).load(call, 'main');
    expect(messages[0]?.content).toHaveLength(251);
  });

  test.each(['http://[::1%25lo]/admin', 'http://[::1%lo]/', '//127.0.0.1/x', '\\\\127.0.0.1\\x', 'ftp://127.0.0.1/', 'javascript:1', 'blob:http://127.0.0.1/x', 'http://', 'http:', ':80', 'a b', '', '/etc/passwd', '../x', 'gs:', 'gs://127.0.0.1:80/x', 'gs://a\\b', 'a//b', 's3://a/b', 'C:\\x'])('that means nothing here is given to nobody: %j', async (url) => {
    await expect(load(url, { passOn: ['main'], roots: ['/tmp'] })).rejects.toMatchObject({ status: 400, code: 'invalid_value' });
  });

  test('of the result of a tool, and what the vendor keeps, is treated alike', async () => {
    const loader = createFileLoader(resolveFileRules());
    const result = { type: 'tool-result' as const, toolCallId: 'a', result: '', content: [{ type: 'file' as const, mediaType: 'image/*', url: server.url }] };
    await expect(loader.begin(never).load({ messages: [{ role: 'tool', content: [result] }] }, 'main')).rejects.toMatchObject({ code: 'private_address' });
    const kept = callWith({ url: 'file-abc123' }, { url: 'gs://my-bucket.x/a/b.png' }, { url: 'files/abc-1' }, { data: 'AA==' });
    expect(await loader.begin(never).load(kept, 'main')).toEqual(kept);
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
    // A file's id is no address at all.
    expect(error.message).toContain(at === 1 ? 'is not the id of a file' : 'private network');
    expect([server.connections, model.calls.length]).toEqual([0, 0]);
  });

  test.each(['http://[::1%25lo]/admin', '//127.0.0.1/x', 'ftp://127.0.0.1/'])('nothing that is no URL reaches a vendor: %s', async (url) => {
    const model = scriptedModel('Nice.');
    const origin = await startGateway({ model });
    const error = await errorOf(await post(origin, MESSAGES, messagesBody({ messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url } }] }] })), MESSAGES);
    expect(error).toMatchObject({ status: 400, type: 'invalid_request_error' });
    expect(model.calls).toEqual([]);
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
