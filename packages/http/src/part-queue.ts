import { takenTwice, type StreamPart } from '@sdk/core';

/** Who feeds a queue. */
export interface PartSource {
  /** The first part is asked for. */
  onFirstPull(): void;
  /** The queue has run empty. */
  onDrained(): void;
  /** The consumer left before the end. */
  onLeave(): void;
  /** The error of the caller's signal, when it has fired. Asked while parts wait whose last byte has come already. */
  abortError(): Error | undefined;
}

type Result = IteratorResult<StreamPart, undefined>;

interface Waiter {
  resolve(result: Result): void;
  reject(error: Error): void;
}

const DONE: Result = { value: undefined, done: true };

/**
 * Between the socket, which pushes, and the consumer, who pulls. Its own iterator, for one consumer.
 *
 * A class, because every stream makes one.
 */
export class PartQueue implements AsyncIterable<StreamPart>, AsyncIterator<StreamPart, undefined> {
  readonly source: PartSource;
  parts: StreamPart[] = [];
  head = 0;
  waiters: Waiter[] = [];
  failure: Error | undefined = undefined;
  ended = false;
  pulled = false;
  taken = false;

  constructor(source: PartSource) {
    this.source = source;
  }

  [Symbol.asyncIterator](): AsyncIterator<StreamPart, undefined> {
    if (this.taken) return takenTwice();
    this.taken = true;
    return this;
  }

  next(): Promise<Result> {
    if (this.head < this.parts.length) return this.takePart();
    if (this.failure) return Promise.reject(this.takeFailure());
    if (this.ended) return Promise.resolve(DONE);
    const waiting = new Promise<Result>((resolve, reject) => {
      this.waiters.push({ resolve, reject });
    });
    if (!this.pulled) {
      this.pulled = true;
      this.source.onFirstPull();
    }
    return waiting;
  }

  return(): Promise<Result> {
    const left = !this.ended;
    this.ended = true;
    this.failure = undefined;
    this.clear();
    if (left) this.source.onLeave();
    this.release();
    return Promise.resolve(DONE);
  }

  /** How many parts wait. */
  size(): number {
    return this.parts.length - this.head;
  }

  push(part: StreamPart): void {
    if (this.ended) return;
    if (this.waiters.length > 0) (this.waiters.shift() as Waiter).resolve({ value: part, done: false });
    else this.parts.push(part);
  }

  /** No more parts; those in the queue still come. */
  end(): void {
    this.ended = true;
    if (this.size() === 0) this.release();
  }

  /** The stream fails after the parts in the queue, or at once. */
  fail(error: Error, atOnce: boolean): void {
    if (this.ended) return;
    this.failure = error;
    this.ended = true;
    if (atOnce) this.clear();
    if (this.size() === 0) this.release();
  }

  takePart(): Promise<Result> {
    const aborted = this.ended ? this.source.abortError() : undefined;
    if (aborted) {
      this.clear();
      this.failure = undefined;
      return Promise.reject(aborted);
    }
    const value = this.parts[this.head++] as StreamPart;
    if (this.head === this.parts.length) {
      this.clear();
      this.source.onDrained();
    }
    return Promise.resolve({ value, done: false });
  }

  /** A failure is thrown once; after it the stream is over. */
  takeFailure(): Error {
    const error = this.failure as Error;
    this.failure = undefined;
    return error;
  }

  clear(): void {
    this.parts = [];
    this.head = 0;
  }

  release(): void {
    for (const waiter of this.waiters) {
      if (this.failure) waiter.reject(this.takeFailure());
      else waiter.resolve(DONE);
    }
    this.waiters = [];
  }
}
