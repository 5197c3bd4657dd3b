import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { SdkConfig } from '@sdk/express';
import type { GatewayOptions } from '@sdk/express/openai';
import type { FaultServer, ReceivedRequest } from '@sdk/testing/server';
import { afterAll } from 'vitest';
import { createApp } from '../src/app.ts';
import { startVendors } from './vendors.ts';

/** Models of four wires, as clients call them. */
export const MODELS = ['openai/gpt-5', 'ollama/qwen3', 'anthropic/claude-haiku-4-5', 'gemini/gemini-3-flash'] as const;

/** For tests of time: client, gateway and vendor are one process, which a busy machine may hold up for longer than the limit. */
export const BUSY_MACHINE = { retry: 3 };

/** The text that the vendors say when nothing else is asked for. */
export const GREETING = 'Grüße, 漢字 🙂!';

export const KEY = 'gateway-key-0123456789';

/** A gateway whose vendors are a server of ours. */
export interface Gateway {
  origin: string;
  vendors: FaultServer;
}

/** Starts a gateway in front of the vendors, until the tests of the file are over. */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const vendors = await startVendors();
  const config: SdkConfig = {
    defaultProvider: 'openai',
    providers: {
      openai: { apiKey: 'sk-o-0123456789', baseUrl: `${vendors.url}/v1` },
      ollama: { baseUrl: vendors.url },
      anthropic: { apiKey: 'sk-a-0123456789', baseUrl: vendors.url },
      gemini: { apiKey: 'sk-g-0123456789', baseUrl: `${vendors.url}/v1beta` },
    },
  };
  const app = createApp(config, { onError: () => {}, ...options });
  app.set('env', 'test');
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await vendors.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, vendors };
}

/** The request that the vendors got last. */
export function lastRequest({ vendors }: Gateway): ReceivedRequest {
  const request = vendors.requests.at(-1);
  if (!request) throw new Error('Nothing was asked.');
  return request;
}

/** How long after now the vendor's connection was closed, in milliseconds. */
export async function closedAfter(gateway: Gateway, sinceMs: number): Promise<number> {
  const { atMs } = await lastRequest(gateway).closed;
  return atMs - sinceMs;
}

/** The one tool of all tests. */
export const WEATHER = {
  name: 'get_weather',
  description: 'The weather of a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
