import type { CallOptions, JSONObject, Warning } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { createOpenAI, type OpenAIOptions } from '../src/index.ts';

export const KEY = 'sk-test-0123456789abcdef';
export const hello: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

const ANSWER = JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }] });

/** What really goes over the wire for a call, and what was warned of. */
export async function requestOf(modelId: string, options: Partial<CallOptions> = {}, provider: OpenAIOptions = {}): Promise<{ body: JSONObject; headers: Record<string, string>; warnings: Warning[] }> {
  await using server = await startFaultServer({ body: ANSWER });
  await using openai = createOpenAI({ apiKey: KEY, baseUrl: `${server.url}/v1`, ...provider });
  const { warnings } = await openai(modelId).generate({ messages: hello, ...options });
  const [request] = server.requests;
  return { body: request?.json() as JSONObject, headers: request?.headers ?? {}, warnings };
}
