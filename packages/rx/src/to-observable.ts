import { Observable } from 'rxjs';
import { emitItems } from './emit-items.ts';

/**
 * An Observable of a stream that there is already, or of any other async iterable.
 *
 * A stream is for one consumer, so this is for one subscription: a second one fails with the stream's own
 * `ConfigurationError`. Nothing is read before it. Unsubscribing leaves the stream by `return()`, which streams of models
 * heed at once; {@link observe} can be subscribed to again and again.
 *
 * Failures are `SdkError`s; what is none becomes the `cause` of one.
 */
export function toObservable<Item>(stream: AsyncIterable<Item>): Observable<Item> {
  return new Observable((subscriber) => emitItems(stream, subscriber));
}
