import { abortError, APIError, type Attempt, type CallOptions, type LanguageModel, type Timing, type Usage } from '@sdk/core';

/** Models that stand in for each other, and when the next one is asked. */
export interface ModelChoice {
  /** At least one, in the order of this call. Asked for once per call. */
  models(): readonly LanguageModel[];
  /** Whether a failure may be healed by the next model. */
  movesOn(error: APIError): boolean;
  /** The models are wrappers that note their own attempts. */
  hasAttempts: boolean;
}

/** What succeeded: a whole result, or a finish part. */
type Success = { usage: Usage; timing: Timing; attempts?: Attempt[] };

/** One call of the caller's: which model is asked now, and which have failed. */
export class ChoiceCall {
  readonly choice: ModelChoice;
  readonly options: CallOptions;
  readonly startedAt = performance.now();
  attempts: Attempt[] = [];
  models: readonly LanguageModel[];
  position = 0;
  attemptAt = 0;

  constructor(choice: ModelChoice, options: CallOptions) {
    this.choice = choice;
    this.options = options;
    this.models = choice.models();
  }

  get model(): LanguageModel {
    return this.models[this.position] as LanguageModel;
  }

  /** The options of the next attempt. @throws AbortError */
  begin(): CallOptions {
    const { signal, timeouts } = this.options;
    if (signal?.aborted) throw abortError(signal);
    this.attemptAt = performance.now();
    if (this.position === 0 || !timeouts?.totalMs) return this.options;
    return { ...this.options, timeouts: { ...timeouts, totalMs: Math.max(1, this.leftMs()) } };
  }

  /** Moves on to the next model. @throws what the caller is to get, when there is none */
  recover(error: unknown): void {
    if (!(error instanceof APIError)) throw error;
    this.note(error);
    const isLast = this.position === this.models.length - 1;
    if (isLast || this.leftMs() <= 0 || !this.choice.movesOn(error)) throw this.withAttempts(error);
    this.position++;
  }

  /** A failure that nothing is done about. */
  failed(error: unknown): unknown {
    if (!(error instanceof APIError)) return error;
    this.note(error);
    return this.withAttempts(error);
  }

  /** The answer with all attempts, its times counted from the caller's call. */
  succeeded<S extends Success>(answer: S): S {
    const { provider, modelId } = this.model;
    const last = answer.attempts ?? [{ provider, modelId, durationMs: performance.now() - this.attemptAt, usage: answer.usage }];
    if (this.attempts.length === 0) return { ...answer, attempts: last };
    const earlierMs = this.attemptAt - this.startedAt;
    const { firstTokenMs, totalMs } = answer.timing;
    const first = firstTokenMs === undefined ? {} : { firstTokenMs: firstTokenMs + earlierMs };
    return { ...answer, timing: { ...first, totalMs: totalMs + earlierMs }, attempts: [...this.attempts, ...last] };
  }

  note({ kind, status, attempts }: APIError): void {
    const { provider, modelId } = this.model;
    const own: Attempt = { provider, modelId, kind, durationMs: performance.now() - this.attemptAt, ...(status !== undefined && { status }) };
    this.attempts.push(...((this.choice.hasAttempts && attempts) || [own]));
  }

  withAttempts(error: APIError): APIError {
    Reflect.defineProperty(error, 'attempts', { value: this.attempts, enumerable: true, configurable: true, writable: true });
    return error;
  }

  leftMs(): number {
    return this.startedAt + (this.options.timeouts?.totalMs ?? Infinity) - performance.now();
  }
}
