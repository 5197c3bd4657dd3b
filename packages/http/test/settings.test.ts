import { inspect } from 'node:util';
import { ConfigurationError } from '@sdk/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createProvider } from '../src/provider.ts';
import { createSettings, type ProviderOptions } from '../src/settings.ts';
import type { Transport } from '../src/transport.ts';

const transport = {} as Transport;
const server = { id: 'acme', apiKeyEnv: 'ACME_KEY', baseUrlEnv: 'ACME_URL', defaultBaseUrl: 'https://acme.test/v1' };
const settings = (options: ProviderOptions) => createSettings(server, options, transport);

afterEach(() => vi.unstubAllEnvs());

describe('the key', () => {
  it('comes from the environment at the first call', async () => {
    const late = settings({});
    vi.stubEnv('ACME_KEY', 'from-env');
    expect((await late.headers())['authorization']).toBe('Bearer from-env');
  });

  it('is missing when its variable is set to nothing', () => {
    vi.stubEnv('ACME_KEY', '');
    expect(() => settings({}).headers()).toThrow(/no API key/);
  });

  it('comes from the first of several variables that is set; all are named when none is', async () => {
    const several = { ...server, apiKeyEnv: ['ACME_KEY', 'ACME_TOKEN'], baseUrlEnv: ['ACME_URL', 'ACME_HOST'] };
    expect(() => createSettings(several, {}, transport).headers()).toThrow(/set ACME_KEY or ACME_TOKEN/);
    vi.stubEnv('ACME_TOKEN', 'second');
    vi.stubEnv('ACME_HOST', 'https://second.test');
    const acme = createSettings(several, {}, transport);
    expect([(await acme.headers())['authorization'], acme.url('a').origin]).toEqual(['Bearer second', 'https://second.test']);
    vi.stubEnv('ACME_KEY', 'first');
    expect((await createSettings(several, {}, transport).headers())['authorization']).toBe('Bearer first');
  });

  it('is asked for at every attempt when it is a function', async () => {
    let n = 0;
    const rotating = settings({ apiKey: () => Promise.resolve(`key-${++n}`) });
    expect((await rotating.headers())['authorization']).toBe('Bearer key-1');
    expect((await rotating.headers())['authorization']).toBe('Bearer key-2');
  });

  it('may be null for a server that needs none', async () => {
    expect(await settings({ apiKey: null }).headers()).not.toHaveProperty('authorization');
  });

  it.each<[string, ProviderOptions, RegExp]>([
    ['missing', {}, /no API key.*`apiKey`.*ACME_KEY/],
    ['empty', { apiKey: '' }, /empty/],
    ['blank', { apiKey: '  ' }, /empty/],
    ['with a line break', { apiKey: 'sk-secret\n' }, /line break/],
    ['with a character that no header carries', { apiKey: 'sk-secret\u2013' }, /no header can carry/],
    ['a function that fails', { apiKey: () => Promise.reject(new Error('sk-secret')) }, /function failed/],
  ])('is refused when %s, without repeating it', async (_name, options, message) => {
    const error: unknown = await (async () => settings(options).headers())().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as Error).message).toMatch(message);
    expect(inspect(error)).not.toContain('sk-secret');
  });
});

describe('headers', () => {
  it('merge without regard to case, the call last; null removes', async () => {
    const acme = settings({ apiKey: 'k', headers: { 'X-A': '1', 'X-B': '1', Authorization: 'Basic x' } });
    expect(await acme.headers()).toMatchObject({ 'x-a': '1' });
    const headers = await acme.headers({ 'x-a': '2', 'X-b': null, 'content-type': undefined });
    expect(headers).toEqual({ authorization: 'Basic x', 'content-type': 'application/json', 'x-a': '2' });
  });

  it.each([{ 'x-a': 'a\r\nb: c' }, { 'x a': '1' }, { 'x-a': '\u4e2d' }])('refuses %o', (headers) => {
    expect(() => settings({ apiKey: 'k' }).headers(headers)).toThrow(ConfigurationError);
  });
});

describe('the base URL', () => {
  it('is the option, else the environment, else the default', () => {
    expect(settings({ baseUrl: 'http://x.test/' }).url('a?b=1')).toEqual({ origin: 'http://x.test', path: '/a?b=1' });
    expect(settings({}).url('a')).toEqual({ origin: 'https://acme.test', path: '/v1/a' });
    vi.stubEnv('ACME_URL', 'https://env.test');
    expect(settings({}).url('a')).toEqual({ origin: 'https://env.test', path: '/a' });
  });

  it('names the option and the variables when there is none', () => {
    const own = (baseUrlEnv?: string[]) => createSettings({ id: 'own', ...(baseUrlEnv ? { baseUrlEnv } : {}) }, {}, undefined as never);
    expect(() => own(['OWN_URL', 'OLD_URL']).url('a')).toThrow('own needs a `baseUrl` (or OWN_URL or OLD_URL); none was given; OWN_URL not found in environment.');
    expect(() => own().url('a')).toThrow(/own needs a `baseUrl`; none was given\.$/);
  });

  it('names the option and the variable when it is bad', () => {
    expect(() => settings({ baseUrl: 'nonsense' }).url('a')).toThrow(/acme: `baseUrl` \(or ACME_URL\) is not a URL/);
  });
});

it('shows nothing of its options', () => {
  const chat = { requestIdHeaders: [] } as never;
  const provider = createProvider({ ...server, chat }, { apiKey: 'sk-secret', headers: { cookie: 'sk-secret' } });
  for (const shown of [inspect(provider, { depth: 9, showHidden: true }), inspect(provider('m'), { depth: 9 }), String(provider), JSON.stringify(provider('m'))]) {
    expect(shown).not.toContain('sk-secret');
  }
});
