/** Ours, in a process of its own: `node sdk-gateway.ts <base URL of the vendor>` prints where it listens. */
import type { AddressInfo } from 'node:net';
import { sdk } from '@sdk/express';
import { openaiRouter } from '@sdk/express/openai';
import { createOpenAI } from '@sdk/provider-openai';
import express from 'express';

const app = express();
const openai = { apiKey: 'sk-bench-0123456789abcdef', baseUrl: process.argv[2] ?? '' };
app.use(sdk({ use: { openai: createOpenAI }, config: { defaultProvider: 'openai', providers: { openai } }, env: {} }), openaiRouter());
const server = app.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
process.stdin.resume().on('end', () => process.exit());
