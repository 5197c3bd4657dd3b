import { isJSONObject, type ContentPart, type FilePart, type JSONObject, type Message, type TextPart } from '@sdk/core';

/**
 * Messages of a Chat Completions request as ours, for `describeConversations`. Written apart from the codec, so that what one
 * gets wrong the other does not repeat.
 *
 * @param ownThoughts where `reasoning_content` is sent back: the marks by which the provider knows its own,
 * e.g. `{ deepseek: { own: true } }`
 */
export function readChatMessages(messages: readonly JSONObject[], ownThoughts?: Record<string, JSONObject>): Message[] {
  return messages.map((message) => readMessage(message, ownThoughts));
}

function readMessage(wire: JSONObject, ownThoughts: Record<string, JSONObject> | undefined): Message {
  const { role, content } = wire;
  if (role === 'system' || role === 'developer') return { role: 'system', content: content as string };
  if (role === 'user') return { role, content: Array.isArray(content) ? content.filter(isJSONObject).map(readPart) : (content as string) };
  if (role === 'tool') return { role, content: [{ type: 'tool-result', toolCallId: wire['tool_call_id'] as string, result: content ?? null }] };
  if (role !== 'assistant') throw new Error(`No reading of a message of ${JSON.stringify(role)}.`);
  const parts: ContentPart[] = [];
  const thought = wire['reasoning_content'];
  if (typeof thought === 'string') parts.push({ type: 'reasoning', text: thought, ...(ownThoughts && { providerData: ownThoughts }) });
  if (typeof content === 'string' && content !== '') parts.push({ type: 'text', text: content });
  if (Array.isArray(content)) parts.push(...content.filter(isJSONObject).map(readPart));
  for (const { id, function: called } of (wire['tool_calls'] ?? []) as unknown as WireCall[]) {
    parts.push({ type: 'tool-call', toolCallId: id, toolName: called.name, arguments: JSON.parse(called.arguments || '{}') as JSONObject });
  }
  return { role, content: parts };
}

interface WireCall {
  id: string;
  function: { name: string; arguments: string };
}

function readPart(part: JSONObject): TextPart | FilePart {
  const { type, text, image_url: image, file, input_audio: audio } = part;
  if (type === 'text') return { type, text: text as string };
  if (isJSONObject(audio)) return { type: 'file', mediaType: `audio/${audio['format'] as string}`, data: audio['data'] as string };
  const named = isJSONObject(file) && typeof file['filename'] === 'string' ? { filename: file['filename'] } : {};
  const url = isJSONObject(file) ? file['file_data'] : isJSONObject(image) ? image['url'] : image;
  if (typeof url !== 'string') throw new Error(`No reading of a part of type ${JSON.stringify(type)}.`);
  const [, mediaType = 'image/*', data] = /^data:([^;]+);base64,(.*)$/s.exec(url) ?? [];
  return data === undefined ? { type: 'file', mediaType, url, ...named } : { type: 'file', mediaType, data, ...named };
}

/**
 * A message of a Chat Completions request so that two which say the same are equal: no content beside tool calls may be
 * `null`, `''` or missing, and arguments may be written with spaces.
 */
export function comparableChatMessage(message: JSONObject): JSONObject {
  const { content, tool_calls: calls, ...rest } = message;
  if (!calls) return message;
  const read = (calls as unknown as WireCall[]).map((call) => ({
    ...call,
    function: { ...call.function, arguments: JSON.parse(call.function.arguments || '{}') as JSONObject },
  }));
  const said = content === null || content === undefined || content === '' ? {} : { content };
  return { ...rest, ...said, tool_calls: read };
}
