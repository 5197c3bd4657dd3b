import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';

/** Where the page is built to: beside `src` for the sources, and beside itself for what is built of them. */
const PAGE = fileURLToPath(new URL('../dist/page/', import.meta.url));

/**
 * The page loads from its own server only, and runs and styles nothing that stands in it. Images and sounds of a
 * conversation are data. No text can become HTML or a script: the page makes none of either.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  'media-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex',
};

const YEAR_S = 365 * 24 * 60 * 60;

/** Serves the built page at the root of its mount, with its headers on everything below. */
export function servePage(): Router {
  const router = Router();
  router.use((_req, res, next) => {
    res.set(HEADERS);
    next();
  });
  router.get('/', (req, res, next) => {
    const [path = '', query] = req.originalUrl.split('?', 2);
    // What the page loads is named relative to it, so that its address must end in a slash.
    if (!path.endsWith('/')) return res.redirect(307, `${path.slice(path.lastIndexOf('/') + 1)}/${query === undefined ? '' : `?${query}`}`);
    res.set('Cache-Control', 'no-cache').sendFile('index.html', { root: PAGE, cacheControl: false }, (error) => {
      if (error && !res.headersSent) next(new Error('The page of @sdk/playground has not been built: run `pnpm nx build @sdk/playground`.'));
    });
  });
  router.use('/assets', express.static(`${PAGE}assets`, { index: false, redirect: false, immutable: true, maxAge: YEAR_S * 1000 }));
  return router;
}
