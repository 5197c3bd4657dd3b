import { isJSONObject, mergeJSON, type CallOptions, type JSONObject, type Message } from '@sdk/core';
import { readChatRequest } from '@sdk/openai-wire/server';
import { createCallId } from './call-id.ts';
import { joined, readText } from './text-reader.ts';

/** A request, read. */
export interface ReadParams {
  model: string;
  stream: boolean;
  includeUsage: boolean;
  options: CallOptions;
}

/** Stands for a `file:` URL while the request is read, as requests over HTTP have none. */
const FILE_PLACEHOLDER = 'https://local-file.invalid/';

/**
 * Reads a request as a call. What the Python client takes beyond OpenAI: images as a bare string and by `file:` URL, results without
 * `tool_call_id`, messages of its own with the raw text of their calls.
 *
 * @throws RequestFieldError an `InvalidRequestError` that names the field
 */
export function readParams(params: unknown, mode: 'openai' | 'generate'): ReadParams {
  const files: string[] = [];
  const { extra_body: extra, ...body } = isJSONObject(params) ? params : {};
  const given = isJSONObject(params) ? { ...body, messages: plainMessages(params['messages'], files) } : params;
  const { model, stream, includeUsage, options, unread } = readChatRequest(given);
  // The native routes have all but the prompt one level deeper.
  let extraBody: JSONObject = mode === 'generate' ? (Object.keys(unread).length > 0 ? { parameters: unread } : {}) : unread;
  if (isJSONObject(extra)) extraBody = mergeJSON(extraBody, extra);
  if (Object.keys(extraBody).length > 0) options.extraBody = extraBody;
  return { model, stream, includeUsage, options: { ...options, messages: withFiles(options.messages, files) } };
}

function plainMessages(messages: unknown, files: string[]): unknown {
  if (!Array.isArray(messages)) return messages;
  let open: string[] = []; // ids of calls that have no result yet
  return messages.map((message: unknown) => {
    if (!isJSONObject(message)) return message;
    if (message['role'] === 'user') return { ...message, content: plainContent(message['content'], files) };
    if (message['role'] === 'assistant') {
      const plain = plainAssistant(message);
      open = callsOf(plain).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
      return plain;
    }
    if (message['role'] !== 'tool') return message;
    const id = message['tool_call_id'] ?? open[0] ?? createCallId();
    open = open.filter((each) => each !== id);
    return { ...message, tool_call_id: id };
  });
}

function plainContent(content: unknown, files: string[]): unknown {
  if (!Array.isArray(content)) return content;
  return content.map((part: unknown) => {
    if (!isJSONObject(part) || part['type'] !== 'image_url') return part;
    const given = part['image_url'];
    const image: JSONObject | typeof given = typeof given === 'string' ? { url: given } : given;
    if (!isJSONObject(image) || typeof image['url'] !== 'string' || !/^file:/i.test(image['url'])) return { ...part, image_url: image };
    return { ...part, image_url: { ...image, url: `${FILE_PLACEHOLDER}${files.push(image['url']) - 1}` } };
  });
}

/** The raw text of a message holds its calls, which stand beside it, too: once is enough. */
function plainAssistant(message: JSONObject): JSONObject {
  const calls = callsOf(message);
  const { content } = message;
  if (calls.length === 0) return message;
  const plain: JSONObject = { ...message, tool_calls: calls.map(withArgumentText) };
  if (typeof content !== 'string') return plain;
  const tools = calls.map((call) => ({ name: nameOf(call), parameters: {} }));
  const words = joined(readText(content, { tools, thinkTags: true, bareJSON: true }), 'text');
  return { ...plain, content: words === '' ? null : words };
}

function callsOf({ tool_calls: calls }: JSONObject): JSONObject[] {
  return Array.isArray(calls) ? calls.filter(isJSONObject) : [];
}

function nameOf({ function: called }: JSONObject): string {
  const name = isJSONObject(called) ? called['name'] : undefined;
  return typeof name === 'string' ? name : '';
}

function withArgumentText(call: JSONObject): JSONObject {
  const { function: called } = call;
  if (!isJSONObject(called) || !isJSONObject(called['arguments'])) return call;
  return { ...call, function: { ...called, arguments: JSON.stringify(called['arguments']) } };
}

function withFiles(messages: Message[], files: readonly string[]): Message[] {
  if (files.length === 0) return messages;
  return messages.map((message): Message => {
    if (message.role !== 'user' || typeof message.content === 'string') return message;
    const content = message.content.map((part) => {
      const isFile = part.type === 'file' && part.url?.startsWith(FILE_PLACEHOLDER);
      const url = isFile ? files[Number(part.url?.slice(FILE_PLACEHOLDER.length))] : undefined;
      return url === undefined ? part : { ...part, url };
    });
    return { ...message, content };
  });
}
