import { SdkError } from '@sdk/core';
import type { ErrorRequestHandler } from 'express';
import { describeError, type MessageOf, type StatusOf } from './error-body.ts';
import { printError, type ErrorListener } from './print-error.ts';

/** Settings of {@link sdkErrorHandler}. */
export interface SdkErrorHandlerOptions {
  /** Another message for the client. `(error) => error.message` shows the vendor's words, keys and prompts removed. */
  messageOf?: MessageOf;
  /** Another status for the client, e.g. 502 for a vendor's 401. */
  statusOf?: StatusOf;
  /**
   * Is told of every error that this handler answers.
   *
   * @default prints it with `console.error`, as Express does with errors; not where NODE_ENV is `test`
   */
  onError?: ErrorListener;
}

/**
 * Answers an SdkError with a status and a body in OpenAI's form, `{ error: { message, type, code, param } }`.
 *
 * Mount it after the routes. Any other error, and one that comes after the head has been sent, goes on to the next
 * handler. For a client that has gone nothing is done.
 */
export function sdkErrorHandler({ messageOf, statusOf, onError = printError }: SdkErrorHandlerOptions = {}): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (!(error instanceof SdkError)) return next(error);
    if (res.destroyed) return;
    if (res.headersSent) return next(error);
    const { status, retryAfterSeconds, body } = describeError(error, { messageOf, statusOf });
    if (retryAfterSeconds !== undefined) res.set('Retry-After', String(retryAfterSeconds));
    res.status(status).json(body);
    onError(error, req);
  };
}
