const BLANK_LINE = '\r\n\r\n';

/**
 * Finds the requests in the bytes of one connection, as cheaply as it goes: path and `content-length`, nothing else.
 *
 * @returns Takes the bytes as they come; tells the path of each request when its body is complete.
 */
export function createRequestReader(onRequest: (path: string) => void): (bytes: Buffer) => void {
  let held: Buffer | undefined;
  return (bytes) => {
    let rest = held ? Buffer.concat([held, bytes]) : bytes;
    held = undefined;
    while (rest.length > 0) {
      const headEnd = rest.indexOf(BLANK_LINE);
      if (headEnd < 0) break;
      const head = rest.toString('latin1', 0, headEnd);
      const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      const end = headEnd + BLANK_LINE.length + length;
      if (rest.length < end) break;
      onRequest(head.slice(head.indexOf(' ') + 1, head.indexOf(' ', head.indexOf(' ') + 1)));
      rest = rest.subarray(end);
    }
    if (rest.length > 0) held = rest;
  };
}
