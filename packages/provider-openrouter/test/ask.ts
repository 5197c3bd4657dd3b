import type { APIError, CallOptions, GenerateResult } from '@sdk/core';
import { asking, chatAnswer, chatChunk, type SentRequest } from '@sdk/testing/chat-completions';
import { createOpenRouter, type OpenRouterOptions } from '../src/index.ts';

export { hello } from '@sdk/testing/chat-completions';

export const KEY = 'sk-or-test-0123456789abcdef';
export const MODEL = 'anthropic/claude-haiku-4.5';
const ask = asking(createOpenRouter, { apiKey: KEY, modelId: MODEL });
const ids = { id: 'gen-1', model: MODEL };

/** A whole answer with this message. */
export function completion(message: object, more: object = {}): { choices: object[] } {
  return chatAnswer(message, { ...ids, ...more });
}

/** The deltas of a streamed answer, as OpenRouter frames them. */
export function stream(...deltas: object[]): string {
  const last = { ...ids, choices: [{ index: 0, delta: { content: '' }, finish_reason: 'stop', native_finish_reason: 'end_turn' }] };
  const chunks = [...deltas.map((delta) => chatChunk(delta, null, ids)), last];
  return `: OPENROUTER PROCESSING\n\n${chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')}data: [DONE]\n\n`;
}

export const requestOf = (call: Partial<CallOptions> = {}, settings: OpenRouterOptions = {}, modelId = MODEL): Promise<SentRequest> => ask.requestOf(modelId, call, settings);
export const answerOf = (answer: object, headers: Record<string, string> = {}): Promise<GenerateResult> => ask.readingOf(answer, { headers });
export const errorOf = (status: number, error: object, headers: Record<string, string> = {}): Promise<APIError> => ask.failureOf(status, { error }, headers);
