import { connect } from 'node:net';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { startFaultServer } from '@sdk/testing/server';
import { afterEach, expect, it, vi } from 'vitest';
import { ask, createToy, KEY } from './toy-provider.ts';

afterEach(() => vi.unstubAllEnvs());

/** A forward proxy that takes absolute URLs and tunnels, and sends everything to one port. */
async function startProxy(target: number) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end('{"text":"Hello from the proxy"}');
  });
  server.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    const upstream = connect(target, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    upstream.pipe(socket).pipe(upstream);
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

it('goes through HTTP_PROXY, and past it for the hosts of NO_PROXY', async () => {
  await using target = await startFaultServer({ body: '{"text":"Hello"}' });
  await using proxy = await startProxy(target.port);
  vi.stubEnv('HTTP_PROXY', proxy.url);
  await using proxied = createToy({ apiKey: KEY, baseUrl: 'http://toy.invalid/v1' });
  expect((await proxied('m').generate(ask)).text).toMatch(/Hello/);
  expect(proxy.seen).toHaveLength(1);
  expect(proxy.seen[0]).toContain('toy.invalid');

  vi.stubEnv('NO_PROXY', '127.0.0.1');
  await using direct = createToy({ apiKey: KEY, baseUrl: target.url });
  expect((await direct('m').generate(ask)).text).toBe('Hello');
  expect(proxy.seen).toHaveLength(1);
});
