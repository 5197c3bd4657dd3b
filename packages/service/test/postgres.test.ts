import { execFile } from 'node:child_process';
import { inspect, promisify } from 'node:util';
import { ConfigurationError } from '@sdk/core';
import { createOpenAI } from '@sdk/provider-openai';
import { startFaultServer } from '@sdk/testing/server';
import { startPostgres, type TestPostgres } from '@sdk/testing-postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createService, postgresStore, StoreError, StoreUnavailableError, type EncryptingModelConfigStore, type HiddenKey } from '@sdk/service';
import { sayModel, startServiceProcess } from './service-process.ts';
import { CONFIG, ENCRYPTION_KEY, failureOf, fakeProvider, OTHER_ENCRYPTION_KEY, PROMPT, SECRET, serviceOf, until } from './support.ts';

let postgres: TestPostgres;
let url: string;
beforeAll(async () => {
  postgres = await startPostgres();
  url = await postgres.createDatabase();
}, 90_000);
afterAll(() => postgres?.[Symbol.asyncDispose]());

function open(at = url): EncryptingModelConfigStore {
  const store = postgresStore({ url: at, encryptionKey: ENCRYPTION_KEY });
  onTestFinished(() => store.close());
  return store;
}

/** Statements past the store, one connection for all. */
async function sql(statement: string, at = url): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: at });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(statement);
  await client.end();
  return rows;
}

test('One process changes a configuration, and the other follows, without having asked the database again in between', async () => {
  await using server = await startFaultServer(sayModel);
  await using one = startServiceProcess(url);
  await using two = startServiceProcess(url);
  await Promise.all([one.list(), two.list()]);
  const config = { provider: 'openai', endpoint: `${server.url}/v1`, apiKey: 'sk-x' };
  let { version } = await one.put({ ...config, id: 'shared', model: 'model-1' });
  expect(await two.ask('shared')).toBe('model-1');
  for (const model of ['model-2', 'model-3']) {
    ({ version } = await one.put({ ...config, id: 'shared', version, model }));
    expect(await one.ask('shared')).toBe(model);
    const changedAt = performance.now();
    await until(async () => (await two.ask('shared')) === model);
    expect(performance.now() - changedAt).toBeLessThan(2_000);
  }
}, 40_000);

test('Of writers in several processes one wins each round, and no change is lost', async () => {
  await using one = startServiceProcess(url);
  await using two = startServiceProcess(url);
  const store = open();
  let { version } = await store.put({ ...CONFIG, id: 'raced', topK: 1 });
  for (let round = 0; round < 5; round++) {
    const tries = await Promise.allSettled([one, two, store].map((writer) => writer.put({ ...CONFIG, id: 'raced', version, topK: version })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of tries) if (each.status === 'rejected') expect(each.reason).toMatchObject({ kind: 'conflict' });
    version++;
    expect(await store.get('raced')).toMatchObject({ version, topK: version - 1 });
  }
}, 40_000);

test('A configuration is read once, and again when a row is changed by hand', async () => {
  const fake = fakeProvider({ small: 'Small.', large: 'Large.' });
  const inner = open();
  let reads = 0;
  const store = { ...inner, get: (id: string) => (reads++, inner.get(id)) };
  await using service = serviceOf(fake, { store });
  await store.put({ ...CONFIG, id: 'by-hand' });
  await until(async () => {
    const before = reads;
    await service.chatWithConfigId('by-hand', PROMPT);
    return reads === before;
  });
  const before = reads;
  await Promise.all(Array.from({ length: 50 }, () => service.chatWithConfigId('by-hand', PROMPT)));
  expect(reads).toBe(before);
  await sql(`UPDATE sdk_model_configs SET model = 'large' WHERE id = 'by-hand'`);
  await until(async () => (await service.chatWithConfigId('by-hand', PROMPT)).text === 'Large.');
  await sql(`DELETE FROM sdk_model_configs WHERE id = 'by-hand'`);
  await until(async () => (await failureOf(service.chatWithConfigId('by-hand', PROMPT)).catch(() => undefined))?.message === 'Model configuration not found: by-hand');
});

test('What changed while nobody could listen is seen when one listens again', async () => {
  const listening = `FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`;
  const at = await postgres.createDatabase();
  const store = open(at);
  await using service = serviceOf(fakeProvider({ small: 'Small.', large: 'Large.' }), { store });
  await store.put({ ...CONFIG, id: 'missed' });
  const isListening = async () => (await sql(`SELECT pid ${listening}`, at)).length > 0;
  await until(async () => (await service.chatWithConfigId('missed', PROMPT)).text === 'Small.' && (await isListening()));
  await service.chatWithConfigId('missed', PROMPT);
  await sql(`SELECT pg_terminate_backend(pid) ${listening}; UPDATE sdk_model_configs SET model = 'large' WHERE id = 'missed'`, at);
  await until(isListening);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await service.chatWithConfigId('missed', PROMPT)).text).toBe('Large.');
});

test('A change of one’s own holds from the very next call on', async () => {
  const fake = fakeProvider(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`model-${index}`, `model-${index}`])));
  const store = open();
  await using service = serviceOf(fake, { store });
  let config = await store.put({ ...CONFIG, id: 'own', model: 'model-0' });
  await service.chatWithConfigId('own', PROMPT);
  for (let index = 1; index < 30; index++) {
    config = await store.put({ ...config, model: `model-${index}` });
    expect((await service.chatWithConfigId('own', PROMPT)).text).toBe(`model-${index}`);
  }
});

test('The database is killed and comes back in mid-run: known configurations go on, others fail clearly, changes are followed again', async () => {
  await using server = await startFaultServer(sayModel);
  const at = await postgres.createDatabase();
  const store = open(at);
  await using service = createService({ providers: { openai: createOpenAI }, store });
  const config = { provider: 'openai', endpoint: `${server.url}/v1`, apiKey: SECRET, model: 'before' };
  const { version } = await store.put({ ...config, id: 'known' });
  await store.put({ ...config, id: 'other' });
  const ask = async (id: string) => (await service.chatWithConfigId(id, PROMPT)).text;
  expect(await ask('known')).toBe('before');

  const failures: unknown[] = [];
  let asked = 0;
  let isRunning = true;
  onTestFinished(() => void (isRunning = false));
  const running = (async () => {
    while (isRunning) await ask('known').then(() => asked++, (error: unknown) => failures.push(error));
  })();
  await postgres.down();
  for (const failing of [ask('other'), store.list(), store.put({ ...config, id: 'known', version })]) {
    const error = await failureOf(failing);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(error['kind']).toBe('store-unavailable');
    expect(error.message).toMatch(/^PostgreSQL at 127\.0\.0\.1:\d+\/test_\w+ cannot be reached: /);
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain(new URL(at).password);
  }
  expect(await ask('known')).toBe('before');
  await postgres.up();
  await until(async () => (await ask('other').catch(() => '')) === 'before');
  await sql(`UPDATE sdk_model_configs SET model = 'after', version = 2 WHERE id = 'known'`, at);
  await until(async () => (await ask('known')) === 'after', 15_000);
  isRunning = false;
  await running;
  expect(failures).toEqual([]);
  expect(asked).toBeGreaterThan(10);
  expect((await store.put({ ...config, id: 'known', version: 2, model: 'later' })).version).toBe(3);
}, 60_000);

test('A store that is opened while the database is away works when it is there', async () => {
  const at = await postgres.createDatabase();
  const store = open(at);
  await postgres.down();
  expect(await failureOf(store.list())).toBeInstanceOf(StoreUnavailableError);
  await postgres.up();
  expect(await store.list()).toEqual([]);
}, 30_000);

test('A reader whose pooled connection has died in silence asks again', async () => {
  const store = open();
  await Promise.all(Array.from({ length: 9 }, () => store.list()));
  await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`);
  expect(Array.isArray(await store.list())).toBe(true);
});

test('Many processes may set up one database at once', async () => {
  const at = await postgres.createDatabase();
  const stores = Array.from({ length: 6 }, () => open(at));
  expect(await Promise.all(stores.map((store) => store.list()))).toEqual(stores.map(() => []));
});

test('Keys are encrypted in the table, and moved to a new encryption key', async () => {
  const at = await postgres.createDatabase();
  await open(at).put({ ...CONFIG, id: 'one' });
  expect(JSON.stringify(await sql('SELECT * FROM sdk_model_configs', at))).not.toContain(SECRET);
  const both = postgresStore({ url: at, encryptionKey: [OTHER_ENCRYPTION_KEY, ENCRYPTION_KEY] });
  expect(await both.reencrypt()).toEqual({ reencrypted: 1 });
  await both.close();
  await using fresh = postgresStore({ url: at, encryptionKey: OTHER_ENCRYPTION_KEY });
  expect(((await fresh.get('one'))?.apiKey as HiddenKey).reveal()).toBe(SECRET);
});

test.each<[string, (at: URL) => void]>([
  ['password', (at) => (at.password = 'wrong-and-secret')],
  ['database', (at) => (at.pathname = '/nowhere')],
])('A wrong %s is a mistake of the configuration, told without the password', async (_, change) => {
  const at = new URL(url);
  change(at);
  const error = await failureOf(open(at.href).list());
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.message).toContain('refuses');
  expect(inspect(error, { depth: 9, showHidden: false })).not.toContain(at.password);
});

test('A URL that is none is told at once, and not repeated', () => {
  for (const wrong of [undefined, '', 'localhost', `mysql://me:${SECRET}@host/db`]) {
    expect(() => postgresStore({ url: wrong as string })).toThrow(/^(?!.*secret).*postgres:\/\/user/);
  }
});

test('What the database refuses to do is an error of the store', async () => {
  const at = await postgres.createDatabase();
  const store = open(at);
  await store.list();
  await sql('ALTER TABLE sdk_model_configs RENAME TO elsewhere', at);
  const error = await failureOf(store.list());
  expect(error).toBeInstanceOf(StoreError);
  expect(error).toMatchObject({ kind: 'store', code: '42P01' });
});

test('A process that listens ends by itself, though nothing was closed', async () => {
  const program = `
    import { createService, postgresStore } from '@sdk/service';
    const store = postgresStore({ url: process.argv[1], encryptionKey: '${ENCRYPTION_KEY}' });
    const service = createService({ providers: {}, store });
    for (let i = 0; i < 20; i++) {
      await service.loadConfig('nothing').catch((error) => { if (i === 0) console.log(error.message); });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    process.on('exit', () => console.log(Math.round(performance.now() - endedAt) < 1000 ? 'at once' : 'late'));
    const endedAt = performance.now();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@sdk/source', '--input-type=module', '-e', program, url], {
    cwd: new URL('..', import.meta.url),
    timeout: 20_000,
  });
  expect(stdout).toBe('Model configuration not found: nothing\nat once\n');
}, 30_000);
