import type { CallOptions } from '@sdk/core';
import { startFaultServer, type Answers, type FaultServer, type ReceivedRequest } from '@sdk/testing/server';
import { onTestFinished } from 'vitest';
import { createSynth, type SynthOptions, type SynthProvider, type WarmupClock } from '../src/index.ts';

export const KEY = 'key-0123456789abcdef';
export const MODEL = 'Qwen/Qwen2.5-7B-Instruct';
export const hello: CallOptions = { messages: [{ role: 'user', content: 'Hello' }] };
export const ANSWER = { body: JSON.stringify({ id: 'c1', model: MODEL, choices: [{ message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }], usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 } }) };

/** A server for one test. */
export async function serve(answers: Answers<ReceivedRequest> = ANSWER): Promise<FaultServer> {
  const server = await startFaultServer(answers);
  onTestFinished(() => server.close());
  return server;
}

/** A provider for one test. */
export function create(options: SynthOptions = {}): SynthProvider {
  const provider = createSynth({ apiKey: KEY, ...options });
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

/** Time that passes only when somebody sleeps. */
export class TestClock implements WarmupClock {
  time = 0;
  readonly sleeps: number[] = [];

  now(): number {
    return this.time;
  }

  async sleep(ms: number): Promise<void> {
    this.sleeps.push(ms);
    this.time += ms;
  }
}
