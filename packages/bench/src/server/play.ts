import type { Socket } from 'node:net';
import type { Scenario } from './scenarios.ts';

/** Writes an answer to a connection, no faster than the client reads. Stops when the connection is gone. */
export function play({ writes, paceMs }: Scenario, socket: Socket): void {
  if (paceMs > 0) return playPaced(writes, paceMs, socket);
  let next = 0;
  const more = () => {
    while (next < writes.length) {
      if (!socket.write(writes[next++] as Buffer)) {
        socket.once('drain', more);
        return;
      }
    }
  };
  more();
}

/** Keeps to the clock: a tick that comes late writes one piece all the same, so pieces never go out together. */
function playPaced(writes: Buffer[], paceMs: number, socket: Socket): void {
  let next = 0;
  socket.write(writes[next++] as Buffer);
  const timer = setInterval(() => {
    if (socket.destroyed || next >= writes.length) return clearInterval(timer);
    if (socket.writableLength === 0) socket.write(writes[next++] as Buffer);
  }, paceMs);
}
