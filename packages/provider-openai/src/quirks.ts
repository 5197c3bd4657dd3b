import { type CallOptions, type JSONObject } from '@sdk/core';
import { isReasoningModel, withoutSampling, type ChatDialect } from '@sdk/openai-wire';
import type { ResponsesDialect } from '@sdk/openai-wire/responses';

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
    request(body, options, context) {
      const taken = isReasoningModel(context.modelId) ? withoutSampling(body, options, context) : body;
      return withHints(taken, options);
    },
  },
};

/** OpenAI's Responses API. */
export const OPENAI_RESPONSES_DIALECT: ResponsesDialect = {
  systemRole: (modelId) => (isReasoningModel(modelId) ? 'developer' : 'system'),
  // A model that does not reason answers 400 to the question.
  sealsReasoning: isReasoningModel,
  // From gpt-5.6 on; before, the cache works by itself only.
  takesCacheBreakpoints: (modelId) => /^gpt-(?:5\.(?:[6-9]|\d\d)|[6-9])/.test(modelId),
  countsTokens: true,
  retryableStatuses: [409],
  hooks: {
    sampling: (fields, options, context) => (isReasoningModel(context.modelId) ? withoutSampling(fields, options, context) : fields),
  },
};
