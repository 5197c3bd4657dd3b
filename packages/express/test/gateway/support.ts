import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { LanguageModel, Provider } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { expect, onTestFinished } from 'vitest';
import { anthropicRouter } from '../../src/anthropic/index.ts';
import { sdk } from '../../src/index.ts';
import { openaiRouter, type OpenAIRouterOptions } from '../../src/openai/index.ts';
import { providerOf, serve } from '../support.ts';

/** What no answer may hold. */
export const SECRET = 'sk-hidden-0123456789abcdef';

/** What a gateway is made of. */
export interface Setup extends OpenAIRouterOptions {
  /** Behind `main/…`. @default says "Hello there." */
  model?: LanguageModel;
  /** More of the provider `main`. */
  provider?: Partial<Provider>;
}

/** A gateway with both routers; `main` is configured, `off` is disabled. */
export async function startGateway({ model = scriptedModel('Hello there.'), provider = {}, ...options }: Setup = {}): Promise<string> {
  return serve((app) => {
    app.set('env', 'test');
    const use = { main: () => providerOf(model, provider), off: () => providerOf(model) };
    app.use(sdk({ use, config: { defaultProvider: 'main', providers: { main: { apiKey: SECRET }, off: { enabled: false } } }, env: {} }));
    app.use(openaiRouter({ onError: () => {}, ...options }), anthropicRouter({ onError: () => {}, ...options }));
  });
}

/** The two APIs. */
export const CHAT = '/v1/chat/completions';
export const MESSAGES = '/v1/messages';

/** The smallest request of each. */
export const chatBody = (more: object = {}) => ({ model: 'main/m', messages: [{ role: 'user', content: 'Hi' }], ...more });
export const messagesBody = (more: object = {}) => ({ model: 'main/m', max_tokens: 10, messages: [{ role: 'user', content: 'Hi' }], ...more });

/** Posts JSON, or text as it is. */
export function post(origin: string, path: string, body: unknown, headers: Record<string, string> = {}, signal?: AbortSignal): Promise<Response> {
  return fetch(origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
}

/** What an error says, in the form of either API. Fails for any other form. */
export async function errorOf(response: Response, path: string): Promise<{ status: number; type: string; code?: string; param?: string | null; message: string }> {
  const text = await response.text();
  const body = JSON.parse(text) as { type?: string; error: { type: string; code: string; param: string | null; message: string }; request_id?: string };
  expect(text).not.toContain(SECRET);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  if (path.startsWith(MESSAGES)) {
    expect(body).toEqual({ type: 'error', error: { type: expect.any(String), message: expect.any(String) }, request_id: response.headers.get('request-id') });
    expect(body.request_id).toMatch(/^req_[0-9a-f]{32}$/);
  } else {
    expect(body).toEqual({ error: { message: expect.any(String), type: expect.any(String), code: expect.any(String), param: body.error.param } });
    expect(body.error.param === null || typeof body.error.param === 'string').toBe(true);
    expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
  }
  return { status: response.status, ...body.error };
}

/** The data of every event. */
export function dataOf(text: string): unknown[] {
  return text
    .split('\n\n')
    .map((event) => /^data: (.*)$/m.exec(event)?.[1])
    .filter((data) => data !== undefined)
    .map((data) => (data === '[DONE]' ? data : (JSON.parse(data) as unknown)));
}

/** A client of raw bytes that posts JSON and reads only when it is told to. */
export async function rawPost(origin: string, path: string, body: object): Promise<Socket> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  const text = JSON.stringify(body);
  socket.write(`POST ${path} HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  onTestFinished(() => void socket.destroy());
  return socket;
}
