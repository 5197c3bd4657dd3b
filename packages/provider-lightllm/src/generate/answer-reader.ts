import { createReasoningSplitter, type FinishReason, type FunctionTool, type JSONObject, type ReasoningSplitter, type Usage } from '@sdk/core';
import { createToolCallId, type DecodeContext, type PartWriter } from '@sdk/http';
import { createTextToolCallParser, readFinishReason, type TextSegment, type TextToolCallParser } from '@sdk/openai-wire';
import type { TextReading } from '../quirks.ts';
import { TURN_END } from './chatml.ts';

/** Places in the content. The wire has text alone. */
const REASONING = 0;
const TEXT = 1;
const FIRST_TOOL_CALL = 2;

/** How an answer ended. */
export interface AnswerEnd {
  finishReason: string | null | undefined;
  promptTokens: number | undefined;
  outputTokens: number | undefined;
}

/** Reads the text of one answer: thoughts, words and calls, up to the end of the turn. */
export class AnswerReader {
  readonly writer: PartWriter;
  readonly splitter: ReasoningSplitter | undefined;
  readonly parser: TextToolCallParser | undefined;
  /** What may become {@link TURN_END}. */
  held = '';
  turnOver = false;
  calls = 0;

  constructor(writer: PartWriter, { tools = [] }: DecodeContext, { textToolCalls, thinkTags }: TextReading) {
    this.writer = writer;
    this.splitter = thinkTags ? createReasoningSplitter({ startsInside: thinkTags === 'open' }) : undefined;
    const functions = textToolCalls ? tools.filter((tool): tool is FunctionTool => tool.type !== 'provider') : [];
    if (functions.length > 0) this.parser = createTextToolCallParser({ tools: functions, ...(typeof textToolCalls === 'object' ? textToolCalls : {}) });
  }

  /** More of the text. */
  push(delta: string): void {
    if (this.turnOver) return;
    const text = this.held + delta;
    const end = text.indexOf(TURN_END);
    this.turnOver = end >= 0;
    const keep = this.turnOver ? end : text.length - partialEnd(text);
    this.held = this.turnOver ? '' : text.slice(keep);
    if (keep > 0) this.split(text.slice(0, keep));
  }

  /** No more text. Writes `finish`. */
  end({ finishReason, promptTokens, outputTokens }: AnswerEnd): void {
    if (this.held !== '') this.split(this.held);
    if (this.splitter) for (const { type, delta } of this.splitter.end()) this.write(type, delta);
    if (this.parser) this.writeSegments(this.parser.end());
    this.writer.close(REASONING);
    this.writer.close(TEXT);
    const reason: FinishReason = readFinishReason(finishReason ?? undefined);
    this.writer.finish({ finishReason: reason, ...(finishReason ? { rawFinishReason: finishReason } : {}), usage: usageOf(promptTokens, outputTokens) });
  }

  split(text: string): void {
    if (!this.splitter) return this.write('text', text);
    for (const { type, delta } of this.splitter.push(text)) this.write(type, delta);
  }

  write(type: 'text' | 'reasoning', delta: string): void {
    if (type === 'reasoning') this.writer.reasoning(REASONING, delta);
    else if (this.parser) this.writeSegments(this.parser.push(delta));
    else this.writer.text(TEXT, delta);
  }

  writeSegments(segments: TextSegment[]): void {
    for (const segment of segments) {
      if (segment.type === 'text') {
        this.writer.text(TEXT, segment.delta);
        continue;
      }
      const place = FIRST_TOOL_CALL + this.calls;
      this.writer.toolCall(place, segment.id ?? createToolCallId('', this.calls), segment.name);
      this.writer.toolArguments(place, segment.arguments);
      this.calls++;
    }
  }
}

/** How many characters at the end could be the beginning of {@link TURN_END}, whose first character stands in it once. */
function partialEnd(text: string): number {
  const from = text.lastIndexOf('<');
  if (from < 0) return 0;
  return TURN_END.startsWith(text.slice(from)) ? text.length - from : 0;
}

function usageOf(inputTokens: number | undefined, outputTokens: number | undefined): Usage {
  const raw: JSONObject = {};
  const usage: Usage = {};
  if (inputTokens !== undefined) raw['prompt_tokens'] = usage.inputTokens = inputTokens;
  if (outputTokens !== undefined) raw['count_output_tokens'] = usage.outputTokens = outputTokens;
  if (inputTokens !== undefined && outputTokens !== undefined) usage.totalTokens = inputTokens + outputTokens;
  return Object.keys(raw).length > 0 ? { ...usage, raw } : usage;
}
