import type { Socket } from 'node:net';

/** The text of one request, taken apart. */
export interface RawRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Reads requests off a socket, one after the other. It goes on reading while an answer is written, so that a FIN is noticed. */
export interface RequestReader {
  /** The next request; `undefined` when the client has closed or sent what is no HTTP/1.1. */
  next(): Promise<RawRequest | undefined>;
}

/** Takes bytes off a socket as they are asked for; `undefined` where there are not enough to come. */
interface ByteReader {
  /** The text before a mark; the mark is taken, too. */
  until(mark: string): Promise<string | undefined>;
  exactly(length: number): Promise<Buffer | undefined>;
}

function createByteReader(socket: Socket): ByteReader {
  let held: Buffer = Buffer.alloc(0);
  let pieces: Buffer[] = [];
  let ended = false;
  let wake = (): void => {};
  socket.on('data', (piece: Buffer) => {
    pieces.push(piece);
    wake();
  });
  const end = () => {
    ended = true;
    wake();
  };
  socket.on('end', end);
  socket.on('close', end);

  /** Waits for more bytes. False when there are none to come. */
  async function more(): Promise<boolean> {
    if (pieces.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
    if (pieces.length === 0) return false;
    held = Buffer.concat([held, ...pieces]);
    pieces = [];
    return true;
  }

  return {
    async until(mark) {
      let at: number;
      while ((at = held.indexOf(mark)) < 0) if (!(await more())) return undefined;
      const text = held.toString('utf8', 0, at);
      held = held.subarray(at + mark.length);
      return text;
    },
    async exactly(length) {
      while (held.length < length) if (!(await more())) return undefined;
      const bytes = held.subarray(0, length);
      held = held.subarray(length);
      return bytes;
    },
  };
}

/** Makes a reader for one connection. */
export function createRequestReader(socket: Socket): RequestReader {
  const reader = createByteReader(socket);
  return {
    async next() {
      const head = await reader.until('\r\n\r\n');
      if (head === undefined) return undefined;
      const [requestLine = '', ...lines] = head.split('\r\n');
      const [method = '', path = '', version = ''] = requestLine.split(' ');
      if (!version.startsWith('HTTP/1.')) return undefined;
      const headers = headersOf(lines);
      const chunked = headers['transfer-encoding'] === 'chunked';
      const body = chunked ? await chunksOf(reader) : await reader.exactly(Number(headers['content-length'] ?? 0));
      return body && { method, path, headers, body: body.toString('utf8') };
    },
  };
}

async function chunksOf({ until, exactly }: ByteReader): Promise<Buffer | undefined> {
  const all: Buffer[] = [];
  for (;;) {
    const size = Number.parseInt((await until('\r\n')) ?? '', 16);
    const chunk = Number.isNaN(size) ? undefined : await exactly(size);
    if (!chunk || (await until('\r\n')) === undefined) return undefined;
    if (size === 0) return Buffer.concat(all);
    all.push(chunk);
  }
}

function headersOf(lines: string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}
