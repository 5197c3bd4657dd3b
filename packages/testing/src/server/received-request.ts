import type { Socket } from 'node:net';

/** How a connection ended. */
export interface Closing {
  by: 'client' | 'server';
  /** `'end'` for an orderly close (FIN), `'reset'` for RST. A client that closes with unread data resets, too. */
  how: 'end' | 'reset';
  /** When, in milliseconds of `performance.now()`. */
  atMs: number;
}

/** One request as it came. */
export interface ReceivedRequest {
  method: string;
  /** Path and query as on the wire. */
  path: string;
  /** Names in lower case; repeated ones joined by `, `. */
  headers: Record<string, string>;
  /** The whole body as text. */
  body: string;
  /** The body, parsed. @throws SyntaxError */
  json(): unknown;
  /** Which connection of the server it came on, from 0. */
  connection: number;
  /** When it was complete, in milliseconds of `performance.now()`. */
  atMs: number;
  /** How many bytes of answers, heads included, the system has taken for this connection so far. Stands still under backpressure. */
  readonly acceptedBytes: number;
  /** How the connection ended; `undefined` while it is open. */
  readonly closing: Closing | undefined;
  /** Resolves when the connection has ended. */
  closed: Promise<Closing>;
}

/** A connection of the server. */
export interface Connection {
  index: number;
  socket: Socket;
  closing: Closing | undefined;
  closed: Promise<Closing>;
  /** Called before the server itself closes, so that {@link Closing.by} is right. */
  closeByServer(how: Closing['how']): void;
}

/** Watches over a socket: who closed it, how and when. */
export function watchConnection(socket: Socket, index: number): Connection {
  let by: Closing['by'] | undefined;
  let how: Closing['how'] = 'end';
  const connection: Connection = {
    index,
    socket,
    closing: undefined,
    closed: new Promise((resolve) => {
      const settle = () => {
        connection.closing ??= { by: by ?? 'client', how, atMs: performance.now() };
        resolve(connection.closing);
      };
      socket.on('end', () => {
        by ??= 'client';
        settle();
      });
      socket.on('error', () => {
        by ??= 'client';
        if (by === 'client') how = 'reset';
      });
      socket.on('close', settle);
    }),
    closeByServer(manner) {
      if (by) return;
      by = 'server';
      how = manner;
    },
  };
  return connection;
}
