import { forOneConsumer } from '@sdk/core';

/** A stream that has been opened, and what is to be done when it is over. */
export interface Opened<Item> {
  source: AsyncIterable<Item>;
  release(): void;
}

/** A stream that is opened at its first `next()`. For one consumer; `return()` acts at once. */
export function lazyStream<Item>(open: () => Opened<Item> | Promise<Opened<Item>>): AsyncIterable<Item> {
  return forOneConsumer(() => new LazyIterator(open));
}

type Step<Item> = IteratorResult<Item, undefined>;

class LazyIterator<Item> implements AsyncIterator<Item, undefined> {
  readonly open: () => Opened<Item> | Promise<Opened<Item>>;
  opening: Promise<void> | undefined = undefined;
  inner: AsyncIterator<Item> | undefined = undefined;
  release: (() => void) | undefined = undefined;
  isOver = false;

  constructor(open: () => Opened<Item> | Promise<Opened<Item>>) {
    this.open = open;
  }

  next(): Promise<Step<Item>> {
    if (this.isOver) return Promise.resolve({ value: undefined, done: true });
    if (this.inner) return this.inner.next().then(this.pass, this.fail);
    return (this.opening ??= this.begin()).then(() => this.next(), this.fail);
  }

  return(): Promise<Step<Item>> {
    const { inner } = this;
    const closing = async () => inner?.return?.();
    closing().catch(() => {});
    return Promise.resolve(this.end());
  }

  async begin(): Promise<void> {
    const { source, release } = await this.open();
    this.release = release;
    if (this.isOver) this.end();
    else this.inner = source[Symbol.asyncIterator]();
  }

  end(): Step<Item> {
    this.isOver = true;
    this.release?.();
    this.release = undefined;
    return { value: undefined, done: true };
  }

  readonly pass = (step: IteratorResult<Item>): Step<Item> => (step.done || this.isOver ? this.end() : step);

  readonly fail = (error: unknown): Step<Item> => {
    if (this.isOver) return { value: undefined, done: true };
    this.end();
    throw error;
  };
}
