import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Nothing listens on port 1. */
export const NOBODY = '127.0.0.1:1';

/** The program with no key and no Ollama. What is set, if only to nothing, keeps a developer's own `.env` out. */
const BARE: NodeJS.ProcessEnv = { PATH: process.env['PATH'], OPENAI_API_KEY: '', OLLAMA_HOST: NOBODY };

/** What a run has left behind. */
export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A run under way. */
export interface Running {
  child: ChildProcess;
  stdout(): string;
  /** Resolves as soon as the output holds this text; fails when the program ends without it. */
  printed(text: string): Promise<void>;
  finished: Promise<Finished>;
}

/** Starts the real program in a process of its own, its output in pipes. */
export function start(args: string[], env: NodeJS.ProcessEnv = {}, main = MAIN): Running {
  const child = spawn(process.execPath, ['--conditions=@sdk/source', main, ...args], {
    env: { ...BARE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const finished = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return {
    child,
    stdout: () => stdout,
    async printed(text) {
      const ended = finished.then(() => 'ended' as const);
      while (!stdout.includes(text)) {
        if ((await Promise.race([once(child.stdout, 'data'), ended])) !== 'ended') continue;
        if (!stdout.includes(text)) throw new Error(`The program ended without printing "${text}".\n${stdout}\n${stderr}`);
      }
    },
    finished,
  };
}

/** Runs the program to its end. */
export function run(args: string[], env: NodeJS.ProcessEnv = {}, main?: string): Promise<Finished> {
  return start(args, env, main).finished;
}

/** One request that a test server got. */
export interface Received {
  request: IncomingMessage;
  response: ServerResponse;
  /** The JSON of its body, `{}` when there was none. */
  body: { model?: string; messages?: { role: string; content: string }[]; tools?: unknown[] };
}

/** Starts a server on a free port for the length of a test. Returns its origin. */
export async function serve(answer: (received: Received) => void | Promise<void>): Promise<string> {
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => void answer({ request, response, body: JSON.parse(text || '{}') }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The environment in which OpenAI is this server. */
export function openaiAt(origin: string) {
  return { OPENAI_API_KEY: 'sk-test-0123456789', OPENAI_BASE_URL: `${origin}/v1` };
}

/** A chunk of Chat Completions as an event of a stream. */
export function chunk(delta: object, finishReason: string | null = null, usage?: object): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  return `data: ${JSON.stringify({ id: 'chatcmpl-1', model: 'gpt-test', choices, usage })}\n\n`;
}

/** A whole streamed answer that is one text. */
export function say(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(`${chunk({ content: text })}${chunk({}, 'stop', { prompt_tokens: 7, completion_tokens: 3 })}data: [DONE]\n\n`);
}

/** A whole streamed answer that is a call of `cityTime`. */
export function callTool(response: ServerResponse, args: string): void {
  const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'cityTime', arguments: args } };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(`${chunk({ tool_calls: [call] })}${chunk({}, 'tool_calls', { prompt_tokens: 5, completion_tokens: 2 })}data: [DONE]\n\n`);
}

/** What a clock in that zone shows now, and what it showed a minute ago, e.g. `['08:31', '08:30']`. */
export function clock(timeZone: string): string[] {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' });
  return [Date.now(), Date.now() - 60_000].map((at) => format.format(at));
}
