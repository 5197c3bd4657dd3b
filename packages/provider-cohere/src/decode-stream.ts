import { isJSONObject } from '@sdk/core';
import { createEventParser, type DecodeContext, type EventDecoder, type PartWriter, type Varying } from '@sdk/http';
import { AnswerReader } from './answer-reader.ts';
import { isFailure } from './finish-reason.ts';
import type { WireEvent } from './wire.ts';

/** Comes after the last event, and says nothing more. */
const DONE = '[DONE]';

/** Writes the parts of a streamed answer, event by event. Pure. */
export function decodeStream(writer: PartWriter, context: DecodeContext): EventDecoder {
  const reader = new AnswerReader(writer, context);
  const parse = createEventParser(context, varyingIn);
  return {
    event(data, name) {
      if (data !== DONE) readEvent(parse(data), name, reader);
    },
    // Only the event `message-end` ends an answer: without one it was cut.
    end: () => undefined,
  };
}

/** What each kind of event holds. One of a kind that was not there when this was written is passed over. */
const READERS: Partial<Record<string, (event: WireEvent, reader: AnswerReader) => void>> = {
  'message-start': () => undefined,
  'content-start': readContent,
  'content-delta': readContent,
  'content-end': () => undefined,
  'tool-plan-delta': ({ delta }, reader) => reader.plan(delta?.message?.tool_plan),
  'tool-call-start': ({ index, delta }, reader) => {
    for (const call of listOf(delta?.message?.tool_calls)) reader.toolCall(index ?? undefined, call);
  },
  'tool-call-delta': ({ index, delta }, reader) => {
    for (const call of listOf(delta?.message?.tool_calls)) reader.toolArguments(index ?? undefined, call);
  },
  'tool-call-end': ({ index }, reader) => reader.endToolCall(index ?? undefined),
  'citation-start': ({ delta }, reader) => {
    for (const citation of listOf(delta?.message?.citations)) reader.citations.push(citation);
  },
  'citation-end': () => undefined,
  'message-end': readEnd,
};

function readEvent(event: WireEvent, name: string | undefined, reader: AnswerReader): void {
  const type = event.type ?? name ?? '';
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (!read) {
    if (isError(event, type)) reader.context.fail(event);
    return;
  }
  reader.start(event.id);
  read(event, reader);
}

/** What breaks in mid-stream comes as the body of an error status would. */
function isError(event: object, type: string): boolean {
  const { error, message } = event as Record<string, unknown>;
  return Boolean(error) || (typeof message === 'string' && (type === '' || type === 'error'));
}

function readContent({ index, delta, logprobs }: WireEvent, reader: AnswerReader): void {
  const content = delta?.message?.content;
  if (typeof content === 'string') reader.block(index ?? 0, { text: content });
  else if (Array.isArray(content)) for (const block of content) reader.block(index ?? 0, block);
  else if (content) reader.block(index ?? 0, content);
  if (logprobs) for (const piece of listOf(logprobs)) reader.tokens(piece);
}

function readEnd(event: WireEvent, reader: AnswerReader): void {
  const { finish_reason, usage, error } = event.delta ?? {};
  if (error || isFailure(finish_reason)) reader.context.fail(event);
  reader.finish(finish_reason, usage);
}

/** An event holds one, where a whole answer holds a list. */
function listOf<T extends object>(value: T | T[] | null | undefined): T[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** What is new in a delta. Citations are kept, and so are read one by one. */
function varyingIn({ delta, logprobs }: WireEvent): readonly Varying[] {
  const { content, tool_plan, tool_calls, citations } = delta?.message ?? {};
  if (logprobs || citations || Array.isArray(content) || Array.isArray(tool_calls)) return [];
  if (tool_plan) return [[delta?.message, 'tool_plan']];
  if (tool_calls) return [[tool_calls.function, 'arguments']];
  if (!isJSONObject(content)) return [];
  return [
    [content, 'text'],
    [content, 'thinking'],
  ];
}
