import { expect, test } from 'vitest';
import { callTool, chunk, NOBODY, openaiAt, run, serve } from './support.ts';

test.each([
  ['an unknown provider', ['--model', 'nobody/gpt'], 'Unknown provider "nobody". Registered: openai, anthropic, gemini, mistral, groq, deepseek, xai, cohere, openrouter, ollama.'],
  ['a model without a provider', ['--model', 'gpt-5'], '"gpt-5" is no model name.'],
  ['an unknown option', ['--colour'], "Unknown option '--colour'."],
  ['an option without its value', ['--model'], "Option '--model <value>' argument missing."],
  ['an unknown effort', ['--reasoning', 'some'], '--reasoning some is unknown'],
  ['a named provider without its key', ['--model', 'openai/gpt-5'], 'no API key. Give `apiKey` or set OPENAI_API_KEY'],
])('%s gives one clear message', async (_name, args, message) => {
  const { code, stdout, stderr } = await run(args);
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stdout).toBe('');
  expect(code).toBe(1);
});

test('a refused connection names the server and asks whether it runs', async () => {
  const { code, stderr } = await run(['Hello'], openaiAt(`http://${NOBODY}`));
  expect(stderr).toContain('no connection to http://127.0.0.1:1');
  expect(stderr).toContain('Is the server running, and its address right (OPENAI_BASE_URL)?');
  expect(stderr).not.toContain('    at ');
  expect(code).toBe(1);
});

test('an Ollama that was asked for and is not there is no reason for the mock', async () => {
  const { code, stdout, stderr } = await run(['Hello', '--model', 'ollama/qwen3']);
  expect(stderr).toContain('ollama serve');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stdout).toBe('');
  expect(code).toBe(1);
});

test.each([[[]], [['--debug']]])('a rejected key names its variable and is never printed %j', async (more) => {
  const origin = await serve(({ request, response }) => {
    response.writeHead(401, { 'content-type': 'application/json' });
    const message = `Incorrect API key provided: ${request.headers.authorization}`;
    response.end(JSON.stringify({ error: { message, code: 'invalid_api_key' } }));
  });
  const env = openaiAt(origin);
  const { code, stdout, stderr } = await run(['Hello', ...more], env);
  expect(stderr).toContain('OPENAI_API_KEY');
  expect(stdout + stderr).not.toContain(env.OPENAI_API_KEY);
  expect(stderr.includes('    at ')).toBe(more.length > 0);
  expect(code).toBe(1);
});

test('an answer that is cut is shown as far as it came, and is a failure', async () => {
  const origin = await serve(({ response }) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(chunk({ content: 'The beginning' }));
  });
  const { code, stdout, stderr } = await run(['Hello'], openaiAt(origin));
  expect(stdout).toBe('The beginning\n');
  expect(stderr).toContain('cut');
  expect(code).toBe(1);
});

test('a wait that the vendor asks for is passed on', async () => {
  const origin = await serve(({ response }) => {
    response.writeHead(429, { 'retry-after': '20' });
    response.end(JSON.stringify({ error: { message: 'Slow down', code: 'rate_limit_exceeded' } }));
  });
  const { code, stderr } = await run(['Hello'], openaiAt(origin));
  expect(stderr).toContain('Try again in 20 s.');
  expect(code).toBe(1);
});

test('a model that never stops asking for tools is stopped', async () => {
  let requests = 0;
  const origin = await serve(({ response }) => {
    requests++;
    callTool(response, '{"city":"Rome"}');
  });
  const { code, stderr } = await run(['Hello'], openaiAt(origin));
  expect(requests).toBe(5);
  expect(stderr).toContain('after 5 rounds');
  expect(code).toBe(1);
});
