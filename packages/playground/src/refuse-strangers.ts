import { isIP } from 'node:net';
import type { RequestHandler, Response } from 'express';

/**
 * Refuses calls that another site's page makes a browser send.
 *
 * Without a key, also those that came by any name but `localhost` and IP addresses: a foreign site may let a name of its
 * own point to this machine, and be the same origin then.
 */
export function refuseStrangers(key: string | undefined): RequestHandler {
  return (req, res, next) => {
    const { host, origin } = req.headers;
    const isCrossSite = !['same-origin', 'none', undefined].includes(req.get('sec-fetch-site')) || (origin !== undefined && hostOf(origin) !== host);
    if (isCrossSite) return refuse(res, 'The playground answers its own page only, not other sites.');
    if (key === undefined && !isLocal(host)) {
      return refuse(res, 'Without a `key` the playground answers under localhost and IP addresses only. Set one with playground({ key }), or open it by its address.');
    }
    next();
  };
}

function refuse(res: Response, message: string): void {
  res.status(403).json({ error: { message, type: 'permission_error', code: 'refused', param: null } });
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function isLocal(host = ''): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  return hostname === 'localhost' || hostname.endsWith('.localhost') || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}
