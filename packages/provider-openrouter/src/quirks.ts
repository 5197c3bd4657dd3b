import { mergeJSON, type AssistantMessage, type FilePart, type JSONObject, type Reasoning, type Usage } from '@sdk/core';
import { parseReset, type RateLimitReader } from '@sdk/http';
import { vendorFields, type ChatDialect, type WireUsage } from '@sdk/openai-wire';
import { readError } from './decode-error.ts';
import { blocksOf, createAnswerReader } from './reasoning-details.ts';

/** What requests say beside the call, for all models of a provider. */
export interface Routing {
  models?: readonly string[];
  provider?: JSONObject;
  plugins?: readonly JSONObject[];
}

/** How OpenRouter differs. @see https://openrouter.ai/docs/api_reference/overview (read 2026-11-20) */
export function createDialect(routing: Routing = {}): ChatDialect {
  const usual = routingFields(routing);
  return {
    wire: 'openrouter',
    fields: { topK: 'top_k', repetitionPenalty: 'repetition_penalty' },
    cacheControl: true,
    assistantImages: true,
    takesUrl: ({ mediaType }) => /^(?:image|video)\/|^application\/pdf$/.test(mediaType),
    readRateLimit,
    requestIdHeaders: ['x-generation-id', 'x-request-id'],
    retryableStatuses: [409],
    hooks: {
      request(body, options) {
        const { sessionId, metadata } = options;
        const hints = { ...(sessionId === undefined ? {} : { session_id: sessionId }), ...(metadata ? { metadata } : {}) };
        return mergeJSON({ ...usual, ...body, ...hints }, vendorFields(options, 'openrouter'));
      },
      reasoning: encodeReasoning,
      file: encodeFile,
      assistantMessage: (wire, message, { modelId }) => withBlocks(wire, message, modelId),
      createAnswerReader,
      readUsage: withCost,
      readError,
    },
  };
}

function routingFields({ models, provider, plugins }: Routing): JSONObject {
  return { ...(models ? { models: [...models] } : {}), ...(provider ? { provider } : {}), ...(plugins ? { plugins: [...plugins] } : {}) };
}

/** @see https://openrouter.ai/docs/guides/best-practices/reasoning-tokens (read 2026-11-20) */
function encodeReasoning(reasoning: Reasoning): JSONObject {
  return { reasoning: typeof reasoning === 'string' ? { effort: reasoning } : { max_tokens: reasoning.budgetTokens } };
}

function encodeFile({ mediaType, url, data }: FilePart): JSONObject | undefined {
  if (!mediaType.startsWith('video/')) return undefined;
  return { type: 'video_url', video_url: { url: url ?? `data:${mediaType};base64,${data as string}` } };
}

/** Thoughts and parsed documents go back as they came. */
function withBlocks(wire: JSONObject, message: AssistantMessage, modelId: string): JSONObject {
  const { reasoningDetails, annotations } = blocksOf(message, modelId);
  if (reasoningDetails.length > 0) wire['reasoning_details'] = reasoningDetails;
  if (annotations.length > 0) wire['annotations'] = annotations;
  return wire;
}

/** A credit of OpenRouter is a US dollar. @see https://openrouter.ai/docs/cookbook/administration/usage-accounting (read 2026-11-20) */
export function withCost(usage: Usage, { cost }: WireUsage): Usage {
  if (typeof cost === 'number') usage.costUsd = cost;
  return usage;
}

const RATE_LIMIT = { limit: 'x-ratelimit-limit', remaining: 'x-ratelimit-remaining', reset: 'x-ratelimit-reset' };

/** One limit, without a scope in its name; it counts requests. */
const readRateLimit: RateLimitReader = (headers) => {
  const limit = count(headers[RATE_LIMIT.limit]);
  const remaining = count(headers[RATE_LIMIT.remaining]);
  const resetMs = parseReset(headers[RATE_LIMIT.reset] ?? '', 'epoch-ms');
  const requests = {
    ...(limit === undefined ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(resetMs === undefined ? {} : { resetMs }),
  };
  return Object.keys(requests).length > 0 ? { requests } : undefined;
};

function count(value: string | undefined): number | undefined {
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined;
}
