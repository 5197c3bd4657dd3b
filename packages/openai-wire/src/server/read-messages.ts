import type { AssistantMessage, ContentPart, JSONObject, Message, TextPart, ToolResultPart } from '@sdk/core';
import { createToolCallId, parseArguments } from '@sdk/http';
import { refusalData } from '../refusal.ts';
import { optionalString, present, readArray, readName, readObject, readString, readWord, refuse, refuseValue } from './field.ts';
import { cacheHint, readFilePart, WIRE } from './read-file-part.ts';

const ROLES = ['system', 'developer', 'user', 'assistant', 'tool', 'function'] as const;
const USER_PARTS = ['text', 'image_url', 'input_audio', 'file'] as const;

/** Calls that came before, for the results that follow. */
interface Calls {
  /** Name of the tool by the call's id. */
  names: Map<string, string>;
  /** Ids of calls in the old form, which has none, by function, and how many of them have a result: the oldest comes first. */
  unnamed: Map<string, { ids: string[]; answered: number }>;
}

/**
 * Reads the conversation of a request. Results of tools that follow each other become one message.
 *
 * @throws RequestFieldError
 */
export function readMessages(value: unknown): Message[] {
  const messages: Message[] = [];
  const calls: Calls = { names: new Map(), unnamed: new Map() };
  readArray(value, 'messages', 'messages').forEach((entry, at) => {
    const path = `messages[${at}]`;
    const wire = readObject(entry, path);
    const role = readWord(wire['role'], `${path}.role`, ROLES);
    if (role === 'tool' || role === 'function') addResult(messages, readResult(wire, role, path, calls));
    else messages.push(named(readMessage(wire, role, path, calls), optionalString(wire, 'name', path)));
  });
  return messages;
}

function readMessage(wire: JSONObject, role: 'system' | 'developer' | 'user' | 'assistant', path: string, calls: Calls): Message {
  if (role === 'assistant') return readAssistant(wire, path, calls);
  const content = wire['content'];
  if (role === 'user') {
    if (typeof content === 'string') return { role, content };
    return { role, content: readParts(content, path).map(([part, at]) => readUserPart(part, at)) };
  }
  return { role: 'system', content: typeof content === 'string' ? content : readTexts(content, path) };
}

/** The name of who speaks, which only this wire has a place for. */
function named(message: Message, name: string | undefined): Message {
  return name === undefined ? message : { ...message, providerData: { [WIRE]: { name } } };
}

/** Content parts with their paths. */
function readParts(content: unknown, path: string): [JSONObject, string][] {
  const where = `${path}.content`;
  if (!Array.isArray(content) || content.length === 0) refuse(content, where, 'a string or a non-empty array of parts');
  return content.map((part, at) => [readObject(part, `${where}[${at}]`), `${where}[${at}]`]);
}

function readUserPart(part: JSONObject, path: string): TextPart | ReturnType<typeof readFilePart> {
  const type = readWord(part['type'], `${path}.type`, USER_PARTS);
  return type === 'text' ? readText(part, path) : readFilePart(type, part, path);
}

function readText(part: JSONObject, path: string): TextPart {
  return { type: 'text', text: readString(part['text'], `${path}.text`), ...cacheHint(part, path) };
}

function readTexts(content: unknown, path: string): TextPart[] {
  return readParts(content, path).map(([part, at]) => {
    readWord(part['type'], `${at}.type`, ['text']);
    return readText(part, at);
  });
}

function readAssistant(wire: JSONObject, path: string, calls: Calls): AssistantMessage {
  const { content: said } = wire;
  if (present(wire, 'audio') !== undefined) refuseValue(`${path}.audio`, 'audio of an earlier answer is not kept here.', 'unsupported_value');
  const before = readThoughts(wire, path);
  const after = [...readRefusal(wire, path), ...readCalls(wire, path, calls)];
  if (typeof said === 'string' && before.length + after.length === 0) return { role: 'assistant', content: said };
  if (said === null || said === undefined) {
    if (before.length + after.length === 0) refuse(said, `${path}.content`, 'a string or an array of parts, as there are no tool calls');
    return { role: 'assistant', content: [...before, ...after] };
  }
  const texts: ContentPart[] = typeof said === 'string' ? textOf(said) : readParts(said, path).map(([part, at]) => readAssistantPart(part, at));
  return { role: 'assistant', content: [...before, ...texts, ...after] };
}

/** Thoughts are given back unsigned: a vendor that signs its own leaves them out. */
function readThoughts(wire: JSONObject, path: string): ContentPart[] {
  const key = present(wire, 'reasoning_content') === undefined ? 'reasoning' : 'reasoning_content';
  const text = optionalString(wire, key, path);
  return text ? [{ type: 'reasoning', text }] : [];
}

/** A refusal is a text, and known to be one. */
function refusal(text: string): TextPart {
  return { type: 'text', text, providerData: refusalData(WIRE) };
}

function readRefusal(wire: JSONObject, path: string): ContentPart[] {
  const text = optionalString(wire, 'refusal', path);
  return text ? [refusal(text)] : [];
}

function textOf(text: string): TextPart[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

function readAssistantPart(part: JSONObject, path: string): TextPart {
  const type = readWord(part['type'], `${path}.type`, ['text', 'refusal']);
  return type === 'text' ? readText(part, path) : refusal(readString(part['refusal'], `${path}.refusal`));
}

function readCalls(wire: JSONObject, path: string, calls: Calls): ContentPart[] {
  const toolCalls = present(wire, 'tool_calls');
  const parts: ContentPart[] = [];
  if (toolCalls !== undefined) {
    if (!Array.isArray(toolCalls)) refuse(toolCalls, `${path}.tool_calls`, 'an array of tool calls');
    toolCalls.forEach((call, at) => parts.push(readCall(call, `${path}.tool_calls[${at}]`, calls)));
  }
  const functionCall = present(wire, 'function_call');
  if (functionCall !== undefined) parts.push(readFunctionCall(functionCall, `${path}.function_call`, calls));
  return parts;
}

function readCall(value: unknown, path: string, calls: Calls): ContentPart {
  const call = readObject(value, path);
  const toolCallId = readName(call['id'], `${path}.id`);
  const type = readWord(call['type'] ?? 'function', `${path}.type`, ['function', 'custom']);
  if (type === 'custom') return refuseValue(`${path}.type`, 'calls of custom tools cannot be told here, only those of functions.', 'unsupported_value');
  const inner = readObject(call['function'], `${path}.function`);
  const toolName = readName(inner['name'], `${path}.function.name`);
  calls.names.set(toolCallId, toolName);
  return { type: 'tool-call', toolCallId, toolName, ...parseArguments(readString(inner['arguments'], `${path}.function.arguments`)) };
}

function readFunctionCall(value: unknown, path: string, calls: Calls): ContentPart {
  const call = readObject(value, path);
  const toolName = readName(call['name'], `${path}.name`);
  const toolCallId = createToolCallId('function', calls.names.size);
  calls.names.set(toolCallId, toolName);
  const unnamed = calls.unnamed.get(toolName);
  if (unnamed) unnamed.ids.push(toolCallId);
  else calls.unnamed.set(toolName, { ids: [toolCallId], answered: 0 });
  return { type: 'tool-call', toolCallId, toolName, ...parseArguments(readString(call['arguments'], `${path}.arguments`)) };
}

function readResult(wire: JSONObject, role: 'tool' | 'function', path: string, calls: Calls): ToolResultPart {
  const content = wire['content'];
  if (role === 'function') {
    const toolName = readName(wire['name'], `${path}.name`);
    const unnamed = calls.unnamed.get(toolName);
    const toolCallId = unnamed?.ids[unnamed.answered++];
    if (toolCallId === undefined) return refuseValue(`${path}.name`, 'no function of this name was called before.');
    return { type: 'tool-result', toolCallId, toolName, result: content === null ? '' : readString(content, `${path}.content`) };
  }
  const toolCallId = readName(wire['tool_call_id'], `${path}.tool_call_id`);
  const toolName = calls.names.get(toolCallId);
  const texts = typeof content === 'string' ? undefined : readTexts(content, path);
  const part: ToolResultPart = { type: 'tool-result', toolCallId, result: texts ? texts.map(({ text }) => text).join('\n') : (content as string) };
  if (toolName !== undefined) part.toolName = toolName;
  if (texts && texts.length > 1) part.content = texts;
  return part;
}

function addResult(messages: Message[], part: ToolResultPart): void {
  const last = messages.at(-1);
  if (last?.role === 'tool') last.content.push(part);
  else messages.push({ role: 'tool', content: [part] });
}
