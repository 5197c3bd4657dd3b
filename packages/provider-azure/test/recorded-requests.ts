import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJSONObject, type ContentPart, type FilePart, type JSONObject, type Message, type TextPart } from '@sdk/core';

/** A recorded request: its messages as they were sent. */
export interface RecordedRequest {
  id: string;
  model: string;
  messages: JSONObject[];
}

/** The recorded chat requests of a provider that hold an answer of the model's; none without SDK_RECORDINGS. */
export function recordedRequests(provider: string): RecordedRequest[] {
  const folder = process.env['SDK_RECORDINGS'];
  if (!folder) return [];
  const index = readJSON(join(folder, 'INDEX.json')) as { id: string; provider: string; kind: string }[];
  return index
    .filter((entry) => entry.provider === provider && entry.kind === 'chat')
    .map(({ id }) => {
      const { request } = readJSON(join(folder, `${id}.json`)) as { request: { body: { model: string; messages: JSONObject[] } } };
      return { id, ...request.body };
    })
    .filter(({ messages }) => messages.some(({ role }) => role === 'assistant'));
}

function readJSON(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** A wire message as one of ours: what a provider that had this conversation would hold. */
export function readMessage(wire: JSONObject): Message {
  const { role, content } = wire;
  if (role === 'system') return { role, content: content as string };
  if (role === 'user') return { role, content: Array.isArray(content) ? content.filter(isJSONObject).map(readPart) : (content as string) };
  if (role === 'tool') return { role, content: [{ type: 'tool-result', toolCallId: wire['tool_call_id'] as string, result: content as string }] };
  const parts: ContentPart[] = [];
  const reasoning = wire['reasoning_content'];
  if (typeof reasoning === 'string') parts.push({ type: 'reasoning', text: reasoning, providerData: { azure: { own: true } } });
  if (typeof content === 'string' && content !== '') parts.push({ type: 'text', text: content });
  for (const call of (wire['tool_calls'] ?? []) as { id: string; function: { name: string; arguments: string } }[]) {
    parts.push({ type: 'tool-call', toolCallId: call.id, toolName: call.function.name, arguments: JSON.parse(call.function.arguments) as JSONObject });
  }
  return { role: 'assistant', content: parts };
}

function readPart(part: JSONObject): TextPart | FilePart {
  if (part['type'] === 'text') return { type: 'text', text: part['text'] as string };
  const { url } = part['image_url'] as { url: string };
  const [, mediaType = 'image/*', data] = /^data:([^;]+);base64,(.*)$/s.exec(url) ?? [];
  return data === undefined ? { type: 'file', mediaType, url } : { type: 'file', mediaType, data };
}

/** A message without what says nothing: an empty content beside tool calls may be null, `""` or missing. */
export function comparable(message: JSONObject): JSONObject {
  const { content, ...rest } = message;
  return message['tool_calls'] && (content === null || content === '') ? rest : message;
}
