import type { FilePart, JSONObject, ModelInfo, Reasoning, Usage } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { dropFields, encodeEffort, nearestEffort, type ChatDialect, type Effort, type WireUsage } from '@sdk/openai-wire';
import type { ResponsesDialect } from '@sdk/openai-wire/responses';

/** Whether a model thinks before it answers: all since Grok 4, unless the name denies it, and the small one before. */
export function isReasoningModel(modelId: string): boolean {
  return !/non-reasoning|^grok-[23](?!-mini)/.test(modelId);
}

/** The efforts that a model takes. @see https://docs.x.ai/developers/model-capabilities/text/best-practices (read 2026-11-20) */
function effortsOf(modelId: string): Effort[] {
  // Grok 4 before 4.3 thinks as it sees fit; from then on, names have a dot.
  if (!isReasoningModel(modelId) || /^grok-4(?:-|$)/.test(modelId)) return [];
  if (modelId.startsWith('grok-3-mini')) return ['low', 'high'];
  return ['none', 'low', 'medium', 'high', ...(modelId.startsWith('grok-4.3') ? [] : (['xhigh'] as const))];
}

function askReasoning(reasoning: Reasoning, context: EncodeContext): JSONObject | undefined {
  return encodeEffort(reasoning, context, (effort) => nearestEffort(effort, effortsOf(context.modelId)));
}

/** What models that reason refuse, and the options that these come from. */
const REFUSED = { stop: 'stopSequences', presence_penalty: 'presencePenalty', frequency_penalty: 'frequencyPenalty' };

function imagesOnly({ mediaType }: FilePart, context: EncodeContext): undefined {
  if (!mediaType.startsWith('image/')) context.unsupported(`Chat Completions takes images only, not ${mediaType}.`);
}

/** What a dollar is divided into. @see https://docs.x.ai/developers/cost-tracking (read 2026-11-20) */
const TICKS_PER_USD = 1e10;

/**
 * Usage as the contract counts it: xAI counts thoughts beside the answer, and at times cached tokens beside the prompt.
 *
 * Where input and output already make up the total, thoughts are in it.
 */
export function readUsage(usage: Usage, wire: WireUsage): Usage {
  const { inputTokens, outputTokens, reasoningTokens = 0, cachedInputTokens = 0, totalTokens } = usage;
  const ticks = wire['cost_in_usd_ticks'];
  const isWhole = inputTokens !== undefined && outputTokens !== undefined && inputTokens + outputTokens === totalTokens;
  return {
    ...usage,
    ...(inputTokens !== undefined && cachedInputTokens > inputTokens ? { inputTokens: inputTokens + cachedInputTokens } : {}),
    ...(outputTokens !== undefined && !isWhole ? { outputTokens: outputTokens + reasoningTokens } : {}),
    ...(typeof ticks === 'number' ? { costUsd: ticks / TICKS_PER_USD } : {}),
  };
}

/** What the list says of a model. */
export function readModel({ input_modalities: input }: JSONObject): Partial<ModelInfo> {
  return Array.isArray(input) ? { capabilities: { vision: input.includes('image') } } : {};
}

/** xAI. Thoughts cannot be sent back in Chat Completions. */
export const XAI_DIALECT: ChatDialect = {
  wire: 'xai',
  maxTokensField: () => 'max_completion_tokens',
  // A conflict passes, as at OpenAI.
  retryableStatuses: [409],
  hooks: {
    reasoning: askReasoning,
    request: (body, _options, context) => (isReasoningModel(context.modelId) ? dropFields(body, REFUSED, context) : body),
    file: imagesOnly,
    readUsage,
  },
};

/** xAI's Responses API, where thoughts can be sent back. */
export const XAI_RESPONSES_DIALECT: ResponsesDialect = {
  wire: 'xai-responses',
  sealsReasoning: isReasoningModel,
  userField: 'user',
  // Documented as text only.
  filesInToolOutput: false,
  retryableStatuses: [409],
  hooks: {
    reasoning: askReasoning,
    readUsage,
    // The steps of a search on X come as calls of custom tools; there are none to be run by the caller.
    isRunByVendor: ({ type }) => (type === 'custom_tool_call' ? true : undefined),
  },
};
