import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqliteStore, StoreError, StoreUnavailableError } from '@sdk/service';
import { sayModel, startServiceProcess } from './service-process.ts';
import { CONFIG, ENCRYPTION_KEY, failureOf, fakeProvider, PROMPT, serviceOf } from './support.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sdk-service-'));
  file = join(folder, 'new', 'configs.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (at = file) => sqliteStore({ file: at, encryptionKey: ENCRYPTION_KEY });

test('The file, its journal and its folder are made for the owner’s eyes only', async () => {
  await using store = open();
  await store.put(CONFIG);
  const rights = (path: string) => statSync(path).mode & 0o777;
  expect(rights(join(folder, 'new'))).toBe(0o700);
  expect(readdirSync(join(folder, 'new')).length).toBeGreaterThan(1);
  for (const name of readdirSync(join(folder, 'new'))) expect([name, rights(join(folder, 'new', name))]).toEqual([name, 0o600]);
});

test('A file that is there keeps its rights and its other tables', async () => {
  const own = join(folder, 'own.db');
  const database = new DatabaseSync(own);
  database.exec("CREATE TABLE mine (x); INSERT INTO mine VALUES ('kept'); CREATE TABLE kysely_migration (name); INSERT INTO kysely_migration VALUES ('theirs')");
  database.close();
  chmodSync(own, 0o640);
  await using store = open(own);
  await store.put(CONFIG);
  expect(statSync(own).mode & 0o777).toBe(0o640);
  const again = new DatabaseSync(own);
  expect(again.prepare('SELECT x, name FROM mine, kysely_migration').all()).toEqual([{ x: 'kept', name: 'theirs' }]);
  again.close();
});

test('A store in memory lasts as long as the store', async () => {
  await using store = open(':memory:');
  const { id } = await store.put(CONFIG);
  expect(await store.get(id)).toBeDefined();
  expect(readdirSync(folder)).toEqual([]);
});

test('Two processes open one new file at once; what one writes, the other uses at its next call', async () => {
  await using server = await startFaultServer(sayModel);
  await using one = startServiceProcess(file);
  await using two = startServiceProcess(file);
  await Promise.all([one.list(), two.list()]);
  const config = { provider: 'openai', endpoint: `${server.url}/v1`, apiKey: 'sk-x' };
  const first = await one.put({ ...config, id: 'shared', model: 'first' });
  expect(await two.ask('shared')).toBe('first');
  await one.put({ ...config, id: 'shared', version: first.version, model: 'second' });
  expect(await two.ask('shared')).toBe('second');
  expect(await one.ask('shared')).toBe('second');
}, 30_000);

test('Many stores may set up one new file at once', async () => {
  const stores = Array.from({ length: 6 }, () => open());
  expect(await Promise.all(stores.map((store) => store.list()))).toEqual(stores.map(() => []));
  for (const store of stores) await store.close();
});

test('Of writers in several processes one wins each round, and no change is lost', async () => {
  await using one = startServiceProcess(file);
  await using two = startServiceProcess(file);
  await using store = open();
  let { version } = await store.put({ ...CONFIG, id: 'shared', topK: 1 });
  for (let round = 0; round < 5; round++) {
    const tries = await Promise.allSettled([one, two, store].map((writer) => writer.put({ ...CONFIG, apiKey: 'sk-x', id: 'shared', version, topK: version })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of tries) if (each.status === 'rejected') expect(each.reason).toMatchObject({ kind: 'conflict' });
    version++;
    expect(await store.get('shared')).toMatchObject({ version, topK: version - 1 });
  }
}, 30_000);

test('A change waits for another’s transaction, and says so when that takes too long', async () => {
  await using store = open();
  await store.put({ ...CONFIG, id: 'one' });
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  const error = await failureOf(store.put(CONFIG));
  expect(error).toBeInstanceOf(StoreUnavailableError);
  expect(error.message).toContain('locked');
  expect(await store.get('one')).toBeDefined();
  other.exec('ROLLBACK');
  other.close();
  await store.put(CONFIG);
}, 20_000);

test('What was set up by a newer version is left alone', async () => {
  await using store = open();
  await store.put(CONFIG);
  await store.close();
  const database = new DatabaseSync(file);
  database.exec("INSERT INTO sdk_service_migrations VALUES ('999-future', '2030-01-01T00:00:00.000Z')");
  database.close();
  await using again = open();
  const error = await failureOf(again.list());
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.message).toContain('newer version of @sdk/service');
});

test('A file that is no database is told, and a place where no file can be may become one', async () => {
  const text = join(folder, 'text.db');
  writeFileSync(text, 'This is a letter, and not a database at all, however long one reads on.'.repeat(20));
  const error = await failureOf(open(text).list());
  expect(error).toBeInstanceOf(StoreError);
  expect(error).not.toBeInstanceOf(StoreUnavailableError);
  expect(error.message).toContain(text);

  const blocked = join(folder, 'blocked');
  writeFileSync(blocked, '');
  await using store = open(join(blocked, 'configs.db'));
  expect(await failureOf(store.list())).toBeInstanceOf(StoreUnavailableError);
  rmSync(blocked);
  expect(await store.list()).toEqual([]);
});

test('A service goes on with what it has read while the store is away, and asks again when it is back', async () => {
  const fake = fakeProvider({ small: 'Small.', large: 'Large.' });
  await using inner = open();
  let isAway = false;
  let reads = 0;
  const store = { ...inner, get: async (id: string) => {
    reads++;
    if (isAway) throw new StoreUnavailableError('away');
    return inner.get(id);
  } };
  await using service = serviceOf(fake, { store });
  const first = await inner.put({ ...CONFIG, id: 'one' });
  await service.chatWithConfigId('one', PROMPT);
  isAway = true;
  expect((await service.chatWithConfigId('one', PROMPT)).text).toBe('Small.');
  const before = reads;
  expect((await service.chatWithConfigId('one', PROMPT)).text).toBe('Small.');
  expect(reads).toBe(before);
  expect(await failureOf(service.chatWithConfigId('two', PROMPT))).toBeInstanceOf(StoreUnavailableError);
  isAway = false;
  await inner.put({ ...first, model: 'large' });
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  expect((await service.chatWithConfigId('one', PROMPT)).text).toBe('Large.');
});

test('`file` must be given', () => {
  expect(() => sqliteStore({} as never)).toThrow(/`file` is missing/);
});
