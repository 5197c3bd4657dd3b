import type { Response } from 'express';
import { clientLeft } from './abort-signal.ts';

/** A comment that keeps a connection from looking idle. */
export interface KeepAlive {
  text: string;
  everyMs: number;
}

/** Where the pieces of an answer go: a response that is committed late, holds back its writer, and may lose its reader. */
export interface Outlet {
  /** Fires at once when the response is closed before it was ended here. */
  readonly signal: AbortSignal;
  /** Whether there is still somebody to write to. */
  isOpen(): boolean;
  /** Waits for a promise, but no longer than the client does: `undefined` when it has gone. */
  unlessGone<T>(promise: Promise<T>): Promise<T | undefined>;
  /** Sends the head. From here on the status stands. */
  commit(): void;
  /** Returns false when the client is behind: then wait for {@link Outlet.drained}. */
  write(text: string): boolean;
  /** Resolves when the client has caught up, or gone. */
  drained(): Promise<void>;
  /** Stops watching and ticking. Does not end the response. */
  release(): void;
}

/** What `compression` adds to a response. */
type Compressed = Response & { flush?: () => void };

/** Watches a response and writes to it. */
export function createOutlet(res: Response, headers: Record<string, string>, keepAlive?: KeepAlive): Outlet {
  const controller = new AbortController();
  const { signal } = controller;
  let onCaughtUp: (() => void) | undefined;
  let onGone: (() => void) | undefined;
  let isBehind = false;
  let flushing = false;
  let timer: NodeJS.Timeout | undefined;

  const onDrain = () => {
    isBehind = false;
    onCaughtUp?.();
  };
  const onClose = () => {
    clearTimeout(timer);
    controller.abort(clientLeft());
    onGone?.();
    onCaughtUp?.();
  };
  // One listener for good: `compression` moves those for "drain" to its own stream, where `once` could not take them away.
  res.on('drain', onDrain);
  res.on('close', onClose);
  if (res.destroyed) onClose();

  /** What a compressor holds is sent on, once for all pieces of this turn of the event loop. */
  function flushSoon(): void {
    const { flush } = res as Compressed;
    if (!flush || flushing) return;
    flushing = true;
    setImmediate(() => {
      flushing = false;
      if (!res.writableEnded && !res.destroyed) flush.call(res);
    });
  }

  function write(text: string): boolean {
    timer?.refresh();
    if (!res.write(text)) isBehind = true;
    flushSoon();
    return !isBehind;
  }

  function tick(): void {
    // A client that is behind has enough to read, and nothing may pile up for it.
    if (isBehind || !outlet.isOpen()) timer?.refresh();
    else write(keepAlive?.text ?? '');
  }

  const outlet: Outlet = {
    signal,
    isOpen: () => !signal.aborted && !res.writableEnded,
    write,
    unlessGone: (promise) =>
      new Promise((resolve, reject) => {
        onGone = () => resolve(undefined);
        if (signal.aborted) onGone();
        promise.then(resolve, reject);
      }),
    commit() {
      if (keepAlive && !timer && keepAlive.everyMs > 0) timer = setTimeout(tick, keepAlive.everyMs).unref();
      if (res.headersSent) return;
      for (const [name, value] of Object.entries(headers)) if (!res.hasHeader(name)) res.setHeader(name, value);
      res.flushHeaders();
    },
    drained: () =>
      new Promise((resolve) => {
        if (!isBehind || signal.aborted) resolve();
        else onCaughtUp = resolve;
      }),
    release() {
      clearTimeout(timer);
      timer = undefined;
      res.off('drain', onDrain);
      res.off('close', onClose);
    },
  };
  return outlet;
}
