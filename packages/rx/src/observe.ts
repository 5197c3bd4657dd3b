import type { CallOptions, LanguageModel, StreamPart } from '@sdk/core';
import { Observable } from 'rxjs';
import { callSignal } from './call-signal.ts';
import { emitItems } from './emit-items.ts';

/**
 * The parts of an answer as they come. Cold: every subscription makes a call of its own.
 *
 * Unsubscribing aborts the call at once, at every stage, and tells nobody. A `signal` among the options still works: it
 * ends the Observable with an `AbortError`. An Observable cannot slow its source down: parts are read as fast as they come.
 *
 * @example
 * observe(model, { messages }).pipe(takeUntil(stop)).subscribe({ next: show, error: report });
 */
export function observe(model: LanguageModel, options: CallOptions): Observable<StreamPart> {
  return new Observable((subscriber) => {
    const { signal, end } = callSignal(options.signal);
    const leave = emitItems(model.stream({ ...options, signal }), subscriber);
    return () => {
      end();
      leave();
    };
  });
}
