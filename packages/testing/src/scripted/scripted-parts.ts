import { toBase64, type ContentPart, type FinishPart, type StreamPart } from '@sdk/core';
import type { ScriptedAnswer, ScriptedPart } from './script.ts';

/** How text is cut into deltas: at words, not at all, or every so many characters (code points). */
export type Chunking = 'words' | 'whole' | number;

/** What a finish part lacks until it is handed out. */
export type UntimedFinish = Omit<FinishPart, 'timing'>;

/** The parts of an answer in the order in which a stream gives them. An answer that ends in an error has no finish. */
export function streamPartsOf(
  answer: ScriptedAnswer,
  { provider, modelId, callNumber, chunking }: { provider: string; modelId: string; callNumber: number; chunking: Chunking },
): (StreamPart | UntimedFinish)[] {
  const content = contentOf(answer, callNumber);
  if (answer.error && content.length === 0) return [];
  const parts: (StreamPart | UntimedFinish)[] = [
    {
      type: 'start',
      warnings: answer.warnings ?? [],
      response: { provider, modelId, id: `scripted-${callNumber}`, ...answer.response },
      ...(answer.rateLimit && { rateLimit: answer.rateLimit }),
    },
  ];
  content.forEach((part, index) => {
    parts.push(...deltasOf(part, index, chunking), { type: 'part', index, part });
  });
  if (!answer.error) parts.push(finishOf(answer, content));
  return structuredClone(parts); // a consumer may change what it gets; the script stays as it is
}

function contentOf({ content = [] }: ScriptedAnswer, callNumber: number): ContentPart[] {
  const parts: ScriptedPart[] = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  return parts.filter(says).map((part, index) => {
    if (part.type === 'tool-call') return { arguments: {}, toolCallId: `call-${callNumber}-${index + 1}`, ...part };
    if (part.type === 'file' && part.data instanceof Uint8Array) return { ...part, data: toBase64(part.data) };
    return part;
  });
}

/** Empty text says nothing, unless it carries a vendor's data. */
function says(part: ScriptedPart): boolean {
  return part.type !== 'text' || part.text !== '' || part.providerData !== undefined;
}

function deltasOf(part: ContentPart, index: number, chunking: Chunking): StreamPart[] {
  switch (part.type) {
    case 'text':
      return chunk(part.text, chunking).map((delta) => ({ type: 'text-delta', index, delta }));
    case 'reasoning':
      return (part.text === '' ? [''] : chunk(part.text, chunking)).map((delta) => ({ type: 'reasoning-delta', index, delta }));
    case 'tool-call': {
      const { toolCallId, toolName } = part;
      const json = part.invalid ?? JSON.stringify(part.arguments);
      const deltas = chunk(json, chunking).map((delta): StreamPart => ({ type: 'tool-call-delta', index, delta }));
      return [{ type: 'tool-call-start', index, toolCallId, toolName }, ...deltas];
    }
    default:
      return [];
  }
}

function chunk(text: string, chunking: Chunking): string[] {
  if (text === '') return [];
  if (chunking === 'whole') return [text];
  if (chunking === 'words') return text.match(/\s*\S+|\s+$/g) ?? [text];
  const characters = Array.from(text); // code points: a delta never ends inside a surrogate pair
  const size = Math.max(1, Math.floor(chunking));
  const chunks: string[] = [];
  for (let at = 0; at < characters.length; at += size) chunks.push(characters.slice(at, at + size).join(''));
  return chunks;
}

function finishOf(answer: ScriptedAnswer, content: ContentPart[]): UntimedFinish {
  const calls = content.some((part) => part.type === 'tool-call' && !part.providerExecuted);
  const finish: UntimedFinish = {
    type: 'finish',
    finishReason: answer.finishReason ?? (calls ? 'tool-calls' : 'stop'),
    usage: answer.usage ?? {},
  };
  if (answer.rawFinishReason !== undefined) finish.rawFinishReason = answer.rawFinishReason;
  if (answer.providerData) finish.providerData = answer.providerData;
  return finish;
}
