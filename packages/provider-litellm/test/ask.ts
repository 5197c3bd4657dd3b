import { collect, type APIError, type CallOptions, type GenerateResult, type JSONObject, type Warning } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { createLiteLLM, type LiteLLMOptions } from '../src/index.ts';
import { whole } from './fixtures/answers.ts';

export const KEY = 'sk-litellm-0123456789abcdef';
export const MODEL = 'claude-sonnet';
export const hello: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

/** What really goes over the wire for a call, and what was warned of. */
export async function requestOf(options: Partial<CallOptions> = {}, settings: LiteLLMOptions = {}, modelId = MODEL): Promise<{ body: JSONObject; path: string; headers: Record<string, string>; warnings: Warning[] }> {
  await using server = await startFaultServer({ body: whole({ content: 'Hi' }) });
  await using litellm = createLiteLLM({ apiKey: KEY, baseUrl: server.url, ...settings });
  const { warnings } = await litellm(modelId).generate({ messages: hello, ...options });
  const [request] = server.requests;
  return { body: request?.json() as JSONObject, path: request?.path ?? '', headers: request?.headers ?? {}, warnings };
}

/** An answer as it is read: a text as a whole answer, a list as the frames of a stream. */
export async function readingOf(answer: string | string[], headers: Record<string, string> = {}): Promise<GenerateResult> {
  await using server = await startFaultServer({ headers, body: answer });
  await using litellm = createLiteLLM({ apiKey: KEY, baseUrl: server.url });
  const model = litellm(MODEL);
  return await (Array.isArray(answer) ? collect(model.stream({ messages: hello })) : model.generate({ messages: hello }));
}

/** The error that an answer is read as. */
export async function failureOf(status: number, error: object, headers: Record<string, string> = {}): Promise<APIError> {
  await using server = await startFaultServer({ status, headers, body: JSON.stringify({ error }) });
  await using litellm = createLiteLLM({ apiKey: KEY, baseUrl: server.url });
  return (await litellm(MODEL).generate({ messages: hello }).catch((failure: unknown) => failure)) as APIError;
}
