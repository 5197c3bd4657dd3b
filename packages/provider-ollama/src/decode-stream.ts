import { isJSONObject } from '@sdk/core';
import type { DecodeContext, EventDecoder, PartWriter } from '@sdk/http';
import { createAnswerReader } from './decode.ts';
import type { WireAnswer } from './wire.ts';

/** Writes the parts of a streamed answer, line by line. Pure. */
export function decodeStream(writer: PartWriter, context: DecodeContext): EventDecoder {
  const read = createAnswerReader(writer, context);
  return {
    event: (line) => read(parseLine(line, context)),
    // Only a line that is `done` ends an answer: without one it was cut.
    end: () => undefined,
  };
}

function parseLine(line: string, context: DecodeContext): WireAnswer {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    context.malformed('a line of the stream is not JSON.', cause);
  }
  if (!isJSONObject(value)) context.malformed('a line of the stream is no JSON object.');
  return value;
}
