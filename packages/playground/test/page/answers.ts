import type { StreamPart } from '@sdk/core';
import { addParts, createAnswer, endAnswer, type Answer } from '../../src/page/answer.ts';

export const START: StreamPart = { type: 'start', warnings: [], response: { provider: 'scripted' } };
export const FINISH: StreamPart = { type: 'finish', finishReason: 'stop', usage: { outputTokens: 3 }, timing: { totalMs: 30 } };

/** An answer to which these parts have come, ten milliseconds apart. */
export function answerOf(parts: StreamPart[], end?: 'finished' | 'stopped' | 'failed'): Answer {
  const timed = parts.map((part, at) => ({ atMs: at * 10, part }));
  const answer = addParts(createAnswer(1, { model: 'scripted/one', messages: [] }), timed);
  return end ? endAnswer(answer, end, parts.length * 10) : answer;
}

/** The parts of a text that comes in these deltas. */
export function textParts(index: number, ...deltas: string[]): StreamPart[] {
  return [...deltas.map((delta): StreamPart => ({ type: 'text-delta', index, delta })), { type: 'part', index, part: { type: 'text', text: deltas.join('') } }];
}

/** The parts of a call. */
export function callParts(index: number, toolCallId: string, toolName: string, args: string): StreamPart[] {
  return [
    { type: 'tool-call-start', index, toolCallId, toolName },
    { type: 'tool-call-delta', index, delta: args },
    { type: 'part', index, part: { type: 'tool-call', toolCallId, toolName, arguments: JSON.parse(args) } },
  ];
}
