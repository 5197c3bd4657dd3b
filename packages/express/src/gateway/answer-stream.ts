import type { ResponseInfo, StreamPart, Warning } from '@sdk/core';
import type { Response } from 'express';
import { deliver, type StreamSource } from '../deliver.ts';
import { KEEP_ALIVE_MS, type GatewayOptions } from './gateway-options.ts';

/** How one stream is told. */
export interface Telling {
  /** The text of a part; `''` when it has none. */
  write(part: StreamPart): string;
}

/** How the streams of an API are told. */
export interface StreamFormat {
  /** Told once, with the first part. */
  begin(response: Partial<ResponseInfo>): Telling;
  /** What is sent to keep a silent connection open. */
  keepAlive: string;
  /** The last event of a stream that fails. */
  encodeError(error: unknown): string;
}

/** `x-accel-buffering` is nginx's. */
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
};

/**
 * Sends a stream in the words of an API. The status waits for the first part.
 *
 * @throws SdkError whatever the stream throws before its first part. Nothing has been sent then.
 */
export async function answerStream(res: Response, source: StreamSource, format: StreamFormat, options: GatewayOptions): Promise<void> {
  let telling: Telling | undefined;
  const { keepAliveMs = KEEP_ALIVE_MS, onError, onWarning } = options;
  const encode = (part: StreamPart): string => {
    if (telling) return telling.write(part);
    telling = format.begin(part.type === 'start' ? part.response : {});
    if (onWarning && part.type === 'start') warn(part.warnings, res, onWarning);
    return telling.write(part);
  };
  const { keepAlive, encodeError } = format;
  const sending = { headers: HEADERS, keepAlive: { text: keepAlive, everyMs: keepAliveMs }, encode, encodeError };
  await deliver(res, source, sending, onError ? { onError } : {});
}

/** Tells of everything that could not be honoured. */
export function warn(warnings: readonly Warning[], res: Response, onWarning: GatewayOptions['onWarning']): void {
  if (onWarning) for (const warning of warnings) onWarning(warning, res.req);
}
