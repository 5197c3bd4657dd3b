import { isJSONObject, mergeJSON, type AssistantMessage, type CallOptions, type FilePart, type JSONObject, type JSONValue, type Reasoning, type Usage } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { EFFORTS, encodeEffort, nearestEffort, vendorFields, warnUnsupported, type ChatDialect, type WireUsage } from '@sdk/openai-wire';
import { createAnswerReader, thinkingOf } from './content-chunks.ts';
import { toolCallId } from './tool-call-id.ts';

/** How Mistral differs. @see https://docs.mistral.ai/api (read 2026-11-20) */
export const MISTRAL_DIALECT: ChatDialect = {
  wire: 'mistral',
  fields: { seed: 'random_seed', logprobs: false },
  // Fields that it does not know are a 422; usage comes without being asked for.
  includeUsage: false,
  toolChoiceRequired: 'any',
  toolCallId,
  takesUrl: () => true,
  rateLimitReset: 'seconds',
  requestIdHeaders: ['mistral-correlation-id', 'x-kong-request-id', 'x-request-id'],
  hooks: { request, reasoning, file, assistantMessage, createAnswerReader, readUsage },
};

function request({ user: _user, messages, ...body }: JSONObject, options: CallOptions, context: EncodeContext): JSONObject {
  const { sessionId, metadata } = options;
  if (sessionId !== undefined) body['prompt_cache_key'] = sessionId;
  if (metadata) body['metadata'] = metadata;
  body['messages'] = arrange(messages as JSONObject[], context);
  return mergeJSON(body, vendorFields(options, 'mistral'));
}

/** Models of 2023 and 2024, open ones and dated ones: they take no message of the user right after a result. */
const OLD_MODEL = /^open-|mixtral|-2[34]\d\d$/;

/** What stands between the two for them. */
const INTERLUDE = 'OK.';

/** A last assistant's message is marked as one to continue. */
function arrange(messages: JSONObject[], context: EncodeContext): JSONValue[] {
  const arranged: JSONObject[] = [];
  for (const message of messages) {
    if (message['role'] === 'user' && arranged.at(-1)?.['role'] === 'tool' && OLD_MODEL.test(context.modelId)) {
      arranged.push({ role: 'assistant', content: INTERLUDE });
      context.warn({ kind: 'adjusted', option: 'messages', message: `${context.modelId} takes no user's message after a tool's result; "${INTERLUDE}" of the assistant stands between them.` });
    }
    arranged.push(message);
  }
  const last = arranged.at(-1);
  if (last?.['role'] === 'assistant') last['prefix'] = true;
  return arranged;
}

const KNOWN_EFFORTS = EFFORTS.filter((effort) => effort !== 'max');

/** Magistral always thinks, in a mode of its own; other models take an effort. */
function reasoning(asked: Reasoning, context: EncodeContext): JSONObject | undefined {
  if (/^magistral/.test(context.modelId)) {
    if (asked === 'none') warnUnsupported(context, 'reasoning');
    else context.warn({ kind: 'adjusted', option: 'reasoning', message: `${context.modelId} knows no effort; it is asked to reason.` });
    return asked === 'none' ? undefined : { prompt_mode: 'reasoning' };
  }
  return encodeEffort(asked, context, (effort) => nearestEffort(effort, KNOWN_EFFORTS));
}

function file({ mediaType, url, data, filename, providerData }: FilePart): JSONObject | undefined {
  const own = isJSONObject(providerData?.['mistral']) ? providerData['mistral'] : {};
  if (typeof own['file_id'] === 'string') return { type: 'file', file_id: own['file_id'] };
  const address = url ?? `data:${mediaType};base64,${data as string}`;
  if (mediaType.startsWith('image/')) return { type: 'image_url', image_url: own['detail'] === undefined ? address : { url: address, detail: own['detail'] } };
  if (mediaType.startsWith('audio/')) return { type: 'input_audio', input_audio: url ?? (data as string) };
  return { type: 'document_url', document_url: address, ...(filename ? { document_name: filename } : {}) };
}

/** Thoughts go back as chunks before the text. */
function assistantMessage(wire: JSONObject, message: AssistantMessage): JSONObject {
  const thinking = thinkingOf(message);
  const text = wire['content'] ?? '';
  wire['content'] = thinking.length === 0 ? text : [...thinking, ...(text === '' ? [] : [{ type: 'text', text }])];
  return wire;
}

function readUsage(usage: Usage, { num_cached_tokens: cached }: WireUsage): Usage {
  if (usage.cachedInputTokens === undefined && typeof cached === 'number') usage.cachedInputTokens = cached;
  return usage;
}
