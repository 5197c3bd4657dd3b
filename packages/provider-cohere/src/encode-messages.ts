import type { AssistantMessage, ContentPart, FilePart, Message, TextPart, UserMessage } from '@sdk/core';
import { isJSONObject } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { encodeToolResult } from './encode-tool-result.ts';
import { WIRE, type WireContent, type WireMessage, type WireSentToolCall } from './wire.ts';

/**
 * A conversation as Cohere's messages. One of ours may become several or none.
 *
 * Cohere takes instructions only at the beginning, so that all of them go there.
 */
export function encodeMessages(messages: readonly Message[], context: EncodeContext): WireMessage[] {
  const instructions: WireContent[] = [];
  const encoder = new ConversationEncoder(context);
  for (const message of messages) {
    if (message.role !== 'system') {
      encoder.add(message);
      continue;
    }
    const texts = textsOf(message.content);
    if (texts.length > 0 && encoder.encoded.length > 0) {
      context.warn({ kind: 'adjusted', option: 'messages', message: 'A system message inside the conversation is sent at its beginning.' });
    }
    instructions.push(...texts);
  }
  const conversation = encoder.end();
  return instructions.length > 0 ? [{ role: 'system', content: shortest(instructions) }, ...conversation] : conversation;
}

/** Encodes the messages after the instructions, in order. */
class ConversationEncoder {
  readonly context: EncodeContext;
  readonly encoded: WireMessage[] = [];
  readonly callIds = new Set<string>();
  /** Files of tool results: they must wait until the last result of a run, which nothing may come between. */
  shown: WireContent[] = [];

  constructor(context: EncodeContext) {
    this.context = context;
  }

  add(message: Exclude<Message, { role: 'system' }>): void {
    if (message.role === 'tool') return this.addResults(message.content);
    this.flushShown();
    if (message.role === 'user') this.push('user', encodeUser(message.content, this.context));
    else this.addAssistant(message);
  }

  end(): WireMessage[] {
    this.flushShown();
    return this.encoded;
  }

  push(role: 'user', content: WireContent[]): void {
    if (content.length > 0) this.encoded.push({ role, content: shortest(content) });
  }

  addResults(results: Extract<Message, { role: 'tool' }>['content']): void {
    for (const part of results) {
      const { toolCallId, content = [] } = part;
      if (!this.callIds.has(toolCallId)) this.context.invalid(`the result for "${toolCallId}" answers no tool call before it.`);
      const files = content.filter((inner) => inner.type === 'file').map((file) => encodeImage(file, this.context));
      if (files.length > 0) this.shown.push({ type: 'text', text: `From tool call ${toolCallId}:` }, ...files);
      this.encoded.push({ role: 'tool', tool_call_id: toolCallId, content: encodeToolResult(part) });
    }
  }

  flushShown(): void {
    if (this.shown.length === 0) return;
    this.context.warn({ kind: 'adjusted', option: 'messages', message: 'Images in tool results are sent in a user message after them.' });
    this.push('user', this.shown);
    this.shown = [];
  }

  addAssistant(message: AssistantMessage): void {
    const { plan, content, calls } = encodeAssistant(message, this.context);
    for (const { id } of calls) this.callIds.add(id);
    // A plan of nothing is none, and Cohere takes no empty message.
    if (content.length === 0 && calls.length === 0) return;
    this.encoded.push({
      role: 'assistant',
      ...(plan === '' ? {} : { tool_plan: plan }),
      ...(content.length === 0 ? {} : { content: shortest(content) }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    });
  }
}

interface EncodedAssistant {
  plan: string;
  content: WireContent[];
  calls: WireSentToolCall[];
}

function encodeAssistant(message: AssistantMessage, context: EncodeContext): EncodedAssistant {
  const encoded: EncodedAssistant = { plan: '', content: [], calls: [] };
  const parts: ContentPart[] = typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content;
  for (const part of parts) {
    if (part.type === 'text' && part.text !== '') encoded.content.push({ type: 'text', text: part.text });
    else if (part.type === 'reasoning' && part.text !== '') {
      const field = ownField(part.providerData?.[WIRE], context);
      if (field === 'tool_plan') encoded.plan += part.text;
      else if (field === 'thinking') encoded.content.push({ type: 'thinking', thinking: part.text });
    } else if (part.type === 'tool-call' && !part.providerExecuted) {
      // Cohere reads the text as JSON; what is none goes back inside some.
      const args = part.invalid === undefined ? part.arguments : { invalid_arguments: part.invalid };
      encoded.calls.push({ id: part.toolCallId, type: 'function', function: { name: part.toolName, arguments: JSON.stringify(args) } });
    } else if (part.type === 'file') {
      context.warn({ kind: 'unsupported', option: 'messages', message: 'A file in a message of the assistant is left out; the wire has no place for it.' });
    }
    // Sources, and what other vendors thought, ran or sealed, are not for this wire.
  }
  return encoded;
}

/** Where a thought stood, if this model had it. Those of another one would be put into its mouth. */
function ownField(own: unknown, { modelId }: EncodeContext): unknown {
  return isJSONObject(own) && own['model'] === modelId ? own['field'] : undefined;
}

function encodeUser(content: UserMessage['content'], context: EncodeContext): WireContent[] {
  if (typeof content === 'string') return textsOf(content);
  const blocks: WireContent[] = [];
  for (const part of content) {
    if (part.type === 'text') blocks.push(...textsOf(part.text));
    else if (part.type === 'file') blocks.push(encodeImage(part, context));
    // An opaque part belongs to another wire.
  }
  return blocks;
}

/** `@sdk/http` has brought bytes into base64; URLs are fetched by Cohere. */
function encodeImage({ mediaType, data, url, providerData }: FilePart, context: EncodeContext): WireContent {
  if (!mediaType.startsWith('image/')) return context.unsupported(`takes images only, not ${mediaType}.`);
  const own = providerData?.[WIRE];
  const detail = isJSONObject(own) && typeof own['detail'] === 'string' ? { detail: own['detail'] } : {};
  return { type: 'image_url', image_url: { url: url ?? `data:${mediaType};base64,${data as string}`, ...detail } };
}

function textsOf(content: string | TextPart[]): WireContent[] {
  const texts = typeof content === 'string' ? [content] : content.map(({ text }) => text);
  return texts.filter((text) => text !== '').map((text) => ({ type: 'text', text }));
}

/** One text is a string, which says the same. */
function shortest(content: WireContent[]): string | WireContent[] {
  const [first] = content;
  return content.length === 1 && first?.type === 'text' ? first.text : content;
}
