import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A port of 127.0.0.1 that behaves badly before HTTP begins. */
export interface FaultPort extends AsyncDisposable {
  /** e.g. `'http://127.0.0.1:40123'`. */
  readonly url: string;
  readonly port: number;
  /** Gives the port back. */
  close(): Promise<void>;
}

/**
 * A port that refuses connections: it was free a moment ago, and nobody listens there.
 */
export async function refusedPort(): Promise<FaultPort> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return portOf(port, () => Promise.resolve());
}

/** Listens, says where, and then never returns to its event loop, so that it never accepts. */
const DEAF_LISTENER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(workerData), 0, 0));
  });
`;

/** How many connections are tried before the queue of a listener with a backlog of 1 must be full. */
const MOST_FILLERS = 64;

/** A local connection takes well under a millisecond; one that has none after this long waits for a place in the queue. */
const HANGS_AFTER_MS = 100;

/**
 * A port on which connecting hangs: neither accepted nor refused.
 *
 * A thread listens with the shortest backlog and never accepts; its queue is filled up, and from then on Linux drops every
 * further SYN. The connection attempts that fill the queue live in this process and do not keep it running.
 *
 * @throws Error where the system does not behave so (seen to work on Linux).
 */
export async function hangingPort(): Promise<FaultPort> {
  const worker = new Worker(DEAF_LISTENER, { eval: true, workerData: new SharedArrayBuffer(4) });
  const [port] = (await once(worker, 'message')) as [number];
  worker.unref();
  const fillers: Socket[] = [];
  const close = async () => {
    for (const filler of fillers) filler.destroy();
    await worker.terminate();
  };
  while (fillers.length < MOST_FILLERS) {
    const filler = connect(port, '127.0.0.1').unref();
    fillers.push(filler);
    filler.on('error', () => {});
    if (!(await connects(filler))) return portOf(port, close);
  }
  await close();
  throw new Error('No connection hangs on this system, however many are waiting to be accepted.');
}

function connects(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    // A busy process may see its timer before a connection that was made long ago: one more look at the sockets decides.
    const timer = setTimeout(() => setImmediate(() => setImmediate(() => resolve(!socket.connecting))), HANGS_AFTER_MS);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function portOf(port: number, close: () => Promise<void>): FaultPort {
  return { url: `http://127.0.0.1:${port}`, port, close, [Symbol.asyncDispose]: close };
}
