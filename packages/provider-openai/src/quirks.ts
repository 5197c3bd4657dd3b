import { type CallOptions, type JSONObject } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { warnUnsupported, type ChatDialect } from '@sdk/openai-wire';

/**
 * Whether a model thinks before it answers: the o-series and the gpt-5 family, but for its chat variants.
 *
 * @see https://platform.openai.com/docs/guides/reasoning (read 2026-11-20)
 */
export function isReasoningModel(modelId: string): boolean {
  return /^(?:ft:)?(?:o\d|gpt-5(?!.*chat))/.test(modelId);
}

/** What a reasoning model refuses, and the names on the wire. */
const REFUSED = {
  temperature: 'temperature',
  top_p: 'topP',
  presence_penalty: 'presencePenalty',
  frequency_penalty: 'frequencyPenalty',
  stop: 'stopSequences',
  logprobs: 'logprobs',
  top_logprobs: undefined,
} as const;

/** Reasoning models sample for themselves; with the effort `none` they take sampling like any other model. */
function withoutSampling(body: JSONObject, options: CallOptions, context: EncodeContext): JSONObject {
  if (!isReasoningModel(context.modelId) || options.reasoning === 'none') return body;
  const kept = { ...body };
  for (const [field, option] of Object.entries(REFUSED)) {
    if (kept[field] === undefined) continue;
    delete kept[field];
    if (option) warnUnsupported(context, option);
  }
  return kept;
}

/** `user` is deprecated: one field now names the person, another one routes to a warm cache. */
function withHints({ user, ...body }: JSONObject, { sessionId }: CallOptions): JSONObject {
  if (user !== undefined) body['safety_identifier'] = user;
  if (sessionId !== undefined) body['prompt_cache_key'] = sessionId;
  return body;
}

/** OpenAI itself. Reads `reasoning` and `reasoning_content`, too, for servers that are only spoken to like it. */
export const OPENAI_DIALECT: ChatDialect = {
  wire: 'openai',
  maxTokensField: (modelId) => (isReasoningModel(modelId) ? 'max_completion_tokens' : 'max_tokens'),
  systemRole: (modelId) => (isReasoningModel(modelId) ? 'developer' : 'system'),
  retryableStatuses: [409],
  hooks: {
    request: (body, options, context) => withHints(withoutSampling(body, options, context), options),
  },
};
