import { AbortError, abortError, APIError, APITimeoutError, type Attempt, type CallOptions, type Timing, type Usage } from '@sdk/core';
import { backoffMs } from './backoff.ts';
import { settingsFor, type Settings } from './policy.ts';

/** A wrapped model, and how its calls are retried. */
export interface Retrying {
  who: Pick<Attempt, 'provider' | 'modelId'>;
  settings: Settings;
  /** The lists that we have put on errors: a model that throws one object twice does not bring back an older call's. */
  written: WeakSet<readonly Attempt[]>;
}

/** What of a call's options matters here. */
export type AttemptOptions = Pick<CallOptions, 'signal' | 'timeouts'>;

/** What succeeded: a whole result, or a finish part. */
type Answer = { usage: Usage; timing: Timing; attempts?: Attempt[] };

/** One call of the caller's: its time, its attempts so far, and what comes after a failure. */
export class RetryCall<Options extends AttemptOptions> {
  readonly retrying: Retrying;
  readonly options: Options;
  startedAt = 0;
  attemptAt = 0;
  retries = 0;
  attempts: Attempt[] = [];
  sleeping: AbortController | undefined = undefined;
  /** The caller wants no more. */
  isOver = false;

  constructor(retrying: Retrying, options: Options) {
    this.retrying = retrying;
    this.options = options;
  }

  /** The options of the next attempt. @throws AbortError when the caller's signal has fired. */
  begin(): Options {
    const { options, retries } = this;
    if (options.signal?.aborted) throw abortError(options.signal);
    this.attemptAt = this.retrying.settings.clock.now();
    if (retries === 0) this.startedAt = this.attemptAt;
    if (retries === 0 || !options.timeouts?.totalMs) return options;
    // The time may just have run out; a limit of 0 or less would be a mistake of the caller's.
    return { ...options, timeouts: { ...options.timeouts, totalMs: Math.max(1, this.leftMs()) } };
  }

  /** Sleeps until it is time for the next attempt. @throws what the caller is to get, when there is none. */
  async recover(error: unknown): Promise<void> {
    const waitMs = this.waitBeforeRetry(error);
    if (waitMs === undefined) throw this.failed(error);
    this.add(error as APIError, waitMs);
    this.retries++;
    await this.sleep(waitMs, error as APIError);
    if (this.leftMs() <= 0) throw this.withAttempts(error as APIError);
  }

  /** The error of an attempt that is not retried, as the caller is to get it. */
  failed(error: unknown): unknown {
    const { signal } = this.options;
    if (signal?.aborted) return error instanceof AbortError ? error : abortError(signal);
    if (!(error instanceof APIError)) return error;
    this.add(error);
    return this.withAttempts(error);
  }

  /** The answer with all attempts, its times counted from the caller's call. */
  succeeded<A extends Answer>(answer: A): A {
    const { who, settings } = this.retrying;
    settings.budget?.deposit();
    const last = answer.attempts ?? [{ ...who, durationMs: settings.clock.now() - this.attemptAt, usage: answer.usage }];
    if (this.retries === 0) return { ...answer, attempts: last };
    const { firstTokenMs, totalMs } = answer.timing;
    const earlierMs = this.attemptAt - this.startedAt;
    const first = firstTokenMs === undefined ? {} : { firstTokenMs: firstTokenMs + earlierMs };
    return { ...answer, timing: { ...first, totalMs: totalMs + earlierMs }, attempts: [...this.attempts, ...last] };
  }

  /** `undefined`: no retry. */
  waitBeforeRetry(error: unknown): number | undefined {
    const { settings } = this.retrying;
    const { signal, timeouts } = this.options;
    const limits = settingsFor(settings, error);
    if (!limits || this.retries >= limits.maxRetries || signal?.aborted) return undefined;
    if (timeouts?.totalMs && error instanceof APITimeoutError && error.phase === 'total') return undefined;
    const { retryAfterMs = 0 } = error as APIError;
    if (retryAfterMs > limits.maxRetryAfterMs) return explainWait(error as APIError, limits.maxRetryAfterMs);
    const waitMs = Math.max(retryAfterMs, backoffMs(limits, this.retries + 1, settings.random));
    if (waitMs >= this.leftMs()) return undefined;
    // Asked last: what is not going to be retried costs no token.
    return settings.budget?.withdraw() === false ? undefined : waitMs;
  }

  /** Notes a failed attempt, or those that a wrapper inside made of it. */
  add({ attempts: nested, kind, status, partial }: APIError, waitMs?: number): void {
    const { who, settings, written } = this.retrying;
    const [...earlier] = nested && !written.has(nested) ? nested : [];
    const own: Attempt = { ...who, kind, durationMs: settings.clock.now() - this.attemptAt };
    if (status !== undefined) own.status = status;
    if (partial?.usage) own.usage = partial.usage;
    const last = earlier.pop() ?? own;
    this.attempts.push(...earlier, waitMs === undefined ? last : { ...last, waitMs });
  }

  withAttempts(error: APIError): APIError {
    this.retrying.written.add(this.attempts);
    Reflect.defineProperty(error, 'attempts', { value: this.attempts, enumerable: true, configurable: true, writable: true });
    return error;
  }

  /** Ends early when the signal fires or the caller leaves. @throws AbortError */
  async sleep(waitMs: number, error: APIError): Promise<void> {
    const { who, settings } = this.retrying;
    const { signal } = this.options;
    const tell = async () => settings.onRetry?.({ error, attempt: this.retries, waitMs, ...who });
    tell().catch(() => {}); // who only listens does not end the call
    if (!signal?.aborted && !this.isOver) {
      const sleeping = (this.sleeping = new AbortController());
      const wake = () => sleeping.abort();
      signal?.addEventListener('abort', wake);
      await settings.clock.sleep(waitMs, sleeping.signal);
      signal?.removeEventListener('abort', wake);
    }
    if (signal?.aborted) throw abortError(signal);
  }

  leftMs(): number {
    return this.startedAt + (this.options.timeouts?.totalMs ?? Infinity) - this.retrying.settings.clock.now();
  }
}

/** Says in the message (and in the stack, which prints) how long the vendor asks to wait. */
function explainWait(error: APIError, maxRetryAfterMs: number): undefined {
  const { message, stack, retryAfterMs = 0 } = error;
  const note = ` (not retried: it asks to wait ${retryAfterMs / 1000} s, and maxRetryAfterMs allows ${maxRetryAfterMs / 1000} s)`;
  if (message.endsWith(note)) return;
  Reflect.set(error, 'message', message + note);
  if (stack) Reflect.set(error, 'stack', stack.replace(message, () => message + note));
}
