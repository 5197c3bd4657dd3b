import * as core from '@sdk/core';
import type { ErrorRequestHandler } from 'express';
import { describe, expect, test, vi } from 'vitest';
import { sdkErrorHandler, type SdkErrorHandlerOptions } from '../src/index.ts';
import { SECRET, serve } from './support.ts';

const x = { provider: 'x', body: SECRET, cause: new Error(SECRET), partial: { content: [{ type: 'text' as const, text: SECRET }] } };

/** What an app answers whose route throws this. */
async function answerTo(error: unknown, options?: SdkErrorHandlerOptions): Promise<Response> {
  const origin = await serve((app) => {
    app.set('env', 'test');
    app.get('/', () => Promise.reject(error as Error));
    app.use(sdkErrorHandler(options));
  });
  return fetch(origin);
}

test.each<[string, core.SdkError, number, string, string]>([
  ['connection', new core.APIConnectionError(SECRET, x), 502, 'server_error', 'vendor_unreachable'],
  ['timeout', new core.APITimeoutError(SECRET, { ...x, phase: 'idle', timeoutMs: 5 }), 504, 'server_error', 'vendor_timeout'],
  ['authentication', new core.AuthenticationError(SECRET, { ...x, status: 401 }), 401, 'authentication_error', 'vendor_key_rejected'],
  ['a bad key told by 400', new core.AuthenticationError(SECRET, { ...x, status: 400 }), 401, 'authentication_error', 'vendor_key_rejected'],
  ['permission-denied', new core.PermissionDeniedError(SECRET, { ...x, status: 403 }), 403, 'permission_error', 'vendor_permission_denied'],
  ['not-found', new core.NotFoundError(SECRET, { ...x, status: 404 }), 404, 'invalid_request_error', 'model_not_found'],
  ['invalid-request', new core.InvalidRequestError(SECRET, { ...x, status: 422 }), 422, 'invalid_request_error', 'invalid_request'],
  ['invalid-request before the network', new core.InvalidRequestError(SECRET, x), 400, 'invalid_request_error', 'invalid_request'],
  ['context-length', new core.ContextLengthError(SECRET, { ...x, status: 413 }), 400, 'invalid_request_error', 'context_length_exceeded'],
  ['content-filter', new core.ContentFilterError(SECRET, { ...x, status: 400 }), 400, 'invalid_request_error', 'content_filter'],
  ['quota-exceeded by 402', new core.QuotaExceededError(SECRET, { ...x, status: 402 }), 402, 'insufficient_quota', 'insufficient_quota'],
  ['quota-exceeded by 429', new core.QuotaExceededError(SECRET, { ...x, status: 429 }), 429, 'insufficient_quota', 'insufficient_quota'],
  ['rate-limit', new core.RateLimitError(SECRET, { ...x, status: 429 }), 429, 'rate_limit_error', 'rate_limit_exceeded'],
  ['overloaded', new core.OverloadedError(SECRET, { ...x, status: 529 }), 503, 'server_error', 'vendor_overloaded'],
  ['server', new core.ServerError(SECRET, { ...x, status: 500 }), 502, 'server_error', 'vendor_error'],
  ['an error inside a 200', new core.ServerError(SECRET, { ...x, status: 200 }), 502, 'server_error', 'vendor_error'],
  ['stream-interrupted', new core.StreamInterruptedError(SECRET, { ...x, status: 200 }), 502, 'server_error', 'stream_interrupted'],
  ['response-parse', new core.ResponseParseError(SECRET, { ...x, status: 200 }), 502, 'server_error', 'vendor_response_invalid'],
  ['abort', new core.AbortError(SECRET), 503, 'server_error', 'aborted'],
  ['abort by a clock', new core.AbortError(SECRET, { cause: new DOMException(SECRET, 'TimeoutError') }), 504, 'server_error', 'vendor_timeout'],
  ['configuration', new core.ConfigurationError(SECRET), 500, 'server_error', 'configuration_error'],
  ['unsupported-feature', new core.UnsupportedFeatureError(SECRET), 400, 'invalid_request_error', 'unsupported_feature'],
  ['an APIError of no kind', new core.APIError(SECRET, { ...x, status: 302 }), 502, 'server_error', 'vendor_error'],
  ['a kind of tomorrow', core.errorFromJSON({ kind: 'tomorrow', message: SECRET, provider: 'x' }), 502, 'server_error', 'vendor_error'],
  ['an SdkError of no kind', new core.SdkError(SECRET), 500, 'server_error', 'internal_error'],
])('%s has its status and code, and nothing of its text', async (_name, error, status, type, code) => {
  const response = await answerTo(error);
  const text = await response.text();
  expect(response.status).toBe(status);
  expect(response.headers.get('www-authenticate')).toBeNull();
  expect(JSON.parse(text)).toEqual({ error: { message: expect.stringMatching(/\.$/), type, code, param: null } });
  expect(text + JSON.stringify([...response.headers])).not.toContain(SECRET);
});

test.each([
  [1, '1'],
  [1_001, '2'],
  [60_000, '60'],
  [0, '0'],
  [undefined, null],
  [Number.NaN, null],
])('a wait of %s ms is passed on as Retry-After: %s', async (retryAfterMs, header) => {
  const response = await answerTo(new core.RateLimitError('slow', { provider: 'x', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }));
  expect(response.headers.get('retry-after')).toBe(header);
});

test('any other error goes on to the next handler', async () => {
  const next = vi.fn();
  const origin = await serve((app) => {
    app.get('/', () => Promise.reject(Object.assign(new Error('mine'), { status: 418 })));
    app.use(sdkErrorHandler());
    const last: ErrorRequestHandler = (error, _req, res, _next) => {
      next(error);
      res.status(418).end();
    };
    app.use(last);
  });
  expect((await fetch(origin)).status).toBe(418);
  expect(next.mock.calls[0]?.[0]).toMatchObject({ message: 'mine' });
});

test('status and message can be changed, one by one', async () => {
  const error = new core.AuthenticationError('The key is wrong.', { provider: 'x', status: 401 });
  const response = await answerTo(error, {
    statusOf: ({ kind }) => (kind === 'authentication' ? 502 : undefined),
    messageOf: (told) => told.message,
  });
  expect(response.status).toBe(502);
  expect(await response.json()).toMatchObject({ error: { message: 'The key is wrong.', code: 'vendor_key_rejected' } });
});

describe('whoever runs the server', () => {
  test('is told of the whole error', async () => {
    const onError = vi.fn();
    const error = new core.ServerError('all of it', { provider: 'x' });
    await answerTo(error, { onError });
    expect(onError.mock.calls[0]?.[0]).toBe(error);
    expect(onError.mock.calls[0]?.[1].path).toBe('/');
  });

  test('reads it in the console, without what is hidden in it, unless this is a test', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    const error = new core.ServerError('all of it', x);
    await answerTo(error);
    expect(printed).not.toHaveBeenCalled();
    const origin = await serve((app) => {
      app.set('env', 'production');
      app.get('/', () => Promise.reject(error));
      app.use(sdkErrorHandler());
    });
    await fetch(origin);
    expect(printed).toHaveBeenCalledExactlyOnceWith(error);
    printed.mockRestore();
  });
});

test('nothing is done for a client that has gone', async () => {
  const next = vi.fn();
  const res = { destroyed: true, status: vi.fn(), headersSent: false };
  await sdkErrorHandler()(new core.AbortError(), {} as never, res as never, next);
  expect(res.status).not.toHaveBeenCalled();
  expect(next).not.toHaveBeenCalled();
});

test('an error after the head goes on, so that Express cuts the connection', async () => {
  const seen: unknown[] = [];
  const origin = await serve((app) => {
    app.set('env', 'test');
    app.get('/', (_req, res) => {
      res.write('Half');
      throw new core.ServerError('late', { provider: 'x' });
    });
    app.use(sdkErrorHandler());
    const last: ErrorRequestHandler = (error, _req, res, _next) => {
      seen.push(error);
      res.destroy();
    };
    app.use(last);
  });
  await expect(fetch(origin).then((response) => response.text())).rejects.toThrow();
  expect(seen).toMatchObject([{ kind: 'server' }]);
});
