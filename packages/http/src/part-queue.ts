import { ConfigurationError, rejecting, type StreamPart } from '@sdk/core';

/** Between the socket, which pushes, and the consumer, who pulls. */
export interface PartQueue extends AsyncIterable<StreamPart> {
  push(part: StreamPart): void;
  /** No more parts; those in the queue still come. */
  end(): void;
  /** The stream fails after the parts in the queue, or at once. */
  fail(error: Error, atOnce: boolean): void;
  /** How many parts wait. */
  size(): number;
}

/** Who feeds the queue. */
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

interface Waiter {
  resolve(result: IteratorResult<StreamPart, undefined>): void;
  reject(error: Error): void;
}

const DONE: IteratorResult<StreamPart, undefined> = { value: undefined, done: true };

/** Makes the queue and the one iterator that empties it. */
export function createPartQueue(source: PartSource): PartQueue {
  let parts: StreamPart[] = [];
  let head = 0;
  const waiters: Waiter[] = [];
  let failure: Error | undefined;
  let ended = false;
  let pulled = false;
  let taken = false;

  function clear(): void {
    parts = [];
    head = 0;
  }

  function release(): void {
    while (waiters.length > 0) {
      const waiter = waiters.shift() as Waiter;
      if (failure) {
        waiter.reject(failure);
        failure = undefined; // a failure is thrown once; after it the stream is over
      } else waiter.resolve(DONE);
    }
  }

  const iterator: AsyncIterator<StreamPart, undefined> = {
    next() {
      if (head < parts.length) {
        const aborted = ended ? source.abortError() : undefined;
        if (aborted) {
          clear();
          failure = undefined;
          return Promise.reject(aborted);
        }
        const value = parts[head++] as StreamPart;
        if (head === parts.length) {
          clear();
          source.onDrained();
        }
        return Promise.resolve({ value, done: false });
      }
      if (failure) {
        const error = failure;
        failure = undefined;
        return Promise.reject(error);
      }
      if (ended) return Promise.resolve(DONE);
      const waiting = new Promise<IteratorResult<StreamPart, undefined>>((resolve, reject) => {
        waiters.push({ resolve, reject });
      });
      if (!pulled) {
        pulled = true;
        source.onFirstPull();
      }
      return waiting;
    },
    return() {
      const left = !ended;
      ended = true;
      failure = undefined;
      clear();
      if (left) source.onLeave();
      release();
      return Promise.resolve(DONE);
    },
  };

  return {
    [Symbol.asyncIterator]() {
      if (taken) {
        return rejecting(new ConfigurationError('A stream is for one consumer, and this one has been taken. Call stream() again.'));
      }
      taken = true;
      return iterator;
    },
    push(part) {
      if (ended) return;
      if (waiters.length > 0) (waiters.shift() as Waiter).resolve({ value: part, done: false });
      else parts.push(part);
    },
    end() {
      ended = true;
      if (head === parts.length) release();
    },
    fail(error, atOnce) {
      if (ended) return;
      failure = error;
      ended = true;
      if (atOnce) clear();
      if (head === parts.length) release();
    },
    size: () => parts.length - head,
  };
}
