import { createReasoningSplitter, type JSONObject, type ReasoningSplitter, type ResponseInfo, type TokenLogprob } from '@sdk/core';
import { createToolCallId, type DecodeContext, type PartWriter } from '@sdk/http';
import type { ChatDialect } from './dialect.ts';
import { readFinishReason } from './finish-reason.ts';
import { readLogprob } from './read-logprob.ts';
import { createTextToolCallParser, type TextSegment, type TextToolCallParser } from './text-tool-calls/text-tool-call-parser.ts';
import { createToolCallAssembler, type ToolCallAssembler } from './tool-call-assembler.ts';
import { refusalData } from './refusal.ts';
import { readImage, readSources } from './sources.ts';
import { readUsage } from './usage.ts';
import type { WireAnnotation, WireCompletion, WireImage, WireLogprob, WireMessage, WireSearchResult, WireUsage } from './wire.ts';

/** Places in the content. The wire has no order of its own beyond this one. */
const REASONING = 0;
const TEXT = 1;
const FIRST_TOOL_CALL = 2;
const REFUSAL = 400_000;
const FIRST_FILE = 500_000;
const FIRST_SOURCE = 1_000_000;
const FIRST_EXTRA = 2_000_000;

/** Reads completions, whole or chunk by chunk: a whole answer is a stream of one chunk. */
export interface ChatDecoder {
  /** One chunk, or the whole answer. Perplexity has both in every one: the delta, and the message so far. */
  read(completion: WireCompletion, from: 'delta' | 'message'): void;
  /** Nothing more will come. Writes `finish` when there was a finish reason, or the answer is known to be whole. */
  end(whole?: boolean): void;
}

/** Makes a decoder for one answer. */
export function createChatDecoder(dialect: ChatDialect, writer: PartWriter, context: DecodeContext): ChatDecoder {
  const { hooks } = dialect;
  const thinkTags = typeof dialect.thinkTags === 'function' ? dialect.thinkTags(context.modelId) : dialect.thinkTags;
  const reader = hooks?.createAnswerReader?.(context);
  let started = false;
  let ended = false;
  let id = '';
  let modelId = '';
  let origin = '';
  let rawFinishReason: string | undefined;
  let usage: WireUsage | undefined;
  let refused = false;
  let hasReasoning = false;
  let logprobs: TokenLogprob[] | undefined;
  let toolCalls: ToolCallAssembler | undefined;
  let files = 0;
  let written = 0; // calls in the text
  const annotations: WireAnnotation[] = [];
  let citations: string[] | undefined;
  let results: WireSearchResult[] | undefined;
  const textCalls = createTextCalls(dialect, context);
  const splitter: ReasoningSplitter | undefined = thinkTags
    ? createReasoningSplitter({ startsInside: thinkTags === 'open' })
    : undefined;

  function read(received: WireCompletion, from: 'delta' | 'message'): void {
    const completion = reader?.readCompletion ? reader.readCompletion(received) : received;
    if (completion.error || completion.object === 'error') context.fail(completion);
    if (!started) {
      started = true;
      writer.start(identity(completion));
    }
    if (completion.id) id = completion.id;
    if (completion.model) modelId = completion.model;
    if (completion.provider) origin = completion.provider;
    if (completion.usage) usage = completion.usage;
    // Perplexity repeats these in every chunk: the last ones count, and only they are read.
    if (completion.citations) citations = completion.citations;
    if (completion.search_results) results = completion.search_results;
    const choice = completion.choices?.[0];
    if (!choice) return;
    if (choice.error) context.fail(choice);
    let message = choice[from];
    if (message) {
      if (reader) message = reader.read(message, from);
      readMessage(hooks?.readMessage ? hooks.readMessage(message) : message);
    }
    if (choice.logprobs?.content) readLogprobs(choice.logprobs.content);
    if (choice.finish_reason) readFinish(choice.finish_reason);
  }

  function readFinish(reason: string): void {
    rawFinishReason = reason;
    const { failures } = dialect;
    if (failures && Object.hasOwn(failures, reason)) context.fail({ error: { message: failures[reason], code: reason } });
  }

  function readMessage(message: WireMessage): void {
    const reasoning = message.reasoning_content ?? message.reasoning;
    if (reasoning) writeReasoning(reasoning);
    if (message.content) writeText(message.content);
    if (message.refusal) writeRefusal(message.refusal);
    if (message.tool_calls) for (const fragment of message.tool_calls) assembler().add(fragment);
    if (message.function_call) assembler().add({ index: 0, function: message.function_call });
    if (message.images) for (const image of message.images) writeImage(image);
    if (message.annotations) annotations.push(...message.annotations);
  }

  function writeRefusal(delta: string): void {
    refused = true;
    writer.text(REFUSAL, delta, refusalData(dialect.wire));
  }

  function writeReasoning(delta: string): void {
    hasReasoning = true;
    writer.reasoning(REASONING, delta);
  }

  function writeText(content: string): void {
    if (typeof content !== 'string') context.malformed('the content of a message is neither a string nor null.');
    if (splitter) writeSegments(splitter.push(content));
    else writeAnswer(content);
  }

  function writeSegments(segments: ReturnType<ReasoningSplitter['push']>): void {
    for (const { type, delta } of segments) {
      if (type === 'reasoning') writeReasoning(delta);
      else writeAnswer(delta);
    }
  }

  function writeAnswer(text: string): void {
    if (textCalls) writeTextSegments(textCalls.push(text));
    else writer.text(TEXT, text);
  }

  function writeTextSegments(segments: TextSegment[]): void {
    for (const segment of segments) {
      if (segment.type === 'text') writer.text(TEXT, segment.delta);
      else assembler().add({ index: null, id: segment.id ?? createToolCallId(id && `${id}text`, written++), function: segment });
    }
  }

  function writeImage(image: WireImage): void {
    const part = readImage(image);
    if (part) writer.part(FIRST_FILE + files++, part);
  }

  function assembler(): ToolCallAssembler {
    return (toolCalls ??= createToolCallAssembler(writer, FIRST_TOOL_CALL, (n) => createToolCallId(id, n)));
  }

  function readLogprobs(content: WireLogprob[]): void {
    logprobs ??= [];
    for (const token of content) logprobs.push(readLogprob(token));
  }

  function end(whole = false): void {
    if (ended || (rawFinishReason === undefined && !whole)) return;
    ended = true;
    if (splitter) writeSegments(splitter.end());
    if (textCalls) writeTextSegments(textCalls.end());
    toolCalls?.end();
    if (logprobs) writer.annotate(TEXT, { logprobs });
    const more = reader?.end();
    if (more?.reasoning) annotateReasoning(more.reasoning);
    writer.close(REASONING);
    writer.close(TEXT);
    writer.close(REFUSAL);
    const sources = readSources({ annotations, citations, results }, hasReasoning ? 1 : 0);
    sources.forEach((source, n) => writer.part(FIRST_SOURCE + n, source));
    more?.parts?.forEach((part, n) => writer.part(FIRST_EXTRA + n, part));
    const read = readUsage(usage);
    writer.finish({
      finishReason: refused ? 'content-filter' : readFinishReason(rawFinishReason),
      ...(rawFinishReason === undefined ? {} : { rawFinishReason }),
      usage: hooks?.readUsage && usage ? hooks.readUsage(read, usage, context) : read,
      response: identity({ id, model: modelId, provider: origin }),
      ...(more?.result ? { providerData: { [dialect.wire]: more.result } } : {}),
    });
  }

  function annotateReasoning(data: JSONObject): void {
    // Sealed thoughts have no text.
    if (!writer.isOpen(REASONING)) writeReasoning('');
    writer.annotate(REASONING, { providerData: { [dialect.wire]: data } });
  }

  return { read, end };
}

/** Without tools to call, what looks like a call is text. */
function createTextCalls({ textToolCalls }: ChatDialect, { tools = [] }: DecodeContext): TextToolCallParser | undefined {
  const callable = textToolCalls ? tools.filter((tool) => tool.type !== 'provider') : [];
  if (callable.length === 0) return undefined;
  return createTextToolCallParser({ tools: callable, ...(typeof textToolCalls === 'object' ? textToolCalls : {}) });
}

function identity({ id, model, provider }: WireCompletion): Partial<ResponseInfo> {
  return { ...(id ? { id } : {}), ...(model ? { modelId: model } : {}), ...(provider ? { origin: provider } : {}) };
}
