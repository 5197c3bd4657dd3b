import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Answer, Answers } from './answer.ts';
import { playAnswer } from './play-answer.ts';
import { watchConnection, type Connection, type ReceivedRequest } from './received-request.ts';
import { createRequestReader, type RawRequest } from './request-reader.ts';

/** A server that says exactly what it is told, down to the byte, the packet and the way it hangs up. */
export interface FaultServer extends AsyncDisposable {
  /** e.g. `'http://127.0.0.1:40123'`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Everything that was asked, in order of arrival. */
  readonly requests: readonly ReceivedRequest[];
  /** How many connections have been accepted, also those on which nothing was asked. */
  readonly connections: number;
  /** How many of them are open. */
  readonly openConnections: number;
  /** Replaces what is answered from the next request on. */
  answer(answers: Answers<ReceivedRequest>): void;
  /** The request number `index` (from 0), as soon as it has come. */
  received(index: number): Promise<ReceivedRequest>;
  /** Hangs up on everybody and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts a server on a free port of 127.0.0.1, HTTP/1.1 without TLS, keep-alive included.
 *
 * @param answers One answer to everything, one per request in order, or a function of the request.
 * @example
 * await using server = await startFaultServer({ body: ['data: {"a"', { delayMs: 50 }, { reset: true }] });
 */
export async function startFaultServer(answers: Answers<ReceivedRequest> = {}): Promise<FaultServer> {
  const inbox = createInbox();
  const open = new Set<Connection>();
  let connections = 0;
  let answerTo = reader(answers);

  async function serve(connection: Connection): Promise<void> {
    const incoming = createRequestReader(connection.socket);
    for (let raw = await incoming.next(); raw; raw = await incoming.next()) {
      const request = receive(raw, connection);
      inbox.add(request);
      if (!(await playAnswer(connection, await answerTo(request)))) return;
    }
    connection.closeByServer('end');
    connection.socket.end();
  }

  const server = createServer({ noDelay: true }, (socket) => {
    const connection = watchConnection(socket, connections++);
    open.add(connection);
    socket.on('close', () => open.delete(connection));
    serve(connection).catch((error: unknown) => {
      connection.closeByServer('end');
      socket.end(`HTTP/1.1 500 Internal Server Error\r\nconnection: close\r\n\r\n${String(error)}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const connection of open) {
        connection.closeByServer('end');
        connection.socket.destroy();
      }
    });

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests: inbox.requests,
    get connections() {
      return connections;
    },
    get openConnections() {
      return open.size;
    },
    answer: (next) => void (answerTo = reader(next)),
    received: inbox.received,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What to answer, request by request. */
function reader(answers: Answers<ReceivedRequest>): (request: ReceivedRequest) => Answer | Promise<Answer> {
  if (typeof answers === 'function') return answers;
  if (!isList(answers)) return () => answers;
  let answered = 0;
  return () => answers[answered++] ?? { status: 500, body: 'The script of this server has no answer left.' };
}

/** The requests that have come, and those who wait for one. */
function createInbox() {
  const requests: ReceivedRequest[] = [];
  const waiting: { index: number; resolve(request: ReceivedRequest): void }[] = [];
  return {
    requests,
    add(request: ReceivedRequest): void {
      const index = requests.push(request) - 1;
      for (const waiter of waiting) if (waiter.index === index) waiter.resolve(request);
    },
    received: async (index: number): Promise<ReceivedRequest> =>
      requests[index] ?? new Promise((resolve) => waiting.push({ index, resolve })),
  };
}

function isList(answers: Answer | readonly Answer[]): answers is readonly Answer[] {
  return Array.isArray(answers);
}

function receive(raw: RawRequest, connection: Connection): ReceivedRequest {
  const { socket } = connection;
  return {
    ...raw,
    json: () => JSON.parse(raw.body) as unknown,
    connection: connection.index,
    atMs: performance.now(),
    closed: connection.closed,
    get closing() {
      return connection.closing;
    },
    get acceptedBytes() {
      return socket.bytesWritten - socket.writableLength;
    },
  };
}
