import type { CallOptions, GenerateResult, LanguageModel } from '@sdk/core';
import { Observable } from 'rxjs';
import { callSignal } from './call-signal.ts';
import { asSdkError } from './sdk-error.ts';

/**
 * A whole answer: exactly one value, then completion, or an error. Cold: every subscription makes a call of its own.
 *
 * Unsubscribing and `signal` do what they do for {@link observe}.
 */
export function observeResult(model: LanguageModel, options: CallOptions): Observable<GenerateResult> {
  return new Observable((subscriber) => {
    const { signal, end } = callSignal(options.signal);
    model.generate({ ...options, signal }).then(
      (result) => {
        if (subscriber.closed) return;
        subscriber.next(result);
        subscriber.complete();
      },
      (error: unknown) => {
        if (!subscriber.closed) subscriber.error(asSdkError(error));
      },
    );
    return end;
  });
}
