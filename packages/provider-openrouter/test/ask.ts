import type { APIError, CallOptions, GenerateResult, JSONObject, Warning } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { createOpenRouter, type OpenRouterOptions } from '../src/index.ts';

export const KEY = 'sk-or-test-0123456789abcdef';
export const MODEL = 'anthropic/claude-haiku-4.5';
export const hello: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

/** A whole answer with this message. */
export function completion(message: object, more: object = {}): string {
  return JSON.stringify({ id: 'gen-1', model: MODEL, choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }], ...more });
}

/** The deltas of a streamed answer, as OpenRouter frames them. */
export function stream(...deltas: object[]): string {
  const chunks = deltas.map((delta) => ({ id: 'gen-1', model: MODEL, choices: [{ index: 0, delta, finish_reason: null }] }));
  const last = { id: 'gen-1', model: MODEL, choices: [{ index: 0, delta: { content: '' }, finish_reason: 'stop', native_finish_reason: 'end_turn' }] };
  return `: OPENROUTER PROCESSING\n\n${[...chunks, last].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`;
}

/** What really goes over the wire for a call, and what was warned of. */
export async function requestOf(options: Partial<CallOptions> = {}, provider: OpenRouterOptions = {}, modelId = MODEL): Promise<{ body: JSONObject; headers: Record<string, string>; warnings: Warning[] }> {
  await using server = await startFaultServer({ body: completion({ content: 'Hi' }) });
  await using openrouter = createOpenRouter({ apiKey: KEY, baseUrl: server.url, ...provider });
  const { warnings } = await openrouter(modelId).generate({ messages: hello, ...options });
  const [request] = server.requests;
  return { body: request?.json() as JSONObject, headers: request?.headers ?? {}, warnings };
}

/** How an answer is read, whole. */
export async function answerOf(body: string, headers: Record<string, string> = {}): Promise<GenerateResult> {
  await using server = await startFaultServer({ body, headers });
  await using openrouter = createOpenRouter({ apiKey: KEY, baseUrl: server.url });
  return await openrouter(MODEL).generate({ messages: hello });
}

/** The error that an answer becomes. */
export async function errorOf(status: number, error: object, headers: Record<string, string> = {}): Promise<APIError> {
  await using server = await startFaultServer({ status, headers, body: JSON.stringify({ error }) });
  await using openrouter = createOpenRouter({ apiKey: KEY, baseUrl: server.url });
  const failure: unknown = await openrouter(MODEL).generate({ messages: hello }).catch((reason: unknown) => reason);
  return failure as APIError;
}
