/** A value, or a promise of one where something must be waited for. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * Goes on with a value, at once where it is there already.
 *
 * `await` would cost a turn of the queue at every step of a call, of which most have nothing to wait for.
 */
export function whenReady<T, R>(value: MaybePromise<T>, step: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return value instanceof Promise ? value.then(step) : step(value);
}
