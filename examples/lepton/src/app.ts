import { sdk, sdkConfig, sdkErrorHandler, sendStream } from '@sdk/express';
import { createLepton } from '@sdk/provider-lepton';
import express, { type Express } from 'express';

/** The web application: providers by name from settings.json, a stream per question, errors as statuses. */
export function createApp(env: NodeJS.ProcessEnv = process.env): Express {
  const app = express();
  const config = sdkConfig.fromFile(new URL('../settings.json', import.meta.url));
  app.use(sdk({ use: { lepton: createLepton, 'lepton-batch': createLepton }, config, env }));
  app.get('/ask', async (req, res) => {
    const { q = 'Hello', model } = req.query as { q?: string; model?: string };
    await sendStream(res, (signal) => req.sdk.model(model).stream({ messages: [{ role: 'user', content: q }], signal }));
  });
  app.use(sdkErrorHandler());
  return app;
}
