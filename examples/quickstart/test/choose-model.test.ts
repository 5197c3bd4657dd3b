import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openaiAt, run, say, serve, type Received } from './support.ts';

const EXAMPLE = fileURLToPath(new URL('..', import.meta.url));

test('a key in the environment chooses its provider and that provider\'s default model', async () => {
  const models: unknown[] = [];
  const origin = await serve(({ response, body }) => {
    models.push(body.model);
    say(response, 'Good morning.');
  });
  const { code, stdout } = await run(['Hello'], openaiAt(origin));
  expect(models).toEqual(['gpt-5.4-mini']);
  expect(stdout).toMatch(/^Good morning\.\n/);
  expect(stdout).toMatch(/^provider +openai$/m);
  expect(stdout).toMatch(/^model +gpt-test$/m);
  expect(stdout).toMatch(/^tokens +7 in, 3 out$/m);
  expect(stdout).not.toContain('mock');
  expect(code).toBe(0);
});

test('a key in the project\'s .env does so, too', async () => {
  const origin = await serve(({ response }) => say(response, 'Good morning.'));
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = openaiAt(origin);
  // A project of its own around a copy of the program, so that nobody's real .env is touched.
  const project = await mkdtemp(join(tmpdir(), 'quickstart-'));
  onTestFinished(() => rm(project, { recursive: true }));
  const example = join(project, 'examples', 'quickstart');
  await mkdir(example, { recursive: true });
  await cp(join(EXAMPLE, 'src'), join(example, 'src'), { recursive: true });
  await cp(join(EXAMPLE, 'package.json'), join(example, 'package.json'));
  await symlink(join(EXAMPLE, 'node_modules'), join(example, 'node_modules'));
  await writeFile(join(project, '.env'), `OPENAI_API_KEY=${OPENAI_API_KEY}\nOPENAI_BASE_URL=${OPENAI_BASE_URL}\n`);
  const { stdout } = await run(['Hello'], { OPENAI_API_KEY: undefined }, join(example, 'src', 'main.ts'));
  expect(stdout).toMatch(/^provider +openai$/m);
});

test('--model wins over a key, and is passed on as it is written', async () => {
  const models: unknown[] = [];
  const origin = await serve(({ response, body }) => {
    models.push(body.model);
    say(response, 'Hello.');
  });
  const { code } = await run(['Hello', '--model', 'openai/ft:gpt-5/my team?'], openaiAt(origin));
  expect(models).toEqual(['ft:gpt-5/my team?']);
  expect(code).toBe(0);
});

test('a local Ollama answers with its first chat model', async () => {
  const asked: Received['body'][] = [];
  const origin = await serve(ollamaWith([['nomic-embed', 'embedding'], ['qwen3:8b', 'completion', 'tools']], asked));
  const { code, stdout } = await run(['Hello'], { OLLAMA_HOST: origin });
  expect(asked).toMatchObject([{ model: 'qwen3:8b', tools: [{ function: { name: 'cityTime' } }] }]);
  expect(stdout).toMatch(/^Hi from qwen3:8b\n/);
  expect(stdout).toMatch(/^provider +ollama$/m);
  expect(stdout).not.toContain('mock');
  expect(code).toBe(0);
});

test('a model of Ollama\'s that takes no tools is offered none', async () => {
  const asked: Received['body'][] = [];
  const origin = await serve(ollamaWith([['gemma3', 'completion']], asked));
  const { code } = await run(['Hello'], { OLLAMA_HOST: origin });
  expect(asked).toHaveLength(1);
  expect(asked[0]?.tools).toBeUndefined();
  expect(code).toBe(0);
});

test.each([
  ['an Ollama without models', ollamaWith([], [])],
  ['an Ollama that never answers', () => {}],
  ['something else at its address', ({ response }: Received) => void response.end('<html>')],
])('%s leaves the mock', async (_name, answer) => {
  const { code, stdout } = await run(['Hello'], { OLLAMA_HOST: await serve(answer) });
  expect(stdout).toContain('This is a mock answer');
  expect(code).toBe(0);
});

/** An Ollama that has these models, each a name and what it can do. */
function ollamaWith(models: string[][], asked: Received['body'][]) {
  return ({ request, response, body }: Received) => {
    if (request.url === '/api/tags') {
      response.end(JSON.stringify({ models: models.map(([name, ...capabilities]) => ({ name, capabilities })) }));
      return;
    }
    asked.push(body);
    const answer = { model: body.model, message: { role: 'assistant', content: `Hi from ${body.model}` } };
    response.end(`${JSON.stringify({ ...answer, done: true, done_reason: 'stop', prompt_eval_count: 3, eval_count: 4 })}\n`);
  };
}
