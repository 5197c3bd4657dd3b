import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { CALL_TEXT, chunk, whole } from '../fixtures/answers.ts';
import { JSON_TYPE, serve, SSE } from '../support.ts';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a program in a process of its own, since it waits while the server of the test answers. What it reports comes back. */
async function run(program: string, url: string): Promise<unknown> {
  const prelude = `
    import { APIConnectionError, APIError, APITimeoutError, LightLLMClient as OpenAI } from '@sdk/provider-lightllm/sync';
    const url = process.argv.at(-1);
    const report = (value) => console.log(JSON.stringify(value));
    const thrownBy = (task) => { try { task() } catch (error) { return error } };
    const messages = [{ role: 'user', content: 'Weather?' }];
    const tools = [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object' } } }];`;
  const { NODE_OPTIONS: _ofTheTestRunner, ...env } = process.env;
  const child = spawn(process.execPath, ['--conditions=@sdk/source', '--input-type=module', '--eval', prelude + program, '--', url], { cwd: PACKAGE, env });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return JSON.parse(stdout);
}

const CALL = { id: expect.stringMatching(/^call_\d+_\d{10}$/) as string, type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris","days":2}' } };

it('answers without await: whole, in chunks, with a list of models; and the process ends by itself', async () => {
  const server = await serve(({ path, body }) => {
    if (path === '/v1/models') return { headers: JSON_TYPE, body: '{"data":[{"id":"qwen3"}]}' };
    if (body.includes('"stream":true')) return { headers: SSE, body: [chunk({ content: CALL_TEXT.slice(0, 30) }), chunk({ content: CALL_TEXT.slice(30) }), chunk({}, 'stop')] };
    return { headers: JSON_TYPE, body: whole({ content: CALL_TEXT }) };
  });
  const program = `
    const client = new OpenAI({ base_url: url });
    const { choices: [{ message, finish_reason }] } = client.chat.completions.create({ model: 'qwen3', messages, tools });
    const chunks = [...client.chat.completions.create({ model: 'qwen3', messages, tools, stream: true })].map(({ choices }) => choices[0]);
    report({ message, finish_reason, text: chunks.map(({ delta }) => delta.content ?? '').join(''), calls: chunks.flatMap(({ delta }) => delta.tool_calls ?? []), end: chunks.at(-1).finish_reason, models: client.models.list().data.map(({ id }) => id) });`;
  expect(await run(program, server.url)).toMatchObject({
    message: { role: 'assistant', content: CALL_TEXT, tool_calls: [CALL] },
    finish_reason: 'tool_calls',
    text: CALL_TEXT,
    calls: [{ index: 0, ...CALL }],
    end: 'tool_calls',
    models: ['qwen3'],
  });
});

it('loads file: URLs, and says which image is not there', async () => {
  const server = await serve({ headers: JSON_TYPE, body: whole({ content: 'A dot.' }) });
  const program = `
    import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
    import { tmpdir } from 'node:os';
    const folder = mkdtempSync(tmpdir() + '/lightllm-');
    writeFileSync(folder + '/a.png', Buffer.from('iVBORw0KGgo=', 'base64'));
    using client = new OpenAI({ baseURL: url });
    const see = (name) => client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: 'file://' + folder + name }] }] });
    report([see('/a.png').choices[0].message.content, thrownBy(() => see('/b.png')).message]);
    rmSync(folder, { recursive: true });`;
  expect(await run(program, server.url)).toEqual(['A dot.', expect.stringMatching(/messages\[0\]\.content\[0\].*b\.png.*ENOENT/)]);
  expect(server.requests[0]?.body).toContain('data:image/png;base64,iVBORw0KGgo=');
});

it('throws the classes of the client, in the order connection, timeout, general', async () => {
  const server = await serve(({ path }) => (path.startsWith('/slow') ? { before: [{ stall: true }] } : { status: 400, body: '{"message":"bad"}' }));
  const closed = await serve({});
  await closed.close();
  const program = `
    const caught = (error) => error instanceof APIConnectionError ? 'connection' : error instanceof APITimeoutError ? 'timeout ' + error.timeoutMs : error instanceof APIError ? 'general ' + error.status : String(error);
    const ask = (baseURL, options) => caught(thrownBy(() => new OpenAI({ baseURL, timeout: 0.3 }).chat.completions.create({ model: 'm', messages }, options)));
    report([ask('${closed.url}'), ask(url + '/slow'), ask(url), ask(url, { signal: AbortSignal.abort() }), thrownBy(() => new OpenAI({ apiKey: () => 'a' })).kind]);`;
  expect(await run(program, server.url)).toEqual(['connection', 'timeout 300', 'general 400', 'AbortError: The call was aborted.', 'configuration']);
});
