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
  /** Has this called when the client goes; at once, if it has gone. */
  onGone(listener: () => void): void;
  /** From here on the status stands. The head is sent with the first text, or at the end of this turn. */
  commit(): void;
  isCommitted(): boolean;
  /**
   * Writes what comes in one turn of the event loop as one piece. Returns false when the client is behind: then wait for
   * {@link Outlet.drained}.
   */
  write(text: string): boolean;
  /** Sends what is left. */
  flush(): void;
  /** Sends the last text, and ends the response. */
  end(text?: string): void;
  /** Resolves when the client has caught up, or gone. */
  drained(): Promise<void>;
  /** Stops watching and ticking. Does not end the response. */
  release(): void;
}

/** What waits for the end of the turn is sent when it is so long, in characters. */
const PIECE = 16 * 1024;

/** What `compression` adds to a response. */
type Compressed = Response & { flush?: () => void };

/** Watches a response and writes to it. */
export function createOutlet(res: Response, headers: Record<string, string>, keepAlive?: KeepAlive): Outlet {
  const controller = new AbortController();
  const { signal } = controller;
  let onCaughtUp: (() => void) | undefined;
  let onGone: (() => void) | undefined;
  let isBehind = false;
  let isGone = false;
  let flushing = false;
  let timer: NodeJS.Timeout | undefined;
  let committed = res.headersSent;
  let unsent = '';
  let scheduled = false;

  const onDrain = () => {
    isBehind = false;
    onCaughtUp?.();
  };
  const onClose = () => {
    clearTimeout(timer);
    isGone = true;
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

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    // After the parts that have come already, which are read without leaving the turn.
    process.nextTick(flush);
  }

  function flush(): void {
    scheduled = false;
    if (!outlet.isOpen() || !committed) return;
    if (unsent === '') {
      if (!res.headersSent) res.flushHeaders();
      return;
    }
    const text = unsent;
    unsent = '';
    timer?.refresh();
    if (!res.write(text)) isBehind = true;
    flushSoon();
  }

  function write(text: string): boolean {
    unsent += text;
    if (unsent.length >= PIECE) flush();
    else schedule();
    return !isBehind;
  }

  function tick(): void {
    // A client that is behind has enough to read, and nothing may pile up for it.
    if (isBehind || !outlet.isOpen()) timer?.refresh();
    else write(keepAlive?.text ?? '');
  }

  const outlet: Outlet = {
    signal,
    isOpen: () => !isGone && !res.writableEnded,
    write,
    flush,
    end(text = '') {
      res.end(unsent + text);
      unsent = '';
    },
    onGone(listener) {
      onGone = listener;
      if (signal.aborted) listener();
    },
    isCommitted: () => committed,
    commit() {
      if (committed && timer) return;
      if (keepAlive && !timer && keepAlive.everyMs > 0) timer = setTimeout(tick, keepAlive.everyMs).unref();
      if (committed) return;
      committed = true;
      for (const [name, value] of Object.entries(headers)) if (!res.hasHeader(name)) res.setHeader(name, value);
      schedule();
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
