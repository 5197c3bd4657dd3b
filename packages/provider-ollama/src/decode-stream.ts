import { createEventParser, type DecodeContext, type EventDecoder, type PartWriter, type Varying } from '@sdk/http';
import { createAnswerReader } from './decode.ts';
import type { WireAnswer } from './wire.ts';

/** Writes the parts of a streamed answer, line by line. Pure. */
export function decodeStream(writer: PartWriter, context: DecodeContext): EventDecoder {
  const read = createAnswerReader(writer, context);
  const parse = createEventParser(context, varyingIn);
  return {
    event: (line) => read(parse(line)),
    // Only a line that is `done` ends an answer: without one it was cut.
    end: () => undefined,
  };
}

function varyingIn(line: WireAnswer): readonly Varying[] {
  const { message } = line;
  if (!message || message.tool_calls || line.logprobs || line.done) return [];
  return [
    [line, 'created_at'],
    [message, 'content'],
    [message, 'thinking'],
  ];
}
