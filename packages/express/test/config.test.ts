import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, type Provider } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sdk, sdkConfig, type SdkConfig } from '../src/index.ts';
import { providerOf, SECRET } from './support.ts';

/** A factory that remembers what it was given. */
function factory() {
  const given: unknown[] = [];
  const create = (options: object): Provider => {
    given.push(options);
    return providerOf(scriptedModel('Hello.'));
  };
  return { given, create };
}

const { create } = factory();
const use = { lepton: create, openai: create };

function mistakesOf(config: unknown, env: Record<string, string> = {}, factories: object = use): string[] {
  try {
    sdk({ use: factories as never, config: config as SdkConfig, env });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message.split('\n').slice(1).map((line) => line.replace('  - ', ''));
  }
  return [];
}

/** A configuration that is right but for one provider's settings. */
const lepton = (settings: unknown) => ({ defaultProvider: 'openai', providers: { openai: {}, lepton: settings } });

test.each<[string, unknown, string[]]>([
  ['no provider at all', {}, ['defaultProvider is missing; `use` has lepton, openai']],
  ['an unknown default', { defaultProvider: 'nobody', providers: { openai: {} } }, ['defaultProvider is not one of `providers`']],
  ['a default that is disabled', { defaultProvider: 'openai', providers: { openai: { enabled: false } } }, ['defaultProvider is a provider that is disabled (providers.openai.enabled)']],
  ['a provider that is not in `use`', { defaultProvider: 'openai', providers: { openai: {}, opanai: {} } }, ['providers.opanai is not in `use`; `use` has lepton, openai']],
  ['a setting that does not exist', lepton({ apikey: SECRET }), ['providers.lepton.apikey is no setting']],
  ['a setting at the top that does not exist', { ...lepton({}), keys: [SECRET] }, ['keys is no setting']],
  ['a URL that is none', lepton({ baseUrl: SECRET }), ['providers.lepton.baseUrl is no URL; expected something like https://api.example.com/v1']],
  ['a URL of another scheme', lepton({ baseUrl: `ftp://${SECRET}` }), ['providers.lepton.baseUrl must begin with http:// or https://']],
  ['a URL with a password', lepton({ baseUrl: `https://me:${SECRET}@host` }), ['providers.lepton.baseUrl holds a user name or password; give credentials by apiKey or headers']],
  ['a key that is empty', lepton({ apiKey: '' }), ['providers.lepton.apiKey is empty']],
  ['a key that is a number', lepton({ apiKey: 5_550_123 }), ['providers.lepton.apiKey must be a string that is not empty, { "env": "NAME" } or null']],
  ['a reference with more in it', lepton({ apiKey: { env: 'A', value: SECRET } }), ['providers.lepton.apiKey.value is no setting']],
  ['a key whose variable is not set', lepton({ apiKey: { env: 'LEPTON_API_KEY' } }), ['providers.lepton.apiKey: the environment variable LEPTON_API_KEY is not set']],
  ['a header whose variable is not set', lepton({ headers: { 'x-team': { env: 'TEAM' } } }), ['providers.lepton.headers.x-team: the environment variable TEAM is not set']],
  ['a header that is a number', lepton({ headers: { 'x-team': 5_550_123 } }), ['providers.lepton.headers.x-team must be a string, { "env": "NAME" } or null']],
  ['a timeout in words', lepton({ timeouts: { idleMs: '5s' } }), ['providers.lepton.timeouts.idleMs must be a number of milliseconds']],
  ['a timeout that does not exist', lepton({ timeouts: { idle: 5 } }), ['providers.lepton.timeouts.idle is no setting']],
  ['a timeout of nothing', lepton({ timeouts: { totalMs: 0 } }), ['providers.lepton.timeouts.totalMs must be more than 0']],
  ['enabled in words', lepton({ enabled: 'yes' }), ['providers.lepton.enabled must be true or false']],
  ['a provider that is no object', lepton(SECRET), ['providers.lepton must be an object']],
  ['providers in a list', { defaultProvider: 'openai', providers: [SECRET] }, ['providers must be an object', 'defaultProvider is not one of `providers`']],
  ['a name with a slash', { defaultProvider: 'openai', providers: { openai: {}, 'a/b': {} } }, ['providers.a/b is no name of a provider: letters, digits, ".", "_", "-"', 'providers.a/b is not in `use`; `use` has lepton, openai']],
  ['a name that is a prototype', JSON.parse('{"defaultProvider":"openai","providers":{"openai":{},"__proto__":{}}}'), ['providers.__proto__ is not in `use`; `use` has lepton, openai']],
])('%s is told with its path, and no value', (_name, config, expected) => {
  const mistakes = mistakesOf(config);
  expect(mistakes).toEqual(expected);
  expect(mistakes.join()).not.toMatch(/sk-very|5550123/);
});

test('every mistake is told at once, those of the schema, of names, of variables and of overrides', () => {
  const config = { providers: { lepton: { apiKey: { env: 'NOT_SET' }, baseUrl: '??' }, nobody: {}, openai: { enabled: 7 } } };
  const mistakes = mistakesOf(config, { SDK__PROVIDERS__LEPTON__TIMEOUTS__IDLEMS: 'long', SDK__PROVIDERS__LEPTON__COLOUR: 'red' });
  expect(mistakes.map((each) => each.split(/[ :]/)[0]).sort()).toEqual([
    'SDK__PROVIDERS__LEPTON__COLOUR',
    'defaultProvider',
    'providers.lepton.apiKey',
    'providers.lepton.baseUrl',
    'providers.lepton.timeouts.idleMs',
    'providers.nobody',
    'providers.openai.enabled',
  ]);
});

test('a configuration that is no object is told, too', () => {
  expect(() => sdk({ use, config: [] as never, env: {} })).toThrow('must be an object');
});

describe('the environment', () => {
  const base: SdkConfig = { defaultProvider: 'openai', providers: { openai: { apiKey: 'from-the-file', timeouts: { idleMs: 5 } } } };

  test.each<[string, string, unknown]>([
    ['SDK__PROVIDERS__OPENAI__APIKEY', '12345', { apiKey: '12345' }],
    ['SDK__PROVIDERS__OPENAI__API_KEY', 'true', { apiKey: 'true' }],
    ['sdk__providers__openai__apikey', 'k', { apiKey: 'k' }],
    ['SDK__PROVIDERS__OPENAI__BASEURL', 'http://box:1/v1', { baseUrl: 'http://box:1/v1' }],
    ['SDK__PROVIDERS__OPENAI__TIMEOUTS__CONNECTMS', '250', { timeouts: { idleMs: 5, connectMs: 250 } }],
    ['SDK__PROVIDERS__OPENAI__TIMEOUTS__IDLE_MS', '7.5', { timeouts: { idleMs: 7.5 } }],
    ['SDK__PROVIDERS__OPENAI__HEADERS__X_TEAM', '007', { headers: { 'x-team': '007' } }],
    ['SDK__PROVIDERS__OPENAI__OPTIONS__region', 'eu', { region: 'eu' }],
    ['SDK__PROVIDERS__OPENAI__OPTIONS__thinkTags', 'true', { thinkTags: true }],
    ['SDK__PROVIDERS__OPENAI__APIKEY', '', {}],
  ])('%s=%s goes where it belongs', (variable, value, expected) => {
    const { given, create: openai } = factory();
    sdk({ use: { openai }, config: base, env: { [variable]: value } });
    expect(given).toEqual([{ apiKey: 'from-the-file', timeouts: { idleMs: 5 }, ...(expected as object) }]);
    expect(base.providers?.['openai']).toEqual({ apiKey: 'from-the-file', timeouts: { idleMs: 5 } });
  });

  test('may hold the whole configuration', () => {
    const { given, create: gateway } = factory();
    sdk({ use: { 'my-gateway': gateway }, env: { SDK__DEFAULTPROVIDER: 'my-gateway', SDK__PROVIDERS__MY_GATEWAY__APIKEY: 'k' } });
    expect(given).toEqual([{ apiKey: 'k' }]);
  });

  test.each(['false', '0', 'FALSE'])('switches a provider off with %s', (value) => {
    const { given, create: lepton } = factory();
    sdk({ use: { openai: create, lepton }, config: { ...base, providers: { ...base.providers, lepton: {} } }, env: { SDK__PROVIDERS__LEPTON__ENABLED: value } });
    expect(given).toEqual([]);
  });

  test.each([
    'SDK__PROVIDERS__OPENAI__COLOUR',
    'SDK__PROVIDERS__NOBODY__APIKEY',
    'SDK__PROVIDERS__OPENAI',
    'SDK__PROVIDERS__OPENAI__APIKEY__ENV',
    'SDK__PROVIDERS__OPENAI__TIMEOUTS',
    'SDK__PROVIDERS__OPENAI__TIMEOUTS__LONG',
    'SDK__DEFAULTPROVIDER__X',
    'SDK__OTHER',
  ])('is refused where %s means nothing', (variable) => {
    expect(mistakesOf(base, { [variable]: SECRET })).toEqual([`${variable} (environment): there is no such setting`]);
  });

  test('holds secrets that the configuration only names', () => {
    const { given, create: openai } = factory();
    const provider = { apiKey: { env: 'KEY' }, baseUrl: { env: 'URL' }, headers: { 'x-a': { env: 'A' }, 'x-b': null }, options: { account: { env: 'A' } } };
    sdk({ use: { openai }, config: { defaultProvider: 'openai', providers: { openai: provider } }, env: { KEY: 'k', URL: 'http://u', A: 'a' } });
    expect(given).toEqual([{ apiKey: 'k', baseUrl: 'http://u', headers: { 'x-a': 'a', 'x-b': null }, account: 'a' }]);
  });

  test('is blamed for a bad URL that it holds', () => {
    const config = { defaultProvider: 'openai', providers: { openai: { baseUrl: { env: 'URL' } } } };
    expect(mistakesOf(config, { URL: SECRET })).toEqual(['providers.openai.baseUrl (from URL) is no URL; expected something like https://api.example.com/v1']);
  });
});

test('a key may be null, or a function, when it is written inline', () => {
  const { given, create: openai } = factory();
  const apiKey = () => 'k';
  sdk({ use: { openai, ollama: openai }, config: { defaultProvider: 'openai', providers: { openai: { apiKey }, ollama: { apiKey: null } } }, env: {} });
  expect(given).toEqual([{ apiKey }, { apiKey: null }]);
});

test('nothing is made of a provider that is disabled, and its secrets need not be there', () => {
  const { given, create: lepton } = factory();
  const providers = { openai: {}, lepton: { apiKey: { env: 'NOT_SET' }, enabled: false } };
  sdk({ use: { lepton, openai: create }, config: { defaultProvider: 'openai', providers }, env: {} });
  expect(given).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['a ready provider', providerOf(scriptedModel('Hello.')), 'use.openai is a provider that has been made; give the function that makes it (create…)'],
  ['no function', 'openai', 'use.openai is no function that makes a provider'],
  ['a function that makes something else', () => ({}), 'use.openai did not make a provider'],
  ['a function that fails with a secret', () => { throw new Error(SECRET); }, 'providers.openai: its function failed'],
  ['a function that says what it needs', () => { throw new ConfigurationError('needs a region'); }, 'providers.openai: needs a region'],
])('%s in `use` is told', (_name, value, expected) => {
  expect(mistakesOf({ defaultProvider: 'openai', providers: { openai: {} } }, {}, { openai: value })).toEqual([expected]);
});

describe('a file', () => {
  function file(text: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'sdk-express-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'sdk.config.json');
    writeFileSync(path, text);
    return path;
  }

  test('is read as it stands', () => {
    expect(sdkConfig.fromFile(file('\uFEFF{"defaultProvider":"openai"}'))).toEqual({ defaultProvider: 'openai' });
  });

  test.each([
    ['that is not there', () => '/nowhere/sdk.config.json', '/nowhere/sdk.config.json cannot be read (ENOENT)'],
    ['that is not JSON', () => file(`{"apiKey": "${SECRET}",}`), 'is not JSON'],
  ])('%s is a ConfigurationError without its text', (_name, path, message) => {
    const read = () => sdkConfig.fromFile(path());
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(message);
    expect(read).not.toThrow(SECRET);
  });
});
