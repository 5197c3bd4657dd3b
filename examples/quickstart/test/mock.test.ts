import { expect, test } from 'vitest';
import { clock, NOBODY, run, start } from './support.ts';

const ESCAPE = '\u001b';

test('without a key and without Ollama, the embedded mock answers, and says that it is one', async () => {
  const { code, stdout, stderr } = await run([]);
  expect(stderr).toBe('');
  expect(stdout).toContain('a mock inside this program answers');
  expect(stdout).toContain('set a key (OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY, …; here or in .env)');
  expect(stdout).toContain('ollama serve');
  expect(stdout).toContain('This is a mock answer');
  expect(code).toBe(0);
});

test('thoughts, provider, model, tokens and both times are shown', async () => {
  const { stdout } = await run([]);
  expect(stdout).toContain('Thoughts: ');
  expect(stdout).toMatch(/^provider +embedded mock$/m);
  expect(stdout).toMatch(/^model +scripted$/m);
  expect(stdout).toMatch(/^tokens +[1-9]\d* in, [1-9]\d* out$/m);
  expect(stdout).toMatch(/^time +\d+ ms to the first token, [\d.]+ m?s in all$/m);
});

test('the prompt is answered, the tool runs, and the answer goes on with what it returned', async () => {
  const { stdout } = await run(['When', 'is lunch in Buenos Aires?']);
  expect(stdout).toContain('You asked: “When is lunch in Buenos Aires?”');
  const [, told] = stdout.split('The tool ran on this machine');
  expect(told).toContain('Buenos Aires (America/');
  expect(clock('America/Argentina/Buenos_Aires').some((time) => told?.includes(time))).toBe(true);
});

test('piped output is plain text, whatever the environment says of colours', async () => {
  const { stdout, stderr } = await run([], { FORCE_COLOR: '1' });
  expect(stdout + stderr).not.toContain(ESCAPE);
});

test('a reader that has had enough ends the program without a complaint', async () => {
  const { child, printed, finished } = start([]);
  await printed('\n');
  child.stdout?.destroy();
  const { code, stdout, stderr } = await finished;
  expect(stdout).not.toContain('in all');
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test('a proxy in the environment does not come between the program and its mock', async () => {
  const { code } = await run([], { HTTP_PROXY: `http://${NOBODY}`, HTTPS_PROXY: `http://${NOBODY}` });
  expect(code).toBe(0);
});

test('the help is printed, and nothing is asked', async () => {
  const { code, stdout } = await run(['--help']);
  expect(stdout).toContain('--model <provider/id>');
  expect(stdout).not.toContain('mock answer');
  expect(code).toBe(0);
});
