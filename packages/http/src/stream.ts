import { AbortError, abortError, type CallOptions, type ResponseInfo, type SdkError, type StreamPart } from '@sdk/core';
import { resolveTimeouts } from './call-guard.ts';
import { toConnectionError } from './connection-error.ts';
import { Exchange, type Receiver } from './exchange.ts';
import { whenReady } from './maybe-promise.ts';
import { PartQueue, type PartSource } from './part-queue.ts';
import { createPartWriter, type Finish, type PartSink } from './part-writer.ts';
import { prepareCall, type ChatTarget, type PreparedCall } from './prepare.ts';
import { responseInfo } from './received-answer.ts';
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
  return new StreamCall(target, call).queue;
}

/** One streamed call: what the exchange, the writer and the queue report to. */
class StreamCall implements Receiver, PartSink, PartSource {
  readonly target: ChatTarget;
  readonly call: CallOptions;
  readonly secrets: Secrets;
  readonly queue = new PartQueue(this);
  readonly writer = createPartWriter(this);
  readonly wantsDeltas = true;
  prepared: PreparedCall | undefined = undefined;
  exchange: Exchange | undefined = undefined;
  body: StreamBody | undefined = undefined;
  headers: Record<string, string> = {};
  firstTokenAt = 0;
  waitingBytes = 0;
  paused = false;

  constructor(target: ChatTarget, call: CallOptions) {
    this.target = target;
    this.call = call;
    this.secrets = { messages: call.messages };
  }

  onFirstPull(): void {
    const { settings } = this.target;
    try {
      const timeouts = resolveTimeouts(settings, this.call.timeouts, true);
      const prepared = (this.prepared = prepareCall(this.target, this.call, true));
      const prepare = () =>
        whenReady(prepared.request(), (request) => {
          this.secrets.headers = request.headers;
          return request;
        });
      const { transport, server } = settings;
      this.exchange = new Exchange({ provider: server.id, transport, timeouts, signal: this.call.signal, prepare }, this);
      this.exchange.start();
    } catch (error) {
      this.queue.fail(error as Error, true);
    }
  }

  onHeaders(status: number, headers: Record<string, string>): void {
    this.headers = headers;
    const { target, writer, secrets } = this;
    this.body = createStreamBody({ target, writer, redact: createRedact(() => secrets), status, headers, tools: this.call.tools });
  }

  onData(chunk: Uint8Array): void {
    this.body?.add(chunk);
    this.waitingBytes += chunk.length;
    if (this.waitingBytes <= HIGH_WATER_BYTES || this.paused) return;
    if (this.queue.size() === 0) {
      this.waitingBytes = 0;
      return;
    }
    this.paused = true;
    this.exchange?.pause();
  }

  onEnd(): void {
    this.body?.end();
  }

  onStart(response: Partial<ResponseInfo>): void {
    const rateLimit = this.target.codec.readRateLimit?.(this.headers);
    this.queue.push({
      type: 'start',
      warnings: this.prepared?.warnings ?? [],
      response: { ...responseInfo(this.target, this.headers), ...response },
      ...(rateLimit ? { rateLimit } : {}),
    });
    this.prepared = undefined; // the rest of it is of no more use, and a stream may go on for long
  }

  onPart(part: StreamPart): void {
    if (this.firstTokenAt === 0) this.firstTokenAt = performance.now();
    this.queue.push(part);
  }

  onFinish(finish: Finish): void {
    const startedAt = this.exchange?.startedAt() ?? 0;
    const timing = {
      totalMs: performance.now() - startedAt,
      ...(this.firstTokenAt ? { firstTokenMs: this.firstTokenAt - startedAt } : {}),
    };
    this.queue.push({ type: 'finish', ...finish, timing });
    this.queue.end();
    this.exchange?.settle();
  }

  onDrained(): void {
    this.waitingBytes = 0;
    if (!this.paused) return;
    this.paused = false;
    this.exchange?.resume();
  }

  onLeave(): void {
    this.exchange?.cancel();
  }

  abortError(): Error | undefined {
    const { signal } = this.call;
    return signal?.aborted ? abortError(signal) : undefined;
  }

  /** `own`: thrown while reading the answer, so that there is nothing better to be found in it. */
  onFailure(failure: Error, own: boolean): void {
    const aborted = failure instanceof AbortError;
    let error = failure;
    if (!aborted && !own) {
      try {
        this.body?.lost();
      } catch (better) {
        error = better as Error;
      }
    }
    if (this.writer.isFinished()) return;
    const { secrets, body } = this;
    const typed = toConnectionError(error, { settings: this.target.settings, redact: createRedact(() => secrets), bodyBegan: body !== undefined });
    this.queue.fail(body?.hasBegun() ? this.withPartial(typed) : typed, aborted);
  }

  withPartial(error: SdkError): SdkError {
    return Object.defineProperty(error, 'partial', { value: this.writer.partial(), enumerable: false, configurable: true });
  }
}
