import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { connectRaw } from '../src/gateway/raw-client.ts';

/** A client of a server that answers each request with these bytes, in these pieces. */
async function clientOf(answer: (socket: Socket) => unknown) {
  const server = createServer({ noDelay: true }, (socket) => socket.on('data', () => void answer(socket)).on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = await connectRaw(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/x`, { 'content-type': 'application/json' }, '{}');
  onTestFinished(() => {
    client.close();
    server.close();
  });
  return client;
}

const WHOLE = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello';
const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n';

it.each([
  ['of an announced length', WHOLE],
  ['in chunks', CHUNKED],
])('knows when an answer %s is over, however it comes', async (_name, answer) => {
  for (const size of [answer.length, 1, 7]) {
    const client = await clientOf(async (socket) => {
      const head = answer.indexOf('\r\n\r\n') + 4;
      socket.write(answer.slice(0, head));
      for (let from = head; from < answer.length; from += size) {
        socket.write(answer.slice(from, from + size));
        await turn();
      }
    });
    for (let n = 0; n < 3; n++) expect(await client.ask()).toBe(answer.length);
  }
});

it('fails for another status, and when the connection ends', async () => {
  const failing = await clientOf((socket) => socket.write('HTTP/1.1 500 Oh\r\n\r\n'));
  await expect(failing.ask()).rejects.toThrow('HTTP/1.1 500 Oh');
  const cut = await clientOf((socket) => socket.end(WHOLE.slice(0, -1)));
  await expect(cut.ask()).rejects.toThrow(`the connection ended after ${WHOLE.length - 1} bytes`);
});
