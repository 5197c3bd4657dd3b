import {
  isJSONObject,
  type AssistantMessage,
  type ContentPart,
  type FilePart,
  type JSONValue,
  type Message,
  type ReasoningPart,
  type TextPart,
  type ToolMessage,
  type UserMessage,
} from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import { WIRE, type WireMessage, type WireSentToolCall } from './wire.ts';

/** Between texts that are parts of one message. Ollama joins neighbouring messages of one role with the same. */
const BETWEEN_TEXTS = '\n\n';

/** A conversation as Ollama's messages. One of ours may become several or none. */
export function encodeMessages(messages: readonly Message[], context: EncodeContext): WireMessage[] {
  const encoded: WireMessage[] = [];
  const toolNames = new Map<string, string>();
  for (const message of messages) {
    if (message.role === 'system') encoded.push({ role: 'system', content: joinTexts(message.content) });
    else if (message.role === 'user') encoded.push(...encodeUser(message.content, context));
    else if (message.role === 'tool') encoded.push(...encodeToolResults(message, toolNames, context));
    else {
      const wire = encodeAssistant(message, context);
      if (wire) encoded.push(wire);
      for (const { id, function: called } of wire?.tool_calls ?? []) toolNames.set(id, called.name);
    }
  }
  return encoded;
}

function joinTexts(content: string | TextPart[]): string {
  if (typeof content === 'string') return content;
  return content.map(({ text }) => text).filter((text) => text !== '').join(BETWEEN_TEXTS);
}

/**
 * Images stand beside the text of a message, so that one message holds one run of text and one of images. Where they
 * alternate, each further run begins another message: the model must see which image a text belongs to.
 */
function encodeUser(content: UserMessage['content'], context: EncodeContext): WireMessage[] {
  if (typeof content === 'string') return [{ role: 'user', content }];
  const encoded: WireMessage[] = [];
  let current: { texts: string[]; images: string[]; last?: string } = { texts: [], images: [] };

  function flush(): void {
    const { texts, images } = current;
    encoded.push({ role: 'user', content: texts.join(BETWEEN_TEXTS), ...(images.length > 0 ? { images } : {}) });
  }

  for (const part of content) {
    if (part.type === 'text' ? part.text === '' : part.type !== 'file') continue; // blocks of other wires, and kinds to come
    if (part.type !== current.last && current.texts.length > 0 && current.images.length > 0) {
      flush();
      current = { texts: [], images: [] };
    }
    if (part.type === 'text') current.texts.push(part.text);
    else if (part.type === 'file') current.images.push(encodeImage(part, context));
    current.last = part.type;
  }
  flush();
  return encoded;
}

/** Bare base64. `@sdk/http` has brought bytes and URLs into that form. */
function encodeImage({ mediaType, data }: FilePart, context: EncodeContext): string {
  if (!mediaType.startsWith('image/')) return context.unsupported(`takes images only, not ${mediaType}.`);
  return data as string;
}

function encodeAssistant({ content }: AssistantMessage, context: EncodeContext): WireMessage | undefined {
  const parts: ContentPart[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  let text = '';
  let thinking = '';
  const calls: WireSentToolCall[] = [];
  for (const part of parts) {
    if (part.type === 'text') text += part.text;
    else if (part.type === 'reasoning') thinking += isOwn(part, context) ? part.text : '';
    else if (part.type === 'tool-call' && !part.providerExecuted) {
      const { toolCallId: id, toolName: name, arguments: args } = part;
      calls.push({ id, function: { index: calls.length, name, arguments: args } });
    } else if (part.type === 'file') {
      context.warn({ kind: 'unsupported', option: 'messages', message: 'A file in a message of the assistant is left out; the wire has no place for it.' });
    }
    // Sources, and what other vendors ran or sealed, are not for this wire.
  }
  if (text === '' && thinking === '' && calls.length === 0) return undefined;
  return {
    role: 'assistant',
    content: text,
    ...(thinking === '' ? {} : { thinking }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

/** Whether this model thought it. Thoughts of another one would be put into its mouth. */
function isOwn({ providerData }: ReasoningPart, { modelId }: EncodeContext): boolean {
  const own = providerData?.[WIRE];
  return isJSONObject(own) && own['model'] === modelId;
}

/** Every result is a message of its own. Images, which a tool's message cannot hold, follow in messages of the user. */
function encodeToolResults({ content }: ToolMessage, toolNames: Map<string, string>, context: EncodeContext): WireMessage[] {
  const encoded: WireMessage[] = [];
  const shown: WireMessage[] = [];
  for (const { toolCallId, toolName = toolNames.get(toolCallId), result, content: parts } of content) {
    const texts = parts?.filter((part) => part.type === 'text');
    const files = parts?.filter((part) => part.type === 'file') ?? [];
    if (files.length > 0) shown.push(...encodeUser([{ type: 'text', text: `From tool call ${toolCallId}:` }, ...files], context));
    encoded.push({
      role: 'tool',
      content: texts ? joinTexts(texts) : resultText(result),
      ...(toolName === undefined ? {} : { tool_name: toolName }),
      tool_call_id: toolCallId,
    });
  }
  if (shown.length > 0) {
    context.warn({ kind: 'adjusted', option: 'messages', message: 'Images in tool results are sent in a user message after them.' });
  }
  return [...encoded, ...shown];
}

/** A tool's result as text: strings as they are, all else as JSON. */
function resultText(result: JSONValue): string {
  return typeof result === 'string' ? result : JSON.stringify(result ?? null);
}
