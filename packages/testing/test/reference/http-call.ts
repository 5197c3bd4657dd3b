import { request as httpRequest, type IncomingMessage } from 'node:http';
import {
  AbortError,
  APIConnectionError,
  APITimeoutError,
  StreamInterruptedError,
  type SdkError,
  type TimeoutPhase,
  type Timeouts,
} from '@sdk/core';

/** One request on its way, read chunk by chunk. */
export interface HttpCall {
  head(): Promise<{ status: number; headers: Record<string, string> }>;
  /** The next bytes; `undefined` at the end. */
  next(): Promise<Uint8Array | undefined>;
  close(): void;
}

const DEFAULTS = { connectMs: 10_000, firstByteMs: 300_000, idleMs: 120_000, totalMs: Infinity };

/** How many bytes may wait for the consumer before the socket is paused. */
const MOST_WAITING = 65_536;

/** Sends a request; `provider` is what errors name. */
export function send(
  provider: string,
  { url, headers, body }: { url: URL; headers: Record<string, string>; body: string },
  {
    signal,
    timeouts,
    headEndsFirstByte = false,
  }: { signal?: AbortSignal | undefined; timeouts: Timeouts; headEndsFirstByte?: boolean | undefined },
): HttpCall {
  const limits = { ...DEFAULTS, ...timeouts };
  const timers = new Map<TimeoutPhase, NodeJS.Timeout>();
  const chunks: Uint8Array[] = [];
  let waiting = 0;
  let response: IncomingMessage | undefined;
  let received = false;
  let ended = false;
  let failure: SdkError | undefined;
  let wake = (): void => {};

  const request = httpRequest(url, { method: 'POST', headers, agent: false });

  function arm(phase: TimeoutPhase): void {
    clearTimeout(timers.get(phase));
    const timeoutMs = limits[`${phase}Ms`];
    if (timeoutMs === Infinity) return;
    const expire = () =>
      fail(
        new APITimeoutError(`The ${phase} limit of ${timeoutMs} ms was hit.`, { provider, phase, timeoutMs, retryable: true }),
      );
    timers.set(phase, setTimeout(expire, timeoutMs));
  }

  function settle(): void {
    for (const timer of timers.values()) clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    wake();
  }

  function fail(error: SdkError): void {
    if (ended || failure) return;
    failure = error;
    request.destroy();
    settle();
  }

  function onAbort(): void {
    chunks.length = 0;
    if (ended) failure = new AbortError(undefined, { cause: signal?.reason });
    fail(new AbortError(undefined, { cause: signal?.reason }));
  }

  function lost(cause: unknown): void {
    const options = { provider, retryable: true, cause };
    fail(
      received
        ? new StreamInterruptedError('The connection was lost in the middle of the answer.', options)
        : new APIConnectionError('The connection was lost.', options),
    );
  }

  signal?.addEventListener('abort', onAbort);
  for (const phase of ['connect', 'firstByte', 'total'] as const) arm(phase);
  request.on('socket', (socket) => socket.once('connect', () => clearTimeout(timers.get('connect'))));
  request.on('error', lost);
  request.on('response', (message) => {
    response = message;
    if (headEndsFirstByte) clearTimeout(timers.get('firstByte'));
    message.on('data', (chunk: Uint8Array) => {
      received = true;
      clearTimeout(timers.get('firstByte'));
      chunks.push(chunk);
      waiting += chunk.length;
      if (waiting > MOST_WAITING) {
        message.pause();
        clearTimeout(timers.get('idle'));
      } else arm('idle');
      wake();
    });
    message.on('error', lost);
    message.on('close', () => {
      if (!message.complete) return lost(undefined);
      ended = true;
      settle();
      if (signal && chunks.length > 0) signal.addEventListener('abort', onAbort, { once: true });
    });
    wake();
  });
  request.end(body);

  async function until(ready: () => boolean): Promise<void> {
    while (!ready()) {
      if (failure) throw failure;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    if (failure) throw failure;
  }

  return {
    async head() {
      await until(() => response !== undefined);
      const { statusCode = 0, headers } = response!;
      return { status: statusCode, headers: headers as Record<string, string> };
    },
    async next() {
      if (failure) throw failure;
      if (waiting === 0 && response?.isPaused()) {
        response.resume();
        arm('idle');
      }
      await until(() => chunks.length > 0 || ended);
      const chunk = chunks.shift();
      waiting -= chunk?.length ?? 0;
      if (ended && chunks.length === 0) signal?.removeEventListener('abort', onAbort);
      return chunk;
    },
    close() {
      ended = true;
      request.destroy();
      settle();
    },
  };
}
