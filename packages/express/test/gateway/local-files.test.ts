import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, stat, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FilePart } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FileRules } from '../../src/gateway/files/file-rules.ts';
import { loadLocalFile } from '../../src/gateway/files/local-file.ts';
import { load, PNG } from './loading.ts';
import { CHAT, chatBody, errorOf, MESSAGES, messagesBody, post, startGateway } from './support.ts';

describe('a local file', () => {
  async function folder() {
    const base = await mkdtemp(join(tmpdir(), 'sdk-files-'));
    const root = join(base, 'root');
    await mkdir(join(root, 'inner'), { recursive: true });
    await mkdir(join(base, 'root-2'));
    await writeFile(join(root, 'a.png'), PNG);
    await writeFile(join(root, 'a.bin'), PNG);
    await writeFile(join(root, 'a.txt'), 'text');
    await writeFile(join(base, 'secret.png'), PNG);
    await writeFile(join(base, 'root-2', 'a.png'), PNG);
    await symlink(join(base, 'secret.png'), join(root, 'link.png'));
    onTestFinished(() => rm(base, { recursive: true }));
    return { base, root, url: (path: string) => `${pathToFileURL(root).href}/${path}` };
  }

  test('is loaded from an allowed folder', async () => {
    const { root, url } = await folder();
    expect(await load(url('a.png'), { roots: [root] })).toEqual({ type: 'file', mediaType: 'image/png', data: PNG.toString('base64') });
    expect(await load(url('inner/../a.png'), { roots: [`${root}/`] })).toMatchObject({ mediaType: 'image/png' });
    expect(await load(url('a.bin'), { roots: [root] })).toMatchObject({ mediaType: 'image/png' });
  });

  test.each(['link.png', '../secret.png', '..%2Fsecret.png', '../root-2/a.png', 'inner', 'a.txt', 'none.png', ''])('is refused otherwise: %s', async (path) => {
    const { root, url } = await folder();
    await expect(load(url(path), { roots: [root] })).rejects.toMatchObject({ status: 400, code: 'file_not_loaded' });
    await expect(load(url(path))).rejects.toMatchObject({ status: 400, code: 'file_refused' });
  });

  test('of another host, or one that is too large, is refused', async () => {
    const { root, url } = await folder();
    await expect(load(`file://host${root}/a.png`, { roots: [root] })).rejects.toMatchObject({ code: 'file_not_loaded' });
    await expect(load(url('a.png'), { roots: [root], maxBytes: 5 })).rejects.toMatchObject({ code: 'file_not_loaded' });
  });

  test('is found in any of the folders, whichever of them are there', async () => {
    const { root, base, url } = await folder();
    expect(await load(url('a.png'), { roots: [join(base, 'none'), join(base, 'root-2'), root] })).toHaveProperty('data');
  });

  test('that is a pipe is refused at once, and holds no thread', async () => {
    const { root, url } = await folder();
    execFileSync('mkfifo', [join(root, 'p.png')]);
    const loads = Array.from({ length: 8 }, () => load(url('p.png'), { roots: [root] }).catch((error: unknown) => error));
    for (const failed of await Promise.all(loads)) expect(failed).toMatchObject({ code: 'file_not_loaded' });
    expect((await stat(root)).isDirectory()).toBe(true); // libuv has four threads
  });

  test('is the one that was allowed, however fast its folder becomes a link to another', { timeout: 30_000 }, async () => {
    const { root, base, url } = await folder();
    await mkdir(join(base, 'outside'));
    await writeFile(join(base, 'outside', 'a.png'), 'secret');
    await writeFile(join(root, 'inner', 'a.png'), PNG);
    let isOver = false;
    const swapping = (async () => {
      for (let round = 0; !isOver; round++) {
        await rename(join(root, 'inner'), join(root, 'away'));
        await symlink(join(base, 'outside'), join(root, 'inner'));
        await unlink(join(root, 'inner'));
        await rename(join(root, 'away'), join(root, 'inner'));
        for (let turn = round % 8; turn > 0; turn--) await stat(root); // so that loads and changes meet in every way
      }
    })();
    const seen = new Set<string | undefined>();
    for (let round = 0; round < 1500; round++) seen.add(await load(url('inner/a.png'), { roots: [root] }).then((part) => part?.data as string, () => undefined));
    isOver = true;
    await swapping;
    expect(seen).toContain(PNG.toString('base64'));
    expect(seen).not.toContain(btoa('secret'));
  });

  test('is waited for no longer than the client does', async () => {
    const { root, url } = await folder();
    const reason = new Error('gone');
    await expect(loadLocalFile(new URL(url('a.png')), [root], 100, AbortSignal.abort(reason))).rejects.toBe(reason);
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

  const apis = {
    [CHAT]: (urls: string[], more = {}) => chatBody({ messages: [{ role: 'user', content: urls.map((url) => ({ type: 'image_url', image_url: { url } })) }], ...more }),
    [MESSAGES]: (urls: string[], more = {}) => messagesBody({ messages: [{ role: 'user', content: urls.map((url) => ({ type: 'image', source: { type: 'url', url } })) }], ...more }),
  };

  describe.each([CHAT, MESSAGES] as const)('in a request of %s', (path) => {
    async function asking(rules: FileRules = {}) {
      const { root, url } = await folder();
      const model = scriptedModel('Nice.');
      const origin = await startGateway({ model, files: { roots: [root], ...rules } });
      return { model, url, ask: (urls: string[], more = {}) => post(origin, path, apis[path](urls, more)) };
    }

    test('shares one limit with all other files', async () => {
      await using server = await startFaultServer({ headers: { 'content-type': 'image/png' }, body: PNG });
      const { model, url, ask } = await asking({ maxBytes: 20, hosts: ['127.0.0.1'] });
      expect((await ask([url('a.png'), server.url])).status).toBe(200);
      for (const urls of [[url('a.png'), url('a.png'), url('a.png')], [url('a.png'), url('a.png'), server.url]]) {
        expect((await errorOf(await ask(urls), path)).message).toContain('too large');
      }
      expect(model.calls).toHaveLength(1);
    });

    test('counts as a file', async () => {
      const { url, ask } = await asking();
      expect((await ask(Array.from({ length: 50 }, () => url('a.png')))).status).toBe(200);
      expect((await errorOf(await ask(Array.from({ length: 51 }, () => url('a.png'))), path)).message).toContain('more than 50 files');
    });

    test.each([
      ['a wrong field', { temperature: 'hot' }, 'temperature'],
      ['a model that is not there', { model: 'none/m' }, 'no such model'],
    ])('is not touched before %s is refused', async (_name, more, says) => {
      const { url, ask } = await asking();
      expect((await errorOf(await ask([url('none.png')], more), path)).message).toContain(says);
    });
  });
});
