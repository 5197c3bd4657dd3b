import type { ContentPart, FinishPart, StartPart, StreamPart, ToolCallPart } from '@sdk/core';
import type { ChatRequest } from '../page-api.ts';
import type { Failure } from './failure.ts';

/** A stream part, and when it came, in milliseconds from the request. */
export interface TimedPart {
  atMs: number;
  part: StreamPart;
}

/** A content part as it is shown: written so far, or complete. */
export interface Block {
  index: number;
  type: ContentPart['type'];
  /** Text, thoughts, or the JSON of a call's arguments, as far as it has come. */
  text: string;
  toolName?: string;
  /** Once it is complete. */
  part?: ContentPart;
}

/** How much had been written when. */
export interface Sample {
  atMs: number;
  characters: number;
}

/**
 * - `waiting`: asked, nothing has come
 * - `streaming`: it is being written
 * - `finished`, `stopped` (by the user), `failed`: nothing more comes
 */
export type AnswerStatus = 'waiting' | 'streaming' | 'finished' | 'stopped' | 'failed';

/** One answer of one model, from the request on. */
export interface Answer {
  id: number;
  /** As it was sent. */
  request: ChatRequest;
  status: AnswerStatus;
  /** In the order of their indices. */
  blocks: Block[];
  /** Everything that came. */
  log: TimedPart[];
  samples: Sample[];
  start?: StartPart;
  finish?: FinishPart;
  failure?: Failure;
  firstTokenMs?: number;
  endMs?: number;
}

export function createAnswer(id: number, request: ChatRequest): Answer {
  return { id, request, status: 'waiting', blocks: [], log: [], samples: [] };
}

/** Whether more may come. */
export function isRunning({ status }: Answer): boolean {
  return status === 'waiting' || status === 'streaming';
}

/** The answer with what has come since. Parts of a kind that it does not know are kept in the log alone. */
export function addParts(answer: Answer, parts: readonly TimedPart[]): Answer {
  if (!isRunning(answer) || parts.length === 0) return answer;
  const next: Answer = { ...answer, status: 'streaming', blocks: [...answer.blocks], log: [...answer.log, ...parts], samples: [...answer.samples] };
  for (const timed of parts) add(next, timed);
  return next;
}

/** The answer after its end. What had come stays. */
export function endAnswer(answer: Answer, status: 'finished' | 'stopped' | 'failed', endMs: number, failure?: Failure): Answer {
  return isRunning(answer) ? { ...answer, status, endMs, ...(failure && { failure }) } : answer;
}

function add(answer: Answer, { atMs, part }: TimedPart): void {
  switch (part.type) {
    case 'start':
      answer.start = part;
      break;
    case 'finish':
      answer.finish = part;
      break;
    case 'text-delta':
      write(answer, atMs, blockAt(answer, part.index, 'text'), part.delta);
      break;
    case 'reasoning-delta':
      write(answer, atMs, blockAt(answer, part.index, 'reasoning'), part.delta);
      break;
    case 'tool-call-start':
      replace(answer, { ...blockAt(answer, part.index, 'tool-call'), toolName: part.toolName });
      break;
    case 'tool-call-delta':
      write(answer, atMs, blockAt(answer, part.index, 'tool-call'), part.delta);
      break;
    case 'part':
      complete(answer, atMs, part.index, part.part);
      break;
    default: // of a later version
  }
}

function blockAt({ blocks }: Answer, index: number, type: Block['type']): Block {
  return blocks.find((block) => block.index === index) ?? { index, type, text: '' };
}

function replace({ blocks }: Answer, block: Block): void {
  const at = blocks.findIndex(({ index }) => index >= block.index);
  if (at < 0) blocks.push(block);
  else blocks.splice(at, blocks[at]?.index === block.index ? 1 : 0, block);
}

function write(answer: Answer, atMs: number, block: Block, delta: string): void {
  replace(answer, { ...block, text: block.text + delta });
  count(answer, atMs, delta.length);
}

function count(answer: Answer, atMs: number, characters: number): void {
  answer.firstTokenMs ??= atMs;
  if (characters > 0) answer.samples.push({ atMs, characters: (answer.samples.at(-1)?.characters ?? 0) + characters });
}

/** What comes whole counts as written at once. */
function complete(answer: Answer, atMs: number, index: number, part: ContentPart): void {
  const block = blockAt(answer, index, part.type);
  const text = textOf(part);
  if (block.text === '') count(answer, atMs, text.length);
  replace(answer, { ...block, type: part.type, text: text === '' ? block.text : text, part, ...(part.type === 'tool-call' && { toolName: part.toolName }) });
}

function textOf(part: ContentPart): string {
  if (part.type === 'text' || part.type === 'reasoning') return part.text;
  return part.type === 'tool-call' ? (part.invalid ?? JSON.stringify(part.arguments)) : '';
}

/** The calls that wait for a result from the user: none before the answer has finished. */
export function openCalls({ status, blocks }: Answer): ToolCallPart[] {
  if (status !== 'finished') return [];
  return blocks.flatMap(({ part }) => (part?.type === 'tool-call' && !part.providerExecuted ? [part] : []));
}

/** All of its text, e.g. to be copied. */
export function plainText({ blocks }: Answer): string {
  return blocks.flatMap(({ type, text }) => (type === 'text' ? [text] : [])).join('');
}
