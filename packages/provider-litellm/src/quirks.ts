import { mergeJSON, type CallOptions, type JSONObject, type Reasoning, type Usage } from '@sdk/core';
import type { DecodeContext } from '@sdk/http';
import { vendorFields, type ChatDialect, type WireUsage } from '@sdk/openai-wire';
import { readError } from './decode-error.ts';
import { readRateLimit } from './rate-limit.ts';
import { createThinkingReader, withThinkingBlocks } from './thinking-blocks.ts';

/**
 * How a LiteLLM proxy differs: it takes every field and passes those that it does not know on to the vendor behind.
 *
 * @see https://docs.litellm.ai/docs/proxy/user_keys (read 2026-11-20)
 */
export const LITELLM_DIALECT: ChatDialect = {
  wire: 'litellm',
  fields: { topK: 'top_k', repetitionPenalty: 'repetition_penalty' },
  cacheControl: true,
  // Local servers behind the proxy may leave their models' thoughts in the text.
  thinkTags: true,
  requestIdHeaders: ['x-litellm-call-id', 'x-request-id'],
  readRateLimit,
  retryableStatuses: [409],
  hooks: {
    request: (body, options) => mergeJSON({ ...body, ...tracking(options) }, vendorFields(options, 'litellm')),
    reasoning: encodeReasoning,
    assistantMessage: withThinkingBlocks,
    createAnswerReader: createThinkingReader,
    readUsage: withCost,
    readError,
  },
};

/** @see https://docs.litellm.ai/docs/proxy/ui_logs_sessions (read 2026-11-20) */
function tracking({ sessionId, metadata }: CallOptions): JSONObject {
  if (sessionId === undefined && !metadata) return {};
  return { metadata: { ...metadata, ...(sessionId === undefined ? {} : { session_id: sessionId }) } };
}

/** A budget is said in Anthropic's words, which the proxy knows for every vendor. @see https://docs.litellm.ai/docs/reasoning_content (read 2026-11-20) */
function encodeReasoning(reasoning: Reasoning): JSONObject {
  return typeof reasoning === 'string' ? { reasoning_effort: reasoning } : { thinking: { type: 'enabled', budget_tokens: reasoning.budgetTokens } };
}

const COST_HEADER = 'x-litellm-response-cost';

/**
 * Adds the cost, in US dollars, and what the proxy says of caches in Anthropic's words. A cost of 0 is one that is not known yet, as in
 * the headers of a stream.
 *
 * @see https://docs.litellm.ai/docs/proxy/response_headers (read 2026-11-20)
 */
export function withCost(usage: Usage, wire: WireUsage, { headers }: DecodeContext): Usage {
  const cost = [Number(headers[COST_HEADER]), wire['cost']].find((value): value is number => typeof value === 'number' && value > 0);
  if (cost !== undefined) usage.costUsd = cost;
  const cached = wire['cache_read_input_tokens'];
  if (usage.cachedInputTokens === undefined && typeof cached === 'number') usage.cachedInputTokens = cached;
  return usage;
}
