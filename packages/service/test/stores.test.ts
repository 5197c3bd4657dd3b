import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConfigurationError } from '@sdk/core';
import { startPostgres, type TestPostgres } from '@sdk/testing-postgres';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  memoryStore,
  ModelConfigConflictError,
  ModelConfigError,
  postgresStore,
  sqliteStore,
  type EncryptionOptions,
  type HiddenKey,
  type ModelConfigStore,
} from '@sdk/service';
import { CONFIG, ENCRYPTION_KEY, failureOf, SECRET } from './support.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 90_000);
afterAll(() => postgres?.[Symbol.asyncDispose]());

const KINDS: Record<string, (options: EncryptionOptions) => Promise<ModelConfigStore>> = {
  memoryStore: async () => memoryStore(),
  sqliteStore: async (options) => {
    const folder = mkdtempSync(join(tmpdir(), 'sdk-service-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return sqliteStore({ file: join(folder, 'configs.db'), ...options });
  },
  postgresStore: async (options) => postgresStore({ url: await postgres.createDatabase(), ...options }),
};

describe.each(Object.entries(KINDS))('%s', (_, make) => {
  async function open(options: EncryptionOptions = { encryptionKey: ENCRYPTION_KEY }): Promise<ModelConfigStore> {
    const store = await make(options);
    onTestFinished(() => store.close());
    return store;
  }

  test('gives back what it was given, completed, under an id of its own', async () => {
    const store = await open();
    const given = { ...CONFIG, endpoint: 'https://a.example/v1', topK: 3, temperature: null, fallbackModels: ['b'], options: { deep: [1, { x: null }] } };
    const put = await store.put(given);
    const { apiKey, ...rest } = given;
    expect(put).toMatchObject({ ...rest, version: 1, maxTokens: 8192, id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect((put.apiKey as HiddenKey).reveal()).toBe(apiKey);
    const got = await store.get(put.id);
    expect(JSON.stringify(got)).toBe(JSON.stringify(put));
    expect((got?.apiKey as HiddenKey).reveal()).toBe(SECRET);
    expect(new Date(put.createdAt).toISOString()).toBe(put.updatedAt);
  });

  test('keeps several keys, names of variables, the absence of a key, and its being unset', async () => {
    const store = await open();
    const { id } = await store.put({ ...CONFIG, apiKey: [SECRET, { env: 'B' }] });
    const keys = (await store.get(id))?.apiKey as [HiddenKey, { env: string }];
    expect([keys[0].reveal(), keys[1]]).toEqual([SECRET, { env: 'B' }]);
    expect((await store.get((await store.put({ ...CONFIG, apiKey: null })).id))?.apiKey).toBe(null);
    expect(Object.keys((await store.get((await store.put({ provider: 'a', model: 'b' })).id)) as object)).not.toContain('apiKey');
  });

  test('lists, the oldest first, and deletes', async () => {
    const store = await open();
    expect(await store.list()).toEqual([]);
    for (const id of ['z', 'a', 'm']) {
      await store.put({ ...CONFIG, id });
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    expect((await store.list()).map(({ id }) => id)).toEqual(['z', 'a', 'm']);
    expect(await store.delete('a')).toBe(true);
    expect(await store.delete('a')).toBe(false);
    expect(await store.get('a')).toBeUndefined();
    expect((await store.list()).map(({ id }) => id)).toEqual(['z', 'm']);
  });

  test('changes a configuration for who has read its version, and for nobody else', async () => {
    const store = await open();
    const first = await store.put({ ...CONFIG, id: 'one' });
    await new Promise((resolve) => setTimeout(resolve, 3));
    const second = await store.put({ ...first, model: 'large' });
    expect(second).toMatchObject({ id: 'one', version: 2, model: 'large', createdAt: first.createdAt });
    expect(second.updatedAt > first.updatedAt).toBe(true);
    const stale = await failureOf(store.put({ ...first, model: 'other' }));
    expect(stale).toBeInstanceOf(ModelConfigConflictError);
    expect(stale).toMatchObject({ kind: 'conflict', id: 'one' });
    expect(stale.message).toContain('it has version 2 now');
    expect(await failureOf(store.put({ ...CONFIG, id: 'one' }))).toBeInstanceOf(ModelConfigConflictError);
    expect(await failureOf(store.put({ ...CONFIG, id: 'gone', version: 1 }))).toBeInstanceOf(ModelConfigConflictError);
    expect(await failureOf(store.delete('one', { version: 1 }))).toBeInstanceOf(ModelConfigConflictError);
    expect((await store.get('one'))?.model).toBe('large');
    expect(await store.delete('gone', { version: 1 })).toBe(false);
    expect(await store.delete('one', { version: 2 })).toBe(true);
  });

  test('lets one of many writers at once win, and tells the others', async () => {
    const store = await open();
    const created = await Promise.allSettled(Array.from({ length: 12 }, (_, writer) => store.put({ ...CONFIG, id: 'one', topK: writer + 1 })));
    expect(created.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    let read = (await store.get('one')) as Awaited<ReturnType<ModelConfigStore['put']>>;
    for (const version of [2, 3]) {
      const written = await Promise.allSettled(Array.from({ length: 12 }, (_, writer) => store.put({ ...read, topK: writer + 1 })));
      const winners = written.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(winners).toHaveLength(1);
      for (const one of written) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(ModelConfigConflictError);
      read = (await store.get('one')) as typeof read;
      expect(read).toMatchObject({ version, topK: winners[0]?.topK });
    }
  });

  test('takes back what a settings page was shown: the key stays', async () => {
    const store = await open();
    const first = await store.put({ ...CONFIG, id: 'one', endpoint: 'https://a.example/v1', apiKey: [SECRET, 'sk-second'] });
    const shown = JSON.parse(JSON.stringify(first));
    expect(shown.apiKey).toEqual(['[hidden]', '[hidden]']);
    const second = await store.put({ ...shown, temperature: 1, endpoint: 'https://a.example/v2' });
    const reveal = (config: { apiKey?: unknown }) => (config.apiKey as HiddenKey[]).map((key) => key.reveal());
    expect(reveal(second)).toEqual([SECRET, 'sk-second']);
    const { apiKey: _, ...without } = second;
    expect(reveal(await store.put(without))).toEqual([SECRET, 'sk-second']);
    expect(reveal(await store.put({ ...shown, version: 3, apiKey: ['[hidden]', 'sk-new'] }))).toEqual([SECRET, 'sk-new']);
    expect((await store.put({ ...shown, version: 4, apiKey: null })).apiKey).toBe(null);
    expect((await store.put({ ...without, version: 5 })).apiKey).toBe(null);
    expect((await failureOf(store.put({ ...shown, version: 6 }))).message).toContain('give the key itself');
  });

  test('does not send a kept key to another server', async () => {
    const store = await open();
    const { apiKey: _, ...first } = await store.put({ ...CONFIG, id: 'one', endpoint: 'https://a.example/v1' });
    for (const change of [{ endpoint: 'https://evil.example/v1' }, { endpoint: null }, { provider: 'other' }, { options: { resource: 'evil' } }]) {
      for (const apiKey of [{}, { apiKey: '[hidden]' }, { api_key: '' }]) {
        const error = await failureOf(store.put({ ...first, ...change, ...apiKey }));
        expect(error).toBeInstanceOf(ModelConfigError);
        expect(error.message).toContain('apiKey must be given again');
      }
    }
    expect((await store.put({ ...first, endpoint: 'https://evil.example/v1', apiKey: 'sk-mine' })).endpoint).toBe('https://evil.example/v1');
  });

  test('stores nothing that is wrong', async () => {
    const store = await open();
    expect(await failureOf(store.put({ ...CONFIG, temperature: '0.7' as never }))).toBeInstanceOf(ModelConfigError);
    expect(await failureOf(store.put({ ...CONFIG, version: '1' as never, id: 'x' }))).toBeInstanceOf(ModelConfigError);
    for (const id of ['', ' ', 5, 'x'.repeat(201)]) {
      expect(await failureOf(store.put({ ...CONFIG, id: id as string }))).toBeInstanceOf(ConfigurationError);
    }
    expect(await failureOf(store.put(null as never))).toBeInstanceOf(ModelConfigError);
    expect(await failureOf(store.get(undefined as never))).toBeInstanceOf(ConfigurationError);
    expect(await store.list()).toEqual([]);
  });

  test('takes any text as an id', async () => {
    const store = await open();
    for (const id of ["'; DROP TABLE sdk_model_configs; --", '雪/☃', '__proto__', 'a'.repeat(200)]) {
      await store.put({ ...CONFIG, id });
      expect((await store.get(id))?.id).toBe(id);
    }
    expect(await store.list()).toHaveLength(4);
  });

  test('shows no key in anything that it gives or throws', async () => {
    const store = await open();
    const put = await store.put({ ...CONFIG, id: 'one' });
    const errors = [await failureOf(store.put({ ...CONFIG, id: 'one' })), await failureOf(store.put({ ...put, apiKey: `${SECRET} x` }))];
    for (const shown of [put, await store.list(), store, ...errors]) {
      expect(inspect(shown, { depth: 9, showHidden: true }) + JSON.stringify(shown)).not.toContain(SECRET);
    }
  });
});

describe.each(['sqliteStore', 'postgresStore'])('%s', (name) => {
  const make = KINDS[name] as (typeof KINDS)[string];

  test('fails with a typed error once it is closed, and closes twice', async () => {
    const store = await make({ encryptionKey: ENCRYPTION_KEY });
    await store.put(CONFIG);
    await store.close();
    await store.close();
    expect(await failureOf(store.list())).toBeInstanceOf(ConfigurationError);
  });

  test('may be closed without having been used', async () => {
    await (await make({ encryptionKey: ENCRYPTION_KEY })).close();
  });
});
