import type { FilePart, JSONObject, Reasoning } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { encodeEffort, nearestEffort, type ChatDialect, type ThinkTags } from '@sdk/openai-wire';
import { createOldAnswerReader } from './old-answers.ts';
import { refineError } from './decode-error.ts';
import { unwrapToolResponse } from './tool-response.ts';

/** How text is read that the server did not. */
export interface TextReading {
  textToolCalls: NonNullable<ChatDialect['textToolCalls']>;
  thinkTags: ThinkTags;
}

/**
 * How LightLLM's Chat Completions differ from OpenAI's; what is left out is as there.
 *
 * @see https://github.com/ModelTC/LightLLM (api_models.py and api_openai.py at 87881ae, read 2026-11-20)
 */
export function createDialect({ textToolCalls, thinkTags }: TextReading): ChatDialect {
  return {
    wire: 'lightllm',
    path: 'v1/chat/completions',
    fields: { topK: 'top_k', repetitionPenalty: 'repetition_penalty', logprobs: false },
    // Servers without the right `--tool_call_parser` and `--reasoning_parser` leave calls and thoughts in the text.
    textToolCalls,
    thinkTags,
    // A conflict passes, as at OpenAI.
    retryableStatuses: [409],
    // It fetches http(s) itself. Other addresses are none that it could reach.
    takesUrl: ({ mediaType, url = '' }) => /^(?:image|audio)\//.test(mediaType) && /^https?:/i.test(url),
    hooks: {
      request: unwrapToolResponses,
      reasoning: encodeReasoning,
      file: encodeAudio,
      readError: refineError,
      createAnswerReader: () => createOldAnswerReader(textToolCalls !== false),
    },
  };
}

/** The template of the model puts results between their tags: what came with tags would have them twice. */
function unwrapToolResponses(body: JSONObject): JSONObject {
  const messages = body['messages'] as JSONObject[];
  const unwrapped = messages.map((message) => {
    const { role, content } = message;
    return role === 'tool' && typeof content === 'string' ? { ...message, content: unwrapToolResponse(content) } : message;
  });
  return { ...body, messages: unwrapped };
}

/** Whether to think is the template's business, under one of two names; how much is known in three words. */
function encodeReasoning(reasoning: Reasoning, context: EncodeContext): JSONObject | undefined {
  if (reasoning === 'none') return { chat_template_kwargs: { enable_thinking: false, thinking: false } };
  const effort = encodeEffort(reasoning, context, (word) => nearestEffort(word, ['low', 'medium', 'high']));
  return { ...effort, chat_template_kwargs: { enable_thinking: true, thinking: true } };
}

function encodeAudio({ mediaType, url, data }: FilePart, { unsupported }: EncodeContext): JSONObject | undefined {
  if (mediaType.startsWith('image/')) return undefined;
  if (!mediaType.startsWith('audio/')) return unsupported(`takes images and audio, not ${mediaType}.`);
  return { type: 'audio_url', audio_url: { url: url ?? `data:${mediaType};base64,${data as string}` } };
}

/** What LightLLM's list of models says beyond the id. */
export function readModel(entry: JSONObject): { contextWindow?: number } {
  const length = entry['max_model_len'];
  return typeof length === 'number' ? { contextWindow: length } : {};
}
