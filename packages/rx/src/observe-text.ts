import type { CallOptions, LanguageModel } from '@sdk/core';
import { filter, map, type Observable } from 'rxjs';
import { observe } from './observe.ts';

/** The text of an answer as it comes, piece by piece. Otherwise as {@link observe}. */
export function observeText(model: LanguageModel, options: CallOptions): Observable<string> {
  return observe(model, options).pipe(
    filter((part) => part.type === 'text-delta'),
    map((part) => part.delta),
  );
}
