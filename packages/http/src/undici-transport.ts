import type { Dispatcher } from 'undici';
import { trackConnecting, type ConnectingSockets } from './connecting-sockets.ts';
import type { Transport, TransportCall, TransportEvents, TransportRequest } from './transport.ts';

/** Settings of {@link undiciTransport}. */
export interface UndiciTransportOptions {
  /** An undici dispatcher of your own (certificates, proxies, mocks). Closing it stays your business. */
  dispatcher?: Dispatcher;
  /** How long an idle connection is kept, in milliseconds. The server's own hint wins. @default 4_000 */
  keepAliveMs?: number;
}

interface Connections {
  dispatcher: Dispatcher;
  connecting?: ConnectingSockets;
}

/**
 * The transport of Node: a keep-alive pool per origin, `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` honoured.
 *
 * undici is loaded, and the environment read, at the first request.
 */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  let loading: Promise<Connections> | undefined;
  let loaded: Connections | undefined;
  const load = () => (loading ??= connections(options).then((value) => (loaded = value)));

  return {
    send(request, events) {
      const call = createCall(request, events);
      // Once loaded, a call starts in the same turn; a failure must still come later than the return.
      if (loaded) call.start(loaded);
      else load().then((value) => call.start(value), (error: unknown) => events.onError(error as Error));
      return call;
    },
    async close() {
      if (options.dispatcher || !loading) return;
      const { dispatcher } = await loading;
      loading = loaded = undefined;
      await dispatcher.close();
    },
  };
}

const PROXY_VARIABLES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY'];

async function connections({ dispatcher, keepAliveMs = 4_000 }: UndiciTransportOptions): Promise<Connections> {
  if (dispatcher) return { dispatcher };
  const { Agent, EnvHttpProxyAgent, buildConnector } = await import('undici');
  const settings = { keepAliveTimeout: keepAliveMs, allowH2: false, connectTimeout: 0 };
  if (PROXY_VARIABLES.some((name) => process.env[name])) return { dispatcher: new EnvHttpProxyAgent(settings) };
  const connecting = trackConnecting(buildConnector({ timeout: 0, allowH2: false }));
  return { dispatcher: new Agent({ ...settings, connect: connecting.connect }), connecting };
}

/** Time is measured in one place, above the transport. */
const NO_TIMEOUTS = { headersTimeout: 0, bodyTimeout: 0 };

function createCall(
  request: TransportRequest,
  events: TransportEvents,
): TransportCall & { start(connections: Connections): void } {
  let controller: Dispatcher.DispatchController | undefined;
  let leaveQueue: (() => void) | undefined;
  let over = false;

  const fail = (error: Error) => {
    leaveQueue?.();
    if (over) return;
    over = true;
    events.onError(error);
  };

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(control) {
      controller = control;
      leaveQueue?.();
      if (over) control.abort(new Error('The call was given up while it waited for a connection.'));
      else events.onConnect();
    },
    onResponseStart(_control, status, headers) {
      // An informational answer (100, 103) is not the answer.
      if (!over && status >= 200) events.onHeaders(status, plainHeaders(headers));
    },
    onResponseData(_control, chunk) {
      if (!over) events.onData(chunk);
    },
    onResponseEnd() {
      if (over) return;
      over = true;
      events.onEnd();
    },
    onResponseError: (_control, error) => fail(error),
  };

  return {
    start({ dispatcher, connecting }) {
      if (over) return;
      const { method, origin, path, headers, body } = request;
      leaveQueue = connecting?.wait(origin);
      try {
        dispatcher.dispatch({ origin, path, method, headers, body: body ?? null, ...NO_TIMEOUTS }, handler);
      } catch (error) {
        queueMicrotask(() => fail(error as Error));
      }
    },
    cancel() {
      over = true;
      leaveQueue?.();
      controller?.abort(new Error('The call was given up.'));
    },
    pause: () => controller?.pause(),
    resume: () => controller?.resume(),
  };
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== 'string') headers[name] = Array.isArray(value) ? value.join(', ') : '';
  }
  return headers as Record<string, string>;
}
