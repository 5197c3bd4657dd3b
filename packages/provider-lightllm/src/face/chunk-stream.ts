import { mapStream, type StreamPart } from '@sdk/core';
import type { ChatCompletionChunk } from '@sdk/openai-wire/server';

/** The chunks of an answer, in order, for one consumer. */
export class ChunkStream implements AsyncIterable<ChatCompletionChunk> {
  /** Ends the call when it is aborted. */
  readonly controller: AbortController;
  readonly chunks: AsyncIterable<ChatCompletionChunk>;

  constructor(parts: AsyncIterable<StreamPart>, step: (part: StreamPart) => ChatCompletionChunk[], controller: AbortController) {
    this.controller = controller;
    this.chunks = mapStream(parts, step);
  }

  [Symbol.asyncIterator](): AsyncIterator<ChatCompletionChunk> {
    return this.chunks[Symbol.asyncIterator]();
  }
}
