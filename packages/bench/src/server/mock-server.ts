import { createServer, type AddressInfo, type Server } from 'node:net';
import { play } from './play.ts';
import { createRequestReader } from './request-reader.ts';
import { scenarios, type Scenario } from './scenarios.ts';

const NOT_FOUND: Scenario = { writes: [Buffer.from('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')], paceMs: 0 };

/**
 * Starts a server that speaks Chat Completions at `/<scenario>/v1/chat/completions`.
 *
 * It writes prepared bytes to the bare socket, because on two cores a server that costs as much as its client would be
 * what is measured.
 */
export async function startMockServer(): Promise<{ url: string; server: Server }> {
  const prepared = new Map<string, Scenario>();
  const scenarioAt = (path: string) => {
    const name = path.split('/')[1] ?? '';
    const scenario = prepared.get(name) ?? scenarios[name]?.();
    if (scenario) prepared.set(name, scenario);
    return scenario ?? NOT_FOUND;
  };

  const server = createServer({ noDelay: true }, (socket) => {
    const read = createRequestReader((path) => play(scenarioAt(path), socket));
    socket.on('data', read);
    socket.on('error', () => socket.destroy()); // clients that are done with us just go
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, server };
}
