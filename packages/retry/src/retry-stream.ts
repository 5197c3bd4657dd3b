import { abortError, forOneConsumer, type CallOptions, type StreamPart } from '@sdk/core';
import { RetryCall, type Retrying } from './retry-call.ts';

type Step = IteratorResult<StreamPart, undefined>;

const DONE: Step = { value: undefined, done: true };

/** Asks for a stream of one attempt. */
type Source = (options: CallOptions) => AsyncIterable<StreamPart>;

/**
 * A stream whose beginning is retried. `start` is held back until another part has come: from then on the answer is the
 * caller's, and a failure is thrown. A request goes out at the first `next()`. For one consumer.
 */
export function retryStream(retrying: Retrying, options: CallOptions, source: Source): AsyncIterable<StreamPart> {
  return forOneConsumer(() => new RetryIterator(retrying, options, source));
}

/** Written by hand: an async generator would queue `return()` behind a pending `next()`, or behind a sleep. */
class RetryIterator extends RetryCall<CallOptions> implements AsyncIterator<StreamPart, undefined> {
  readonly source: Source;
  inner: AsyncIterator<StreamPart> | undefined = undefined;
  /** Parts that came before the commit; handed out first. */
  held: StreamPart[] = [];
  /** Who asked before the commit; `undefined` after it. */
  waiters: ((step: Promise<Step>) => void)[] | undefined = [];
  failure: Error | undefined = undefined;

  constructor(retrying: Retrying, options: CallOptions, source: Source) {
    super(retrying, options);
    this.source = source;
  }

  next(): Promise<Step> {
    const { waiters } = this;
    if (!waiters) return this.take();
    const asked = new Promise<Step>((resolve) => waiters.push(resolve));
    if (waiters.length === 1) void this.open();
    return asked;
  }

  return(): Promise<Step> {
    this.isOver = true;
    this.sleeping?.abort();
    // Not awaited: an iterator that is not ours may keep us waiting, and its trouble is nobody's any more.
    const closing = async () => this.inner?.return?.();
    closing().catch(() => {});
    this.commit();
    return Promise.resolve(DONE);
  }

  /** Makes attempts until one has given a part after its `start`, or none is left. Never rejects. */
  async open(): Promise<void> {
    while (this.waiters) {
      try {
        await this.attempt(this.begin());
      } catch (error) {
        if (this.isOver) return;
        this.held = [];
        await this.recover(error).catch((last: Error) => this.commit(last));
      }
    }
  }

  async attempt(options: CallOptions): Promise<void> {
    const inner = (this.inner = this.source(options)[Symbol.asyncIterator]());
    let step = await inner.next();
    if (!step.done && step.value.type === 'start') {
      this.held = [step.value];
      step = await inner.next();
    }
    if (!step.done) this.held.push(step.value);
    this.commit();
  }

  /** From here on nothing is retried. */
  commit(failure?: Error): void {
    const { waiters } = this;
    this.failure = failure;
    this.waiters = undefined;
    waiters?.forEach((resolve) => resolve(this.take()));
  }

  take(): Promise<Step> {
    if (this.isOver) return Promise.resolve(DONE);
    const part = this.held.shift();
    if (!part && !this.failure) return (this.inner as AsyncIterator<StreamPart>).next().then(this.pass, this.fail);
    const { signal } = this.options;
    if (part && !signal?.aborted) return Promise.resolve(this.pass({ value: part, done: false }));
    const error = signal?.aborted ? abortError(signal) : (this.failure as Error);
    void this.return();
    return Promise.reject(error);
  }

  /** The one thing that is done for every part: looking whether it is the last. */
  readonly pass = (step: Step): Step => {
    if (step.done) this.isOver = true;
    if (this.isOver) return DONE;
    return step.value?.type === 'finish' ? { value: this.succeeded(step.value), done: false } : step;
  };

  readonly fail = (error: unknown): Step => {
    if (this.isOver) return DONE;
    this.isOver = true;
    throw this.failed(error);
  };
}
