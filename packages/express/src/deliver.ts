import { rejecting, type SdkError, type StreamPart } from '@sdk/core';
import type { Response } from 'express';
import { clientLeft } from './abort-signal.ts';
import { printError, type ErrorListener } from './print-error.ts';
import { createOutlet, type KeepAlive, type Outlet } from './outlet.ts';

/** A stream, or a function that makes one of a signal: `(signal) => model.stream({ messages, signal })`. */
export type StreamSource = AsyncIterable<StreamPart> | ((signal: AbortSignal) => AsyncIterable<StreamPart>);

/**
 * How the sending of a stream ended:
 *
 * - `finished`: all of it was written
 * - `failed`: with `error`, after the status had been sent; the client has been told
 * - `left`: the client went first, and the model's call was ended
 */
export type Sent = { end: 'finished' } | { end: 'failed'; error: unknown } | { end: 'left' };

/** What both ways of sending take. */
export interface SentOptions {
  /**
   * Is told of a failure that came too late for `next(error)`.
   *
   * @default prints it with `console.error`, as Express does with errors; not where NODE_ENV is `test`
   */
  onError?: ErrorListener;
}

/** How the parts of a stream become text. */
export interface Format {
  headers: Record<string, string>;
  keepAlive?: KeepAlive;
  /** The text of a part; `''` when it has none. */
  encode(part: StreamPart): string;
  /** The last words after a failure; without them, the connection is cut, which is how the client learns of it. */
  encodeError?(error: unknown): string;
}

/**
 * Sends a stream as it comes. The status is committed with the first part.
 *
 * @throws SdkError whatever the stream throws before its first part. Nothing has been sent then.
 */
export async function deliver(res: Response, source: StreamSource, format: Format, { onError = printError }: SentOptions): Promise<Sent> {
  const outlet = createOutlet(res, format.headers, format.keepAlive);
  const iterator = open(source, outlet);
  const leave = () => void letGo(iterator);
  outlet.signal.addEventListener('abort', leave);
  try {
    const complete = await pump(iterator, outlet, format);
    if (!complete) {
      leave();
      return { end: 'left' };
    }
    outlet.end();
    return { end: 'finished' };
  } catch (error) {
    leave();
    if (!outlet.isOpen()) return { end: 'left' };
    if (!outlet.isCommitted()) throw error;
    if (format.encodeError) outlet.end(format.encodeError(error));
    else {
      outlet.flush();
      setImmediate(() => res.destroy()); // what was written goes out at the end of this turn
    }
    onError(error as SdkError, res.req);
    return { end: 'failed', error };
  } finally {
    outlet.signal.removeEventListener('abort', leave);
    outlet.release();
  }
}

/** Resolves to false when the client has gone, at once, also while a part is waited for that may never come. */
function pump(iterator: AsyncIterator<StreamPart>, outlet: Outlet, format: Format): Promise<boolean> {
  return new Promise((resolve, reject) => {
    outlet.onGone(() => resolve(false));
    writeAll(iterator, outlet, format).then(resolve, reject);
  });
}

/** Writes part by part, as fast as the client reads. Returns false when the client has gone. */
async function writeAll(iterator: AsyncIterator<StreamPart>, outlet: Outlet, format: Format): Promise<boolean> {
  while (outlet.isOpen()) {
    const item = await iterator.next();
    if (!outlet.isOpen()) break;
    outlet.commit();
    if (item.done) return true;
    const text = format.encode(item.value);
    if (text !== '' && !outlet.write(text)) await outlet.drained();
  }
  return false;
}

/** Never throws: what goes wrong here is told by the first `next()`. For a client that has gone, nothing is made. */
function open(source: StreamSource, { signal }: Outlet): AsyncIterator<StreamPart> {
  try {
    if (typeof source !== 'function') return source[Symbol.asyncIterator]();
    if (signal.aborted) return rejecting(clientLeft());
    return source(signal)[Symbol.asyncIterator]();
  } catch (error) {
    return rejecting(error as Error);
  }
}

/** Ends a stream without waiting for it: an async generator would finish what it is at first. */
async function letGo(iterator: AsyncIterator<StreamPart>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // Nobody is left to be told.
  }
}
