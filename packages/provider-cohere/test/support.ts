import { collect, createResult, InvalidRequestError, UnsupportedFeatureError, type CallOptions, type ContentPart, type GenerateResult, type StreamPart, type Warning } from '@sdk/core';
import { createPartWriter, sse, type DecodeContext, type EncodeContext, type Finish, type PartWriter } from '@sdk/http';
import { decode } from '../src/decode.ts';
import { decodeStream } from '../src/decode-stream.ts';
import { MODEL } from './fixtures/chat.ts';

/** A call with one message, and whatever else it is to say. */
export function callWith(options: Partial<CallOptions> = {}): CallOptions {
  return { messages: [{ role: 'user', content: 'Hello' }], ...options };
}

/** An encode context that gathers warnings and throws as @sdk/http does. */
export function encodeContext(stream = false, modelId = MODEL): EncodeContext & { warnings: Warning[] } {
  const warnings: Warning[] = [];
  return {
    provider: 'cohere',
    modelId,
    stream,
    warnings,
    warn: (warning) => void warnings.push(warning),
    unsupported(message) {
      throw new UnsupportedFeatureError(message);
    },
    invalid(message) {
      throw new InvalidRequestError(message, { provider: 'cohere' });
    },
  };
}

/** A decode context that throws what it is told. */
export const decodeContext: DecodeContext = {
  modelId: MODEL,
  headers: {},
  fail(error) {
    throw new Error(`failed: ${JSON.stringify(error)}`);
  },
  malformed(message) {
    throw new Error(`malformed: ${message}`);
  },
};

/** What a whole answer is read as. */
export function readWhole(body: unknown): GenerateResult {
  const { result } = written((writer) => decode(body, writer, decodeContext));
  if (!result) throw new Error('The answer did not finish.');
  return result;
}

/** What a stream is read as: its parts, and its result if it finished. */
export function readStream(events: string[]): { result: GenerateResult | undefined; parts: StreamPart[] } {
  return written((writer) => {
    const decoder = decodeStream(writer, decodeContext);
    const framer = sse({ onEvent: (data, name) => decoder.event(data, name), onOverflow: () => expectNone() }, 1_000_000);
    framer.push(events.join(''));
    framer.end();
    decoder.end();
  });
}

function expectNone(): never {
  throw new Error('An event is too long.');
}

/** What a decoder writes, as a result and as the parts that came. */
export function written(write: (writer: PartWriter) => void): { result: GenerateResult | undefined; parts: StreamPart[] } {
  const parts: StreamPart[] = [];
  const content: { index: number; part: ContentPart }[] = [];
  let response = {};
  let finish: Finish | undefined;
  write(
    createPartWriter({
      wantsDeltas: true,
      onStart: (info) => (response = info),
      onPart(part) {
        parts.push(part);
        if (part.type === 'part') content.push(part);
      },
      onFinish: (last) => (finish = last),
    }),
  );
  if (!finish) return { result: undefined, parts };
  content.sort((a, b) => a.index - b.index);
  const fields = { content: content.map(({ part }) => part), warnings: [], timing: { totalMs: 0 } };
  return { result: createResult({ ...fields, ...finish, response: { provider: 'cohere', ...response } }), parts };
}

/** What a promise or a stream fails with. */
export async function failure(outcome: Promise<unknown> | AsyncIterable<StreamPart>): Promise<Error> {
  try {
    await (outcome instanceof Promise ? outcome : collect(outcome));
  } catch (error) {
    return error as Error;
  }
  throw new Error('It did not fail.');
}
