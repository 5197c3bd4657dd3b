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
      const call = new UndiciCall(request, events);
      if (loaded) call.start(loaded);
      else load().then((value) => call.start(value), (error: unknown) => call.onResponseError(undefined, error as Error));
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

/** Both sides of one request: what undici reports to, and what the caller holds. */
class UndiciCall implements TransportCall, Dispatcher.DispatchHandler {
  request: TransportRequest | undefined;
  readonly events: TransportEvents;
  controller: Dispatcher.DispatchController | undefined = undefined;
  leaveQueue: (() => void) | undefined = undefined;
  over = false;

  constructor(request: TransportRequest, events: TransportEvents) {
    this.request = request;
    this.events = events;
  }

  start({ dispatcher, connecting }: Connections): void {
    if (this.over || !this.request) return;
    const { method, origin, path, headers, body = null } = this.request;
    this.request = undefined; // a stream may go on for long; its prompt need not
    this.leaveQueue = connecting?.wait(origin);
    try {
      // Time is measured in one place, above the transport.
      dispatcher.dispatch({ origin, path, method, headers, body, headersTimeout: 0, bodyTimeout: 0 }, this);
    } catch (error) {
      queueMicrotask(() => this.onResponseError(undefined, error as Error));
    }
  }

  cancel(): void {
    this.over = true;
    this.leaveQueue?.();
    this.controller?.abort(new Error('The call was given up.'));
  }

  pause(): void {
    this.controller?.pause();
  }

  resume(): void {
    this.controller?.resume();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    this.leaveQueue?.();
    if (this.over) controller.abort(new Error('The call was given up while it waited for a connection.'));
    else this.events.onConnect();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: Record<string, string | string[] | undefined>): void {
    controller.rawHeaders = null; // a second copy of them, kept for as long as the answer comes
    // An informational answer (100, 103) is not the answer.
    if (!this.over && status >= 200) this.events.onHeaders(status, plainHeaders(headers));
  }

  onResponseData(_controller: unknown, chunk: Uint8Array): void {
    if (!this.over) this.events.onData(chunk);
  }

  onResponseEnd(): void {
    if (this.over) return;
    this.over = true;
    this.events.onEnd();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.leaveQueue?.();
    if (this.over) return;
    this.over = true;
    this.events.onError(error);
  }
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== 'string') headers[name] = Array.isArray(value) ? value.join(', ') : '';
  }
  return headers as Record<string, string>;
}
