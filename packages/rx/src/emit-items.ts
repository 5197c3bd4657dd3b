import type { Subscriber } from 'rxjs';
import { asSdkError } from './sdk-error.ts';

/**
 * Hands the items of a stream to a subscriber until it ends, fails, or nobody listens any more.
 *
 * Returns what stops it: the iterator is left at once, and what comes after that, errors too, is nobody's concern.
 */
export function emitItems<Item>(stream: AsyncIterable<Item>, subscriber: Subscriber<Item>): () => void {
  const iterator = stream[Symbol.asyncIterator]();
  let over = false;

  async function pump(): Promise<void> {
    try {
      while (!subscriber.closed) {
        const step = await iterator.next();
        if (subscriber.closed) return;
        if (step.done) {
          over = true;
          subscriber.complete();
        } else {
          subscriber.next(step.value);
        }
      }
    } catch (error) {
      over = true;
      if (!subscriber.closed) subscriber.error(asSdkError(error));
    }
  }

  void pump();
  return () => {
    if (!over) void leave(iterator);
  };
}

async function leave(iterator: AsyncIterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // Nobody is left who could be told.
  }
}
