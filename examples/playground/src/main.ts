import type { AddressInfo } from 'node:net';
import { sdk, sdkErrorHandler } from '@sdk/express';
import { playground } from '@sdk/playground';
import express from 'express';
import { findProviders } from './providers.ts';

const DEFAULT_PORT = 3100;

const { use, config, notice } = await findProviders();
const app = express();
app.disable('x-powered-by');
app.use(sdk({ use, config }));
app.use('/playground', playground());
app.get('/', (_req, res) => res.redirect('/playground/'));
app.use(sdkErrorHandler());

const server = app.listen(Number(process.env['PORT'] ?? DEFAULT_PORT), '127.0.0.1', (error) => {
  if (error) throw error;
  console.log(`${notice}\n\nPlayground: http://127.0.0.1:${(server.address() as AddressInfo).port}/playground/`);
});
