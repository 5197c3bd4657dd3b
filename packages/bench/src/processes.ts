import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Task } from './child.ts';
import type { Figures } from './measures/measure.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
const SERVER = fileURLToPath(new URL('./server/main.ts', import.meta.url));

/** A measure that takes longer than this is given up. */
const TIMEOUT_MS = 120_000;

/** The environment without what would change the measures: proxies, keys, options of node. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/proxy|^(?:openai|ai)_|^node_/i.test(name));
  return Object.fromEntries(kept);
}

/** Starts the mock server in a process of its own. It ends with this one, or when `stop` is called. */
export async function startServerProcess(): Promise<{ url: string; stop(): void }> {
  const server = spawn(process.execPath, [SERVER], { stdio: ['pipe', 'pipe', 'inherit'], env: cleanEnvironment() });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  return { url: line.toString().trim(), stop: () => server.stdin.end() };
}

/** Runs one measure of one contender in a fresh process. `undefined` when it failed, or took too long; says so on stderr. */
export async function runTask(task: Task, nodeOptions: readonly string[] = []): Promise<Figures | undefined> {
  const child = spawn(process.execPath, [...nodeOptions, CHILD, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(),
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code === 0) return JSON.parse(output) as Figures;
  const reason = signal ? `gave up after ${TIMEOUT_MS / 1_000} s` : errors.trim().slice(0, 1_000);
  console.error(`${task.measure} of ${task.contender}: ${reason}`);
  return undefined;
}
