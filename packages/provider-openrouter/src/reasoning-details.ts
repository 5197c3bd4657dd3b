import { isJSONObject, type AssistantMessage, type ContentPart, type JSONObject, type JSONValue } from '@sdk/core';
import type { AnswerReader, WireCompletion, WireMessage } from '@sdk/openai-wire';

/** Where the text of a detail stands; sealed ones have none. */
const TEXT_FIELDS: Record<string, string> = { 'reasoning.text': 'text', 'reasoning.summary': 'summary' };

/** The name of the parts that hold what OpenRouter read out of a document. */
const PARSED_FILE = 'file';

/**
 * Makes the reader of one answer: keeps `reasoning_details` to send them back, and reads the thoughts from them where a
 * delta has no `reasoning` of its own; mostly it says the same twice.
 *
 * @see https://openrouter.ai/docs/guides/best-practices/reasoning-tokens (read 2026-11-20)
 */
export function createAnswerReader(): AnswerReader {
  return new Reader();
}

class Reader implements AnswerReader {
  readonly details: JSONObject[] = [];
  readonly files: JSONObject[] = [];
  nativeFinishReason: string | undefined = undefined;

  readCompletion(completion: WireCompletion): WireCompletion {
    const choice = completion.choices?.[0] as { native_finish_reason?: string | null } | undefined;
    if (choice?.native_finish_reason) this.nativeFinishReason = choice.native_finish_reason;
    return completion;
  }

  read(message: WireMessage, from: 'delta' | 'message'): WireMessage {
    const { reasoning_details: details } = message as { reasoning_details?: JSONValue };
    if (message.annotations) for (const annotation of message.annotations) if (annotation.type === 'file') this.files.push({ ...annotation });
    if (!Array.isArray(details)) return message;
    let text = '';
    for (const detail of details) {
      if (!isJSONObject(detail)) continue;
      text += textOf(detail);
      if (from === 'message' || !this.merge(detail)) this.details.push(detail);
    }
    if (text !== '' && !message.reasoning && !message.reasoning_content) message.reasoning = text;
    return message;
  }

  /** Whether a fragment continues the last detail, and is now part of it. Sealed ones stand alone. */
  merge(detail: JSONObject): boolean {
    const last = this.details.at(-1);
    const field = TEXT_FIELDS[detail['type'] as string];
    if (!last || !field || !continues(last, detail)) return false;
    last[field] = textOf(last) + textOf(detail);
    for (const key in detail) if (key !== field && detail[key] !== null && detail[key] !== undefined) last[key] = detail[key];
    return true;
  }

  end(): ReturnType<AnswerReader['end']> {
    const parts = this.files.map((annotation): ContentPart => ({ type: 'opaque', name: PARSED_FILE, providerData: { openrouter: { annotation } } }));
    return {
      ...(this.details.length > 0 ? { reasoning: { reasoning_details: this.details } } : {}),
      ...(parts.length > 0 ? { parts } : {}),
      ...(this.nativeFinishReason === undefined ? {} : { result: { native_finish_reason: this.nativeFinishReason } }),
    };
  }
}

function continues(last: JSONObject, detail: JSONObject): boolean {
  if (last['type'] !== detail['type'] || (last['index'] ?? null) !== (detail['index'] ?? null)) return false;
  if (last['id'] && detail['id'] && last['id'] !== detail['id']) return false;
  // Without an index, a signature is what ends a thought.
  return typeof detail['index'] === 'number' || !last['signature'] || textOf(detail) === '';
}

function textOf(detail: JSONObject): string {
  const text = detail[TEXT_FIELDS[detail['type'] as string] ?? ''];
  return typeof text === 'string' ? text : '';
}

/** Whose models can read their own sealed thoughts only, by the format of the details. */
const AUTHORS: Record<string, string> = {
  'anthropic-claude-v1': 'anthropic',
  'openai-responses-v1': 'openai',
  'azure-openai-responses-v1': 'openai',
  'xai-responses-v1': 'x-ai',
  'google-gemini-v1': 'google',
};
const KNOWN_AUTHORS = new Set(Object.values(AUTHORS));

/** What of an assistant's message goes back to OpenRouter beside text and calls, in its order. */
export function blocksOf({ content }: AssistantMessage, modelId: string): { reasoningDetails: JSONObject[]; annotations: JSONObject[] } {
  const reasoningDetails: JSONObject[] = [];
  const annotations: JSONObject[] = [];
  for (const part of typeof content === 'string' ? [] : content) {
    const own = part.providerData?.['openrouter'];
    if (!isJSONObject(own)) continue;
    if (part.type === 'reasoning' && Array.isArray(own['reasoning_details'])) reasoningDetails.push(...own['reasoning_details'].filter(isJSONObject));
    if (part.type === 'opaque' && isJSONObject(own['annotation'])) annotations.push(own['annotation']);
  }
  return { reasoningDetails: reasoningDetails.filter((detail) => isReadable(detail, modelId)), annotations };
}

/** Thoughts of another author's model are foreign to it, and Anthropic refuses its own without a signature. */
function isReadable({ type, format, signature }: JSONObject, modelId: string): boolean {
  const author = modelId.replace(/^~/, '').split('/')[0] ?? '';
  const of = typeof format === 'string' ? AUTHORS[format] : undefined;
  if (of && KNOWN_AUTHORS.has(author) && of !== author) return false;
  return type !== 'reasoning.text' || format !== 'anthropic-claude-v1' || Boolean(signature);
}
