import type { CallOptions, SdkError, StreamPart } from '@sdk/core';
import { abortError, resolveTimeouts } from './call-guard.ts';
import { toConnectionError } from './connection-error.ts';
import { startExchange, type Exchange } from './exchange.ts';
import { responseInfo } from './generate.ts';
import { whenReady } from './maybe-promise.ts';
import { createPartQueue } from './part-queue.ts';
import { createPartWriter, type Finish } from './part-writer.ts';
import { prepareCall, type ChatTarget, type PreparedCall } from './prepare.ts';
import { createRedact, type Secrets } from './redact.ts';
import { createStreamBody, type StreamBody } from './stream-body.ts';

/** How much of an answer may wait for a slow consumer before the socket is paused, in bytes of the wire. */
const HIGH_WATER_BYTES = 128 * 1024;

/**
 * Asks for an answer as it is written. The request goes out at the first `next()`.
 *
 * Bytes are pushed through UTF-8, framing and codec into a queue as they come, and the consumer empties it. When it does
 * not keep up, the socket is paused.
 */
export function stream(target: ChatTarget, call: CallOptions): AsyncIterable<StreamPart> {
  const { settings, codec } = target;
  const secrets: Secrets = { messages: call.messages };
  const redact = createRedact(() => secrets);

  let prepared: PreparedCall | undefined;
  let exchange: Exchange | undefined;
  let body: StreamBody | undefined;
  let headers: Record<string, string> = {};
  let firstTokenAt = 0;
  let waitingBytes = 0;
  let paused = false;

  const queue = createPartQueue({
    onFirstPull: begin,
    onDrained() {
      waitingBytes = 0;
      if (!paused) return;
      paused = false;
      exchange?.resume();
    },
    onLeave: () => exchange?.cancel(),
    abortError: () => (call.signal?.aborted ? abortError(call.signal) : undefined),
  });

  const writer = createPartWriter({
    deltas: true,
    onStart(response) {
      const rateLimit = codec.readRateLimit?.(headers);
      queue.push({
        type: 'start',
        warnings: prepared?.warnings ?? [],
        response: { ...responseInfo(target, headers), ...response },
        ...(rateLimit ? { rateLimit } : {}),
      });
    },
    onPart(part) {
      if (firstTokenAt === 0) firstTokenAt = performance.now();
      queue.push(part);
    },
    onFinish,
  });

  function begin(): void {
    try {
      const timeouts = resolveTimeouts(settings.options.timeouts, call.timeouts);
      const ready = (prepared = prepareCall(target, call, true));
      exchange = startExchange(
        {
          provider: settings.server.id,
          transport: settings.transport,
          timeouts,
          signal: call.signal,
          prepare: () =>
            whenReady(ready.request(), (request) => {
              secrets.headers = request.headers;
              return request;
            }),
        },
        { onHeaders, onData, onEnd: () => body?.end(), onFailure },
      );
    } catch (error) {
      queue.fail(error as Error, true);
    }
  }

  function onHeaders(status: number, received: Record<string, string>): void {
    headers = received;
    body = createStreamBody({ target, writer, redact, status, headers });
  }

  function onData(chunk: Uint8Array): void {
    body?.add(chunk);
    waitingBytes += chunk.length;
    if (waitingBytes <= HIGH_WATER_BYTES || paused) return;
    if (queue.size() === 0) {
      waitingBytes = 0;
      return;
    }
    paused = true;
    exchange?.pause();
  }

  function onFinish(finish: Finish): void {
    const startedAt = exchange?.startedAt ?? 0;
    const timing = {
      totalMs: performance.now() - startedAt,
      ...(firstTokenAt ? { firstTokenMs: firstTokenAt - startedAt } : {}),
    };
    queue.push({ type: 'finish', ...finish, timing });
    queue.end();
    exchange?.settle();
  }

  /** `own`: thrown while reading the answer, so that there is nothing better to be found in it. */
  function onFailure(failure: Error, own: boolean): void {
    const aborted = failure.name === 'AbortError';
    let error = failure;
    if (!aborted && !own) {
      try {
        body?.lost();
      } catch (better) {
        error = better as Error;
      }
    }
    if (writer.isFinished()) return;
    const typed = toConnectionError(error, { settings, redact, bodyBegan: body !== undefined });
    queue.fail(body?.hasBegun() ? withPartial(typed) : typed, aborted);
  }

  function withPartial(error: SdkError): SdkError {
    return Object.defineProperty(error, 'partial', { value: writer.partial(), enumerable: false, configurable: true });
  }

  return queue;
}
