import type { AssistantMessage, ContentPart, FilePart, JSONObject, ReasoningPart, TextPart, ToolCallPart } from '@sdk/core';
import { wireCallId } from './call-id.ts';
import type { Encoding } from './encode-parts.ts';
import { outputTypeOf } from './item-kinds.ts';
import { readOwnData, type OwnData } from './own-data.ts';

/** A message of the assistant's as items: words, thoughts and calls, each in its place. */
export function encodeAssistant({ content }: AssistantMessage, encoding: Encoding, calls: Map<string, string>): JSONObject[] {
  const parts: ContentPart[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  const encoder = new AssistantEncoder(encoding, parts, calls);
  for (const part of parts) encoder.add(part);
  return encoder.items;
}

/** Gathers the items of one message. */
class AssistantEncoder {
  readonly items: JSONObject[] = [];
  readonly encoding: Encoding;
  readonly calls: Map<string, string>;
  /** Items are sent under their ids only where the thoughts that belong to them are sent, too. */
  readonly withIds: boolean;
  /** The message that a further text would belong to, and its own data. */
  message: { content: JSONObject[]; id: string | undefined; phase: string | undefined } | undefined = undefined;
  /** The thoughts that a further one would belong to. */
  thoughts: { summary: JSONObject[]; content?: JSONObject[] } | undefined = undefined;

  constructor(encoding: Encoding, parts: readonly ContentPart[], calls: Map<string, string>) {
    this.encoding = encoding;
    this.calls = calls;
    this.withIds = !parts.some((part) => part.type === 'reasoning' && isUnsealed(this.own(part)));
  }

  own(part: ContentPart): OwnData | undefined {
    return readOwnData(part, this.encoding.wire, this.encoding.context.modelId);
  }

  add(part: ContentPart): void {
    switch (part.type) {
      case 'text':
        return this.addText(part);
      case 'reasoning':
        return this.addThought(part);
      case 'tool-call':
        return this.addCall(part);
      case 'file':
        return this.addFile(part);
      case 'opaque':
        return this.addOwnItem(part);
      // Sources are never sent back; results of tools that the vendor ran stand in the items of the calls.
    }
  }

  push(item: JSONObject): void {
    this.message = undefined;
    this.items.push(item);
  }

  addText(part: TextPart): void {
    const own = this.own(part) ?? {};
    const id = this.withIds ? own.id : undefined;
    if (part.text === '' && id === undefined) return;
    const { phase } = own;
    const content: JSONObject = own.refusal ? { type: 'refusal', refusal: part.text } : { type: 'output_text', text: part.text };
    if (id !== undefined && !own.refusal) content['annotations'] = [];
    if (this.message && this.message.id === id && this.message.phase === phase) {
      this.message.content.push(content);
      return;
    }
    const message = { content: [content], id, phase };
    const asItem = id === undefined ? {} : { type: 'message', id, status: 'completed' };
    this.push({ ...asItem, role: 'assistant', content: message.content, ...(phase === undefined ? {} : { phase }) });
    this.message = message;
  }

  /** Thoughts go back sealed or not at all; the first part of an item holds the seal. */
  addThought(part: ReasoningPart): void {
    const own = this.own(part);
    if (!own) return;
    if (own.item) {
      this.thoughts = undefined;
      if (isUnsealed(own)) return;
      this.thoughts = { summary: [], ...(own.item['content'] ? { content: [] } : {}) };
      this.push({ type: 'reasoning', ...own.item, ...this.thoughts });
    }
    if (part.text === '' || !this.thoughts) return;
    if (own.raw) this.thoughts.content?.push({ type: 'reasoning_text', text: part.text });
    else this.thoughts.summary.push({ type: 'summary_text', text: part.text });
  }

  addCall(part: ToolCallPart): void {
    const { toolCallId, toolName, invalid, providerExecuted } = part;
    if (providerExecuted) return this.addOwnItem(part);
    const item = this.own(part)?.item ?? {};
    const outputType = outputTypeOf(item.type);
    if (outputType !== undefined) {
      this.calls.set(toolCallId, outputType);
      return this.push(item);
    }
    const { id, ...rest } = item;
    const kept = id !== undefined && this.withIds ? { id, ...rest } : rest;
    const args = invalid ?? JSON.stringify(part.arguments);
    this.push({ type: 'function_call', ...kept, call_id: wireCallId(toolCallId), name: toolName, arguments: args });
  }

  /** An image that the vendor drew goes back as its call. */
  addFile(part: FilePart): void {
    const item = this.own(part)?.item;
    if (item) return this.push({ ...item, result: part.data as string });
    const message = 'A file in a message of the assistant is left out; the wire has no place for it.';
    this.encoding.context.warn({ kind: 'unsupported', option: 'messages', message });
  }

  addOwnItem(part: ContentPart): void {
    const item = this.own(part)?.item;
    if (item) this.push(item);
  }
}

function isUnsealed(own: OwnData | undefined): boolean {
  return own?.item !== undefined && !own.item['encrypted_content'];
}
