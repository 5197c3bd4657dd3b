import { isJSONObject, type AssistantMessage, type ContentPart, type JSONObject, type JSONValue } from '@sdk/core';
import type { AnswerReader, WireMessage } from '@sdk/openai-wire';

/**
 * Makes the reader of one answer: Mistral's content is a text, or a list of chunks of thinking, text and references.
 *
 * @see https://docs.mistral.ai/capabilities/reasoning (read 2026-11-20)
 */
export function createAnswerReader(): AnswerReader {
  return new Reader();
}

class Reader implements AnswerReader {
  thinking: JSONObject | undefined = undefined;
  readonly references: JSONValue[] = [];

  read(message: WireMessage): WireMessage {
    const content: unknown = message.content;
    if (!Array.isArray(content)) return message;
    let text = '';
    let reasoning = '';
    for (const chunk of content as unknown[]) {
      if (typeof chunk === 'string') text += chunk;
      else if (!isJSONObject(chunk)) continue;
      else if (chunk['type'] === 'thinking') reasoning += this.think(chunk);
      else if (chunk['type'] === 'reference') this.refer(chunk);
      else if (typeof chunk['text'] === 'string') text += chunk['text'];
    }
    message.content = text;
    if (reasoning !== '') message.reasoning = reasoning;
    return message;
  }

  /** The text of a chunk of thinking, which is itself a list. */
  think({ thinking, signature, closed }: JSONObject): string {
    this.thinking ??= {};
    if (typeof signature === 'string') this.thinking['signature'] = signature;
    if (typeof closed === 'boolean') this.thinking['closed'] = closed;
    if (typeof thinking === 'string') return thinking;
    let text = '';
    for (const inner of Array.isArray(thinking) ? thinking : []) {
      if (!isJSONObject(inner)) continue;
      if (typeof inner['text'] === 'string') text += inner['text'];
      else if (inner['type'] === 'reference') this.refer(inner);
    }
    return text;
  }

  refer({ reference_ids: ids }: JSONObject): void {
    if (Array.isArray(ids)) this.references.push(...ids);
  }

  end(): ReturnType<AnswerReader['end']> {
    const parts = this.references.map((id): ContentPart => ({ type: 'source', providerData: { mistral: { reference_id: id } } }));
    return { ...(this.thinking ? { reasoning: this.thinking } : {}), ...(parts.length > 0 ? { parts } : {}) };
  }
}

/** The thoughts of an assistant's message that came from Mistral, as its chunks. */
export function thinkingOf({ content }: AssistantMessage): JSONObject[] {
  const chunks: JSONObject[] = [];
  for (const part of typeof content === 'string' ? [] : content) {
    const own = part.type === 'reasoning' ? part.providerData?.['mistral'] : undefined;
    if (part.type !== 'reasoning' || !isJSONObject(own) || (part.text === '' && own['signature'] === undefined)) continue;
    chunks.push({ type: 'thinking', thinking: part.text === '' ? [] : [{ type: 'text', text: part.text }], ...own });
  }
  return chunks;
}
