import type { GenerateResult, ResponseInfo, StreamPart, ToolCallPart, Warning } from '@sdk/core';
import { createChunkWriter, writeCompletion, type AnswerIdentity, type ChatCompletionChunk, type ChunkWriter } from '@sdk/openai-wire/server';
import type { ReadParams } from './read-params.ts';
import { joined, readText, TextReader, type TextReaderOptions } from './text-reader.ts';
import type { LightLLMCompletion } from './types.ts';

/** How answers are written. */
export interface AnswerStyle extends Omit<TextReaderOptions, 'tools'> {
  stripToolCalls: boolean;
  onWarning: (warning: Warning) => void;
}

const UNREAD: Warning = {
  kind: 'other',
  option: 'tools',
  message: 'The text holds a `<tool_call>` that was not read as one: it names no tool of the call, or it was cut. Check the names in `tools`, and raise `max_tokens`.',
};

const MS_PER_SECOND = 1000;

function identityOf({ id, modelId }: Partial<ResponseInfo>, model: string): AnswerIdentity {
  return {
    id: id ?? `chatcmpl-${crypto.randomUUID().replaceAll('-', '')}`,
    created: Math.floor(Date.now() / MS_PER_SECOND),
    model: modelId ?? model,
  };
}

/** Writes a whole answer, of a model that has left its text as it was. */
export function toCompletion(result: GenerateResult, { model, options }: ReadParams, style: AnswerStyle): LightLLMCompletion {
  const { stripToolCalls, onWarning } = style;
  const pieces = readText(result.text, { ...style, tools: options.tools ?? [] });
  const found = pieces.filter((piece): piece is ToolCallPart => piece.type === 'tool-call');
  // A server that has read the calls may have left them in the text as well.
  const toolCalls = result.toolCalls.length > 0 ? result.toolCalls : found;
  for (const warning of result.warnings) onWarning(warning);
  if (toolCalls.length === 0 && joined(pieces, 'text').includes('<tool_call>')) onWarning(UNREAD);
  const written: GenerateResult = { ...result, toolCalls, finishReason: toolCalls.length > 0 ? 'tool-calls' : result.finishReason };
  if (stripToolCalls) {
    const reasoning = (result.reasoning ?? '') + joined(pieces, 'reasoning');
    Object.assign(written, { text: joined(pieces, 'text') }, reasoning === '' ? {} : { reasoning });
  }
  const completion = writeCompletion(written, identityOf(result.response, model));
  const [choice] = completion.choices as [(typeof completion.choices)[number]];
  return { ...completion, choices: [{ ...choice, message: { ...choice.message, tool_calls: choice.message.tool_calls ?? null } }] };
}

/** Places of what is found in the text, past all that a model's own parts have. */
const FOUND_REASONING = 3_000_000;
const FIRST_FOUND_CALL = 3_000_001;

/** Writes the chunks of a streamed answer, of a model that leaves its text as it is. */
export class ChunkMaker {
  readonly request: ReadParams;
  readonly style: AnswerStyle;
  readonly reader: TextReader;
  writer: ChunkWriter | undefined = undefined;
  /** Whether the server reads the calls itself. */
  hasOwnCalls = false;
  found = 0;

  constructor(request: ReadParams, style: AnswerStyle) {
    this.request = request;
    this.style = style;
    this.reader = new TextReader({ ...style, tools: request.options.tools ?? [] });
  }

  /** The chunks that a part becomes. */
  step(part: StreamPart): ChatCompletionChunk[] {
    switch (part.type) {
      case 'start':
        for (const warning of part.warnings) this.style.onWarning(warning);
        this.writer ??= createChunkWriter({ ...identityOf(part.response, this.request.model), includeUsage: this.request.includeUsage });
        return this.write(part);
      case 'text-delta':
        return this.text(part.index, part.delta);
      case 'tool-call-start':
        this.hasOwnCalls = true;
        return this.write(part);
      case 'part':
        return this.style.stripToolCalls && part.part.type === 'text' ? [] : this.write(part);
      case 'finish':
        return [...this.pieces(0, this.reader.end()), ...this.write(this.found > 0 ? { ...part, finishReason: 'tool-calls' } : part)];
      default:
        return this.write(part);
    }
  }

  text(index: number, delta: string): ChatCompletionChunk[] {
    const pieces = this.reader.push(delta);
    const raw = this.style.stripToolCalls ? [] : this.write({ type: 'text-delta', index, delta });
    return [...raw, ...this.pieces(index, pieces)];
  }

  pieces(index: number, pieces: ReturnType<TextReader['push']>): ChatCompletionChunk[] {
    return pieces.flatMap((piece): ChatCompletionChunk[] => {
      if (piece.type === 'tool-call') return this.hasOwnCalls ? [] : this.write({ type: 'part', index: FIRST_FOUND_CALL + this.found++, part: piece });
      if (!this.style.stripToolCalls) return [];
      if (piece.type === 'text') return this.write({ type: 'text-delta', index, delta: piece.delta });
      return this.write({ type: 'reasoning-delta', index: FOUND_REASONING, delta: piece.delta });
    });
  }

  write(part: StreamPart): ChatCompletionChunk[] {
    this.writer ??= createChunkWriter({ ...identityOf({}, this.request.model), includeUsage: this.request.includeUsage });
    return this.writer.write(part);
  }
}
