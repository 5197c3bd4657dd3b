import { startFaultServer, type FaultServer } from '@sdk/testing/server';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { resolveFileRules } from '../../src/gateway/files/file-rules.ts';
import { createFileLoader } from '../../src/gateway/files/load-files.ts';
import type { LookupAll } from '../../src/gateway/files/public-address.ts';
import { answering, callWith, load, never, PNG } from './loading.ts';

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer({ headers: { 'content-type': 'image/png' }, body: PNG });
  onTestFinished(() => server.close());
});

const host = () => new URL(server.url).host;

describe('a URL that the vendor loads', () => {
  test('is passed on unread when it is public, as it was checked', async () => {
    const part = await load('https://user@a.example/x y.png', { passOn: ['main'] }, answering('93.184.215.14'));
    expect(part?.url).toBe('https://user@a.example/x%20y.png');
    expect(part?.data).toBeUndefined();
    expect(part?.providerData).toEqual({ http: { load: false } }); // where the vendor does not load it, nobody does
  });

  test('is an image: documents are loaded here, by the rules of here', async () => {
    const pdf = (url: string, hosts: string[], lookup?: LookupAll) => createFileLoader(resolveFileRules({ passOn: ['main'], hosts }), lookup).begin(never).load(callWith({ url, mediaType: 'application/pdf' }), 'main');
    const answers = [['93.184.215.14'], ['127.0.0.1']];
    const rebinding: LookupAll = (name, options, callback) => answering(...(answers.shift() ?? []))(name, options, callback);
    rebinding('a.example', { all: true }, () => {});
    await expect(pdf(`http://a.example:${server.port}/`, [], rebinding)).rejects.toMatchObject({ code: 'private_address' });
    expect(server.connections).toBe(0);
    const { messages } = await pdf(server.url, [host()]);
    expect(messages[0]?.content).toMatchObject([{ mediaType: 'application/pdf', data: PNG.toString('base64') }]);
  });

  test('is looked up no longer than files may take', async () => {
    const hanging: LookupAll = () => {};
    await expect(load('http://a.example/', { passOn: ['main'], timeoutMs: 30 }, hanging)).rejects.toMatchObject({ code: 'file_not_loaded', message: 'a file at http://a.example could not be loaded: it took too long.' });
  });

  test.each([
    ['http://127.0.0.1/', undefined],
    ['http://[::1]/', undefined],
    ['http://inside.example/', answering('10.0.0.1')],
  ])('is refused when it is private: %s', async (url, lookup) => {
    await expect(load(url, { passOn: ['main'] }, lookup)).rejects.toMatchObject({ code: 'private_address' });
  });

  test('of an allowed host is loaded here: the vendor may not reach it', async () => {
    expect(await load(server.url, { passOn: ['main'], hosts: [host()] })).toHaveProperty('data');
  });

  test('of another provider is loaded here', async () => {
    expect(await load(server.url, { passOn: ['other'], hosts: [host()] })).toHaveProperty('data');
  });
});
