import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { ANSWER, KEY, MODEL, serve } from '../support.ts';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a program in a process of its own, since it waits while the server of the test answers. What it reports comes back. */
async function run(program: string, env: Record<string, string>): Promise<unknown> {
  const prelude = `
    import { SyncSynthClient } from '@sdk/provider-synth/sync';
    import { inspect } from 'node:util';
    const report = (value) => console.log(JSON.stringify(value));
    const thrownBy = (task) => { try { task() } catch (error) { return error } };
    const messages = [{ role: 'user', content: 'Weather?' }];
    const model = '${MODEL}';`;
  const child = spawn(process.execPath, ['--conditions=@sdk/source', '--input-type=module', '--eval', prelude + program], { cwd: PACKAGE, env: { PATH: process.env['PATH'], ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return JSON.parse(stdout);
}

const BUSY = { status: 429, headers: { 'retry-after-ms': '1' }, body: '{}' };
const chunk = (delta: object, finish_reason: string | null = null) => `data: ${JSON.stringify({ id: 'c3', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

it('answers without await, whole and in chunks, after retries; and the process ends by itself', async () => {
  let asked = 0;
  const server = await serve(({ body }) => {
    if (asked++ === 0) return BUSY;
    if (body.includes('"stream":true')) return { headers: { 'content-type': 'text/event-stream' }, body: [chunk({ content: 'Hi ' }), chunk({ content: 'there' }), chunk({}, 'stop')] };
    return ANSWER;
  });
  const program = `
    const client = new SyncSynthClient();
    const completion = client.chat_completions_create(model, messages, 0.2, 50);
    const chunks = [...client.chat_completions_create({ model, messages, stream: true })];
    report({ completion, text: chunks.map(({ choices }) => choices[0].delta.content ?? '').join('') });`;
  expect(await run(program, { SYNTH_BASE_URL: `${server.url}/v1`, SYNTH_API_KEY: KEY })).toMatchObject({
    completion: { object: 'chat.completion', model: MODEL, choices: [{ message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }] },
    text: 'Hi there',
  });
  expect(server.requests).toHaveLength(3);
  expect(server.requests[1]?.json()).toMatchObject({ temperature: 0.2, max_tokens: 50, top_p: 1 });
});

it('throws what the asynchronous one does, keeps to its settings, shows no key, and is over after `using`', async () => {
  const server = await serve(({ body }) => (body.includes('slow') ? { before: [{ stall: true }] } : BUSY));
  const program = `
    const told = ({ kind, status, timeoutMs, message }) => ({ kind, status, timeoutMs, message });
    const ask = (options, model, more) => told(thrownBy(() => { using client = new SyncSynthClient(options); client.chat_completions_create({ model, messages }, more); }));
    const client = new SyncSynthClient({ api_key: '${KEY}', base_url: process.env.URL, max_retries: 1 });
    const { kind } = thrownBy(() => client.chat_completions_create('m', messages));
    const shown = [String(client), inspect(client), JSON.stringify(client)];
    client.close();
    report({
      kind, shown,
      closed: thrownBy(() => client.chat_completions_create('m', messages)).kind,
      slow: ask({ apiKey: 'k', baseUrl: process.env.URL, timeout: 0.2, maxRetries: 0 }, 'slow'),
      call: ask({ apiKey: 'k', baseUrl: process.env.URL, maxRetries: 0 }, 'slow', { timeout: 0.1 }),
      nowhere: ask({}, 'm'),
      wrong: thrownBy(() => new SyncSynthClient({ timeout: -1 })).kind,
    });`;
  expect(await run(program, { URL: server.url })).toEqual({
    kind: 'rate-limit',
    shown: [`SyncSynthClient(SynthConfig(baseUrl=${server.url}, apiKey=***, maxRetries=1))`, expect.not.stringContaining(KEY) as string, expect.not.stringContaining(KEY) as string],
    closed: 'configuration',
    slow: { kind: 'timeout', timeoutMs: 200, message: expect.stringContaining('200 ms') as string },
    call: { kind: 'timeout', timeoutMs: 100, message: expect.stringContaining('100 ms') as string },
    nowhere: { kind: 'configuration', message: expect.stringContaining('SYNTH_BASE_URL not found in environment') as string },
    wrong: 'configuration',
  });
  expect(server.requests.filter(({ body }) => body.includes('"m"'))).toHaveLength(2);
});
