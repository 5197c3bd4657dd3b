/** Where the examples of LightLLM's documentation have the server listen. */
export const DEFAULT_BASE_URL = 'http://localhost:8000';

/** Takes `/v1` off the end of a base URL: the server's native routes stand beside it. */
export function withoutVersion(baseUrl: string): string {
  return baseUrl.trim().replace(/\/+$/, '').replace(/\/+v1$/, '');
}
