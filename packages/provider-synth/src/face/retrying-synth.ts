import { createRetryBudget, withRetry } from '@sdk/retry';
import { readMaxRetries } from '../environment.ts';
import { createSynthWith, type SynthOptions, type SynthProvider } from '../provider.ts';

/** Settings of {@link createRetryingSynth}. */
export interface RetryingSynthOptions extends SynthOptions {
  /** Seconds: of a whole answer, until it has come; of a stream, until its first byte; for each attempt. @default SYNTH_TIMEOUT, else 120 */
  timeout?: number;
  /** Most retries after the first attempt. @default SYNTH_MAX_RETRIES, else 3 */
  maxRetries?: number;
}

/**
 * A provider whose models make failed calls again when their errors say that this may help, with exponential backoff.
 *
 * @throws ConfigurationError when a model is made, for a count of retries that is none
 */
export function createRetryingSynth({ timeout, maxRetries, ...options }: RetryingSynthOptions = {}): SynthProvider {
  const synth = createSynthWith(options, timeout);
  const budget = createRetryBudget();
  return Object.assign((modelId: string) => withRetry(synth(modelId), { maxRetries: maxRetries ?? readMaxRetries(), budget }), synth);
}
