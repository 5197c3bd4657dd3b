import {
  toBase64,
  type Annotated,
  type ContentPart,
  type FilePart,
  type JSONObject,
  type JSONValue,
  type OpaquePart,
  type TextPart,
  type ToolResultPart,
} from '@sdk/core';
import { isServerCall, isServerResult, otherFields, WIRE } from '../wire.ts';
import { listAt, objectAt, optionalBoolean, optionalString, refuse, stringAt } from './check.ts';

/** A block with its type. @throws InvalidRequestError */
export function blockAt(value: unknown, path: string): JSONObject & { type: string } {
  const block = objectAt(value, path);
  return { ...block, type: stringAt(block['type'], `${path}.type`) };
}

/** What a part carries beside its own fields: the cache mark as a hint, and the wire's own data. */
function annotations(block: JSONObject, own: JSONObject | undefined, path: string): Annotated {
  const mark = block['cache_control'];
  const annotated: Annotated = own ? { providerData: { [WIRE]: own } } : {};
  if (mark === undefined || mark === null) return annotated;
  const ttl = optionalString(objectAt(mark, `${path}.cache_control`)['ttl'], `${path}.cache_control.ttl`);
  annotated.cache = ttl === undefined ? {} : { ttl };
  return annotated;
}

/** A text. @throws InvalidRequestError */
export function readText(block: JSONObject, path: string): TextPart {
  const text = stringAt(block['text'], `${path}.text`);
  return { type: 'text', text, ...annotations(block, otherFields(block, ['type', 'text', 'cache_control']), path) };
}

/** A block that the contract does not model, whole. */
function readOpaque(block: JSONObject & { type: string }, path: string): OpaquePart {
  const { cache_control: _mark, ...body } = block;
  return { type: 'opaque', name: block.type, ...annotations(block, body, path) };
}

/** A block of the user that is no tool result. @throws InvalidRequestError */
export function readUserBlock(block: JSONObject & { type: string }, path: string): TextPart | FilePart | OpaquePart {
  if (block.type === 'text') return readText(block, path);
  if (block.type === 'image' || block.type === 'document') return readFile(block, path);
  if (block.type === 'tool_use' || block.type.endsWith('thinking')) return refuse(path, `is "${block.type}", which only the assistant writes`);
  return readOpaque(block, path);
}

/** An image or a document. One that names a file at the vendor's, or holds blocks, stays as it is. */
function readFile(block: JSONObject & { type: string }, path: string): FilePart | OpaquePart {
  const source = blockAt(block['source'], `${path}.source`);
  const filename = optionalString(block['title'], `${path}.title`);
  const rest = annotations(block, otherFields(block, ['type', 'source', 'title', 'cache_control']), path);
  const named = filename === undefined ? rest : { filename, ...rest };
  if (source.type === 'url') {
    const mediaType = block.type === 'image' ? 'image/*' : 'application/pdf';
    return { type: 'file', mediaType, url: stringAt(source['url'], `${path}.source.url`), ...named };
  }
  if (source.type !== 'base64' && source.type !== 'text') return readOpaque(block, path);
  const data = stringAt(source['data'], `${path}.source.data`);
  const mediaType = stringAt(source['media_type'], `${path}.source.media_type`);
  if (!mediaType.includes('/')) return refuse(`${path}.source.media_type`, 'must be a media type');
  return { type: 'file', mediaType, data: source.type === 'text' ? toBase64(new TextEncoder().encode(data)) : data, ...named };
}

/** A block of the assistant. @throws InvalidRequestError */
export function readAssistantBlock(block: JSONObject & { type: string }, path: string): ContentPart {
  const { type } = block;
  if (type === 'text') return readText(block, path);
  if (type === 'thinking') {
    const signature = optionalString(block['signature'], `${path}.signature`);
    const text = stringAt(block['thinking'], `${path}.thinking`);
    return { type: 'reasoning', text, ...annotations(block, signature === undefined ? undefined : { signature }, path) };
  }
  if (type === 'redacted_thinking') {
    return { type: 'reasoning', text: '', ...annotations(block, { redacted: stringAt(block['data'], `${path}.data`) }, path) };
  }
  if (type === 'tool_use' || isServerCall(type)) return readCall(block, path);
  if (type === 'tool_result') return refuse(path, 'is "tool_result", which only the user sends');
  return isServerResult(type) ? readServerResult(block, path) : readOpaque(block, path);
}

function readCall(block: JSONObject & { type: string }, path: string): ContentPart {
  const { type } = block;
  const others = otherFields(block, ['type', 'id', 'name', 'input', 'cache_control']);
  return {
    type: 'tool-call',
    toolCallId: idAt(block['id'], `${path}.id`),
    toolName: stringAt(block['name'], `${path}.name`),
    arguments: objectAt(block['input'], `${path}.input`),
    ...(type === 'tool_use' ? annotations(block, others, path) : { providerExecuted: true, ...annotations(block, { type, ...others }, path) }),
  };
}

function readServerResult(block: JSONObject & { type: string }, path: string): ContentPart {
  const { type, content = null } = block;
  const others = otherFields(block, ['type', 'tool_use_id', 'content', 'cache_control']);
  return {
    type: 'tool-result',
    toolCallId: idAt(block['tool_use_id'], `${path}.tool_use_id`),
    result: content,
    providerExecuted: true,
    ...annotations(block, { type, ...others }, path),
  };
}

function idAt(value: unknown, path: string): string {
  return stringAt(value, path) || refuse(path, 'must not be empty');
}

/** The result of one of the user's tools. @throws InvalidRequestError */
export function readResult(block: JSONObject, path: string): ToolResultPart {
  const isError = optionalBoolean(block['is_error'], `${path}.is_error`);
  const others = otherFields(block, ['type', 'tool_use_id', 'content', 'is_error', 'cache_control']);
  const { own, ...content } = readResultContent(block['content'], `${path}.content`);
  return {
    type: 'tool-result',
    toolCallId: idAt(block['tool_use_id'], `${path}.tool_use_id`),
    ...content,
    ...(isError ? { isError } : {}),
    ...annotations(block, own || others ? { ...others, ...own } : undefined, path),
  };
}

/** Text and files are read; a list with something else in it is kept for this wire, and is the result for others. */
function readResultContent(content: JSONValue | undefined, path: string): Pick<ToolResultPart, 'result' | 'content'> & { own?: JSONObject } {
  if (content === undefined || content === null) return { result: '' };
  if (typeof content === 'string') return { result: content };
  const list = listAt(content, path);
  const parts = list.map((entry, at) => {
    const where = `${path}[${at}]`;
    const block = blockAt(entry, where);
    if (block.type === 'text') return readText(block, where);
    return block.type === 'image' || block.type === 'document' ? readFile(block, where) : undefined;
  });
  const known = parts.filter((part) => part !== undefined).filter((part) => part.type !== 'opaque');
  if (known.length < parts.length) return { result: content, own: { content } };
  return { result: known.map((part) => (part.type === 'text' ? part.text : '')).join(''), content: known };
}
