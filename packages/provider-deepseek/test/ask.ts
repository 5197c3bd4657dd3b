import { collect, type CallOptions, type GenerateResult, type JSONObject, type Warning } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { createDeepSeek, type DeepSeekOptions } from '../src/index.ts';

export const KEY = 'key-0123456789abcdef';
export const hello: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

const ANSWER = JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }] });

/** What really goes over the wire for a call, and what was warned of. */
export async function requestOf(
  modelId: string,
  options: Partial<CallOptions> = {},
  settings: DeepSeekOptions = {},
): Promise<{ body: JSONObject; path: string; headers: Record<string, string>; warnings: Warning[] }> {
  await using server = await startFaultServer({ body: ANSWER });
  await using provider = createDeepSeek({ apiKey: KEY, baseUrl: server.url, ...settings });
  const { warnings } = await provider(modelId).generate({ messages: hello, ...options });
  const [request] = server.requests;
  return { body: request?.json() as JSONObject, path: request?.path ?? '', headers: request?.headers ?? {}, warnings };
}

/** An answer as it is read: an object as a whole answer, a list as the chunks of a stream. */
export async function readingOf(answer: object | object[], modelId = 'model-id'): Promise<GenerateResult> {
  const body = Array.isArray(answer) ? answer.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('') : JSON.stringify(answer);
  await using server = await startFaultServer({ body });
  await using provider = createDeepSeek({ apiKey: KEY, baseUrl: server.url });
  const model = provider(modelId);
  return await (Array.isArray(answer) ? collect(model.stream({ messages: hello })) : model.generate({ messages: hello }));
}

/** The error that an answer is read as. */
export async function failureOf(status: number, body: unknown, headers: Record<string, string> = {}): Promise<unknown> {
  await using server = await startFaultServer({ status, headers, body: JSON.stringify(body) });
  await using provider = createDeepSeek({ apiKey: KEY, baseUrl: server.url });
  return await provider('model-id').generate({ messages: hello }).catch((error: unknown) => error);
}

/** A chunk with one delta. */
export const chunk = (delta: object, finish_reason: string | null = null, more: object = {}) => ({ id: 'a1', model: 'm-1', choices: [{ index: 0, delta, finish_reason }], ...more });

/** A whole answer with one message. */
export const whole = (message: object, more: object = {}) => ({ id: 'a1', model: 'm-1', choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }], ...more });
