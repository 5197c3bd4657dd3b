import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { createApp } from '../src/app.ts';

export const KEY = 'sk-test-0123456789';

const BODY = JSON.stringify({ messages: [{ role: 'user', content: 'Why is the sky blue?' }] });

/** What a request to the chat is. */
export const ASK: RequestInit = { method: 'POST', headers: { 'content-type': 'application/json' }, body: BODY };

/** The app in this process, its OpenAI being the server at `url`. Returns its origin. */
export async function serveApp(url: string): Promise<string> {
  const server = createApp({ OPENAI_API_KEY: KEY, SDK__PROVIDERS__OPENAI__BASEURL: `${url}/v1` }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The app as a program of its own. */
export async function startApp(env: NodeJS.ProcessEnv): Promise<{ origin: string; child: ChildProcess; printed(): string }> {
  const main = fileURLToPath(new URL('../src/app.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@sdk/source', main], { env: { PATH: process.env['PATH'], PORT: '0', ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.on('data', (text) => (printed += String(text)));
  const origin = () => /^http:\S+$/m.exec(printed)?.[0];
  while (!origin()) await once(child.stdout, 'data');
  return { origin: origin() as string, child, printed: () => printed };
}

/** A client that asks and reads nothing until it is told to. */
export async function askRaw(origin: string): Promise<Socket> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write(`POST /chat HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`);
  return socket;
}

/** A chunk of Chat Completions as an event of a stream. */
export function chunk(delta: object, finishReason: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  return `data: ${JSON.stringify({ id: 'chatcmpl-1', model: 'gpt-test', choices })}\n\n`;
}

export const STREAM = { 'content-type': 'text/event-stream' };
