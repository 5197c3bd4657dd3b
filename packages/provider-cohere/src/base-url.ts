/** The API without its version: chat and embeddings are of version 2, the list of models is of version 1. */
export const DEFAULT_BASE_URL = 'https://api.cohere.com';

/**
 * Takes the version off a base URL: `'https://api.cohere.com/v2/'` → `'https://api.cohere.com/'`. What is no URL comes back
 * as it is, for the caller to refuse.
 */
export function normalizeBaseUrl(given: string): string {
  if (!URL.canParse(given)) return given;
  const url = new URL(given);
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/v[12]$/, '');
  return url.href;
}
