import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationError } from '@sdk/core';
import { createSynth } from '@sdk/provider-synth';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createChatCompletion, createProvider, KNOWN_PROVIDERS, UnifiedClient } from '@sdk/service';
import { completion, sayModel } from './service-process.ts';
import { allOf, failureOf, fakeProvider, PROMPT } from './support.ts';

const run = promisify(execFile);
const SERVICE = new URL('../src/index.ts', import.meta.url).href;

/** Runs a program in a project of its own, which has the given files. */
async function runProject(program: string, files: Record<string, string> = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sdk-service-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries({ ...files, 'main.mjs': program, 'package.json': '{}' })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { stdout } = await run(process.execPath, ['--conditions=@sdk/source', join(folder, 'main.mjs')], { cwd: folder, timeout: 20_000, env: {} });
  return stdout;
}

describe('createProvider', () => {
  test('loads a provider by name, and its options really apply', async () => {
    await using server = await startFaultServer(completion('Hello.'));
    await using openai = await createProvider('openai', { baseUrl: `${server.url}/v1`, apiKey: 'sk-own', headers: { 'x-own': '1' } });
    expect((await openai('any').generate({ messages: PROMPT })).text).toBe('Hello.');
    expect(server.requests[0]?.headers).toMatchObject({ authorization: 'Bearer sk-own', 'x-own': '1' });
    expect((await createProvider('synth', { apiKey: 'x' })).id).toBe(createSynth().id);
  });

  test('lists the known names for one that is unknown', async () => {
    for (const name of ['opnai', 'constructor', '']) {
      const error = await failureOf(createProvider(name));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.message).toContain(`no provider "${name}"; known: anthropic, azure, cohere,`);
    }
  });

  test('knows every provider of this repository, by package and factory', async () => {
    expect(Object.keys(KNOWN_PROVIDERS)).toHaveLength(16);
    for (const [name, { package: packageName, factory }] of Object.entries(KNOWN_PROVIDERS)) {
      expect(packageName).toBe(`@sdk/provider-${name}`);
      const module = (await import(new URL(`../../provider-${name}/src/index.ts`, import.meta.url).href)) as Record<string, unknown>;
      expect([name, typeof module[factory]]).toEqual([name, 'function']);
    }
  }, 30_000);

  const asks = `import { createProvider } from '${SERVICE}';
    await createProvider('cohere', { a: 1 }).then((provider) => console.log(JSON.stringify(provider)), (error) => console.log(error.name, error.message));`;
  const manifest = '{ "type": "module", "exports": "./index.js" }';
  const place = 'node_modules/@sdk/provider-cohere';

  test('names the package to install', async () => {
    const said = 'ConfigurationError @sdk/provider-cohere is not installed: npm install @sdk/provider-cohere';
    expect(await runProject(asks)).toBe(`${said}\n`);
  });

  test('finds a package that only the program has', async () => {
    const files = { [`${place}/package.json`]: manifest, [`${place}/index.js`]: 'export const createCohere = (options) => ({ mine: options });' };
    expect(await runProject(asks, files)).toBe('{"mine":{"a":1}}\n');
  });

  test.each([
    ['is of another version', 'export const createNothing = 1;', /has no createCohere: its version/],
    ['lacks what it needs itself', "import 'not-there-at-all';", /cannot be loaded: .*not-there-at-all/],
    ['is broken', 'throw new Error("boom")', /cannot be loaded: boom/],
  ])('says so when a package %s', async (_, code, message) => {
    const said = await runProject(asks, { [`${place}/package.json`]: manifest, [`${place}/index.js`]: code });
    expect(said).toMatch(/^ConfigurationError/);
    expect(said).toMatch(message);
  });
});

describe('UnifiedClient', () => {
  test('asks synth unless another provider is named, and opens each once', async () => {
    await using server = await startFaultServer(sayModel);
    const options = { synth: { baseUrl: server.url, apiKey: 'sk-s' }, openai: { baseUrl: `${server.url}/v1`, apiKey: 'sk-o' } };
    await using client = new UnifiedClient({ options });
    expect((await client.createChatCompletion({ model: 'Qwen/Qwen2.5', messages: PROMPT, temperature: 0 })).text).toBe('Qwen/Qwen2.5');
    expect((await client.createChatCompletion({ provider: 'openai', model: 'gpt', messages: PROMPT })).text).toBe('gpt');
    expect(server.requests.map(({ headers }) => headers['authorization'])).toEqual(['Bearer sk-s', 'Bearer sk-o']);
    expect(server.requests[0]?.json()).toMatchObject({ temperature: 0 });
    expect(server.requests[0]?.json()).not.toHaveProperty('provider');
  });

  test('closes what it has opened, and takes no more', async () => {
    const fake = fakeProvider({ small: 'Yes.' });
    const client = new UnifiedClient({ provider: 'fake', factories: { fake: fake.factory }, options: { fake: { apiKey: 'sk-1' } } });
    await Promise.all([1, 2].map(() => client.createChatCompletion({ model: 'small', messages: PROMPT })));
    const parts = await allOf(client.streamChatCompletion({ model: 'small', messages: PROMPT }));
    expect(parts.at(-1)?.type).toBe('finish');
    expect(fake.made.map(({ settings, closed }) => [settings.apiKey, closed])).toEqual([['sk-1', false]]);
    await client.close();
    expect(fake.made[0]?.closed).toBe(true);
    expect(await failureOf(client.createChatCompletion({ model: 'small', messages: PROMPT }))).toBeInstanceOf(ConfigurationError);
    expect(await failureOf(allOf(client.streamChatCompletion({ model: 'small', messages: PROMPT })))).toBeInstanceOf(ConfigurationError);
  });

  test('tries a provider again that could not be opened', async () => {
    let tries = 0;
    const fake = fakeProvider({ small: 'Yes.' });
    const factory = ((options: never) => {
      if (tries++ === 0) throw new ConfigurationError('not yet');
      return fake.factory(options);
    });
    await using client = new UnifiedClient({ provider: 'fake', factories: { fake: factory } });
    await failureOf(client.createChatCompletion({ model: 'small', messages: PROMPT }));
    expect((await client.createChatCompletion({ model: 'small', messages: PROMPT })).text).toBe('Yes.');
  });
});

describe('createChatCompletion', () => {
  test('opens, asks and closes', async () => {
    await using server = await startFaultServer(sayModel);
    const providerOptions = { baseUrl: server.url, apiKey: 'sk-s' };
    expect((await createChatCompletion({ model: 'Qwen/Qwen2.5', messages: PROMPT, maxTokens: 9, providerOptions })).text).toBe('Qwen/Qwen2.5');
    const closing = await server.requests[0]?.closed;
    expect(closing?.by).toBe('client');
    // An idle connection that nobody closes lives for 4 s.
    expect((closing?.atMs ?? Infinity) - (server.requests[0]?.atMs ?? 0)).toBeLessThan(2_500);
  });

  test('closes after a failure, too, and says what is missing', async () => {
    const { SYNTH_BASE_URL: a, MODAL_BASE_URL: b } = process.env;
    delete process.env['SYNTH_BASE_URL'];
    delete process.env['MODAL_BASE_URL'];
    const error = await failureOf(createChatCompletion({ model: 'x', messages: PROMPT, providerOptions: { apiKey: 'x' } }));
    expect(error.message).toContain('SYNTH_BASE_URL not found in environment');
    Object.assign(process.env, a !== undefined && { SYNTH_BASE_URL: a }, b !== undefined && { MODAL_BASE_URL: b });
    expect(await failureOf(createChatCompletion({ provider: 'nope', model: 'x', messages: PROMPT }))).toBeInstanceOf(ConfigurationError);
  });
});
