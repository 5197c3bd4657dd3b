import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { LanguageModel, Provider } from '@sdk/core';
import express, { type Express } from 'express';
import { onTestFinished } from 'vitest';

export const PROMPT = [{ role: 'user' as const, content: 'Why is the sky blue, and this prompt so secret?' }];
export const SECRET = 'sk-very-secret-0123456789';

/** Serves an app on a free port for the length of a test. Returns its origin. */
export async function serve(set: (app: Express) => void): Promise<string> {
  const app = express();
  set(app);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A provider whose models are the given one, whatever they are called; the name is kept. */
export function providerOf(model: LanguageModel, more: Partial<Provider> = {}): Provider {
  const provider = (modelId: string) => ({ ...model, modelId });
  const close = () => Promise.resolve();
  return Object.assign(provider, { id: 'fake', close, [Symbol.asyncDispose]: close, ...more });
}

/** A client of raw bytes, which reads only when it is told to. */
export async function rawGet(origin: string, path: string, headers = ''): Promise<Socket> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: test\r\n${headers}\r\n`);
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** What tests look at of a part, or of an error. */
type Data = Partial<{ type: string; response: object; error: { message: string; code: string } }>;

/** The events of a stream of server-sent events. */
export function eventsOf(text: string): { name: string | undefined; data: Data }[] {
  return text
    .split('\n\n')
    .filter((event) => event !== '' && !event.startsWith(':'))
    .map((event) => ({
      name: /^event: (.*)$/m.exec(event)?.[1],
      data: JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? 'null') as Data,
    }));
}

/** Waits until something holds. */
export async function until(holds: () => boolean, patienceMs = 3_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > end) throw new Error('It never came to hold.');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
