import { ConfigurationError } from '@sdk/core';
import { sdkErrorHandler, sdkRoutes, sendStream } from '@sdk/express';
import express, { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import { parseChatRequest } from './chat-request.ts';
import { createModelList } from './model-list.ts';
import { refuseStrangers } from './refuse-strangers.ts';
import { servePage } from './serve-page.ts';

/** Settings of {@link playground}. */
export interface PlaygroundOptions {
  /**
   * Who uses it must know this; the page asks for it. Needed where NODE_ENV is `production`. White space around it, such as
   * the last line end of a file, does not count.
   *
   * @default everybody may, under `localhost` or an IP address
   */
  key?: string;
  /** The longest request, in bytes. Images come in it, a third longer than their files. @default 20 MiB */
  bodyLimitBytes?: number;
  /** How long a provider may take to list its models, in milliseconds. @default 5_000 */
  listTimeoutMs?: number;
}

const BODY_LIMIT_BYTES = 20 * 1024 * 1024;
const LIST_TIMEOUT_MS = 5_000;

/**
 * A page to try the models of `sdk()`, and the routes that it needs, all below its mount.
 *
 * Mount it after `sdk()` and before parsers of bodies. A call costs what it costs: whoever reaches the page spends your
 * vendors' tokens, so it does not run in production without a key.
 *
 * @throws ConfigurationError in production without `key`, and for a key that is empty or that no header can carry.
 * @example
 * app.use(sdk({ … }));
 * app.use('/playground', playground());
 */
export function playground(options: PlaygroundOptions = {}): Router {
  const { bodyLimitBytes = BODY_LIMIT_BYTES, listTimeoutMs = LIST_TIMEOUT_MS } = options;
  const key = 'key' in options ? readKey(options.key) : undefined;
  if (key === undefined && process.env['NODE_ENV'] === 'production') throw withoutKey();

  const router = Router();
  router.use(refuseProduction(key), servePage());
  router.use('/api', refuseStrangers(key), sdkRoutes({ bodyLimitBytes, ...(key !== undefined && { keys: [key] }) }), needModels);
  router.get('/api/models', createModelList(listTimeoutMs));
  router.post('/api/chat', express.json({ limit: bodyLimitBytes }), async (req, res) => {
    const { model, ...call } = parseChatRequest(req.body);
    await sendStream(res, (signal) => req.sdk.model(model).stream({ ...call, signal }), { messageOf });
  });
  router.use('/api', explainParser, sdkErrorHandler({ messageOf }));
  return router;
}

/** What a browser may put into a header. */
const SENDABLE = /^[\x20-\x7e\xa0-\xff]+$/;

function readKey(given: string | undefined): string {
  const key = typeof given === 'string' ? given.trim() : '';
  if (key === '') throw new ConfigurationError('playground: `key` is not set. Is its environment variable? Leave the option out to admit everybody.');
  if (SENDABLE.test(key)) return key;
  throw new ConfigurationError('playground: `key` has characters that no browser can send: letters beyond Latin-1, or a line end. Nobody could enter it.');
}

/** Who tries models wants the vendor's own words. They hold neither keys nor prompts. */
const messageOf = (error: Error) => error.message;

const withoutKey = () =>
  new ConfigurationError('playground: NODE_ENV is "production", where it needs a `key`: whoever opens the page spends your vendors\' tokens.');

/** An application may be in production by its own setting, too, which is not known before a request. */
function refuseProduction(key: string | undefined): RequestHandler {
  return (req, _res, next) => next(key === undefined && req.app.get('env') === 'production' ? withoutKey() : undefined);
}

const needModels: RequestHandler = (req, _res, next) => {
  next((req.sdk as unknown) ? undefined : new ConfigurationError('playground: there is no `req.sdk`. Mount `sdk()` before `playground()`.'));
};

/** What `express.json` throws, in the form of all other errors. */
const explainParser: ErrorRequestHandler = (error: { type?: unknown; status?: unknown; expose?: unknown; message?: unknown }, _req, res, next) => {
  if (typeof error.type !== 'string' || error.expose !== true || res.headersSent) return next(error);
  const code = error.type === 'entity.too.large' ? 'request_too_large' : 'invalid_request';
  res.status(Number(error.status)).json({ error: { message: String(error.message), type: 'invalid_request_error', code, param: null } });
};
