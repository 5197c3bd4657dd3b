import { ConfigurationError } from './errors.ts';

/**
 * A stream derived from another, step by step.
 *
 * Written by hand rather than as an async generator: a generator queues `return()` behind a pending `next()`, so that
 * leaving could wait for a stalled vendor. Here it reaches the source at once.
 *
 * @param step What one item of the source becomes: any number of items.
 * @param end What follows after the source's last item.
 */
export function mapStream<In, Out>(
  source: AsyncIterable<In>,
  step: (item: In) => readonly Out[],
  end: () => readonly Out[] = () => [],
): AsyncIterable<Out> {
  return forOneConsumer(() => mapIterator(source[Symbol.asyncIterator](), step, end));
}

/** A stream that can be iterated once: `open` makes its iterator, and a second one fails with a `ConfigurationError`. */
export function forOneConsumer<Item>(open: () => AsyncIterator<Item, undefined>): AsyncIterable<Item, undefined> {
  let taken = false;
  return {
    [Symbol.asyncIterator]() {
      if (taken) return takenTwice();
      taken = true;
      return open();
    },
  };
}

/** The iterator of a stream that has been taken already. */
export function takenTwice(): AsyncIterator<never, undefined> {
  return rejecting(new ConfigurationError('A stream is for one consumer, and this one has been taken. Call stream() again.'));
}

function mapIterator<In, Out>(
  inner: AsyncIterator<In>,
  step: (item: In) => readonly Out[],
  end: () => readonly Out[],
): AsyncIterator<Out, undefined> {
  let ready: readonly Out[] = [];
  let position = 0;
  let over = false;
  return {
    async next() {
      for (;;) {
        if (position < ready.length) return { value: ready[position++] as Out, done: false };
        if (over) return { value: undefined, done: true };
        const item = await inner.next();
        position = 0;
        if (item.done) {
          over = true;
          ready = end();
        } else {
          ready = step(item.value);
        }
      }
    },
    async return() {
      over = true;
      ready = [];
      await inner.return?.();
      return { value: undefined, done: true };
    },
  };
}

/** An iterator whose every step fails: how a failure to begin reaches a `for await` without a synchronous throw. */
export function rejecting(error: Error): AsyncIterator<never, undefined> {
  return { next: () => Promise.reject(error) };
}
