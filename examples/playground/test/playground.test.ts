import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

test('without a key, the program says so, and its mock answers the playground', async () => {
  const { printed, origin } = await start({});
  expect(printed()).toContain('a mock inside this program answers');
  const { models } = (await (await fetch(`${origin}/playground/api/models`)).json()) as { models: { name: string }[] };
  expect(models.map(({ name }) => name)).toEqual(['mock/mock-large', 'mock/mock-small']);
  expect(await chat(origin, { messages: [{ role: 'user', content: 'Hello' }] })).toContain('inside the program');
});

test('the mock calls the first tool with arguments of its shape, and repeats the result', async () => {
  const { origin } = await start({});
  const tools = [{ name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } }];
  const asked = { role: 'user', content: 'Weather?' };
  const call = await chat(origin, { messages: [asked], tools });
  expect(call).toContain('"toolName":"weather","arguments":{"city":"a mock value"}');
  const answered = [
    { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'call_1', toolName: 'weather', arguments: {} }] },
    { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'call_1', result: '21 degrees' }] },
  ];
  expect(await chat(origin, { messages: [asked, ...answered], tools })).toContain('21 degrees');
});

test('the mock keeps to a schema', async () => {
  const { origin } = await start({});
  const schema = { type: 'object', properties: { count: { type: 'integer' } } };
  expect(await chat(origin, { messages: [{ role: 'user', content: 'Count.' }], responseFormat: { type: 'json', schema } })).toContain('"text":"{\\n  \\"count\\": 42\\n}"');
});

test('a key in the environment makes its provider the one that is offered', async () => {
  const { printed } = await start({ GROQ_API_KEY: 'gsk-test', MISTRAL_API_KEY: 'mistral-test' });
  expect(printed()).toContain('Providers: mistral, groq.');
});

/** Runs the program on a free port until the test has ended. */
async function start(env: NodeJS.ProcessEnv): Promise<{ origin: string; printed(): string }> {
  const bare = { PATH: process.env['PATH'], PORT: '0', OLLAMA_HOST: `127.0.0.1:${await unusedPort()}` };
  const child = spawn(process.execPath, ['--conditions=@sdk/source', MAIN], { env: { ...bare, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.on('data', (text) => (printed += String(text)));
  const origin = () => /(http:\S+)\/playground\//.exec(printed)?.[1];
  while (!origin()) await once(child.stdout, 'data');
  return { origin: origin() as string, printed: () => printed };
}

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function chat(origin: string, call: object): Promise<string> {
  const response = await fetch(`${origin}/playground/api/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'mock/mock-small', ...call }),
  });
  return response.text();
}
