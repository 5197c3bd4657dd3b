import { createReasoningSplitter, type FunctionTool, type ReasoningSplitter, type Tool, type ToolCallPart } from '@sdk/core';
import { parseArguments } from '@sdk/http';
import { createTextToolCallParser, type TextSegment, type TextToolCallParser, type ThinkTags } from '@sdk/openai-wire';
import { createCallId } from './call-id.ts';

/** A piece of what the model wrote. */
export type Piece = { type: 'text' | 'reasoning'; delta: string } | ToolCallPart;

/** How a text is read. */
export interface TextReaderOptions {
  tools: readonly Tool[];
  thinkTags: ThinkTags;
  bareJSON: boolean;
}

/** Tells words, thoughts and calls apart in a text that is still coming. */
export class TextReader {
  readonly splitter: ReasoningSplitter | undefined;
  readonly parser: TextToolCallParser | undefined;

  constructor({ tools, thinkTags, bareJSON }: TextReaderOptions) {
    const functions = tools.filter((tool): tool is FunctionTool => tool.type !== 'provider');
    this.splitter = thinkTags ? createReasoningSplitter({ startsInside: thinkTags === 'open' }) : undefined;
    this.parser = functions.length > 0 ? createTextToolCallParser({ tools: functions, bareJSON }) : undefined;
  }

  push(text: string): Piece[] {
    return this.split(this.splitter ? this.splitter.push(text) : [{ type: 'text', delta: text }]);
  }

  end(): Piece[] {
    return [...this.split(this.splitter?.end() ?? []), ...toPieces(this.parser?.end() ?? [])];
  }

  split(segments: readonly { type: 'text' | 'reasoning'; delta: string }[]): Piece[] {
    const { parser } = this;
    return parser ? segments.flatMap((segment) => (segment.type === 'text' ? toPieces(parser.push(segment.delta)) : [segment])) : [...segments];
  }
}

function toPieces(segments: readonly TextSegment[]): Piece[] {
  return segments.map((segment) =>
    segment.type === 'text' ? segment : { type: 'tool-call', toolCallId: segment.id ?? createCallId(), toolName: segment.name, ...parseArguments(segment.arguments) },
  );
}

/** All pieces of a text that has come. */
export function readText(text: string, options: TextReaderOptions): Piece[] {
  const reader = new TextReader(options);
  return [...reader.push(text), ...reader.end()];
}

/** The words, or the thoughts, among pieces. */
export function joined(pieces: readonly Piece[], type: 'text' | 'reasoning'): string {
  return pieces.map((piece) => (piece.type === type ? piece.delta : '')).join('');
}
