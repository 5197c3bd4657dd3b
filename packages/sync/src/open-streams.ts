import type { StreamPart } from '@sdk/core';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Batch } from './protocol.ts';
import { portableError } from './portable-error.ts';

/** How many parts are handed over at once, at most: what a slow reader lets pile up. */
const BATCH_PARTS = 64;

type Step = { result: IteratorResult<StreamPart, unknown> } | { error: unknown };

interface OpenStream {
  iterator: AsyncIterator<StreamPart>;
  controller: AbortController;
  /** The step that has been asked for and not been handed over. */
  pending: Promise<Step> | undefined;
}

/** The streams that the calling thread is reading. */
export class OpenStreams {
  readonly streams = new Map<number, OpenStream>();

  /** Begins a stream and gives its first parts. */
  open(streamId: number, stream: AsyncIterable<StreamPart>, controller: AbortController): Promise<Batch | undefined> {
    this.streams.set(streamId, { iterator: stream[Symbol.asyncIterator](), controller, pending: undefined });
    return this.next(streamId);
  }

  /** Waits for a part, and takes along what is ready then. `undefined` for a stream that was held by a thread before this one. */
  async next(streamId: number): Promise<Batch | undefined> {
    const stream = this.streams.get(streamId);
    if (!stream) return undefined;
    const batch: Batch = { parts: [] };
    let turn: Promise<undefined> | undefined;
    while (batch.parts.length < BATCH_PARTS) {
      stream.pending ??= take(stream.iterator);
      const step = turn ? await Promise.race([stream.pending, turn]) : await stream.pending;
      if (!step) break;
      stream.pending = undefined;
      if ('result' in step && !step.result.done) {
        batch.parts.push(step.result.value);
        turn ??= nextTurn(undefined);
        continue;
      }
      this.streams.delete(streamId);
      if ('error' in step) batch.error = portableError(step.error);
      else batch.done = true;
      break;
    }
    return batch;
  }

  /** Ends a stream at once. */
  async leave(streamId: number): Promise<void> {
    const stream = this.streams.get(streamId);
    this.streams.delete(streamId);
    stream?.controller.abort();
    // A pending step of a stream that is not ours may hold up its end for ever.
    void take({ next: async () => (await stream?.iterator.return?.()) ?? { value: undefined, done: true } });
  }
}

async function take(iterator: AsyncIterator<StreamPart>): Promise<Step> {
  try {
    return { result: await iterator.next() };
  } catch (error) {
    return { error };
  }
}
