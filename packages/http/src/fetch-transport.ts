import type { Transport, TransportCall, TransportEvents, TransportRequest } from './transport.ts';

/** Settings of {@link fetchTransport}. */
export interface FetchTransportOptions {
  /** @default the global `fetch`, looked up at each call */
  fetch?: typeof globalThis.fetch;
}

/**
 * The transport of browsers, workers, Bun and Deno.
 *
 * `fetch` does not tell when it has a connection, so that waiting for one counts as waiting for the first byte.
 */
export function fetchTransport(options: FetchTransportOptions = {}): Transport {
  return {
    send(request, events) {
      const abort = new AbortController();
      const gate = createGate();
      const started = options.fetch ?? globalThis.fetch;
      void run(started, request, events, abort.signal, gate);
      const call: TransportCall = {
        cancel() {
          abort.abort();
          gate.open();
        },
        pause: gate.close,
        resume: gate.open,
      };
      return call;
    },
    close: () => Promise.resolve(), // fetch keeps its own pool
  };
}

async function run(
  fetch: typeof globalThis.fetch,
  { method, origin, path, headers, body }: TransportRequest,
  events: TransportEvents,
  signal: AbortSignal,
  gate: Gate,
): Promise<void> {
  try {
    await Promise.resolve(); // events come later than the return of send
    if (signal.aborted) return;
    events.onConnect();
    const response = await fetch(origin + path, { method, headers, signal, redirect: 'manual', ...(body === undefined ? {} : { body }) });
    if (signal.aborted) return;
    // A browser hides where a redirect leads, and its status, too.
    const status = response.type === 'opaqueredirect' ? 302 : response.status;
    events.onHeaders(status, Object.fromEntries(response.headers));
    const reader = response.body?.getReader();
    while (reader) {
      await gate.passed();
      const read: { done: boolean; value?: Uint8Array } = await reader.read();
      if (signal.aborted) return;
      if (!read.value) break;
      events.onData(read.value);
    }
    if (!signal.aborted) events.onEnd();
  } catch (error) {
    if (!signal.aborted) events.onError(error instanceof Error ? error : new Error(String(error)));
  }
}

interface Gate {
  close(): void;
  open(): void;
  /** Resolves when the gate is open. */
  passed(): Promise<void>;
}

function createGate(): Gate {
  let closed: Promise<void> | undefined;
  let release: (() => void) | undefined;
  return {
    close() {
      closed ??= new Promise((resolve) => (release = resolve));
    },
    open() {
      release?.();
      closed = release = undefined;
    },
    passed: () => closed ?? Promise.resolve(),
  };
}
