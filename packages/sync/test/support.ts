import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CallOptions, SdkError } from '@sdk/core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { syncModel, type ModelSource, type OwnThread, type SyncLanguageModel } from '../src/index.ts';

export const MODELS = new URL('./fixtures/models.ts', import.meta.url);

/** A call that says so. */
export const say = (content: string): CallOptions => ({ messages: [{ role: 'user', content }] });

/** A model of the fixtures, closed when the test is over. */
export function fixtureModel(source: Partial<ModelSource> = {}): SyncLanguageModel & OwnThread {
  const model = syncModel({ module: MODELS, export: 'makeModel', ...source });
  onTestFinished(() => model.close());
  return model;
}

/** What a function throws. */
export function thrownBy(task: () => unknown): SdkError {
  try {
    task();
  } catch (error) {
    return error as SdkError;
  }
  throw new Error('It did not throw.');
}

export interface Ended {
  stdout: string;
  stderr: string;
  code: number | null;
  /** How long the process went on living after its last word, in milliseconds. */
  lingeredMs: number;
}

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** Runs a program in a Node of its own, which may wait while servers of the test answer. `input` is `process.argv.at(-1)`, parsed. */
export async function run(program: string, input: unknown = null, flags: string[] = []): Promise<Ended> {
  const prelude = 'const input = JSON.parse(process.argv.at(-1));\n';
  const { NODE_OPTIONS: _ofTheTestRunner, ...env } = process.env;
  const all = ['--conditions=@sdk/source', ...flags, '--input-type=module', '--eval', prelude + program, '--', JSON.stringify(input)];
  const child = spawn(process.execPath, all, { cwd: PACKAGE, env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  let lastWordAt = performance.now();
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    lastWordAt = performance.now();
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  let exitedAt = 0;
  child.on('exit', () => (exitedAt = performance.now()));
  await once(child, 'close');
  return { stdout, stderr, code: child.exitCode, lingeredMs: exitedAt - lastWordAt };
}

/** Runs a program that prints one line of JSON, and gives what it printed. */
export async function runForJSON<T>(program: string, input?: unknown): Promise<T> {
  const { stdout, stderr, code } = await run(program, input);
  if (code !== 0) throw new Error(`The program failed (${code}): ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** Keeps the supervisor, and the thread of {@link fixtureModel}, for a whole file: starting them takes longer than any call. */
export function keepThreads(): void {
  const kept = syncModel({ module: MODELS, export: 'makeModel' });
  beforeAll(() => void kept.provider);
  afterAll(() => kept.close());
}
