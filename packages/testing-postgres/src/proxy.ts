import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import type { Server } from './start-postgres.ts';

/** PostgreSQL's port where a URL names none. */
const DEFAULT_PORT = 5432;

/** A server of somebody else's, at an address where it can be taken away. */
export async function startProxy(url: string): Promise<Server> {
  const target = new URL(url);
  const open = new Set<Socket>();
  let listener = await listen(0);
  const { port } = listener.address() as AddressInfo;

  async function listen(at: number): Promise<NetServer> {
    const server = createServer((socket) => {
      const upstream = connect(Number(target.port || DEFAULT_PORT), target.hostname);
      for (const [from, to] of [[socket, upstream] as const, [upstream, socket] as const]) {
        open.add(from);
        from.on('error', () => {}).on('close', () => {
          open.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    });
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
    return server;
  }

  async function down(): Promise<void> {
    if (!listener.listening) return;
    const closed = once(listener, 'close');
    listener.close();
    for (const socket of open) socket.resetAndDestroy();
    await closed;
  }

  const up = async () => void (listener = await listen(port));
  return { url: Object.assign(new URL(target), { host: `127.0.0.1:${port}` }).href, down, up, close: down };
}
