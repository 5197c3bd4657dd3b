import { isJSONObject, type FinishReason, type JSONObject, type ProviderData, type Usage } from '@sdk/core';
import { WIRE } from '../wire.ts';
import type { MessageStop, MessageUsage, WrittenStopReason } from './answer.ts';

const REASONS: Record<string, WrittenStopReason> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
  pause: 'pause_turn',
};

/** How an answer ended. Which stop sequence it was only Anthropic says; reasons without a word here are `end_turn`. */
export function writeStop(reason: FinishReason, providerData: ProviderData | undefined): MessageStop {
  const data = providerData?.[WIRE];
  const own: JSONObject = isJSONObject(data) ? data : {};
  const sequence = reason === 'stop' && typeof own['stop_sequence'] === 'string' ? own['stop_sequence'] : null;
  const known = Object.hasOwn(REASONS, reason) ? (REASONS[reason] as WrittenStopReason) : 'end_turn';
  const stop: MessageStop = { stop_reason: sequence === null ? known : 'stop_sequence', stop_sequence: sequence };
  if (isJSONObject(own['stop_details'])) stop.stop_details = own['stop_details'];
  if (isJSONObject(own['container'])) stop.container = own['container'];
  return stop;
}

/** Usage in Anthropic's words, whose input tokens leave out what was read from or written to the cache. */
export function writeUsage({ inputTokens = 0, cachedInputTokens = 0, cacheWriteTokens = 0, outputTokens = 0, reasoningTokens }: Usage): MessageUsage {
  const usage: MessageUsage = {
    input_tokens: Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens),
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: cachedInputTokens,
    output_tokens: outputTokens,
  };
  if (reasoningTokens !== undefined) usage.output_tokens_details = { thinking_tokens: reasoningTokens };
  return usage;
}
