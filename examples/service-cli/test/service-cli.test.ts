import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startFaultServer, type Answer } from '@sdk/testing/server';
import { startPostgres } from '@sdk/testing-postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withProgress } from '../src/progress.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const SECRET = 'sk-very-secret-0123456789';
const SDK_ENCRYPTION_KEY = Buffer.alloc(32, 1).toString('base64');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sdk-service-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Ending {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the program in a folder of its own, with nothing of our environment. */
function cli(args: string[], { env = {}, input = '' }: { env?: Record<string, string>; input?: string } = {}): Promise<Ending> {
  const child = spawn(process.execPath, ['--conditions=@sdk/source', MAIN, ...args], { cwd: folder, env: { SDK_ENCRYPTION_KEY, ...env } });
  const ending: Ending = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk) => (ending.out += String(chunk)));
  child.stderr.on('data', (chunk) => (ending.err += String(chunk)));
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ending, code })));
}

/** An answer in pieces, and the list of models. Written from OpenAI's reference (read 2026-11-20). */
function vendor(path: string, delayMs = 0): Answer {
  if (path.endsWith('/models')) return { headers: { 'content-type': 'application/json' }, body: '{"object":"list","data":[{"id":"small","object":"model"}]}' };
  const chunk = (delta: object, finish_reason: string | null = null) => `data: ${JSON.stringify({ id: 'x', model: 'small-1', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  return {
    before: [{ delayMs }],
    headers: { 'content-type': 'text/event-stream' },
    body: [chunk({ content: '<think>Hm.</think>The air' }), chunk({ content: ' scatters.' }), chunk({}, 'stop'), 'data: [DONE]\n\n'],
  };
}

const whole: Answer = {
  headers: { 'content-type': 'application/json' },
  body: '{"id":"x","model":"small-1","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}',
};

async function wholeStory(env: Record<string, string>): Promise<void> {
  await using server = await startFaultServer(({ path, body }) => (path.endsWith('/models') || body.includes('"stream":true') ? vendor(path) : whole));
  const add = ['add', 'mine', '--provider', 'openai', '--model', 'small', '--endpoint', `${server.url}/v1`, '--temperature', '0.2', '--key-stdin'];
  expect(await cli(add, { env, input: `${SECRET}\n` })).toEqual({ code: 0, out: 'Stored mine (version 1).\n', err: '' });
  expect((await cli(add, { env, input: SECRET })).err).toContain('exists already');
  expect((await cli(['test', 'mine'], { env })).out).toMatch(/^It works: small-1 answered in \d+ ms\.\n$/);
  expect(await cli(['ask', 'mine', 'Why', 'blue?'], { env })).toEqual({ code: 0, out: 'The air scatters.\n', err: '' });
  expect(server.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${SECRET}`);
  expect(server.requests.at(-1)?.json()).toMatchObject({ model: 'small', temperature: 0.2, messages: [{ content: 'Why blue?' }] });
  expect((await cli(['models', 'mine'], { env })).out).toBe('small\n');
  expect((await cli(['set', 'mine', '--model', 'large', '--fallback', 'small'], { env })).out).toBe('Stored mine (version 2).\n');
  await cli(['ask', 'mine', 'Again?'], { env });
  expect(server.requests.at(-1)?.json()).toMatchObject({ model: 'large', temperature: 0.2 });
  expect(server.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${SECRET}`);
  expect((await cli(['list'], { env })).out).toBe(`mine\topenai/large\t${server.url}/v1\tkey: "[hidden]"\tversion 2\n`);
  expect(await cli(['remove', 'mine'], { env })).toEqual({ code: 0, out: 'Removed mine.\n', err: '' });
  expect(await cli(['remove', 'mine'], { env })).toEqual({ code: 1, out: 'There is no mine.\n', err: '' });
  expect((await cli(['list'], { env })).out).toContain('no configuration yet');
}

describe('The program', () => {
  test('adds, tests, asks, changes, lists and removes in SQLite, where nobody can read the key', async () => {
    await wholeStory({});
    expect(readFileSync(join(folder, 'models.db')).includes(SECRET)).toBe(false);
  }, 60_000);

  test('does the same in PostgreSQL where DATABASE_URL is set, also in .env', async () => {
    await using postgres = await startPostgres();
    writeFileSync(join(folder, '.env'), `DATABASE_URL=${await postgres.createDatabase()}\n`);
    await wholeStory({});
    await postgres.down();
    const away = await cli(['list']);
    expect(away).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^PostgreSQL at .* cannot be reached: .*\n$/) });
  }, 90_000);

  test('says what is wrong with a configuration, and exits with 1', async () => {
    await using server = await startFaultServer({ status: 401, body: '{"error":{"message":"Incorrect API key"}}' });
    await cli(['add', 'mine', '--provider', 'openai', '--model', 'small', '--endpoint', server.url, '--key-env', 'MY_KEY']);
    const unset = await cli(['test', 'mine']);
    expect(unset).toMatchObject({ code: 1, out: expect.stringContaining('"MY_KEY", which is not set') });
    const refused = await cli(['test', 'mine'], { env: { MY_KEY: SECRET } });
    expect(refused).toMatchObject({ code: 1, out: expect.stringMatching(/^It does not work \(key\)\. The key is not accepted\./) });
    expect(JSON.stringify([unset, refused])).not.toContain(SECRET);
  }, 30_000);

  test.each<[string[], number, RegExp]>([
    [['frob'], 2, /no command "frob"; there are add, set/],
    [['add'], 2, /add: which configuration/],
    [['ask', 'mine'], 2, /ask: what shall be asked/],
    [['list', 'x', 'y'], 2, /"y" is too much/],
    [['list', '--frob'], 2, /--frob/],
    [['add', 'x', '--provider', 'openai', '--model', 'm', '--key-stdin'], 2, /nothing came/],
    [['add', 'x', '--provider', 'openai', '--temperature', 'warm'], 1, /model is missing\n.*temperature is a text/],
    [['ask', 'x', 'Hello'], 1, /^Model configuration not found: x\n$/],
  ])('explains %j with one message and no stack', async (args, code, message) => {
    const ending = await cli(args);
    expect(ending).toMatchObject({ code, out: '', err: expect.stringMatching(message) });
    expect(ending.err).not.toMatch(/\n\s+at /);
  });

  test('refuses to store a key that it cannot encrypt', async () => {
    const ending = await cli(['add', 'x', '--provider', 'openai', '--model', 'm', '--key-stdin'], { env: { SDK_ENCRYPTION_KEY: '' }, input: SECRET });
    expect(ending).toMatchObject({ code: 1, err: expect.stringContaining('SDK_ENCRYPTION_KEY') });
    expect(ending.err).not.toContain(SECRET);
  });

  test('shows its usage', async () => {
    expect((await cli([])).out).toContain('Usage:');
    expect((await cli(['ask', '--help'])).out).toContain('Usage:');
  });

  test('says that it waits, from one second on', async () => {
    await using server = await startFaultServer(({ path }) => vendor(path, 1_300));
    await cli(['add', 'slow', '--provider', 'openai', '--model', 'small', '--endpoint', server.url, '--no-key']);
    expect(await cli(['ask', 'slow', 'Hello'])).toEqual({ code: 0, out: 'The air scatters.\n', err: 'Waiting for the answer …\n' });
  }, 20_000);
});

describe('Progress', () => {
  const later = (ms: number) => new Promise<string>((resolve) => setTimeout(() => resolve('done'), ms));
  const run = async (ms: number, isTTY: boolean): Promise<string> => {
    let written = '';
    expect(await withProgress('Asking', later(ms), { write: (text) => (written += text), isTTY })).toBe('done');
    return written;
  };

  test('is not shown for what is quick', async () => {
    expect(await run(300, true)).toBe('');
  });

  test('counts on a terminal and is gone in the end', async () => {
    expect(await run(2_400, true)).toBe('\r\u001B[KAsking … 1 s\r\u001B[KAsking … 2 s\r\u001B[K');
  });

  test('is one line elsewhere', async () => {
    expect(await run(2_400, false)).toBe('Asking …\n');
  });
});
