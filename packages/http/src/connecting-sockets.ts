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

interface Queue {
  waiting: number;
  opening: Set<Socket>;
}

/** Wraps a connector of undici. */
export function trackConnecting(open: buildConnector.connector): ConnectingSockets {
  const queues = new Map<string, Queue>();

  function queueOf(origin: string): Queue {
    let queue = queues.get(origin);
    if (!queue) queues.set(origin, (queue = { waiting: 0, opening: new Set() }));
    return queue;
  }

  return {
    connect(options, callback) {
      const { opening } = queueOf(`${options.protocol}//${options.host ?? options.hostname}`);
      // undici's type hides that its connector returns the socket.
      const socket = open(options, (...result) => {
        opening.delete(socket);
        callback(...result);
      }) as unknown as Socket;
      opening.add(socket);
    },
    wait(origin) {
      const queue = queueOf(origin);
      queue.waiting++;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        if (--queue.waiting > 0) return;
        for (const socket of queue.opening) socket.destroy(new Error('No call waits for this connection.'));
      };
    },
  };
}
