import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startFaultServer } from '@sdk/testing/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { chooseClient } from '../src/client.ts';
import { startLocalServer } from '../src/local-server.ts';
import { research } from '../src/research.ts';
import { runTool } from '../src/tools.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const ANSWER = 'The Danube flows through ten countries and past four capitals.';

afterEach(() => vi.unstubAllEnvs());

it('searches, visits and answers when it is started', async () => {
  const env = { PATH: process.env['PATH'] };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--conditions=@sdk/source', MAIN], { env });
  expect(stderr).toBe('');
  const lines = stdout.trim().split('\n');
  expect(lines.filter((line) => line.startsWith('  ')).map((line) => line.trim().replace(/[(→].*/, ''))).toEqual(['search', '', 'visit', '', 'visit', '']);
  expect(lines.at(-1)).toBe(ANSWER);
});

it('sends back every call with its result, and thoughts and tags no more', async () => {
  await using server = await startLocalServer();
  vi.stubEnv('LIGHTLLM_BASE_URL', server.url);
  expect(await research(chooseClient({ USE_LIGHTLLM: 'true' }), 'qwen3', 'The Danube?', () => {})).toBe(ANSWER);
  const { messages } = server.requests.at(-1)!.json() as { messages: { role: string; content: string | null; tool_calls?: { id: string }[]; tool_call_id?: string }[] };
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'assistant', 'tool', 'tool']);
  expect(messages.map(({ content }) => content).join('\n')).not.toMatch(/<tool_call>|<think>/);
  const asked = messages.flatMap(({ tool_calls }) => tool_calls?.map(({ id }) => id) ?? []);
  expect(messages.flatMap(({ tool_call_id }) => tool_call_id ?? [])).toEqual(asked);
  expect(new Set(asked).size).toBe(3);
});

describe('the environment', () => {
  const completion = JSON.stringify({ id: 'c1', choices: [{ index: 0, message: { role: 'assistant', content: 'Hi.' }, finish_reason: 'stop' }] });

  it.each([
    ['true', 'LIGHTLLM'],
    ['false', 'OPENAI'],
    [undefined, 'OPENAI'],
  ])('USE_LIGHTLLM=%s picks %s', async (value, picked) => {
    await using chosen = await startFaultServer({ headers: { 'content-type': 'application/json' }, body: completion });
    await using other = await startFaultServer({ status: 500 });
    vi.stubEnv('OPENAI_API_KEY', 'sk-test-0123456789');
    for (const name of ['LIGHTLLM', 'OPENAI']) vi.stubEnv(`${name}_BASE_URL`, `${(name === picked ? chosen : other).url}/v1`);
    expect(await research(chooseClient({ USE_LIGHTLLM: value }), 'm', 'Hello?', () => {})).toBe('Hi.');
    expect([chosen.requests.length, other.requests.length]).toEqual([1, 0]);
  });
});

describe('a tool', () => {
  it.each([
    ['search', '{"query":"Rhine"}', '[{"title":"The Rhine","url":"https://rivers.example/rhine"}]'],
    ['search', '{"query":[]}', '[]'],
    ['visit', '{"url":["https://nowhere.example"]}', 'It failed: There is no page at https://nowhere.example.'],
    ['visit', '{"url":', expect.stringMatching(/^It failed: /)],
    ['sing', '{}', 'There is no tool sing.'],
  ])('%s(%s) says what came of it', (name, args, result) => {
    expect(runTool(name, args)).toEqual(result);
  });
});
