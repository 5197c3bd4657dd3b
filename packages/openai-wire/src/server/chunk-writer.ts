import type { ContentPart, FinishPart, SourcePart, StreamPart, TextPart, Tool, ToolCallPart } from '@sdk/core';
import { isRefusal } from '../refusal.ts';
import type { AnswerIdentity, ChatCompletionChunk, ChunkDelta, CompletionLogprobs, WrittenFinishReason } from './answer.ts';
import { writeArguments, writeCitation, writeFinishReason, writeImage, writeLogprobs, writeUsage } from './write-parts.ts';

/** How a streamed answer is written. */
export interface ChunkWriterOptions extends AnswerIdentity {
  /** Whether the usage follows in a chunk of its own, and all others carry `usage: null`. @default false */
  includeUsage?: boolean;
  /** Write `function_call` in place of `tool_calls`. @default false */
  legacyFunctions?: boolean;
  /**
   * The tools of the call. With them, a call of something that the client did not offer is held back until it is known
   * whether the vendor runs it itself. @default every call is written as it comes
   */
  tools?: readonly Tool[];
}

/** Writes one streamed answer. */
export interface ChunkWriter {
  /** The chunks that a part becomes, rarely more than one. The parts must come in the order of the contract. */
  write(part: StreamPart): ChatCompletionChunk[];
}

/**
 * Makes a writer of `chat.completion.chunk` objects.
 *
 * The role comes first, with `start`; reasoning is `reasoning_content`; the first fragment of a tool call has its id and
 * name; sources are `annotations`, images `images`; the finish reason comes in a chunk of its own, and then, if it was
 * asked for and reported, the usage. What the wire has no place for is left out, as in `writeCompletion`. A stream that
 * fails ends without finish reason: what follows is the host's to say.
 */
export function createChunkWriter(options: ChunkWriterOptions): ChunkWriter {
  return new Writer(options);
}

const NONE: ChatCompletionChunk[] = [];

/** A tool call that is being written. */
interface WrittenCall {
  /** Place among the calls of the answer. */
  at: number;
  hasArguments: boolean;
}

/** A class, because every stream makes one, and every delta goes through it. */
class Writer implements ChunkWriter {
  readonly options: ChunkWriterOptions;
  /** Names of the client's own functions; `undefined` where all calls are taken for the client's. */
  readonly functions: Set<string> | undefined;
  /** Whether the role has been written. */
  opened = false;
  /** The index of the last delta: most deltas belong to the same part as the one before. */
  lastIndex = -1;
  /** Indices with deltas, and those of complete parts. */
  readonly seen = new Set<number>();
  /** Where the text of an index begins in the text of the whole answer. */
  readonly textStarts = new Map<number, number>();
  textLength = 0;
  /** Whether a refusal has been written. */
  refused = false;
  readonly calls = new Map<number, WrittenCall>();

  constructor(options: ChunkWriterOptions) {
    this.options = options;
    this.functions = options.tools && new Set(options.tools.flatMap((tool) => (tool.type === 'provider' ? [] : [tool.name])));
  }

  write(part: StreamPart): ChatCompletionChunk[] {
    switch (part.type) {
      case 'text-delta':
        return isRefusal(part) ? this.refuse(part.index, part.delta) : this.text(part.index, part.delta);
      case 'reasoning-delta':
        this.note(part.index);
        return part.delta === '' ? NONE : this.one({ reasoning_content: part.delta });
      case 'tool-call-delta':
        return this.callArguments(part.index, part.delta);
      case 'tool-call-start':
        this.note(part.index);
        if (this.functions && !this.functions.has(part.toolName)) return NONE;
        return this.callStart(part.index, part.toolCallId, part.toolName, '');
      case 'part':
        return this.complete(part.index, part.part);
      case 'start':
        return this.opened ? NONE : this.open();
      case 'finish':
        return this.finish(part);
      default:
        return NONE; // a kind of a later version
    }
  }

  note(index: number): void {
    if (index === this.lastIndex) return;
    this.lastIndex = index;
    this.seen.add(index);
  }

  text(index: number, delta: string): ChatCompletionChunk[] {
    if (index !== this.lastIndex) {
      this.note(index);
      if (!this.textStarts.has(index)) this.textStarts.set(index, this.textLength);
    }
    this.textLength += delta.length;
    return delta === '' ? NONE : this.one({ content: delta });
  }

  callStart(index: number, id: string, name: string, args: string): ChatCompletionChunk[] {
    const at = this.calls.size;
    this.calls.set(index, { at, hasArguments: false });
    if (!this.options.legacyFunctions) return this.one({ tool_calls: [{ index: at, id, type: 'function', function: { name, arguments: args } }] });
    return at === 0 ? this.one({ function_call: { name, arguments: args } }) : NONE;
  }

  callArguments(index: number, delta: string): ChatCompletionChunk[] {
    const call = this.calls.get(index);
    if (!call || delta === '') return NONE;
    call.hasArguments = true;
    if (!this.options.legacyFunctions) return this.one({ tool_calls: [{ index: call.at, function: { arguments: delta } }] });
    return call.at === 0 ? this.one({ function_call: { arguments: delta } }) : NONE;
  }

  complete(index: number, part: ContentPart): ChatCompletionChunk[] {
    const streamed = this.seen.has(index);
    this.lastIndex = -1;
    this.seen.add(index);
    switch (part.type) {
      case 'text':
        return this.completeText(index, part, streamed);
      case 'reasoning':
        return streamed || part.text === '' ? NONE : this.one({ reasoning_content: part.text });
      case 'tool-call':
        return this.completeCall(index, part);
      case 'source':
        return this.one({ annotations: [writeCitation(part, this.offsetOf(part))] });
      case 'file': {
        const image = writeImage(part);
        return image ? this.one({ images: [image] }) : NONE;
      }
      default:
        return NONE;
    }
  }

  completeText(index: number, part: TextPart, streamed: boolean): ChatCompletionChunk[] {
    const { text, logprobs } = part;
    if (!streamed && isRefusal(part)) return this.refuse(index, text);
    const chunks = streamed ? NONE : this.text(index, text);
    return logprobs?.length ? [...chunks, this.chunk({}, null, writeLogprobs(logprobs))] : chunks;
  }

  refuse(index: number, delta: string): ChatCompletionChunk[] {
    this.note(index);
    this.refused = true;
    return this.one({ refusal: delta });
  }

  completeCall(index: number, part: ToolCallPart): ChatCompletionChunk[] {
    const call = this.calls.get(index);
    if (call) return call.hasArguments ? NONE : this.callArguments(index, writeArguments(part));
    return part.providerExecuted ? NONE : this.callStart(index, part.toolCallId, part.toolName, writeArguments(part));
  }

  /** `of` counts parts, and a stream knows them by index. */
  offsetOf({ of: at = 0 }: SourcePart): number {
    const index = [...this.seen].sort((a, b) => a - b)[at];
    return (index === undefined ? undefined : this.textStarts.get(index)) ?? 0;
  }

  finish({ finishReason, usage }: FinishPart): ChatCompletionChunk[] {
    const { includeUsage, legacyFunctions = false } = this.options;
    const chunks = this.opened ? [] : this.open();
    chunks.push(this.chunk({}, writeFinishReason(finishReason, legacyFunctions, this.refused), null));
    const written = includeUsage ? writeUsage(usage) : undefined;
    if (written) {
      const { id, created, model } = this.options;
      chunks.push({ id, object: 'chat.completion.chunk', created, model, choices: [], usage: written });
    }
    return chunks;
  }

  open(): ChatCompletionChunk[] {
    this.opened = true;
    return [this.chunk({ role: 'assistant', content: '', refusal: null }, null, null)];
  }

  one(delta: ChunkDelta): ChatCompletionChunk[] {
    const chunk = this.chunk(delta, null, null);
    if (this.opened) return [chunk];
    return [...this.open(), chunk];
  }

  chunk(delta: ChunkDelta, reason: WrittenFinishReason | null, logprobs: CompletionLogprobs | null): ChatCompletionChunk {
    const { id, created, model, includeUsage } = this.options;
    const choices = [{ index: 0, delta, logprobs, finish_reason: reason }];
    if (includeUsage) return { id, object: 'chat.completion.chunk', created, model, choices, usage: null };
    return { id, object: 'chat.completion.chunk', created, model, choices };
  }
}
