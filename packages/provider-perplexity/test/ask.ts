import type { CallOptions, GenerateResult } from '@sdk/core';
import { asking, type SentRequest } from '@sdk/testing/chat-completions';
import { createPerplexity, type PerplexityOptions } from '../src/index.ts';

export { hello } from '@sdk/testing/chat-completions';

export const KEY = 'pplx-test-0123456789abcdef';
const ask = asking(createPerplexity, { apiKey: KEY, modelId: 'sonar' });

/** A whole answer with this text, and with a delta in it, as Perplexity sends. */
export function completion(content: string, more: object = {}): object {
  const message = { role: 'assistant', content };
  return { id: 'a-1', model: 'sonar', choices: [{ index: 0, message, delta: { role: 'assistant', content: '' }, finish_reason: 'stop' }], ...more };
}

export const requestOf = (call: Partial<CallOptions> = {}, settings: PerplexityOptions = {}, modelId = 'sonar'): Promise<SentRequest> => ask.requestOf(modelId, call, settings);
export const answerOf = (answer: object, modelId = 'sonar'): Promise<GenerateResult> => ask.readingOf(answer, { modelId });
export const errorOf = ask.failureOf;
