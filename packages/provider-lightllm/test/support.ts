import { startFaultServer, type Answers, type FaultServer, type ReceivedRequest } from '@sdk/testing/server';
import type { CallOptions, FunctionTool } from '@sdk/core';
import { onTestFinished } from 'vitest';
import { createLightLLM, type LightLLMOptions, type LightLLMProvider } from '../src/index.ts';

export const JSON_TYPE = { 'content-type': 'application/json' };
export const SSE = { 'content-type': 'text/event-stream' };

export const get_weather: FunctionTool = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };

/** A call that says so. */
export const say = (content: string, more: Partial<CallOptions> = {}): CallOptions => ({ messages: [{ role: 'user', content }], ...more });

/** A server for one test. */
export async function serve(answers: Answers<ReceivedRequest>): Promise<FaultServer> {
  const server = await startFaultServer(answers);
  onTestFinished(() => server.close());
  return server;
}

/** A provider for one test. */
export function create(options: LightLLMOptions): LightLLMProvider {
  const provider = createLightLLM(options);
  onTestFinished(() => provider.close());
  return provider;
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('It did not fail.');
}

/** All that comes. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const seen: Item[] = [];
  for await (const item of items) seen.push(item);
  return seen;
}
