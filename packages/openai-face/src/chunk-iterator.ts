import { AbortError, type StreamPart } from '@sdk/core';
import type { ChatCompletionChunk, ChunkWriter } from '@sdk/openai-wire/server';
import { toFaceError } from './face-error.ts';

/** What chunks are made of. */
export interface ChunkSource {
  /** The first part, which has been read already. */
  first: StreamPart;
  parts: AsyncIterator<StreamPart>;
  writer: ChunkWriter;
  controller: AbortController;
  /** Called when nothing more will come. */
  release(): void;
}

const DONE: IteratorResult<ChatCompletionChunk> = { value: undefined, done: true };

/** A class, not an async generator, which would keep `return()` waiting behind a pending `next()`. */
export class ChunkIterator implements AsyncIterator<ChatCompletionChunk> {
  readonly source: ChunkSource;
  ready: ChatCompletionChunk[];
  at = 0;
  over = false;

  constructor(source: ChunkSource) {
    this.source = source;
    this.ready = source.writer.write(source.first);
  }

  async next(): Promise<IteratorResult<ChatCompletionChunk>> {
    for (;;) {
      // What had come before an abort, and was not read, is not given any more.
      if (this.source.controller.signal.aborted) {
        this.end();
        return DONE;
      }
      const chunk = this.ready[this.at];
      if (chunk) {
        this.at += 1;
        return { value: chunk, done: false };
      }
      if (this.over) return DONE;
      const item = await this.read();
      if (!item) continue;
      const chunks = this.source.writer.write(item);
      // Two reads at once may find the chunks of the other still there.
      if (this.at < this.ready.length) this.ready.push(...chunks);
      else {
        this.ready = chunks;
        this.at = 0;
      }
    }
  }

  /** The next part; `undefined` when there is none. */
  async read(): Promise<StreamPart | undefined> {
    try {
      const item = await this.source.parts.next();
      if (!item.done) return item.value;
      this.end();
    } catch (error) {
      const isAborted = error instanceof AbortError && this.source.controller.signal.aborted;
      const wasLeft = this.over;
      this.end();
      if (!isAborted && !wasLeft) throw toFaceError(error);
    }
    return undefined;
  }

  async return(): Promise<IteratorResult<ChatCompletionChunk>> {
    if (this.over) return DONE;
    this.end();
    this.source.controller.abort();
    try {
      await this.source.parts.return?.();
    } catch {
      // The call has been given up: how it ends is nobody's concern.
    }
    return DONE;
  }

  end(): void {
    this.over = true;
    this.source.release();
  }
}
