import type {
  AssistantMessage,
  CacheHint,
  ContentPart,
  FilePart,
  JSONObject,
  JSONValue,
  Message,
  TextPart,
  ToolMessage,
} from '@sdk/core';
import { refuseForeignName, type EncodeContext } from '@sdk/http';
import { cacheControl } from './cache-control.ts';
import type { ChatDialect } from './dialect.ts';
import { ownDataOf } from './own-data.ts';

/** A conversation as Chat Completions messages. One of ours may become several or none. */
export function encodeMessages(dialect: ChatDialect, messages: readonly Message[], context: EncodeContext): JSONObject[] {
  const encoded: JSONObject[] = [];
  const encoding: Encoding = { dialect, context, toolCallId: uniqueIds(dialect.toolCallId) };
  for (const message of messages) {
    if (message.role === 'system') {
      encoded.push({ role: dialect.systemRole?.(context.modelId) ?? 'system', content: encodeText(message, dialect), ...nameOf(message, dialect) });
    } else if (message.role === 'user') {
      encoded.push({ role: 'user', content: encodeUser(message, encoding), ...nameOf(message, dialect) });
    } else if (message.role === 'assistant') {
      const wire = encodeAssistant(message, encoding);
      if (wire) encoded.push(wire);
    } else {
      for (const wire of encodeToolResults(message, encoding)) encoded.push(wire);
    }
  }
  return encoded;
}

/** Who speaks, where the message came in with a name. */
function nameOf(message: Message, { wire }: ChatDialect): JSONObject {
  const { name } = ownDataOf(message, wire);
  return typeof name === 'string' ? { name } : {};
}

/** What the encoding of one conversation knows. */
interface Encoding {
  dialect: ChatDialect;
  context: EncodeContext;
  toolCallId(id: string): string;
}

/** Ids in the server's form, each of its own: where two would become one, the later one is asked for again. */
function uniqueIds(bring: ChatDialect['toolCallId']): (id: string) => string {
  if (!bring) return (id) => id;
  const known = new Map<string, string>();
  const taken = new Set<string>();
  const nextSuffixes = new Map<string, number>();
  return (id) => {
    let given = known.get(id);
    if (given !== undefined) return given;
    const first = bring(id);
    given = first;
    for (let again = nextSuffixes.get(first) ?? 1; taken.has(given); again++) {
      given = bring(`${id}#${again}`);
      nextSuffixes.set(first, again + 1);
    }
    known.set(id, given);
    taken.add(given);
    return given;
  };
}

/** One string where that says the same: not every compatible server takes arrays. */
function encodeText({ content, cache }: { content: string | TextPart[]; cache?: CacheHint }, dialect: ChatDialect): JSONValue {
  const parts: TextPart[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content.filter((part) => part.text !== '');
  const isCached = dialect.cacheControl && (cache || parts.some((part) => part.cache));
  if (parts.length < 2 && !isCached) return parts[0]?.text ?? '';
  return parts.map((part, at) => ({ type: 'text', text: part.text, ...cacheControl(dialect, hintOf(part, cache, at, parts)) }));
}

/** A message's own hint stands at its last part. */
function hintOf(part: { cache?: CacheHint }, ofMessage: CacheHint | undefined, at: number, parts: readonly unknown[]): CacheHint | undefined {
  return part.cache ?? (at === parts.length - 1 ? ofMessage : undefined);
}

function encodeUser({ content, cache }: Extract<Message, { role: 'user' }>, encoding: Encoding): JSONValue {
  const { dialect } = encoding;
  if (typeof content === 'string' || content.every((part) => part.type === 'text')) return encodeText({ content, ...(cache ? { cache } : {}) }, dialect);
  // An opaque part belongs to another wire.
  const parts = content.filter((part): part is TextPart | FilePart => (part.type === 'text' ? part.text !== '' : part.type === 'file'));
  return parts.map((part, at) => {
    const wire: JSONObject = part.type === 'file' ? encodeFile(part, encoding) : { type: 'text', text: part.text };
    return Object.assign(wire, cacheControl(dialect, hintOf(part, cache, at, parts)));
  });
}

const AUDIO_FORMATS: Record<string, string> = { 'audio/wav': 'wav', 'audio/x-wav': 'wav', 'audio/mpeg': 'mp3', 'audio/mp3': 'mp3' };

function encodeFile(part: FilePart, { dialect, context }: Encoding): JSONObject {
  const inItsWords = dialect.hooks?.file?.(part, context);
  if (inItsWords) return inItsWords;
  const { mediaType, filename } = part;
  const extra = ownDataOf(part, dialect.wire);
  const url = part.url ?? `data:${mediaType};base64,${part.data as string}`;
  if (typeof extra['file_id'] !== 'string') refuseForeignName(part, context);
  if (mediaType.startsWith('image/')) return { type: 'image_url', image_url: { url, ...extra } };
  if (mediaType.startsWith('audio/')) {
    const format = AUDIO_FORMATS[mediaType];
    if (!format) context.unsupported(`takes audio as WAV or MP3 only, not ${mediaType}.`);
    return { type: 'input_audio', input_audio: { data: part.data as string, format } };
  }
  if (typeof extra['file_id'] === 'string') return { type: 'file', file: { file_id: extra['file_id'] } };
  return { type: 'file', file: { filename: filename ?? `file.${mediaType.split('/')[1]}`, file_data: url } };
}

function encodeAssistant(message: AssistantMessage, encoding: Encoding): JSONObject | undefined {
  const { dialect, context } = encoding;
  const parts: ContentPart[] =
    typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content;
  let text = '';
  let refused = '';
  const calls: JSONObject[] = [];
  const images: JSONObject[] = [];
  for (const part of parts) {
    if (part.type === 'text' && ownDataOf(part, dialect.wire)['refusal'] === true) refused += part.text;
    else if (part.type === 'text') text += part.text;
    else if (part.type === 'tool-call' && !part.providerExecuted) {
      calls.push({
        id: encoding.toolCallId(part.toolCallId),
        type: 'function',
        function: { name: part.toolName, arguments: part.invalid ?? JSON.stringify(part.arguments) },
      });
    } else if (part.type === 'file' && dialect.assistantImages && part.mediaType.startsWith('image/')) {
      images.push(encodeFile(part, encoding));
    } else if (part.type === 'file') {
      context.warn({ kind: 'unsupported', option: 'messages', message: 'A file in a message of the assistant is left out; the wire has no place for it.' });
    }
    // Reasoning, sources and other vendors' blocks are not for this wire.
  }
  const wire: JSONObject = { role: 'assistant', content: text === '' && calls.length + refused.length > 0 ? null : text, ...nameOf(message, dialect) };
  if (refused !== '') wire['refusal'] = refused;
  if (calls.length > 0) wire['tool_calls'] = calls;
  if (images.length > 0) wire['images'] = images;
  const result = dialect.hooks?.assistantMessage?.(wire, message, context) ?? wire;
  const isEmpty = text === '' && result['content'] === '' && Object.keys(result).every((key) => key === 'role' || key === 'content' || key === 'name');
  return isEmpty ? undefined : Object.assign(result, cacheControl(dialect, message.cache ?? parts.findLast((part) => part.cache)?.cache));
}

/** Every result is a message of its own. Images, which a tool's message cannot hold, follow in one of the user. */
function encodeToolResults({ content, cache }: ToolMessage, encoding: Encoding): JSONObject[] {
  const { dialect, context } = encoding;
  const encoded: JSONObject[] = [];
  const files: JSONObject[] = [];
  for (const [at, part] of content.entries()) {
    const texts: string[] = [];
    for (const inner of part.content ?? []) {
      if (inner.type === 'text') texts.push(inner.text);
      else files.push({ type: 'text', text: `From tool call ${part.toolCallId}:` }, encodeFile(inner, encoding));
    }
    encoded.push({
      role: 'tool',
      tool_call_id: encoding.toolCallId(part.toolCallId),
      content: part.content ? texts.join('\n') : resultText(part.result),
      ...cacheControl(dialect, hintOf(part, cache, at, content)),
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
