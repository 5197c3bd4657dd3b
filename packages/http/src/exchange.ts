import { APITimeoutError, SdkError, type TimeoutPhase, type Timeouts } from '@sdk/core';
import { abortError, createGuard } from './call-guard.ts';
import type { MaybePromise } from './maybe-promise.ts';
import type { Transport, TransportCall, TransportRequest } from './transport.ts';

/** One request to be made. */
export interface ExchangeOptions {
  /** Id of the provider, for errors. */
  provider: string;
  transport: Transport;
  timeouts: Required<Timeouts>;
  signal: AbortSignal | undefined;
  /**
   * Makes the request, at once or, where it must wait for a key or a file, later; under the call's timeouts and signal.
   * What it throws ends the exchange.
   */
  prepare(): MaybePromise<TransportRequest>;
}

/** Who is told what comes back. After `onEnd` or `onFailure` nothing more is told. */
export interface Receiver {
  onHeaders(status: number, headers: Record<string, string>): void;
  /** May throw an SdkError; the exchange then ends with it. */
  onData(chunk: Uint8Array): void;
  onEnd(): void;
  /** An SdkError, or the transport's own error where the connection failed. `own`: the receiver threw it itself. */
  onFailure(error: Error, own: boolean): void;
}

/** A request under way. */
export interface Exchange {
  /** When it began, on the clock of `performance.now()`. */
  readonly startedAt: number;
  /** Ends it without a word and closes the connection. */
  cancel(): void;
  pause(): void;
  resume(): void;
  /** The answer is complete, whatever bytes may follow: stops the clocks, keeps the connection for the next call. */
  settle(): void;
}

/** How long a connection may go on after the answer's last event before it is closed rather than kept. */
const DRAIN_MS = 250;

/** Sends one request under its timeouts and its signal, and tells the receiver what comes. Never throws. */
export function startExchange(options: ExchangeOptions, receiver: Receiver): Exchange {
  const { provider, transport, timeouts, signal } = options;
  let call: TransportCall | undefined;
  let over = false;
  let drain: ReturnType<typeof setTimeout> | undefined;

  const guard = createGuard({
    timeouts,
    signal,
    onTimeout: (phase, timeoutMs) => fail(timeoutError(provider, phase, timeoutMs)),
    onAbort: (error) => fail(error),
  });

  function close(): void {
    over = true;
    guard.end();
    clearTimeout(drain);
  }

  function fail(error: unknown, own = false): void {
    if (over) return;
    close();
    call?.cancel();
    receiver.onFailure(error instanceof Error ? error : new SdkError(String(error)), own);
  }

  function send(request: TransportRequest): void {
    if (over) return;
    call = transport.send(request, {
      onConnect: guard.connected,
      onHeaders(status, headers) {
        if (!over) attempt(() => receiver.onHeaders(status, headers));
      },
      onData(chunk) {
        if (over) return;
        guard.bytes();
        attempt(() => receiver.onData(chunk));
      },
      onEnd() {
        if (over) return clearTimeout(drain);
        close();
        attempt(() => receiver.onEnd());
      },
      onError(error) {
        clearTimeout(drain);
        fail(error);
      },
    });
  }

  function begin(): void {
    const request = options.prepare();
    if (request instanceof Promise) request.then(send, fail);
    else send(request);
  }

  function attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      over = false; // onEnd has closed already, and still its failure must be told
      fail(error, true);
    }
  }

  if (signal?.aborted) {
    close();
    receiver.onFailure(abortError(signal), false);
  } else {
    attempt(begin);
  }

  return {
    startedAt: guard.startedAt,
    cancel() {
      if (over && drain === undefined) return;
      close();
      call?.cancel();
    },
    pause() {
      if (over) return;
      guard.paused();
      call?.pause();
    },
    resume() {
      if (over) return;
      guard.resumed();
      call?.resume();
    },
    settle() {
      if (over) return;
      close();
      drain = setTimeout(() => call?.cancel(), DRAIN_MS);
    },
  };
}

const PHASES: Record<TimeoutPhase, string> = {
  connect: 'No connection',
  firstByte: 'No first byte of the answer',
  idle: 'No further byte of the answer',
  total: 'No complete answer',
};

function timeoutError(provider: string, phase: TimeoutPhase, timeoutMs: number): APITimeoutError {
  return new APITimeoutError(`${provider}: ${PHASES[phase]} within ${timeoutMs} ms (the ${phase} timeout).`, {
    provider,
    phase,
    timeoutMs,
    retryable: true,
  });
}
