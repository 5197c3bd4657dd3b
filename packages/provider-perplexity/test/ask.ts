import type { APIError, CallOptions, GenerateResult, JSONObject, Warning } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { createPerplexity, type PerplexityOptions } from '../src/index.ts';

export const KEY = 'pplx-test-0123456789abcdef';
export const hello: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

/** A whole answer with this text. */
export function completion(content: string, more: object = {}): string {
  return JSON.stringify({ id: 'a-1', model: 'sonar', choices: [{ index: 0, message: { role: 'assistant', content }, delta: { role: 'assistant', content: '' }, finish_reason: 'stop' }], ...more });
}

/** What really goes over the wire for a call, and what was warned of. */
export async function requestOf(options: Partial<CallOptions> = {}, provider: PerplexityOptions = {}, modelId = 'sonar'): Promise<{ body: JSONObject; messages: JSONObject[]; warnings: Warning[] }> {
  await using server = await startFaultServer({ body: completion('Hi') });
  await using perplexity = createPerplexity({ apiKey: KEY, baseUrl: server.url, ...provider });
  const { warnings } = await perplexity(modelId).generate({ messages: hello, ...options });
  const body = server.requests[0]?.json() as JSONObject;
  return { body, messages: body['messages'] as JSONObject[], warnings };
}

/** How an answer is read, whole. */
export async function answerOf(body: string, modelId = 'sonar'): Promise<GenerateResult> {
  await using server = await startFaultServer({ body });
  await using perplexity = createPerplexity({ apiKey: KEY, baseUrl: server.url });
  return await perplexity(modelId).generate({ messages: hello });
}

/** The error that an answer becomes. */
export async function errorOf(status: number, body: string, headers: Record<string, string> = {}): Promise<APIError> {
  await using server = await startFaultServer({ status, body, headers });
  await using perplexity = createPerplexity({ apiKey: KEY, baseUrl: server.url });
  const failure: unknown = await perplexity('sonar').generate({ messages: hello }).catch((reason: unknown) => reason);
  return failure as APIError;
}
