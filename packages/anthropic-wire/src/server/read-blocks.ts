import type { ContentPart, FilePart, JSONObject, JSONValue, OpaquePart, TextPart, ToolResultPart } from '@sdk/core';
import { isServerCall, isServerResult, otherFields } from '../wire.ts';
import { blockAt, listAt, objectAt, optionalBoolean, optionalString, refuse, stringAt } from './check.ts';
import { annotations, readFile, readOpaque } from './read-file.ts';
import { isPassage, readPassage } from './read-passage.ts';

/** A text. @throws InvalidRequestError */
export function readText(block: JSONObject, path: string): TextPart {
  const text = stringAt(block['text'], `${path}.text`);
  return { type: 'text', text, ...annotations(block, otherFields(block, ['type', 'text', 'cache_control']), path) };
}

/** A block of the user that is no tool result, which may be several parts. @throws InvalidRequestError */
export function readUserBlock(block: JSONObject & { type: string }, path: string): (TextPart | FilePart | OpaquePart)[] {
  const { type } = block;
  if (type === 'text') return [readText(block, path)];
  if (isPassage(block)) return readPassage(block, path);
  if (type === 'image' || type === 'document') return [readFile(block, path)];
  if (type === 'tool_use' || type.endsWith('thinking')) return refuse(path, `is "${type}", which only the assistant writes`);
  return [readOpaque(block, path)];
}

/** A block of the assistant. @throws InvalidRequestError */
export function readAssistantBlock(block: JSONObject & { type: string }, path: string): ContentPart {
  const { type } = block;
  if (type === 'text') return readText(block, path);
  if (type === 'thinking') {
    // Thoughts of other vendors are written with an empty one.
    const signature = optionalString(block['signature'], `${path}.signature`);
    const text = stringAt(block['thinking'], `${path}.thinking`);
    return { type: 'reasoning', text, ...annotations(block, signature ? { signature } : undefined, path) };
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
    if (isPassage(block)) return undefined;
    return block.type === 'image' || block.type === 'document' ? readFile(block, where) : undefined;
  });
  const known = parts.filter((part) => part !== undefined).filter((part) => part.type !== 'opaque');
  if (known.length < parts.length) return { result: content, own: { content } };
  return { result: known.map((part) => (part.type === 'text' ? part.text : '')).join(''), content: known };
}
