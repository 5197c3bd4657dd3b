import type { APIError, CallOptions, GenerateResult } from '@sdk/core';
import { asking, chatAnswer, type SentRequest } from '@sdk/testing/chat-completions';
import { createMistral } from '../src/index.ts';

export { hello } from '@sdk/testing/chat-completions';

export const KEY = 'test-0123456789abcdef';
export const MODEL = 'mistral-small-latest';
const ask = asking(createMistral, { apiKey: KEY, modelId: MODEL });

/** A whole answer with this content. */
export function completion(content: unknown, more: object = {}): object {
  return chatAnswer({ tool_calls: null, content }, { id: 'cmpl-1', model: MODEL, object: 'chat.completion', ...more });
}

export const requestOf = (call: Partial<CallOptions> = {}, modelId = MODEL): Promise<SentRequest> => ask.requestOf(modelId, call);
export const answerOf = (answer: object, call: Partial<CallOptions> = {}, headers: Record<string, string> = {}): Promise<GenerateResult> =>
  ask.readingOf(answer, { call, headers });
export const errorOf = (status: number, body: object): Promise<APIError> => ask.failureOf(status, body);
