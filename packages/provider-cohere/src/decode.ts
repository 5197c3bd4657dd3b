import { isJSONObject } from '@sdk/core';
import type { DecodeContext, PartWriter } from '@sdk/http';
import { AnswerReader } from './answer-reader.ts';
import { isFailure } from './finish-reason.ts';
import type { WireAnswer, WireAnswerMessage } from './wire.ts';

/** Writes the parts of a whole answer. Pure. */
export function decode(body: unknown, writer: PartWriter, context: DecodeContext): void {
  if (!isJSONObject(body)) context.malformed('the answer is no JSON object.');
  // An error body has its text where an answer has its message.
  if (body['error'] || typeof body['message'] === 'string') context.fail(body);
  const { id, message, finish_reason, usage, logprobs }: WireAnswer = body;
  if (isFailure(finish_reason)) context.fail(body);
  if (!isJSONObject(message)) context.malformed('the answer holds no message.');
  const { tool_plan, content, tool_calls, citations }: WireAnswerMessage = message;
  const reader = new AnswerReader(writer, context);
  reader.start(id);
  reader.plan(tool_plan);
  if (typeof content === 'string') reader.block(0, { text: content });
  else for (const [index, block] of (content ?? []).entries()) reader.block(index, block);
  for (const [index, call] of (tool_calls ?? []).entries()) reader.toolCall(index, call);
  for (const citation of citations ?? []) reader.citations.push(citation);
  for (const piece of logprobs ?? []) reader.tokens(piece);
  reader.finish(finish_reason, usage);
}
