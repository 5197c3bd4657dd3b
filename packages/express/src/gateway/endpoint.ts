import { ConfigurationError, SdkError, type CallOptions, type JSONObject } from '@sdk/core';
import { json, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { createKeyCheck } from '../bearer-keys.ts';
import { limitBody } from '../body-limit.ts';
import { printError } from '../print-error.ts';
import { checkBody } from './check-body.ts';
import { describeFailure, type Failure } from './failure.ts';
import { BODY_LIMIT_BYTES, type GatewayOptions } from './gateway-options.ts';
import { createId } from './identity.ts';
import { Refusal } from './refusal.ts';

/** How an API says things. */
export interface Dialect {
  /** For messages of mistakes at start. */
  router: string;
  /** The header with the id of a request. */
  requestIdHeader: string;
  /** Status and body of a failure. */
  writeFailure(failure: Failure, requestId: string): { status: number; body: object };
}

/** What the routes of one API have in common. */
export interface Endpoint {
  /** Before every route: an id for the request, and the keys. */
  open: RequestHandler[];
  /** Before routes with a body. */
  body: RequestHandler[];
  /** Behind the routes of a path: refuses methods that it does not have. @param allow Those that it has, e.g. `'GET, HEAD'` */
  otherMethods(allow: string): RequestHandler[];
  /** Behind all routes. */
  onError: ErrorRequestHandler;
  /** What a stream says when it fails. */
  streamFailure(error: unknown, res: Response): object;
  /** Adds what a call has no place for, or tells that it is left out. */
  addUnread(options: CallOptions, unread: JSONObject, req: Request): void;
}

const UNAUTHORIZED = 401;

/** @throws ConfigurationError for keys that are empty, and a limit that is no number. */
export function createEndpoint(options: GatewayOptions, dialect: Dialect): Endpoint {
  const { keys, bodyLimitBytes = BODY_LIMIT_BYTES, onError = printError, onWarning, forwardUnread = false } = options;
  if (!(bodyLimitBytes >= 0)) throw new ConfigurationError(`${dialect.router}: \`bodyLimitBytes\` must be a number of bytes.`);

  const identify: RequestHandler = (_req, res, next) => {
    res.setHeader(dialect.requestIdHeader, createId('req_'));
    next();
  };

  function write(failure: Failure, res: Response): { status: number; body: object } {
    // A path that cannot be read fails before all handlers.
    if (!res.headersSent && !res.hasHeader(dialect.requestIdHeader)) res.setHeader(dialect.requestIdHeader, createId('req_'));
    return dialect.writeFailure(failure, String(res.getHeader(dialect.requestIdHeader)));
  }

  function respond(failure: Failure, res: Response): void {
    const { status, body } = write(failure, res);
    if (failure.retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(failure.retryAfterSeconds));
    if (failure.code === 'invalid_api_key') res.setHeader('WWW-Authenticate', 'Bearer');
    sendJson(res, status, body);
  }

  const handleError: ErrorRequestHandler = (error: unknown, req, res, next) => {
    if (res.destroyed) return;
    if (res.headersSent) return next(error);
    const failure = describeFailure(error, options);
    respond(failure, res);
    if (!failure.isMistake) onError(toSdkError(error), req);
  };

  const tooLong = (res: Response, message: string) => respond(describeFailure(new Refusal(413, 'request_too_large', message), options), res);
  const parse = json({ limit: bodyLimitBytes, type: () => true, strict: false });
  const open = keys ? [identify, keyGuard(keys, dialect.router)] : [identify];
  return {
    open,
    body: [requireJson, limitBody(bodyLimitBytes, tooLong), parse, checkParsed],
    otherMethods: (allow) => [leaveOptions, ...open, refuseMethod(allow)],
    onError: handleError,
    streamFailure: (error, res) => write(describeFailure(error, options), res).body,
    addUnread(call, unread, req) {
      if (forwardUnread) call.extraBody = unread;
      else if (onWarning) {
        for (const option of Object.keys(unread)) onWarning({ kind: 'unsupported', option, message: `${option} has no place in a call; it is left out.` }, req);
      }
    },
  };
}

/** Sends JSON without what Express would compute for it. */
export function sendJson(res: Response, status: number, body: object): void {
  res.statusCode = status;
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.end(JSON.stringify(body));
}

function keyGuard(keys: readonly (string | undefined)[], owner: string): RequestHandler {
  const isKnown = createKeyCheck(keys, owner);
  return (req, _res, next) => {
    const bare = req.headers['x-api-key'];
    if (isKnown(req.headers.authorization, typeof bare === 'string' ? bare : undefined)) return next();
    next(new Refusal(UNAUTHORIZED, 'invalid_api_key', 'A key is needed: `Authorization: Bearer …` or `x-api-key: …`.'));
  };
}

/** Pages of other sites ask so, without a key, whether they may: Express answers, or what the application has put before. */
const leaveOptions: RequestHandler = (req, _res, next) => (req.method === 'OPTIONS' ? next('route') : next());

function refuseMethod(allow: string): RequestHandler {
  return (_req, res, next) => {
    res.setHeader('Allow', allow);
    next(new Refusal(405, 'method_not_allowed', `Only ${allow.replace(', ', ' and ')} can be asked for here.`));
  };
}

/** Also keeps pages of other sites out, which may send forms and plain text without being asked. */
const requireJson: RequestHandler = (req, _res, next) => {
  if (req.is(['json', '+json']) !== false) return next();
  next(new Refusal(415, 'unsupported_media_type', 'The body must be JSON: `Content-Type: application/json`.'));
};

const checkParsed: RequestHandler = (req, _res, next) => {
  checkBody(req.body);
  next();
};

function toSdkError(error: unknown): SdkError {
  return error instanceof SdkError ? error : new SdkError('The gateway failed.', { cause: error });
}
