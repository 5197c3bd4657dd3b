import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/**
 * Knows the sockets that are still being opened and how many calls wait for one, by origin.
 *
 * A socket that is being opened cannot be given up through undici, and holds the process until the system stops trying,
 * minutes later. So the last call that leaves an origin takes its half-open sockets along.
 */
export interface ConnectingSockets {
  /** A connector for undici that registers what it opens. */
  connect: buildConnector.connector;
  /** A call waits for a connection. Returns what to call when it has one or gave up; calling it twice is harmless. */
  wait(origin: string): () => void;
}

/** Wraps a connector of undici. */
export function trackConnecting(open: buildConnector.connector): ConnectingSockets {
  const sockets = new Map<string, Set<Socket>>();
  const waiting = new Map<string, number>();

  return {
    connect(options, callback) {
      const origin = `${options.protocol}//${options.host ?? options.hostname}`;
      const opening = sockets.get(origin) ?? new Set();
      sockets.set(origin, opening);
      // undici's type hides that its connector returns the socket.
      const socket = open(options, (...result) => {
        opening.delete(socket);
        if (opening.size === 0) sockets.delete(origin);
        callback(...result);
      }) as unknown as Socket;
      opening.add(socket);
    },
    wait(origin) {
      waiting.set(origin, (waiting.get(origin) ?? 0) + 1);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        const others = (waiting.get(origin) ?? 1) - 1;
        if (others > 0) {
          waiting.set(origin, others);
          return;
        }
        waiting.delete(origin);
        for (const socket of sockets.get(origin) ?? []) socket.destroy(new Error('No call waits for this connection.'));
      };
    },
  };
}
