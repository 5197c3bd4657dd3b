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

/** Appends a path to a base URL, with one slash between; a query of either is kept, a fragment is not. */
export function joinUrl(base: URL, path: string): URL {
  const url = new URL(base);
  const [pathname = '', query] = path.split('?', 2);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/${pathname.replace(/^\/+/, '')}`;
  if (query) url.search = url.search ? `${url.search}&${query}` : query;
  url.hash = '';
  return url;
}
