import { createOpenAI } from '@sdk/provider-openai';
import OpenAI from 'openai';
import { expect, onTestFinished } from 'vitest';
import { toOpenAI } from '../src/index.ts';
import type { SharedClient, SharedError } from './client.ts';

export const KEY = 'sk-test-0123456789abcdef';

/** The real client, and the face over a provider of ours. */
export interface Clients {
  real: SharedClient;
  face: SharedClient;
}

/** Both clients of one server, for the length of a test. */
export function clientsAt(url: string): Clients {
  const baseUrl = `${url}/v1`;
  const provider = createOpenAI({ apiKey: KEY, baseUrl });
  onTestFinished(() => provider.close());
  return { real: new OpenAI({ apiKey: KEY, baseURL: baseUrl, maxRetries: 0 }), face: toOpenAI(provider) };
}

/** Runs a program with both clients, one after the other, and gives what came out. */
export async function both<Out>({ real, face }: Clients, program: (client: SharedClient) => Promise<Out>): Promise<{ real: Out; face: Out }> {
  return { real: await program(real), face: await program(face) };
}

/** Runs a program with both clients, and holds the one to the other. */
export async function same<Out>(clients: Clients, program: (client: SharedClient) => Promise<Out>): Promise<Out> {
  const { real, face } = await both(clients, program);
  expect(face).toEqual(real);
  return face;
}

export const say = (content: string) => [{ role: 'user' as const, content }];
export const asked = (content: string) => ({ model: 'gpt-4o', messages: say(content) });

export const weather: OpenAI.ChatCompletionTool = {
  type: 'function',
  function: { name: 'weather', description: 'The weather in a city', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
};

/** What a program makes of a stream. */
export async function gather(stream: AsyncIterable<OpenAI.ChatCompletionChunk>) {
  const calls: { id?: string | undefined; name?: string | undefined; arguments: string }[] = [];
  const seen = { text: '', role: '', calls, finish: [] as string[], usage: null as unknown, objects: new Set<string>(), models: new Set<string>() };
  for await (const { choices, usage, object, model } of stream) {
    seen.objects.add(object);
    seen.models.add(model);
    if (usage) seen.usage = usage;
    for (const { delta, finish_reason } of choices) {
      seen.text += delta.content ?? '';
      seen.role ||= delta.role ?? '';
      if (finish_reason) seen.finish.push(finish_reason);
      for (const { index, id, function: called } of delta.tool_calls ?? []) {
        const call = (calls[index] ??= { id, name: called?.name, arguments: '' });
        call.arguments += called?.arguments ?? '';
      }
    }
  }
  return seen;
}

/** The error of a promise that must fail. */
export async function errorOf(promise: PromiseLike<unknown>): Promise<SharedError> {
  try {
    await promise;
  } catch (error) {
    return error as SharedError;
  }
  throw new Error('nothing was thrown');
}
