import type { APIError, CallOptions, GenerateResult, JSONObject, Warning } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { createMistral } from '../src/index.ts';

export const KEY = 'test-0123456789abcdef';
export const MODEL = 'mistral-small-latest';
export const hello: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

/** A whole answer with this content. */
export function completion(content: unknown, more: object = {}): string {
  return JSON.stringify({ id: 'cmpl-1', model: MODEL, object: 'chat.completion', choices: [{ index: 0, message: { role: 'assistant', tool_calls: null, content }, finish_reason: 'stop' }], ...more });
}

/** What really goes over the wire for a call, and what was warned of. */
export async function requestOf(options: Partial<CallOptions> = {}, modelId = MODEL): Promise<{ body: JSONObject; messages: JSONObject[]; warnings: Warning[] }> {
  await using server = await startFaultServer({ body: completion('Hi') });
  await using mistral = createMistral({ apiKey: KEY, baseUrl: server.url });
  const { warnings } = await mistral(modelId).generate({ messages: hello, ...options });
  const body = server.requests[0]?.json() as JSONObject;
  return { body, messages: body['messages'] as JSONObject[], warnings };
}

/** How an answer is read, whole. */
export async function answerOf(body: string, options: Partial<CallOptions> = {}, headers: Record<string, string> = {}): Promise<GenerateResult> {
  await using server = await startFaultServer({ body, headers });
  await using mistral = createMistral({ apiKey: KEY, baseUrl: server.url });
  return await mistral(MODEL).generate({ messages: hello, ...options });
}

/** The error that an answer becomes. */
export async function errorOf(status: number, body: object): Promise<APIError> {
  await using server = await startFaultServer({ status, body: JSON.stringify(body) });
  await using mistral = createMistral({ apiKey: KEY, baseUrl: server.url });
  const failure: unknown = await mistral(MODEL).generate({ messages: hello }).catch((reason: unknown) => reason);
  return failure as APIError;
}
