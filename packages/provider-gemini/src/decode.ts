import { isJSONObject } from '@sdk/core';
import { createEventParser, type DecodeContext, type EventDecoder, type PartWriter, type Varying } from '@sdk/http';
import { AnswerReader } from './answer-reader.ts';
import type { WireAnswer } from './wire.ts';

/** Writes the parts of a whole answer. Pure. An array is a stream that came whole: a proxy dropped `alt=sse`. */
export function decode(body: unknown, writer: PartWriter, context: DecodeContext): void {
  const reader = new AnswerReader(writer, context);
  if (Array.isArray(body)) {
    for (const chunk of body) readChunk(reader, chunk, context);
    if (!reader.hasEnded()) context.malformed('the answer holds no finish reason.');
  } else readChunk(reader, body, context);
  if (!reader.hasBegun()) context.malformed('the answer holds neither a candidate nor a reason to have none.');
  reader.finish();
}

/** Writes the parts of a streamed answer, chunk by chunk. Pure. */
export function decodeStream(writer: PartWriter, context: DecodeContext): EventDecoder {
  return new StreamDecoder(writer, context);
}

/** A class, because every call makes one. */
class StreamDecoder implements EventDecoder {
  readonly context: DecodeContext;
  readonly reader: AnswerReader;
  readonly parse: (data: string) => WireAnswer;

  constructor(writer: PartWriter, context: DecodeContext) {
    this.context = context;
    this.reader = new AnswerReader(writer, context);
    this.parse = createEventParser(context, varyingIn, true);
  }

  event(data: string): void {
    readChunk(this.reader, this.parse(data), this.context);
  }

  /** There is no last event: some models give a finish reason with every chunk, and what follows the last one still counts. */
  end(): void {
    if (this.reader.hasEnded()) this.reader.finish();
  }
}

/** Gateways put a chunk, or an error, into an array of one. */
function readChunk(reader: AnswerReader, chunk: unknown, context: DecodeContext): void {
  if (isJSONObject(chunk)) reader.read(chunk);
  else if (Array.isArray(chunk)) for (const one of chunk) readChunk(reader, one, context);
  else context.malformed('a piece of the answer is no JSON object.');
}

/** What is new in a piece of text or thought, and the counts, which grow with every chunk. Other parts are kept. */
function varyingIn({ candidates, usageMetadata }: WireAnswer): readonly Varying[] {
  const [candidate, ...others] = candidates ?? [];
  const [part, ...more] = candidate?.content?.parts ?? [];
  if (typeof part?.text !== 'string' || more.length > 0 || others.length > 0 || candidate?.logprobsResult || candidate?.groundingMetadata) return [];
  return [
    [part, 'text'],
    [usageMetadata, 'candidatesTokenCount'],
    [usageMetadata, 'thoughtsTokenCount'],
    [usageMetadata, 'totalTokenCount'],
  ];
}
