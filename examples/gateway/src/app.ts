import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { sdk, sdkErrorHandler, type SdkConfig } from '@sdk/express';
import { anthropicRouter } from '@sdk/express/anthropic';
import { openaiRouter, type GatewayOptions } from '@sdk/express/openai';
import { createAnthropic } from '@sdk/provider-anthropic';
import { createGemini } from '@sdk/provider-gemini';
import { createOllama } from '@sdk/provider-ollama';
import { createOpenAI } from '@sdk/provider-openai';
import express, { type Express } from 'express';

const DEFAULT_PORT = 4000;

/** Each provider reads its key from its own variable, at the first call. */
const CONFIG: SdkConfig = { defaultProvider: 'openai', providers: { openai: {}, ollama: {}, anthropic: {}, gemini: {} } };

/** The whole gateway. Clients of OpenAI use `http://…/v1` as their base URL, those of Anthropic `http://…`. */
export function createApp(config: SdkConfig = CONFIG, options: GatewayOptions = {}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(sdk({ use: { openai: createOpenAI, ollama: createOllama, anthropic: createAnthropic, gemini: createGemini }, config }));
  app.use(openaiRouter(options), anthropicRouter(options));
  app.use(sdkErrorHandler());
  return app;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const key = process.env['GATEWAY_KEY'];
  const server = createApp(CONFIG, key ? { keys: [key] } : {}).listen(Number(process.env['PORT'] ?? DEFAULT_PORT), '127.0.0.1', (error) => {
    if (error) throw error;
    console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
}
