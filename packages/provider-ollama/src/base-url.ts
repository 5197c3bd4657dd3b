/** Where `ollama serve` listens unless it is told otherwise. */
export const DEFAULT_BASE_URL = 'http://localhost:11434';

const DEFAULT_PORT = '11434';

/**
 * Brings what people write for an Ollama server into a URL: `OLLAMA_HOST` may lack scheme and port and may hold the
 * address to listen on.
 *
 * `'0.0.0.0'` → `'http://127.0.0.1:11434/'`. As for Ollama itself, the port is 11434 only where no scheme is given. What
 * is no URL comes back as none, for the caller to refuse.
 *
 * @see https://github.com/ollama/ollama/blob/main/envconfig/config.go (read 2026-11-20)
 */
export function normalizeBaseUrl(given: string): string {
  const text = given.trim().replace(/^["']|["']$/g, '');
  const address = text.includes('://') ? text : withScheme(text);
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  // An address to listen on everywhere is none to call.
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  else if (url.hostname === '[::]') url.hostname = '[::1]';
  return url.href;
}

function withScheme(text: string): string {
  const end = text.search(/[/?#]/);
  const [authority, rest] = end < 0 ? [text, ''] : [text.slice(0, end), text.slice(end)];
  if (authority.startsWith(':') && !authority.startsWith('::')) return `http://127.0.0.1${text}`;
  const isBareIPv6 = /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(authority);
  const host = isBareIPv6 ? `[${authority}]` : authority;
  const port = /:\d+$/.test(host) ? '' : `:${DEFAULT_PORT}`;
  return `http://${host}${port}${rest}`;
}
