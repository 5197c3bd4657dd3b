import { abortError, ConfigurationError, errorFromJSON, type CallOptions, type StreamPart } from '@sdk/core';
import type { ModelThreadClient } from './model-thread-client.ts';
import { portableCall } from './portable-options.ts';
import type { Batch } from './protocol.ts';
import { WorkerCrashError } from './worker-crash-error.ts';

let lastStreamId = 0;

/** A stream of a thread. Parts come in batches of what was ready, so that a wait is paid for once per batch. */
export function syncStream(thread: ModelThreadClient, modelId: string | undefined, options: CallOptions): Iterable<StreamPart> {
  let taken = false;
  return {
    [Symbol.iterator]() {
      if (taken) return takenTwice;
      taken = true;
      return new SyncStreamIterator(thread, modelId, options);
    },
  };
}

const takenTwice: Iterator<StreamPart> = {
  next() {
    throw new ConfigurationError('A stream is for one consumer, and this one has been taken. Call stream() again.');
  },
};

class SyncStreamIterator implements Iterator<StreamPart, undefined> {
  readonly thread: ModelThreadClient;
  readonly modelId: string | undefined;
  readonly options: CallOptions;
  streamId = 0;
  batch: Batch = { parts: [] };
  position = 0;
  over = false;

  constructor(thread: ModelThreadClient, modelId: string | undefined, options: CallOptions) {
    this.thread = thread;
    this.modelId = modelId;
    this.options = options;
  }

  next(): IteratorResult<StreamPart, undefined> {
    if (this.over) return { value: undefined, done: true };
    const { signal } = this.options;
    if (signal?.aborted) {
      this.return();
      throw abortError(signal);
    }
    if (this.position === this.batch.parts.length && !this.batch.done && !this.batch.error) this.fetch();
    const part = this.batch.parts[this.position++];
    if (part) return { value: part, done: false };
    this.over = true;
    if (this.batch.error) throw errorFromJSON(this.batch.error);
    return { value: undefined, done: true };
  }

  return(): IteratorResult<StreamPart, undefined> {
    const open = !this.over && this.streamId > 0 && !this.batch.done && !this.batch.error && !this.thread.closed;
    this.over = true;
    if (open) this.thread.call({ method: 'return', streamId: this.streamId });
    return { value: undefined, done: true };
  }

  fetch(): void {
    this.position = 0;
    try {
      const batch = this.streamId > 0 ? this.thread.call({ method: 'next', streamId: this.streamId }) : this.open();
      if (!batch) throw new WorkerCrashError('The worker thread that held this stream has ended.');
      this.batch = batch as Batch;
    } catch (error) {
      this.over = true;
      throw error;
    }
  }

  open(): unknown {
    const options = portableCall(this.options);
    this.streamId = ++lastStreamId;
    return this.thread.call({ method: 'open', streamId: this.streamId, modelId: this.modelId, options });
  }
}
