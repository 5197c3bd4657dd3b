import { ConfigurationError, rejecting } from '@sdk/core';
import type { ChatCompletionChunk } from '@sdk/openai-wire/server';

/**
 * The items of a streamed answer, in order, for one consumer.
 *
 * Leaving the loop early, or `controller.abort()`, ends the call; after an abort the loop ends without an error, as with
 * the client. An answer that fails or is cut throws an `OpenAIFaceError`.
 */
export class CompletionStream<Item = ChatCompletionChunk> implements AsyncIterable<Item> {
  /** Ends the call when it is aborted; aborted when the call was left early. */
  readonly controller: AbortController;
  /** Opens the items. Called once. */
  readonly open: () => AsyncIterator<Item>;
  taken = false;

  constructor(open: () => AsyncIterator<Item>, controller: AbortController) {
    this.open = open;
    this.controller = controller;
  }

  [Symbol.asyncIterator](): AsyncIterator<Item> {
    if (this.taken) return rejecting(new ConfigurationError('Cannot iterate over a consumed stream, use `.tee()` to split the stream.'));
    this.taken = true;
    return this.open();
  }

  /**
   * Two streams of the same items, which may be read at different speeds: what only one has read is kept for the other.
   * The call ends early when both are left.
   */
  tee(): [CompletionStream<Item>, CompletionStream<Item>] {
    const source = new SharedSource(this[Symbol.asyncIterator]());
    const branches = [source.branch(), source.branch()] as const;
    return [new CompletionStream(() => branches[0], this.controller), new CompletionStream(() => branches[1], this.controller)];
  }

  /** The items as bytes, one JSON text per line. Cancelling it ends the call. */
  toReadableStream(): ReadableStream<Uint8Array> {
    const iterator = this[Symbol.asyncIterator]();
    const encoder = new TextEncoder();
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        const item = await iterator.next();
        if (item.done) controller.close();
        else controller.enqueue(encoder.encode(`${JSON.stringify(item.value)}\n`));
      },
      async cancel() {
        await iterator.return?.();
      },
    });
  }
}

/** A branch of a stream, and what it has not read yet. */
class Branch<Item> implements AsyncIterator<Item> {
  readonly source: SharedSource<Item>;
  readonly waiting: Promise<IteratorResult<Item>>[] = [];
  left = false;

  constructor(source: SharedSource<Item>) {
    this.source = source;
  }

  next(): Promise<IteratorResult<Item>> {
    if (this.left) return Promise.resolve({ value: undefined, done: true });
    if (this.waiting.length === 0) this.source.read();
    return this.waiting.shift() as Promise<IteratorResult<Item>>;
  }

  async return(): Promise<IteratorResult<Item>> {
    this.left = true;
    await this.source.leave(this);
    return { value: undefined, done: true };
  }
}

/** What two branches read from. */
class SharedSource<Item> {
  readonly iterator: AsyncIterator<Item>;
  branches: Branch<Item>[] = [];

  constructor(iterator: AsyncIterator<Item>) {
    this.iterator = iterator;
  }

  branch(): Branch<Item> {
    const branch = new Branch(this);
    this.branches.push(branch);
    return branch;
  }

  read(): void {
    const item = this.iterator.next();
    for (const branch of this.branches) branch.waiting.push(item);
  }

  async leave(left: Branch<Item>): Promise<void> {
    this.branches = this.branches.filter((branch) => branch !== left);
    if (this.branches.length === 0) await this.iterator.return?.();
  }
}
