import type { AssistantMessage, ContentPart, FilePart, Message, TextPart, ToolResultPart } from '@sdk/core';
import type { Answer } from './answer.ts';
import { isRunning, openCalls } from './answer.ts';

/** One step of a conversation as it is shown. */
export type Turn =
  | { type: 'user'; content: (TextPart | FilePart)[] }
  | { type: 'answer'; answer: Answer }
  | { type: 'results'; content: ToolResultPart[] };

/** The conversation so far, as the next call begins with it. A question that got nothing but a failure is left out. */
export function messagesOf(turns: readonly Turn[]): Message[] {
  const messages: Message[] = [];
  for (const turn of turns) {
    if (turn.type === 'user') messages.push({ role: 'user', content: asContent(turn.content) });
    else if (turn.type === 'results') messages.push({ role: 'tool', content: turn.content });
    else {
      const message = messageOf(turn.answer);
      if (message.content.length > 0) messages.push(message);
      else if (messages.at(-1)?.role === 'user') messages.pop();
    }
  }
  return messages;
}

/** A lone text is as good as a list, and easier to read. */
function asContent(parts: (TextPart | FilePart)[]): string | (TextPart | FilePart)[] {
  const [only] = parts;
  return parts.length === 1 && only?.type === 'text' ? only.text : parts;
}

/** What can be sent back: no sources, and of an answer without an end only what had been written. */
function messageOf(answer: Answer): AssistantMessage {
  const hasEnded = answer.status === 'finished';
  const content = answer.blocks.flatMap(({ type, text, part }): ContentPart[] => {
    if (part) return isSentBack(part) && (hasEnded || part.type !== 'tool-call') ? [part] : [];
    return type === 'text' && text !== '' ? [{ type, text }] : [];
  });
  const message: AssistantMessage = { role: 'assistant', content };
  if (answer.finish?.providerData) message.providerData = answer.finish.providerData;
  return message;
}

const SENT_BACK: readonly string[] = ['text', 'reasoning', 'tool-call', 'tool-result', 'opaque'] satisfies ContentPart['type'][];

/** A file goes back only with its bytes: the server takes no addresses. */
function isSentBack(part: ContentPart): boolean {
  return part.type === 'file' ? typeof part.data === 'string' : SENT_BACK.includes(part.type);
}

/** The last answer, if it is the last turn. */
export function lastAnswer(turns: readonly Turn[]): Answer | undefined {
  const last = turns.at(-1);
  return last?.type === 'answer' ? last.answer : undefined;
}

/**
 * What the conversation waits for:
 *
 * - `answer`: it is being written
 * - `results`: of tools that the model called
 * - `user`: a question
 */
export function awaited(turns: readonly Turn[]): 'answer' | 'results' | 'user' {
  const answer = lastAnswer(turns);
  if (!answer) return 'user';
  if (isRunning(answer)) return 'answer';
  return openCalls(answer).length > 0 ? 'results' : 'user';
}
