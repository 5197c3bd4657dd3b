import type { JSONObject } from '@sdk/core';
import { parseJSON } from './body-text.ts';
import { resolveTimeouts } from './call-guard.ts';
import type { ErrorCodec } from './codec.ts';
import { whenReady } from './maybe-promise.ts';
import { receive } from './request-whole.ts';
import type { Settings } from './settings.ts';

/** A request to a vendor's server that is no call of a model. */
export interface JSONRequest {
  method: 'GET' | 'POST';
  /** Joined to the base URL; may carry a query. */
  path: string;
  body?: JSONObject;
  /** For the whole answer, in milliseconds. @default the provider's limits on time */
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
}

/** What came back, whatever the status. */
export interface JSONAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** `undefined` where it is no JSON. */
  body: unknown;
}

/** No status is an error here, so there is nothing to read out of one. */
const NO_ERRORS: ErrorCodec = { requestIdHeaders: [], decodeError: () => ({}) };

/**
 * Sends one request with a provider's key, headers, limits and transport, and gives the answer, an error status included.
 *
 * @throws SdkError by rejection where no answer came: no connection, a timeout, an abort, no key.
 */
export async function sendJSON(settings: Settings, request: JSONRequest): Promise<JSONAnswer> {
  const { method, path, timeoutMs, signal } = request;
  const { answer } = await receive({
    settings,
    codec: NO_ERRORS,
    timeouts: resolveTimeouts(settings, timeoutMs === undefined ? undefined : { firstByteMs: Infinity, idleMs: Infinity, totalMs: timeoutMs }),
    signal,
    prepare: () =>
      whenReady(settings.headers(), (headers) => ({
        method,
        ...settings.url(path),
        headers,
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      })),
  });
  return { status: answer.status, headers: answer.headers, body: parseJSON(answer.text) };
}
