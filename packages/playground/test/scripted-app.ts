import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallOptions, LanguageModel, ModelInfo, Provider } from '@sdk/core';
import { sdk, type ProviderFactory } from '@sdk/express';
import express, { type Express } from 'express';
import { playground, type PlaygroundOptions } from '../src/index.ts';

/** Models by their ids, as a provider that lists them. */
function providerOf(models: Record<string, LanguageModel>, id = 'scripted'): ProviderFactory {
  return () =>
    Object.assign(
      (modelId: string): LanguageModel => {
        const model = models[modelId];
        if (!model) throw new TypeError(`The test has no model ${modelId}.`);
        return model;
      },
      {
        id,
        listModels: async (): Promise<ModelInfo[]> => Object.entries(models).map(([name, { capabilities }]) => ({ id: name, capabilities, raw: {} })),
        close: async () => {},
        [Symbol.asyncDispose]: async () => {},
      },
    ) satisfies Provider;
}

/** An application whose only provider has these models, the first being the default. */
export function appOf(models: Record<string, LanguageModel>, options?: PlaygroundOptions): Express {
  const [defaultModel = ''] = Object.keys(models);
  const app = express();
  app.use(sdk({ use: { scripted: providerOf(models) }, config: { defaultProvider: 'scripted', providers: { scripted: { defaultModel } } }, env: {} }));
  app.use('/playground', playground(options));
  return app;
}

/** A server, its origin, and how to be done with it. */
export interface Served extends AsyncDisposable {
  origin: string;
  server: Server;
}

export async function serve(app: Express): Promise<Served> {
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The text of the last message of a user. */
export function promptOf({ messages }: CallOptions): string {
  const content = messages.findLast(({ role }) => role === 'user')?.content;
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('');
}
