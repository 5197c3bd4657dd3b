import type { HeaderOptions, Timeouts } from '@sdk/core';

/** Settings of one call, as the client's methods take them. */
export interface FaceRequestOptions {
  signal?: AbortSignal | null | undefined;
  /**
   * Milliseconds: of a whole answer, until it has come; of a stream, until its first byte.
   *
   * @default the provider's
   */
  timeout?: number | undefined;
  /** Laid over the provider's; `null` removes one. */
  headers?: FaceHeaders | undefined;
}

/** Headers in one of the client's forms. */
export type FaceHeaders = Headers | readonly (readonly [string, string])[] | Record<string, string | null | undefined>;

/** What the settings are in a call. */
export interface CallSettings {
  timeouts?: Timeouts;
  headers?: HeaderOptions;
}

/** The settings of a call, but for the signal. */
export function readSettings({ timeout, headers }: FaceRequestOptions, stream: boolean): CallSettings {
  const settings: CallSettings = {};
  if (headers !== undefined) settings.headers = headers instanceof Headers || isPairs(headers) ? Object.fromEntries(headers) : headers;
  // The provider's own limits would end a longer wait that is asked for here.
  if (timeout !== undefined) settings.timeouts = stream ? { firstByteMs: timeout } : { firstByteMs: timeout, idleMs: timeout, totalMs: timeout };
  return settings;
}

function isPairs(headers: FaceHeaders): headers is readonly (readonly [string, string])[] {
  return Array.isArray(headers);
}
