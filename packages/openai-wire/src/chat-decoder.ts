import { createReasoningSplitter, type ReasoningSplitter, type TokenLogprob } from '@sdk/core';
import { createToolCallId, type DecodeContext, type PartWriter } from '@sdk/http';
import type { ChatDialect } from './dialect.ts';
import { readFinishReason } from './finish-reason.ts';
import { createToolCallAssembler, type ToolCallAssembler } from './tool-call-assembler.ts';
import { readUsage } from './usage.ts';
import type { WireAnnotation, WireCompletion, WireLogprob, WireMessage, WireUsage } from './wire.ts';

/** Places in the content. The wire has no order of its own beyond this one. */
const REASONING = 0;
const TEXT = 1;
const FIRST_TOOL_CALL = 2;
const FIRST_SOURCE = 1_000_000;

/** Reads completions, whole or chunk by chunk: a whole answer is a stream of one chunk. */
export interface ChatDecoder {
  /** One chunk, or the whole answer. Perplexity has both in every one: the delta, and the message so far. */
  read(completion: WireCompletion, from: 'delta' | 'message'): void;
  /** Nothing more will come. Writes `finish` when there was a finish reason, or the answer is known to be whole. */
  end(whole?: boolean): void;
}

/** Makes a decoder for one answer. */
export function createChatDecoder(dialect: ChatDialect, writer: PartWriter, context: DecodeContext): ChatDecoder {
  const { thinkTags, hooks } = dialect;
  let started = false;
  let ended = false;
  let id = '';
  let modelId = '';
  let rawFinishReason: string | undefined;
  let usage: WireUsage | undefined;
  let refused = false;
  let hasReasoning = false;
  let logprobs: TokenLogprob[] | undefined;
  let toolCalls: ToolCallAssembler | undefined;
  const citations: WireAnnotation[] = [];
  const splitter: ReasoningSplitter | undefined = thinkTags
    ? createReasoningSplitter({ startsInside: thinkTags === 'open' })
    : undefined;

  function read(completion: WireCompletion, from: 'delta' | 'message'): void {
    if (completion.error) context.fail(completion);
    if (!started) {
      started = true;
      writer.start(identity(completion));
    }
    if (completion.id) id = completion.id;
    if (completion.model) modelId = completion.model;
    if (completion.usage) usage = completion.usage;
    const choice = completion.choices?.[0];
    if (!choice) return;
    const message = choice[from];
    if (message) readMessage(hooks?.readMessage ? hooks.readMessage(message) : message);
    if (choice.logprobs?.content) readLogprobs(choice.logprobs.content);
    if (choice.finish_reason) rawFinishReason = choice.finish_reason;
  }

  function readMessage(message: WireMessage): void {
    const reasoning = message.reasoning_content ?? message.reasoning;
    if (reasoning) writeReasoning(reasoning);
    if (message.content) writeText(message.content);
    if (message.refusal) {
      refused = true;
      writer.text(TEXT, message.refusal);
    }
    if (message.tool_calls) for (const fragment of message.tool_calls) assembler().add(fragment);
    if (message.function_call) assembler().add({ index: 0, function: message.function_call });
    if (message.annotations) citations.push(...message.annotations);
  }

  function writeReasoning(delta: string): void {
    hasReasoning = true;
    writer.reasoning(REASONING, delta);
  }

  function writeText(content: string): void {
    if (typeof content !== 'string') context.malformed('the content of a message is neither a string nor null.');
    if (!splitter) return writer.text(TEXT, content);
    writeSegments(splitter.push(content));
  }

  function writeSegments(segments: ReturnType<ReasoningSplitter['push']>): void {
    for (const { type, delta } of segments) {
      if (type === 'reasoning') writeReasoning(delta);
      else writer.text(TEXT, delta);
    }
  }

  function assembler(): ToolCallAssembler {
    return (toolCalls ??= createToolCallAssembler(writer, FIRST_TOOL_CALL, (n) => createToolCallId(id, n)));
  }

  function readLogprobs(content: WireLogprob[]): void {
    logprobs ??= [];
    for (const { token, logprob, bytes, top_logprobs: top } of content) {
      logprobs.push({
        token,
        logprob,
        ...(bytes ? { bytes } : {}),
        ...(top?.length ? { top: top.map((other) => ({ token: other.token, logprob: other.logprob })) } : {}),
      });
    }
  }

  function end(whole = false): void {
    if (ended || (rawFinishReason === undefined && !whole)) return;
    ended = true;
    if (splitter) writeSegments(splitter.end());
    toolCalls?.end();
    if (logprobs) writer.annotate(TEXT, { logprobs });
    writer.close(REASONING);
    writer.close(TEXT);
    citations.forEach((citation, n) => writeSource(citation, FIRST_SOURCE + n));
    const read = readUsage(usage);
    writer.finish({
      finishReason: refused ? 'content-filter' : readFinishReason(rawFinishReason),
      ...(rawFinishReason === undefined ? {} : { rawFinishReason }),
      usage: hooks?.readUsage && usage ? hooks.readUsage(read, usage) : read,
      response: identity({ id, model: modelId }),
    });
  }

  function writeSource({ url_citation: citation }: WireAnnotation, place: number): void {
    if (!citation) return;
    const { url, title, content: text, start_index: start, end_index: to } = citation;
    writer.part(place, {
      type: 'source',
      ...(url ? { url } : {}),
      ...(title ? { title } : {}),
      ...(text ? { text } : {}),
      ...(start !== undefined && to !== undefined ? { of: hasReasoning ? 1 : 0, start, end: to } : {}),
    });
  }

  return { read, end };
}

function identity({ id, model }: WireCompletion): { id?: string; modelId?: string } {
  return { ...(id ? { id } : {}), ...(model ? { modelId: model } : {}) };
}
