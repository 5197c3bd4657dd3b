import {
  isJSONObject,
  type AssistantMessage,
  type ContentPart,
  type FilePart,
  type JSONObject,
  type JSONValue,
  type Message,
  type TextPart,
  type ToolMessage,
} from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import type { ChatDialect } from './dialect.ts';

/** A conversation as Chat Completions messages. One of ours may become several or none. */
export function encodeMessages(dialect: ChatDialect, messages: readonly Message[], context: EncodeContext): JSONObject[] {
  const encoded: JSONObject[] = [];
  for (const message of messages) {
    if (message.role === 'system') {
      encoded.push({ role: dialect.systemRole?.(context.modelId) ?? 'system', content: encodeText(message.content) });
    } else if (message.role === 'user') {
      encoded.push({ role: 'user', content: encodeUser(message.content, dialect, context) });
    } else if (message.role === 'assistant') {
      const wire = encodeAssistant(message, dialect, context);
      if (wire) encoded.push(wire);
    } else {
      encoded.push(...encodeToolResults(message, dialect, context));
    }
  }
  return encoded;
}

/** One string where that says the same: not every compatible server takes arrays. */
function encodeText(content: string | TextPart[]): JSONValue {
  if (typeof content === 'string') return content;
  const texts = content.filter((part) => part.text !== '').map(({ text }) => text);
  return texts.length < 2 ? (texts[0] ?? '') : texts.map((text) => ({ type: 'text', text }));
}

function encodeUser(content: Extract<Message, { role: 'user' }>['content'], dialect: ChatDialect, context: EncodeContext): JSONValue {
  if (typeof content === 'string') return content;
  if (content.every((part) => part.type === 'text')) return encodeText(content);
  const parts: JSONObject[] = [];
  for (const part of content) {
    if (part.type === 'text' && part.text !== '') parts.push({ type: 'text', text: part.text });
    else if (part.type === 'file') parts.push(encodeFile(part, dialect, context));
    // An opaque part belongs to another wire.
  }
  return parts;
}

const AUDIO_FORMATS: Record<string, string> = { 'audio/wav': 'wav', 'audio/x-wav': 'wav', 'audio/mpeg': 'mp3', 'audio/mp3': 'mp3' };

function encodeFile(part: FilePart, dialect: ChatDialect, context: EncodeContext): JSONObject {
  const { mediaType, filename } = part;
  const own = part.providerData?.[dialect.wire];
  const extra = isJSONObject(own) ? own : {};
  const url = part.url ?? `data:${mediaType};base64,${part.data as string}`;
  if (mediaType.startsWith('image/')) return { type: 'image_url', image_url: { url, ...extra } };
  if (mediaType.startsWith('audio/')) {
    const format = AUDIO_FORMATS[mediaType];
    if (!format) context.unsupported(`takes audio as WAV or MP3 only, not ${mediaType}.`);
    return { type: 'input_audio', input_audio: { data: part.data as string, format } };
  }
  if (typeof extra['file_id'] === 'string') return { type: 'file', file: { file_id: extra['file_id'] } };
  return { type: 'file', file: { filename: filename ?? `file.${mediaType.split('/')[1]}`, file_data: url } };
}

function encodeAssistant(message: AssistantMessage, dialect: ChatDialect, context: EncodeContext): JSONObject | undefined {
  const parts: ContentPart[] =
    typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content;
  let text = '';
  const calls: JSONObject[] = [];
  for (const part of parts) {
    if (part.type === 'text') text += part.text;
    else if (part.type === 'tool-call' && !part.providerExecuted) {
      calls.push({
        id: dialect.toolCallId?.(part.toolCallId) ?? part.toolCallId,
        type: 'function',
        function: { name: part.toolName, arguments: part.invalid ?? JSON.stringify(part.arguments) },
      });
    } else if (part.type === 'file') {
      context.warn({ kind: 'unsupported', option: 'messages', message: 'A file in a message of the assistant is left out; the wire has no place for it.' });
    }
    // Reasoning, sources and other vendors' blocks are not for this wire.
  }
  const wire: JSONObject = { role: 'assistant', content: text === '' && calls.length > 0 ? null : text };
  if (calls.length > 0) wire['tool_calls'] = calls;
  const result = dialect.hooks?.assistantMessage?.(wire, message) ?? wire;
  const isEmpty = text === '' && calls.length === 0 && Object.keys(result).length === 2;
  return isEmpty ? undefined : result;
}

/** Every result is a message of its own. Images, which a tool's message cannot hold, follow in one of the user. */
function encodeToolResults({ content }: ToolMessage, dialect: ChatDialect, context: EncodeContext): JSONObject[] {
  const encoded: JSONObject[] = [];
  const files: JSONObject[] = [];
  for (const part of content) {
    const texts: string[] = [];
    for (const inner of part.content ?? []) {
      if (inner.type === 'text') texts.push(inner.text);
      else files.push({ type: 'text', text: `From tool call ${part.toolCallId}:` }, encodeFile(inner, dialect, context));
    }
    encoded.push({
      role: 'tool',
      tool_call_id: dialect.toolCallId?.(part.toolCallId) ?? part.toolCallId,
      content: part.content ? texts.join('\n') : resultText(part.result),
    });
  }
  if (files.length > 0) {
    context.warn({ kind: 'adjusted', option: 'messages', message: 'Files in tool results are sent in a user message after them.' });
    encoded.push({ role: 'user', content: files });
  }
  return encoded;
}

/** A tool's result as text: strings as they are, all else as JSON. */
export function resultText(result: JSONValue): string {
  return typeof result === 'string' ? result : JSON.stringify(result ?? null);
}
