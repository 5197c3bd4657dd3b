import { abortError, APITimeoutError, SdkError, type AbortError, type TimeoutPhase, type Timeouts } from '@sdk/core';
import { CallGuard, type GuardEvents } from './call-guard.ts';
import type { MaybePromise } from './maybe-promise.ts';
import type { Transport, TransportCall, TransportEvents, TransportRequest } from './transport.ts';

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

/** How long a connection may go on after the answer's last event before it is closed rather than kept. */
const DRAIN_MS = 250;

/**
 * One request and its answer, under its timeouts and its signal.
 *
 * `start` sends; the receiver is told what comes, a failure perhaps before `start` returns. Nothing throws.
 */
export class Exchange implements TransportEvents, GuardEvents {
  readonly options: ExchangeOptions;
  readonly receiver: Receiver;
  readonly guard: CallGuard;
  call: TransportCall | undefined = undefined;
  over = false;
  drain: ReturnType<typeof setTimeout> | undefined = undefined;

  constructor(options: ExchangeOptions, receiver: Receiver) {
    this.options = options;
    this.receiver = receiver;
    this.guard = new CallGuard(options.timeouts, options.signal, this);
  }

  start(): void {
    const { signal } = this.options;
    if (signal?.aborted) return this.fail(abortError(signal), false);
    try {
      const request = this.options.prepare();
      if (request instanceof Promise) {
        request.then(
          (ready) => this.send(ready),
          (error: unknown) => this.fail(error, false),
        );
      } else this.send(request);
    } catch (error) {
      this.fail(error, false);
    }
  }

  /** When it began, on the clock of `performance.now()`. */
  startedAt(): number {
    return this.guard.startedAt;
  }

  /** Ends it without a word and closes the connection. */
  cancel(): void {
    if (this.over && this.drain === undefined) return;
    this.close();
    this.call?.cancel();
  }

  pause(): void {
    if (this.over) return;
    this.guard.paused();
    this.call?.pause();
  }

  resume(): void {
    if (this.over) return;
    this.guard.resumed();
    this.call?.resume();
  }

  /** The answer is complete, whatever bytes may follow: stops the clocks, keeps the connection for the next call. */
  settle(): void {
    if (this.over) return;
    this.close();
    this.drain = setTimeout(() => this.call?.cancel(), DRAIN_MS);
  }

  send(request: TransportRequest): void {
    if (!this.over) this.call = this.options.transport.send(request, this);
  }

  onConnect(): void {
    this.guard.connected();
  }

  onHeaders(status: number, headers: Record<string, string>): void {
    if (this.over) return;
    try {
      this.receiver.onHeaders(status, headers);
    } catch (error) {
      this.fail(error, true);
    }
  }

  onData(chunk: Uint8Array): void {
    if (this.over) return;
    this.guard.bytes();
    try {
      this.receiver.onData(chunk);
    } catch (error) {
      this.fail(error, true);
    }
  }

  onEnd(): void {
    if (this.over) return clearTimeout(this.drain);
    this.close();
    try {
      this.receiver.onEnd();
    } catch (error) {
      this.report(error, true);
    }
  }

  onError(error: Error): void {
    clearTimeout(this.drain);
    this.fail(error, false);
  }

  onTimeout(phase: TimeoutPhase, timeoutMs: number): void {
    this.fail(timeoutError(this.options.provider, phase, timeoutMs), false);
  }

  onAbort(error: AbortError): void {
    this.fail(error, false);
  }

  fail(error: unknown, own: boolean): void {
    if (this.over) return;
    this.close();
    this.call?.cancel();
    this.report(error, own);
  }

  report(error: unknown, own: boolean): void {
    this.receiver.onFailure(error instanceof Error ? error : new SdkError(String(error)), own);
  }

  close(): void {
    this.over = true;
    this.guard.end();
    clearTimeout(this.drain);
  }
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
