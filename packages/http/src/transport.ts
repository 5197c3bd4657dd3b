/** One HTTP request, ready to be sent. */
export interface TransportRequest {
  method: 'GET' | 'POST';
  /** e.g. `https://api.openai.com`. */
  origin: string;
  /** Path and query, beginning with a slash. */
  path: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body?: string;
}

/**
 * What a transport tells about one request, in this order; after `onEnd` or `onError` nothing more.
 *
 * To be called as methods, `events.onData(chunk)`: they are not bound.
 */
export interface TransportEvents {
  /** The request has a connection. A transport that cannot see this says so as soon as it begins. */
  onConnect(): void;
  /** Names are in lower case; values of repeated headers are joined by `, `. */
  onHeaders(status: number, headers: Record<string, string>): void;
  onData(chunk: Uint8Array): void;
  /** All bytes that the headers announced have come. */
  onEnd(): void;
  /** There is no connection, or it was lost. */
  onError(error: Error): void;
}

/** A request under way. */
export interface TransportCall {
  /** Closes the connection at once, also one that is still being opened. Nothing is told afterwards. */
  cancel(): void;
  /** Stops reading, so that the sender is slowed down. A chunk that was read already may still come. */
  pause(): void;
  resume(): void;
}

/**
 * Sends requests. Never follows a redirect, never retries, has no timeouts of its own.
 *
 * `send` does not throw: a failure goes to `onError`, later than the return.
 */
export interface Transport {
  send(request: TransportRequest, events: TransportEvents): TransportCall;
  /** Closes idle connections; calls in flight end first. */
  close(): Promise<void>;
}
