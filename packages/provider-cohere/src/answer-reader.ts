import type { JSONValue, TokenLogprob, Usage } from '@sdk/core';
import { createToolCallId, type DecodeContext, type Finish, type PartWriter } from '@sdk/http';
import { measure, writeSources, type Block } from './citations.ts';
import { readFinishReason } from './finish-reason.ts';
import { WIRE, type WireBlock, type WireCitation, type WireLogprobs, type WireToolCall, type WireUsage } from './wire.ts';

/** Places in the content: the plan, then blocks, then calls of tools. Sources stand behind them. */
const PLAN = 0;
const FIRST_BLOCK = 1;
const FIRST_TOOL_CALL = 1_000_000;

interface Call {
  /** The vendor's index of it; `undefined` where it sends none. */
  index: number | undefined;
  place: number;
}

/** Reads one answer, piece by piece; a whole answer is a stream of large pieces. A class, because every call makes one. */
export class AnswerReader {
  readonly writer: PartWriter;
  readonly context: DecodeContext;
  readonly blocks: Block[] = [];
  readonly calls: Call[] = [];
  readonly callIds = new Set<string>();
  readonly citations: WireCitation[] = [];
  readonly logprobs: TokenLogprob[] = [];
  id = '';
  started = false;
  hasPlan = false;

  constructor(writer: PartWriter, context: DecodeContext) {
    this.writer = writer;
    this.context = context;
  }

  start(id: string | null | undefined): void {
    if (this.started) return;
    this.started = true;
    this.id = id ?? '';
    this.writer.start(id ? { id } : {});
  }

  /** What the model means to do with its tools. */
  plan(delta: unknown): void {
    const text = this.textIn(delta);
    if (text === '') return;
    this.writer.reasoning(PLAN, text);
    if (this.hasPlan) return;
    this.hasPlan = true;
    this.writer.annotate(PLAN, { providerData: this.ownData('tool_plan') });
  }

  /** A block of the content, or more of it. */
  block(index: number, { text, thinking }: WireBlock): void {
    const thought = this.textIn(thinking);
    if (thought !== '') {
      const block = this.findBlock(index, 'reasoning');
      const isNew = block.length === 0;
      block.length += thought.length;
      this.writer.reasoning(block.place, thought);
      if (isNew) this.writer.annotate(block.place, { providerData: this.ownData('thinking') });
    }
    const said = this.textIn(text);
    if (said === '') return;
    const block = this.findBlock(index, 'text');
    measure(block, said);
    this.writer.text(block.place, said);
  }

  toolCall(index: number | undefined, { id, function: called }: WireToolCall): void {
    const n = this.calls.length;
    const place = FIRST_TOOL_CALL + n;
    const callId = id && !this.callIds.has(id) ? id : createToolCallId(this.id, n);
    this.callIds.add(callId);
    this.calls.push({ index, place });
    this.writer.toolCall(place, callId, called?.name ?? '');
    this.writer.toolArguments(place, argumentText(called?.arguments));
  }

  /** More of a call's arguments. */
  toolArguments(index: number | undefined, { function: called }: WireToolCall): void {
    const call = this.findCall(index);
    if (call) this.writer.toolArguments(call.place, argumentText(called?.arguments));
  }

  /** A call is complete. */
  endToolCall(index: number | undefined): void {
    const call = this.findCall(index);
    if (call) this.writer.close(call.place);
  }

  /** One entry per token. Of a piece of several tokens only the whole text is known; it stands at the first. */
  tokens({ text, logprobs }: WireLogprobs): void {
    let token = text ?? '';
    for (const logprob of logprobs ?? []) {
      this.logprobs.push({ token, logprob });
      token = '';
    }
  }

  finish(reason: string | null | undefined, usage: WireUsage | null | undefined): void {
    const { writer, blocks, hasPlan } = this;
    const text = blocks.find(({ type }) => type === 'text');
    if (text && this.logprobs.length > 0) writer.annotate(text.place, { logprobs: this.logprobs });
    writer.close(PLAN);
    for (const { place } of blocks) writer.close(place);
    for (const { place } of this.calls) writer.close(place);
    writeSources(this.citations, blocks, hasPlan ? 1 : 0, writer);
    const finish: Finish = { finishReason: readFinishReason(reason), usage: readUsage(usage) };
    if (reason) finish.rawFinishReason = reason;
    writer.finish(finish);
  }

  /** Streams without indexes have thoughts and text at the same one: they are blocks of their own. */
  findBlock(index: number, type: Block['type']): Block {
    const { blocks } = this;
    for (let at = blocks.length - 1; at >= 0; at--) {
      const block = blocks[at] as Block;
      if (block.index === index && block.type === type) return block;
    }
    const block: Block = { index, type, place: FIRST_BLOCK + blocks.length, length: 0, pairs: [] };
    blocks.push(block);
    return block;
  }

  /** The call of an index; the last one where none has it. */
  findCall(index: number | undefined): Call | undefined {
    const { calls } = this;
    const last = calls.at(-1);
    if (index === undefined || last?.index === index) return last;
    for (let at = calls.length - 2; at >= 0; at--) if (calls[at]?.index === index) return calls[at];
    return last;
  }

  textIn(value: unknown): string {
    if (value === undefined || value === null) return '';
    return typeof value === 'string' ? value : this.context.malformed('a text of the answer is no string.');
  }

  /** Says whose thoughts they are, and where they stood: encode gives them back to the model that had them. */
  ownData(field: 'tool_plan' | 'thinking'): Record<string, JSONValue> {
    return { [WIRE]: { model: this.context.modelId, field } };
  }
}

/** JSON text, also where a server writes the object itself. */
function argumentText(args: unknown): string {
  if (args === undefined || args === null) return '';
  return typeof args === 'string' ? args : JSON.stringify(args);
}

/** Tokens that the model read and wrote, the vendor's own prompt included; what is billed of them is in `raw`. */
function readUsage(wire: WireUsage | null | undefined): Usage {
  const { input_tokens, output_tokens, reasoning_tokens } = wire?.tokens ?? {};
  const usage: Usage = {};
  if (typeof input_tokens === 'number') usage.inputTokens = input_tokens;
  if (typeof output_tokens === 'number') usage.outputTokens = output_tokens;
  if (typeof wire?.cached_tokens === 'number') usage.cachedInputTokens = wire.cached_tokens;
  if (typeof reasoning_tokens === 'number') usage.reasoningTokens = reasoning_tokens;
  if (usage.inputTokens !== undefined && usage.outputTokens !== undefined) usage.totalTokens = usage.inputTokens + usage.outputTokens;
  if (wire) usage.raw = { ...wire };
  return usage;
}
