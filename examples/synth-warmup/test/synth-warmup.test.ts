import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startFaultServer } from '@sdk/testing/server';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

// What is set, if only to nothing, keeps a developer's own `.env` out.
const BARE = { PATH: process.env['PATH'], SYNTH_BASE_URL: '', SYNTH_API_KEY: '', MODAL_BASE_URL: '', MODAL_API_KEY: '', SYNTH_TIMEOUT: '', SYNTH_MODEL: 'Qwen/Qwen2.5-7B-Instruct' };

const run = (env: Record<string, string> = {}) => promisify(execFile)(process.execPath, ['--conditions=@sdk/source', MAIN], { env: { ...BARE, ...env } });

it('wakes the model of the server inside it, asks nobody a second time, and gets an answer', async () => {
  const { stdout, stderr } = await run();
  expect(stderr).toBe('');
  expect(stdout).toBe('0: warming\n1: warming\n2: warming\n3: warmed\nwarm: true\nGood morning!  [attempts: 2]\n');
});

it('asks the server of the environment, by its key and model', async () => {
  await using server = await startFaultServer(({ path }) => ({
    body: path.startsWith('/warmup') ? '{"status":"already_warmed"}' : '{"choices":[{"message":{"content":"Yes."},"finish_reason":"stop"}]}',
  }));
  const { stdout } = await run({ SYNTH_BASE_URL: `${server.url}/v1`, SYNTH_API_KEY: 'key-0123456789', SYNTH_MODEL: 'mine' });
  expect(stdout).toBe('0: already_warmed\nwarm: true\nYes.  [attempts: 1]\n');
  expect(server.requests.map(({ path, headers }) => [path, headers['authorization']])).toEqual([
    ['/warmup/mine', 'Bearer key-0123456789'],
    ['/v1/chat/completions', 'Bearer key-0123456789'],
  ]);
});

it('fails when the model does not wake up', async () => {
  await using server = await startFaultServer({ status: 404 });
  await expect(run({ SYNTH_BASE_URL: server.url, SYNTH_API_KEY: 'key-0123456789' })).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('did not wake up') as string });
});
