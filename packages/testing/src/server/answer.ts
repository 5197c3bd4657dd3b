import type { Bytes, Cut } from './cut.ts';

/**
 * One thing that the server does on the socket. Plain bytes are written as body, in the answer's framing and cut.
 *
 * - `{ delayMs }`: waits
 * - `{ until }`: waits for the test
 * - `{ repeat, times, everyMs }`: writes the same bytes again and again, as fast as the client reads or every so many
 *   milliseconds; without `times` until the client has left
 * - `{ raw }`: writes bytes past the framing, e.g. a broken chunk size
 * - `{ stall: true }`: says nothing more and keeps the socket open
 * - `{ end: true }`: closes in an orderly way (FIN), whatever the headers promised: no last chunk, no missing bytes
 * - `{ reset: true }`: closes with a reset (RST)
 */
export type Step =
  | Bytes
  | { delayMs: number }
  | { until: () => Promise<unknown> }
  | { repeat: Bytes; times?: number; everyMs?: number }
  | { raw: Bytes }
  | { stall: true }
  | { end: true }
  | { reset: true };

/** What the server says to one request. `{}` is an empty 200. */
export interface Answer {
  /** Done before the status line, e.g. `[{ stall: true }]` for a server that accepts and says nothing. */
  before?: readonly Step[];
  /** @default 200 */
  status?: number;
  /** Sent as they are. Those of the framing are added unless they are given. @default none */
  headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Bytes, or steps. @default nothing */
  body?: Bytes | readonly Step[];
  /**
   * How the client learns where the body ends: by a last chunk, by `content-length`, or by the end of the connection.
   *
   * @default 'chunked'
   */
  framing?: 'chunked' | 'length' | 'close';
  /**
   * With `'length'`: what the header claims, in bytes. A client waits for bytes that are claimed and do not come, unless
   * `{ end: true }` hangs up.
   *
   * @default what `body` really holds
   */
  contentLength?: number;
  /** How the plain bytes of `body` are cut into pieces, each written by itself. @default 'whole' */
  cut?: Cut;
  /** Wait between two pieces, in milliseconds. @default 0, but the client gets its turn after each */
  everyMs?: number;
  /**
   * Writes many pieces in one packet. With `'chunked'` framing each piece is still a chunk of its own, which clients see one
   * by one: a large body cut at every byte takes milliseconds instead of seconds. @default false
   */
  packed?: boolean;
}

/** What a server answers: always the same, one after the other (then 500), or whatever the function says to the request. */
export type Answers<Request> = Answer | readonly Answer[] | ((request: Request) => Answer | Promise<Answer>);
