import { ResponseParseError, StreamInterruptedError, type SdkError, type CallOptions, type StreamPart } from '@sdk/core';
import { createBodyText, parseJSON, type BodyText } from './body-text.ts';
import { resolveTimeouts } from './call-guard.ts';
import type { DecodeContext, EventDecoder } from './codec.ts';
import { toConnectionError } from './connection-error.ts';
import { startExchange, type Exchange } from './exchange.ts';
import type { Framer } from './framing.ts';
import { responseInfo } from './generate.ts';
import { createPartQueue } from './part-queue.ts';
import { createPartWriter } from './part-writer.ts';
import { prepareCall, type ChatTarget, type PreparedCall } from './prepare.ts';
import { createRedact, type Secrets } from './redact.ts';
import { createDecodeContext, decoding, isGood, parseAnswer } from './request-whole.ts';
import { toError } from './to-error.ts';
import { createUtf8Decoder } from './utf8.ts';

/** How much of an answer may wait for a slow consumer before the socket is paused, in bytes of the wire. */
const HIGH_WATER_BYTES = 128 * 1024;

/**
 * Asks for an answer as it is written. The request goes out at the first `next()`.
 *
 * Bytes are pushed through UTF-8, framing and codec into a queue as they come; the consumer empties it. When it does
 * not keep up, the socket is paused.
 */
export function stream(target: ChatTarget, call: CallOptions): AsyncIterable<StreamPart> {
  const { settings, codec, modelId } = target;
  const provider = settings.server.id;
  const secrets: Secrets = { messages: call.messages };
  const redact = createRedact(() => secrets);

  let exchange: Exchange | undefined;
  let prepared: PreparedCall | undefined;
  let startedAt = 0;
  let firstTokenAt = 0;
  let status = 0;
  let headers: Record<string, string> = {};
  let waitingBytes = 0;
  let paused = false;
  let answerBegan = false;

  const queue = createPartQueue({
    onFirstPull: begin,
    onDrained() {
      waitingBytes = 0;
      if (!paused) return;
      paused = false;
      exchange?.resume();
    },
    onLeave() {
      if (!writer.finished) exchange?.cancel();
    },
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
    onFinish(finish) {
      const now = performance.now();
      const timing = { totalMs: now - startedAt, ...(firstTokenAt ? { firstTokenMs: firstTokenAt - startedAt } : {}) };
      queue.push({ type: 'finish', ...finish, timing });
      queue.end();
      exchange?.settle();
    },
  });

  function begin(): void {
    try {
      const timeouts = resolveTimeouts(settings.options.timeouts, call.timeouts);
      const ready = (prepared = prepareCall(target, call, true));
      exchange = startExchange(
        {
          provider,
          transport: settings.transport,
          timeouts,
          signal: call.signal,
          async prepare() {
            const request = await ready.request();
            secrets.headers = request.headers;
            return request;
          },
        },
        { onHeaders, onData: (chunk) => body?.add(chunk), onEnd: () => body?.end(), onFailure },
      );
      startedAt = exchange.startedAt;
    } catch (error) {
      queue.fail(error as Error, true);
    }
  }

  let body: Body | undefined;

  function onHeaders(code: number, received: Record<string, string>): void {
    status = code;
    headers = received;
    body = isGood(code) ? createEventBody() : createWholeBody(settings.limits.errorBodyBytes);
  }

  function received(text: string, bytes: number) {
    return { settings, codec, redact, status, headers, text, bytes };
  }

  /** An answer in the vendor's framing; or, from a server that does not stream, one that is whole JSON after all. */
  function createEventBody(): Body {
    const utf8 = createUtf8Decoder();
    const context = createDecodeContext(modelId, received('', 0));
    const decoder = decoding(context, () => codec.decodeStream(writer, context));
    const framer = createFramer(decoder, context);
    let beginning = '';

    return {
      add(chunk) {
        const text = utf8.decode(chunk);
        if (beginning === '') {
          beginning = text.trimStart().slice(0, 1);
          if (beginning === '<' || (beginning === '{' && codec.framing.name === 'sse')) {
            body = createWholeBody(settings.limits.jsonBytes);
            body.add(new TextEncoder().encode(text));
            return;
          }
        }
        framer.push(text);
        waitingBytes += chunk.length;
        if (waitingBytes > HIGH_WATER_BYTES && queue.length > 0 && !paused) {
          paused = true;
          exchange?.pause();
        }
      },
      end() {
        this.lost();
        if (writer.finished) return;
        if (!framer.recognized) parseAnswer(received(beginning, 0));
        throw cut('it ended without its last event');
      },
      lost() {
        framer.push(utf8.end());
        framer.end();
        if (!writer.finished) decoding(context, () => decoder.end());
      },
    };
  }

  function createFramer(decoder: EventDecoder, context: DecodeContext): Framer {
    return codec.framing(
      {
        onEvent(data, name) {
          if (writer.finished) return;
          answerBegan = true;
          decoding(context, () => decoder.event(data, name));
        },
        onOverflow() {
          throw new ResponseParseError(
            `${provider}: an event of the stream is longer than ${settings.limits.eventBytes} bytes (limits.eventBytes).`,
            { provider, status },
          );
        },
      },
      settings.limits.eventBytes,
    );
  }

  /** The body of an error, or whole JSON where a stream was due. */
  function createWholeBody(maxBytes: number): Body {
    const text: BodyText = createBodyText(maxBytes);
    const end = () => {
      const answer = received(text.text(), text.length);
      if (!isGood(status)) throw toError({ ...answer, provider, body: parseJSON(answer.text), keyHint: settings.keyHint });
      const context = createDecodeContext(modelId, answer);
      decoding(context, () => codec.decode(parseAnswer(answer), writer, context));
    };
    return {
      add(chunk) {
        if (!text.add(chunk)) end();
      },
      end,
      lost: end,
    };
  }

  function cut(reason: string, cause?: unknown): StreamInterruptedError {
    return new StreamInterruptedError(`${provider}: the answer was cut: ${reason}.`, { provider, status, retryable: true, cause });
  }

  function onFailure(raw: Error, own: boolean): void {
    const aborted = raw.name === 'AbortError';
    let error = raw;
    if (!aborted && !own) {
      // The loss may have come after the answer's last event, or in the body of an error status that says more.
      try {
        body?.lost();
      } catch (better) {
        error = better as Error;
      }
    }
    if (writer.finished) return;
    const typed = toConnectionError(error, { settings, redact, bodyBegan: status !== 0 });
    queue.fail(withPartial(typed), aborted);
  }

  function withPartial(error: SdkError): SdkError {
    if (!answerBegan || error.partial) return error;
    Object.defineProperty(error, 'partial', { value: writer.partial(), enumerable: false, configurable: true });
    return error;
  }

  return queue;
}

/** How the bytes of an answer are read. */
interface Body {
  add(chunk: Uint8Array): void;
  end(): void;
  /** The connection was lost. Finishes or throws something better than that, if it can. */
  lost(): void;
}
