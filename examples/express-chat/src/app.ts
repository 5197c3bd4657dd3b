import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { collect, InvalidRequestError, type FunctionTool, type LanguageModel, type Message, type StreamPart, type ToolResultPart } from '@sdk/core';
import { sdk, sdkConfig, sdkErrorHandler, sdkRoutes, sendStream } from '@sdk/express';
import { createOllama } from '@sdk/provider-ollama';
import { createOpenAI } from '@sdk/provider-openai';
import { createRetryBudget, withRetry } from '@sdk/retry';
import express, { type Express } from 'express';

const PAGE = fileURLToPath(new URL('../public/', import.meta.url));
const CONFIG = new URL('../sdk.config.json', import.meta.url);
const ENV_FILE = fileURLToPath(new URL('../../../.env', import.meta.url));

const DEFAULT_PORT = 3000;
const MAX_ROUNDS = 5;
const BODY_LIMIT_BYTES = 256 * 1024;

/** The page loads nothing from elsewhere and runs nothing that stands in it. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The whole application. `env` holds the keys that sdk.config.json names, and overrides of it (`SDK__DEFAULTPROVIDER=ollama`). */
export function createApp(env: NodeJS.ProcessEnv = process.env): Express {
  const app = express();
  const budget = createRetryBudget(); // one for all requests, so that they do not multiply an outage
  app.disable('x-powered-by');
  app.use((_req, res, next) => {
    res.set({ 'Content-Security-Policy': CONTENT_SECURITY_POLICY, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer' });
    next();
  });
  app.use(express.static(PAGE));
  app.use(sdk({ use: { openai: createOpenAI, ollama: createOllama }, config: sdkConfig.fromFile(CONFIG), env }));
  app.use(sdkRoutes({ bodyLimitBytes: BODY_LIMIT_BYTES }), express.json({ limit: BODY_LIMIT_BYTES }));

  app.post('/chat', async (req, res) => {
    const messages = parseMessages(req.body);
    const model = withRetry(req.sdk.model(), { budget });
    await sendStream(res, (signal) => converse(model, messages, signal));
  });

  app.use(sdkErrorHandler());
  return app;
}

/** The one tool: the model asks, this answers. */
const clock: FunctionTool = {
  name: 'cityTime',
  description: 'The current date and time in a time zone.',
  parameters: {
    type: 'object',
    properties: { timeZone: { type: 'string', description: 'An IANA time zone, e.g. "Asia/Tokyo".' } },
    required: ['timeZone'],
    additionalProperties: false,
  },
};

/** The parts of all answers, one after the other, with the results of the tools between them, until no tool is asked for. */
async function* converse(model: LanguageModel, history: Message[], signal: AbortSignal): AsyncGenerator<StreamPart> {
  const messages = [...history];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const parts: StreamPart[] = [];
    for await (const part of model.stream({ messages, tools: [clock], signal })) {
      if (!('delta' in part)) parts.push(part); // what deltas say stands in the complete parts, too
      yield part;
    }
    const { message, toolCalls } = await collect(replay(parts));
    if (toolCalls.length === 0) return;
    const content = toolCalls.map(({ toolCallId, toolName, arguments: args }): ToolResultPart => ({
      type: 'tool-result',
      toolCallId,
      ...resultOf(toolName, args),
    }));
    yield* content.map((part, index): StreamPart => ({ type: 'part', index, part }));
    messages.push(message, { role: 'tool', content });
  }
}

/** Runs the tool. What goes wrong is told to the model, which can try again. */
function resultOf(toolName: string, { timeZone }: { timeZone?: unknown }): Pick<ToolResultPart, 'result' | 'isError'> {
  try {
    if (toolName !== clock.name || typeof timeZone !== 'string') throw new RangeError('There is no such tool, or no time zone was given.');
    return { result: new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'full', timeStyle: 'short' }).format() };
  } catch (error) {
    return { result: (error as Error).message, isError: true };
  }
}

async function* replay(parts: StreamPart[]): AsyncGenerator<StreamPart> {
  yield* parts;
}

/** The conversation that the page sent: texts of the user and of the assistant, and nothing else. @throws InvalidRequestError */
function parseMessages(body: unknown): Message[] {
  const { messages } = (body ?? {}) as { messages?: unknown };
  const list = Array.isArray(messages) ? (messages as { role?: unknown; content?: unknown }[]) : [];
  const isMessage = (each: (typeof list)[number] | null) => (each?.role === 'user' || each?.role === 'assistant') && typeof each.content === 'string';
  if (list.length === 0 || !list.every(isMessage)) throw new InvalidRequestError('Expected { messages: [{ role, content }] }.', { provider: 'chat' });
  return list.map(({ role, content }) => ({ role, content }) as Message);
}

/** The environment; without a key, one in which a mock inside this process is OpenAI. */
async function environment(): Promise<NodeJS.ProcessEnv> {
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE);
  if (process.env['OPENAI_API_KEY'] || process.env['SDK__DEFAULTPROVIDER']) return process.env;
  const { startMock } = await import('./mock.ts'); // loaded only by those who have nothing else
  const { url } = await startMock();
  console.log('OPENAI_API_KEY is not set (here or in .env), so a mock inside this program answers.');
  process.env['no_proxy'] = [process.env['no_proxy'] ?? process.env['NO_PROXY'], '127.0.0.1'].filter(Boolean).join(',');
  return { ...process.env, OPENAI_API_KEY: 'the-mock-takes-any', SDK__PROVIDERS__OPENAI__BASEURL: `${url}/v1` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = createApp(await environment()).listen(Number(process.env['PORT'] ?? DEFAULT_PORT), '127.0.0.1', (error) => {
    if (error) throw error;
    console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
}
