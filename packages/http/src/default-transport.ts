import { fetchTransport } from './fetch-transport.ts';
import type { Transport } from './transport.ts';
import { undiciTransport } from './undici-transport.ts';

/** undici in Node; `fetch` in browsers and workers, and in Bun and Deno, which only imitate Node's sockets. */
export function defaultTransport(): Transport {
  const runtime = globalThis as { process?: { versions?: { node?: string } }; Bun?: unknown; Deno?: unknown };
  const isNode = runtime.process?.versions?.node !== undefined && !runtime.Bun && !runtime.Deno;
  return isNode ? undiciTransport() : fetchTransport();
}
