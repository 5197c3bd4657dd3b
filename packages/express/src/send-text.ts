import type { Response } from 'express';
import { deliver, type Sent, type SentOptions, type StreamSource } from './deliver.ts';

const HEADERS = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
};

/**
 * Sends the text of a stream as it comes, nothing else.
 *
 * Commits, waits and leaves as `sendStream` does. Plain text has no place for an error: after a later failure the
 * connection is cut, so that no client takes half an answer for a whole one.
 *
 * @throws SdkError whatever the stream throws before its first part.
 */
export function sendText(res: Response, source: StreamSource, options: SentOptions = {}): Promise<Sent> {
  return deliver(res, source, { headers: HEADERS, encode: (part) => (part.type === 'text-delta' ? part.delta : '') }, options);
}
