import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startFaultServer } from '@sdk/testing/server';
import { expect, it } from 'vitest';
import { calculate } from '../src/calculate.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

// What is set, if only to nothing, keeps a developer's own `.env` out.
const BARE = { PATH: process.env['PATH'], LITELLM_URL: '', LITELLM_BASE_URL: '', LITELLM_API_KEY: '' };

const run = (env: Record<string, string> = {}) => promisify(execFile)(process.execPath, ['--conditions=@sdk/source', MAIN], { env: { ...BARE, ...env } });

it('asks one model, runs the tool, and has another model answer', async () => {
  const { stdout, stderr } = await run();
  expect(stderr).toBe('');
  expect(stdout).toBe('gpt-3.5-turbo-0125: 70 tokens\ncalculate({"expression":"15 * 23 + 47"}) = 392\ngpt-4-0613: 70 tokens\n15 * 23 + 47 is 392.\n');
});

it('asks the proxy of the environment, in one session, and stops a model that never stops', async () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'calculate', arguments: '{"expression":"rm -rf"}' } };
  await using server = await startFaultServer({ body: JSON.stringify({ model: 'm', choices: [{ message: { content: null, tool_calls: [call] }, finish_reason: 'tool_calls' }] }) });
  const { stdout } = await run({ LITELLM_URL: server.url, LITELLM_API_KEY: 'key-0123456789' });
  expect(stdout).toContain('calculate({"expression":"rm -rf"}) = Not a calculation: rm -rf\n');
  expect(server.requests).toHaveLength(5);
  for (const request of server.requests) expect(request).toMatchObject({ path: '/chat/completions', headers: { authorization: 'Bearer key-0123456789' } });
  expect(server.requests.map((request) => (request.json() as { metadata: object }).metadata)).toEqual(Array.from({ length: 5 }, () => ({ session_id: 'task-1' })));
});

it.each([['15 * 23 + 47', 392], ['-2*3-4', -10], ['7', 7]])('%s is %i', (expression, value) => {
  expect(calculate(expression)).toBe(value);
});

it.each(['', 'process.exit()', '1 / 2', '2 **3'])('"%s" is no calculation', (expression) => {
  expect(() => calculate(expression)).toThrow(/Not a calculation/);
});
