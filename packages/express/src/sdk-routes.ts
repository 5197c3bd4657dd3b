import { ConfigurationError } from '@sdk/core';
import { Router } from 'express';
import { createKeyCheck } from './bearer-keys.ts';
import { limitBody } from './body-limit.ts';
import { createReadinessCheck, type ReachOptions } from './readiness.ts';
import { respondError } from './respond-error.ts';

export type { ReachOptions } from './readiness.ts';

/** Settings of {@link sdkRoutes}. */
export interface SdkRoutesOptions {
  /** Who may come in: `Authorization: Bearer <one of them>`. One that is `undefined` or empty is refused at start. @default everybody */
  keys?: readonly (string | undefined)[];
  /** The longest body of a request, in bytes as they are sent. @default 1 MiB */
  bodyLimitBytes?: number;
  /** Makes `/readyz` ask every enabled provider for its list of models. @default not asked */
  reach?: ReachOptions;
}

const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * `/healthz` and `/readyz`, and a guard before everything that is mounted after: bearer keys, if any, and a limit on bodies.
 *
 * Both routes are open to all; `/readyz` names the providers only to those who have a key, where there are keys. Mount
 * it after `sdk()` and before parsers of bodies.
 *
 * @throws ConfigurationError for keys that are empty, and a limit that is no number.
 * @example
 * app.use(sdk({ … }), sdkRoutes({ keys: [process.env['CHAT_KEY']] }), express.json());
 */
export function sdkRoutes({ keys, bodyLimitBytes = BODY_LIMIT_BYTES, reach }: SdkRoutesOptions = {}): Router {
  if (!(bodyLimitBytes >= 0)) throw new ConfigurationError('sdkRoutes: `bodyLimitBytes` must be a number of bytes.');
  const isKnown = keys ? createKeyCheck(keys) : () => true;
  const readiness = createReadinessCheck(reach);
  const router = Router();

  router.get('/healthz', (_req, res) => void res.set('Cache-Control', 'no-store').json({ status: 'ok' }));

  router.get('/readyz', async (req, res) => {
    const { status, providers } = await readiness(req.sdk);
    res.set('Cache-Control', 'no-store').status(status === 'ready' ? 200 : 503);
    res.json(isKnown(req.headers.authorization) ? { status, providers } : { status });
  });

  if (keys) {
    router.use((req, res, next) => {
      if (isKnown(req.headers.authorization)) return next();
      res.set('WWW-Authenticate', 'Bearer');
      respondError(res, 401, 'invalid_api_key', 'A key is needed: `Authorization: Bearer …`.');
    });
  }
  router.use(limitBody(bodyLimitBytes));
  return router;
}
