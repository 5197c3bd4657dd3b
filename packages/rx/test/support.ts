import type { CallOptions, LanguageModel, StreamPart } from '@sdk/core';
import { createOpenAI } from '@sdk/provider-openai';
import { scriptedModel, type ScriptStep } from '@sdk/testing';
import { startFaultServer, type Answer, type FaultServer } from '@sdk/testing/server';
import { config, type Observable } from 'rxjs';
import { afterEach, beforeEach, expect, onTestFinished } from 'vitest';

export const CALL: CallOptions = { messages: [{ role: 'user', content: 'Hello?' }] };

/** A stream of Chat Completions. Written from OpenAI's documentation, read 2026-11-20. */
export const EVENTS = ['Why', ' not', '?'].map((content) => `data: ${JSON.stringify({ id: 'c1', model: 'm', choices: [{ index: 0, delta: { content } }] })}\n\n`);
export const END = `data: ${JSON.stringify({ id: 'c1', model: 'm', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`;
export const SSE = { 'content-type': 'text/event-stream' };

/** A server, and OpenAI's provider that asks it. */
export async function openaiOver(answer: Answer | readonly Answer[]): Promise<{ server: FaultServer; model: LanguageModel }> {
  const server = await startFaultServer(answer);
  const provider = createOpenAI({ baseUrl: server.url, apiKey: 'sk-test' });
  onTestFinished(async () => {
    await provider.close();
    await server.close();
  });
  return { server, model: provider('m') };
}

export const slow = (script: ScriptStep | ScriptStep[]) => scriptedModel(script, { delayMs: 5 });

/** What an Observable said until it was over, or until so many milliseconds had passed after the last word. */
export interface Heard<T> {
  values: T[];
  errors: unknown[];
  completions: number;
}

export function hear<T>(source: Observable<T>): Heard<T> & { over: Promise<void>; stop(): void } {
  const heard: Heard<T> = { values: [], errors: [], completions: 0 };
  let end = (): void => {};
  const over = new Promise<void>((resolve) => (end = resolve));
  const subscription = source.subscribe({
    next: (value) => heard.values.push(value),
    error: (error) => {
      heard.errors.push(error);
      end();
    },
    complete: () => {
      heard.completions++;
      end();
    },
  });
  return Object.assign(heard, { over, stop: () => subscription.unsubscribe() });
}

export const textIn = (parts: StreamPart[]): string => parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Makes every test fail after which something was thrown, rejected or told where nobody listens. */
export function failOnStrayErrors(): void {
  const stray: unknown[] = [];
  const note = (error: unknown) => void stray.push(error);
  beforeEach(() => {
    stray.length = 0;
    process.on('unhandledRejection', note);
    config.onUnhandledError = note;
    config.onStoppedNotification = note;
  });
  afterEach(async () => {
    await pause(10);
    process.off('unhandledRejection', note);
    config.onUnhandledError = config.onStoppedNotification = null;
    expect(stray).toEqual([]);
  });
}
