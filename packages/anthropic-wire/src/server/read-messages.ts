import type { ContentPart, FilePart, Message, OpaquePart, TextPart, ToolResultPart } from '@sdk/core';
import { blockAt, listAt, objectAt, refuse } from './check.ts';
import { readAssistantBlock, readResult, readText, readUserBlock } from './read-blocks.ts';

/** The instructions above a conversation, as the first message. @throws InvalidRequestError */
export function readSystem(system: unknown): Message[] {
  if (system === undefined || system === null) return [];
  const content = typeof system === 'string' ? system : readTexts(system, 'system');
  return content.length === 0 ? [] : [{ role: 'system', content }];
}

function readTexts(value: unknown, path: string): TextPart[] {
  return listAt(value, path).map((entry, at) => {
    const block = blockAt(entry, `${path}[${at}]`);
    return block.type === 'text' ? readText(block, `${path}[${at}]`) : refuse(`${path}[${at}].type`, 'must be "text"');
  });
}

/** The messages of a request. One of the user becomes two where it holds results of tools and something else. @throws InvalidRequestError */
export function readMessages(value: unknown): Message[] {
  const list = listAt(value, 'messages');
  if (list.length === 0) refuse('messages', 'must hold at least one message');
  return list.flatMap((entry, at) => {
    const path = `messages[${at}]`;
    const { role, content } = objectAt(entry, path);
    if (role !== 'user' && role !== 'assistant' && role !== 'system') return refuse(`${path}.role`, 'must be "user", "assistant" or "system"');
    if (typeof content === 'string') return [{ role, content }];
    if (role === 'system') return [{ role, content: readTexts(content, `${path}.content`) }];
    const blocks = listAt(content, `${path}.content`);
    return role === 'user' ? readUser(blocks, `${path}.content`) : [{ role, content: readAssistant(blocks, `${path}.content`) }];
  });
}

function readAssistant(blocks: unknown[], path: string): ContentPart[] {
  const names = new Map<string, string>();
  return blocks.map((entry, at) => {
    const part = readAssistantBlock(blockAt(entry, `${path}[${at}]`), `${path}[${at}]`);
    if (part.type === 'tool-call') names.set(part.toolCallId, part.toolName);
    const toolName = part.type === 'tool-result' ? names.get(part.toolCallId) : undefined;
    return toolName === undefined ? part : { ...part, toolName };
  });
}

function readUser(blocks: unknown[], path: string): Message[] {
  const results: ToolResultPart[] = [];
  const parts: (TextPart | FilePart | OpaquePart)[] = [];
  blocks.forEach((entry, at) => {
    const where = `${path}[${at}]`;
    const block = blockAt(entry, where);
    if (block.type === 'tool_result') results.push(readResult(block, where));
    else for (const part of readUserBlock(block, where)) parts.push(part);
  });
  return [
    ...(results.length > 0 ? [{ role: 'tool' as const, content: results }] : []),
    ...(parts.length > 0 || results.length === 0 ? [{ role: 'user' as const, content: parts }] : []),
  ];
}
