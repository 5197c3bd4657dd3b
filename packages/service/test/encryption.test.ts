import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '@sdk/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ModelConfigError, sqliteStore, type EncryptionOptions, type HiddenKey } from '@sdk/service';
import { CONFIG, ENCRYPTION_KEY, failureOf, fakeProvider, OTHER_ENCRYPTION_KEY, PROMPT, SECRET, serviceOf } from './support.ts';

let folder: string;
let file: string;
beforeEach(() => {
  vi.stubEnv('SDK_ENCRYPTION_KEY', undefined);
  folder = mkdtempSync(join(tmpdir(), 'sdk-service-'));
  file = join(folder, 'configs.db');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const open = (options: EncryptionOptions = {}) => sqliteStore({ file, ...options });

/** One statement on the file itself. */
function sql(statement: string): Record<string, unknown>[] {
  const database = new DatabaseSync(file);
  try {
    return database.prepare(statement).all();
  } finally {
    database.close();
  }
}

const column = (id = 'one') => JSON.parse(String(sql(`SELECT api_keys FROM sdk_model_configs WHERE id = '${id}'`)[0]?.['api_keys'])) as { sealed: string }[];

async function revealed(options: EncryptionOptions, id = 'one'): Promise<string> {
  await using store = open(options);
  return ((await store.get(id))?.apiKey as HiddenKey).reveal();
}

async function put(options: EncryptionOptions, id = 'one', apiKey: string | { env: string } = SECRET) {
  await using store = open(options);
  return await store.put({ ...CONFIG, id, apiKey });
}

test('A key is encrypted at rest, differently each time', async () => {
  await put({ encryptionKey: ENCRYPTION_KEY });
  await put({ encryptionKey: ENCRYPTION_KEY }, 'two');
  const [one, two] = [column()[0]?.sealed, column('two')[0]?.sealed];
  expect(one).toMatch(/^[0-9a-f]{8}(?:\.[\w-]+){3}$/);
  expect(one?.split('.')[3]).not.toBe(two?.split('.')[3]);
  expect(JSON.stringify(sql('SELECT * FROM sdk_model_configs'))).not.toContain(SECRET);
  expect(await revealed({ encryptionKey: ENCRYPTION_KEY })).toBe(SECRET);
});

test('The encryption key may stand in the environment, also several', async () => {
  vi.stubEnv('SDK_ENCRYPTION_KEY', ` ${ENCRYPTION_KEY} `);
  await put({});
  vi.stubEnv('SDK_ENCRYPTION_KEY', `${OTHER_ENCRYPTION_KEY},${ENCRYPTION_KEY}`);
  expect(await revealed({})).toBe(SECRET);
});

test('Without an encryption key a key is refused, and what to do is said; the name of a variable is not', async () => {
  const error = await failureOf(put({}));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.message).toMatch(/SDK_ENCRYPTION_KEY, 32 random bytes in base64.*"env": "NAME"/);
  expect(error.message).not.toContain(SECRET);
  await put({}, 'named', { env: 'OPENAI_API_KEY' });
  await using store = open();
  expect((await store.get('named'))?.apiKey).toEqual({ env: 'OPENAI_API_KEY' });
  expect(await store.list()).toHaveLength(1);
});

test('A key is stored as it is only when that is asked for', async () => {
  await put({ allowPlaintextKeys: true });
  expect(column()).toEqual([{ plain: SECRET }]);
  expect(await revealed({})).toBe(SECRET);
  await put({ allowPlaintextKeys: true, encryptionKey: ENCRYPTION_KEY }, 'two');
  expect(column('two')[0]?.sealed).toBeDefined();
});

test.each(['', 'short', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64'), [ENCRYPTION_KEY, 'bad-secret-word']])(
  'An encryption key that is none is told at once, and not repeated (%#)',
  async (encryptionKey) => {
    if (encryptionKey === '') return expect(await failureOf(put({ encryptionKey }))).toBeInstanceOf(ConfigurationError);
    expect(() => open({ encryptionKey })).toThrow(ConfigurationError);
    expect(() => open({ encryptionKey })).toThrow(/^(?!.*bad-secret-word).*32 random bytes/);
  },
);

test('The wrong encryption key is told when the key is needed, by the names of both; the list still works', async () => {
  await put({ encryptionKey: ENCRYPTION_KEY });
  await using store = open({ encryptionKey: OTHER_ENCRYPTION_KEY });
  expect(await store.list()).toHaveLength(1);
  await using service = serviceOf(fakeProvider({ small: 'Yes.' }), { store });
  const error = await failureOf(service.chatWithConfigId('one', PROMPT));
  expect(error).toBeInstanceOf(ConfigurationError);
  const keyId = column()[0]?.sealed.split('.')[0] as string;
  expect(error.message).toContain(`encrypted with the encryption key ${keyId}; here is `);
  expect((await failureOf(revealed({}))).message).toContain('there is none here');
});

test('A sealed key that was changed, cut, or moved from another row is not revealed', async () => {
  await put({ encryptionKey: ENCRYPTION_KEY });
  await put({ encryptionKey: ENCRYPTION_KEY }, 'two', 'sk-two');
  const sealed = column('two')[0]?.sealed as string;
  const [id, iv, tag, data = ''] = sealed.split('.');
  const flipped = `${data[0] === 'A' ? 'B' : 'A'}${data.slice(1)}`;
  for (const wrong of [sealed, `${id}.${iv}.${tag}.${flipped}`, `${id}.${iv}`, `${id}.${iv}.AAAA.${data}`, `${id}`]) {
    sql(`UPDATE sdk_model_configs SET api_keys = '[{"sealed":"${wrong}"}]' WHERE id = 'one' RETURNING id`);
    expect((await failureOf(revealed({ encryptionKey: ENCRYPTION_KEY }))).message).toContain('"one" is damaged');
  }
});

test('A new key in front encrypts, the old one still decrypts, and reencrypt moves everything over', async () => {
  await put({ encryptionKey: ENCRYPTION_KEY });
  await put({ allowPlaintextKeys: true }, 'plain', 'sk-plain');
  await put({}, 'named', { env: 'A' });
  const both = { encryptionKey: [OTHER_ENCRYPTION_KEY, ENCRYPTION_KEY] };
  await put(both, 'new');
  await using store = open(both);
  const before = await store.get('one');
  expect(await store.reencrypt()).toEqual({ reencrypted: 2 });
  expect(await store.reencrypt()).toEqual({ reencrypted: 0 });
  expect(await store.get('one')).toMatchObject({ version: before?.version, updatedAt: before?.updatedAt });
  const onlyNew = { encryptionKey: OTHER_ENCRYPTION_KEY };
  expect(await revealed(onlyNew)).toBe(SECRET);
  expect(await revealed(onlyNew, 'plain')).toBe('sk-plain');
  expect(await revealed(onlyNew, 'new')).toBe(SECRET);
  expect((await failureOf(revealed({ encryptionKey: ENCRYPTION_KEY }))).message).toContain('is encrypted with');
});

test('reencrypt needs the old key, and changes nothing without it', async () => {
  await put({ encryptionKey: ENCRYPTION_KEY });
  const before = column();
  await using store = open({ encryptionKey: OTHER_ENCRYPTION_KEY });
  expect(await failureOf(store.reencrypt())).toBeInstanceOf(ConfigurationError);
  expect(column()).toEqual(before);
});

test.each<[string, string, RegExp]>([
  ['was written by a newer version', 'format = 2', /"one" was written by a newer version of @sdk\/service \(format 2/],
  ['holds settings that are no JSON', "settings = '{\"temperature\"'", /"one" has a mistake:\n {2}- settings is no JSON object/],
  ['holds settings that are no object', "settings = '[1]'", /settings is no JSON object/],
  ['holds a setting that is wrong', "settings = '{\"temperature\":\"0.7\"}'", /"one" has a mistake:\n {2}- temperature is a text/],
  ['holds an endpoint that is no URL', "endpoint = 'nowhere'", /endpoint is no URL/],
  ['holds keys that are no JSON', `api_keys = '${SECRET}'`, /"one" is broken: the column api_keys/],
  ['holds keys of another shape', `api_keys = '[{"key":"${SECRET}"}]'`, /"one" is broken: the column api_keys/],
])('A row that %s is told, with its id and without its key', async (_, change, message) => {
  await put({ encryptionKey: ENCRYPTION_KEY });
  sql(`UPDATE sdk_model_configs SET ${change} WHERE id = 'one' RETURNING id`);
  await using store = open({ encryptionKey: ENCRYPTION_KEY });
  const error = await failureOf(store.get('one'));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.message).toMatch(message);
  expect(error.message + String(error.stack)).not.toContain(SECRET);
  expect(await failureOf(store.list())).toBeInstanceOf(ConfigurationError);
  expect(await store.delete('one')).toBe(true);
});

test('A mistake in a row is a ModelConfigError, so that a page can show it', async () => {
  await put({ encryptionKey: ENCRYPTION_KEY });
  sql(`UPDATE sdk_model_configs SET model = '' WHERE id = 'one' RETURNING id`);
  await using store = open({ encryptionKey: ENCRYPTION_KEY });
  const error = await failureOf(store.get('one'));
  expect(error).toBeInstanceOf(ModelConfigError);
  expect(error['mistakes']).toEqual([{ field: 'model', message: 'is empty' }]);
});
