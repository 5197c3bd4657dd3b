import { collect, type CallOptions, type GenerateResult, type StreamPart } from '@sdk/core';
import { sse, type PartWriter } from '@sdk/http';
import { decodeContext as decodingWith, encodeContext as encodingWith, written as writtenBy, type Written } from '@sdk/http/testing';
import { decode } from '../src/decode.ts';
import { decodeStream } from '../src/decode-stream.ts';
import { MODEL } from './fixtures/chat.ts';

/** A call with one message, and whatever else it is to say. */
export function callWith(options: Partial<CallOptions> = {}): CallOptions {
  return { messages: [{ role: 'user', content: 'Hello' }], ...options };
}

export const encodeContext = (stream = false, modelId = MODEL) => encodingWith({ provider: 'cohere', modelId, stream });
export const decodeContext = decodingWith({ provider: 'cohere', modelId: MODEL });
export const written = (write: (writer: PartWriter) => void): Written => writtenBy(write, { provider: 'cohere' });

/** What a whole answer is read as. */
export function readWhole(body: unknown): GenerateResult {
  const { result } = written((writer) => decode(body, writer, decodeContext));
  if (!result) throw new Error('The answer did not finish.');
  return result;
}

/** What a stream is read as: its parts, and its result if it finished. */
export function readStream(events: string[]): Written {
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

/** What a promise or a stream fails with. */
export async function failure(outcome: Promise<unknown> | AsyncIterable<StreamPart>): Promise<Error> {
  try {
    await (outcome instanceof Promise ? outcome : collect(outcome));
  } catch (error) {
    return error as Error;
  }
  throw new Error('It did not fail.');
}
