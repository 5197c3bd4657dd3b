import type { StreamPart } from '@sdk/core';
import type { Response } from 'express';
import { deliver, type Sent, type SentOptions, type StreamSource } from './deliver.ts';
import { describeError, type MessageOf } from './error-body.ts';

/** Settings of {@link sendStream}. */
export interface SendStreamOptions extends SentOptions {
  /** How long nothing may be sent before a comment is, in milliseconds; 0 for never. @default 15_000 */
  keepAliveMs?: number;
  /** The message of an `error` event, instead of the general one of its kind. */
  messageOf?: MessageOf;
}

/** Shorter than the idle timeouts of usual proxies (30 or 60 s). */
const KEEP_ALIVE_MS = 15_000;

/** `x-accel-buffering` is nginx's. `no-transform` would keep `compression` away, which is flushed after every part instead. */
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
};

/**
 * Sends a stream as server-sent events: each part as `data: {…}`, without the vendor's response headers.
 *
 * The status is committed with the first part: what fails before (a 401, a 429) rejects, so that Express hands it to
 * `sdkErrorHandler`. A later failure is the last event, `event: error`, with a body of the same form, and the promise
 * resolves. A client that does not read stops the vendor's socket. One that goes ends the call at once, by `return()`
 * and, when the source is a function, by its signal; a stream that passes through foreign code needs the signal.
 *
 * @throws SdkError whatever the stream throws before its first part.
 * @example
 * app.post('/chat', async (req, res) => {
 *   await sendStream(res, (signal) => req.sdk.model().stream({ messages: req.body.messages, signal }));
 * });
 */
export function sendStream(res: Response, source: StreamSource, options: SendStreamOptions = {}): Promise<Sent> {
  const { keepAliveMs = KEEP_ALIVE_MS, messageOf } = options;
  const format = {
    headers: HEADERS,
    keepAlive: { text: ': keep-alive\n\n', everyMs: keepAliveMs },
    encode: encodePart,
    encodeError: (error: unknown) => `event: error\ndata: ${JSON.stringify(describeError(error, { messageOf }).body)}\n\n`,
  };
  return deliver(res, source, format, options);
}

/** JSON has no line break, so that one line of data holds it. */
function encodePart(part: StreamPart): string {
  return `data: ${JSON.stringify('response' in part ? withoutHeaders(part) : part)}\n\n`;
}

/** The vendor's headers name accounts and set cookies. They are for the server. */
function withoutHeaders<Part extends StreamPart>(part: Part): Part {
  const { headers: _headers, ...response } = (part as { response?: { headers?: unknown } }).response ?? {};
  return { ...part, response };
}
