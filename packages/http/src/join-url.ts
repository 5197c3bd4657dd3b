import { ConfigurationError } from '@sdk/core';

/**
 * Checks a base URL.
 *
 * @param option How the user said it, for the message, e.g. ``'`baseUrl` (or OPENAI_BASE_URL)'``.
 * @throws ConfigurationError when it is no http(s) URL, or holds a user name or password. Never repeats the URL.
 */
export function parseBaseUrl(baseUrl: string, option: string): URL {
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    throw new ConfigurationError(`${option} is not a URL. Expected something like https://api.example.com/v1.`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ConfigurationError(`${option} must begin with http:// or https://.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigurationError(`${option} holds a user name or password. Give credentials by \`apiKey\` or \`headers\`.`);
  }
  return url;
}

/** Takes one of these segments off the end of a URL's path: `['v1']` makes `https://box/a/v1/` `https://box/a`. */
export function withoutLastSegment(url: URL, segments: readonly string[]): URL {
  const path = url.pathname.replace(/\/+$/, '');
  const at = path.lastIndexOf('/');
  const short = new URL(url);
  short.pathname = segments.includes(path.slice(at + 1)) ? path.slice(0, at).replace(/\/+$/, '') : path;
  return short;
}

/** Appends a path to a base URL, with one slash between; a query of either is kept, a fragment is not. */
export function joinUrl(base: URL, path: string): URL {
  const url = new URL(base);
  const [pathname = '', query] = path.split('?', 2);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/${pathname.replace(/^\/+/, '')}`;
  if (query) url.search = url.search ? `${url.search}&${query}` : query;
  url.hash = '';
  return url;
}
