import { abortError, forOneConsumer, wrapModel, type APIError, type CallOptions, type GenerateResult, type LanguageModel, type StreamPart } from '@sdk/core';
import { ChoiceCall, type ModelChoice } from './model-choice.ts';

/**
 * A model that asks several, one after the other, until one answers. Of a stream, `start` is held back until another part has come: from then
 * on the answer is the caller's, and a failure is thrown.
 *
 * @param named Whose name and capabilities the model has.
 */
export function firstThatAnswers(named: LanguageModel, choice: ModelChoice): LanguageModel {
  return wrapModel(named, {
    generate: (options) => generate(new ChoiceCall(choice, options)),
    stream: (options) => forOneConsumer(() => new ChoiceIterator(choice, options)),
  });
}

async function generate(call: ChoiceCall): Promise<GenerateResult> {
  for (;;) {
    const options = call.begin();
    try {
      return call.succeeded(await call.model.generate(options));
    } catch (error) {
      call.recover(error);
    }
  }
}

type Step = IteratorResult<StreamPart, undefined>;

const DONE: Step = { value: undefined, done: true };

/** Written by hand: an async generator would queue `return()` behind a pending `next()`. */
class ChoiceIterator extends ChoiceCall implements AsyncIterator<StreamPart, undefined> {
  inner: AsyncIterator<StreamPart> | undefined = undefined;
  /** Parts that came before the commit; handed out first. */
  held: StreamPart[] = [];
  opening: Promise<void> | undefined = undefined;
  isOpen = false;
  isOver = false;

  async next(): Promise<Step> {
    if (!this.isOpen) await (this.opening ??= this.open());
    if (this.isOver) return DONE;
    const part = this.held.shift();
    if (!part) return this.take();
    const { signal } = this.options;
    if (!signal?.aborted) return this.pass(part);
    void this.return();
    throw abortError(signal);
  }

  async return(): Promise<Step> {
    this.isOver = true;
    // Not awaited: an iterator that is not ours may keep us waiting, and its trouble is nobody's any more.
    const closing = async () => this.inner?.return?.();
    closing().catch(() => {});
    return DONE;
  }

  /** Asks models until one has given a part after its `start`. @throws what the last one failed with */
  async open(): Promise<void> {
    while (!this.isOpen && !this.isOver) {
      try {
        await this.attempt(this.begin());
        this.isOpen = true;
      } catch (error) {
        if (this.isOver) return;
        this.held = [];
        this.recoverOrEnd(error);
      }
    }
  }

  recoverOrEnd(error: unknown): void {
    try {
      this.recover(error);
    } catch (last) {
      this.isOver = this.isOpen = true;
      throw last;
    }
  }

  async attempt(options: CallOptions): Promise<void> {
    const inner = (this.inner = this.model.stream(options)[Symbol.asyncIterator]());
    let step = await inner.next();
    if (!step.done && step.value.type === 'start') {
      this.held = [step.value];
      step = await inner.next();
    }
    if (!step.done) this.held.push(step.value);
  }

  async take(): Promise<Step> {
    try {
      const step = await (this.inner as AsyncIterator<StreamPart>).next();
      if (!step.done && !this.isOver) return this.pass(step.value);
      this.isOver = true;
      return DONE;
    } catch (error) {
      if (this.isOver) return DONE;
      this.isOver = true;
      throw this.failed(error);
    }
  }

  pass(part: StreamPart): Step {
    return { value: part.type === 'finish' ? this.succeeded(part) : part, done: false };
  }
}

/** Failures that another model of the same vendor may not have, though a fresh call of this one would. */
const OF_THIS_MODEL = ['not-found', 'permission-denied', 'quota-exceeded', 'context-length'];

/** Whether a fallback model is worth asking. */
export function healsElsewhere(error: APIError): boolean {
  return error.retryable || OF_THIS_MODEL.includes(error.kind);
}

const OF_THIS_KEY = ['authentication', 'permission-denied', 'quota-exceeded', 'rate-limit'];

/** Whether another key is worth trying at once. */
export function healsWithAnotherKey(error: APIError): boolean {
  return OF_THIS_KEY.includes(error.kind);
}
