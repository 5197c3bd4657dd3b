import { AbortError, InvalidRequestError, type CallOptions } from '@sdk/core';
import { joinChunks } from './body-text.ts';
import { resolveTimeouts } from './call-guard.ts';
import { Exchange } from './exchange.ts';
import type { Settings } from './settings.ts';

/** The largest file that is loaded for a vendor that does not load it itself, in bytes. */
const MAX_FILE_BYTES = 20 * 1024 * 1024;
const MAX_REDIRECTS = 5;

interface LoadedFile {
  bytes: Uint8Array;
  /** As the server says it. */
  mediaType?: string;
}

/**
 * Loads a file by http(s), without any of the provider's headers.
 *
 * @throws InvalidRequestError that names the host and the reason; AbortError.
 */
export async function fetchFile(address: string, settings: Settings, options: CallOptions): Promise<LoadedFile> {
  const provider = settings.server.id;
  let url = parseFileUrl(address, provider);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const answer = await get(url, settings, options);
    const location = answer.headers['location'];
    if (answer.status < 300 || answer.status >= 400 || !location) return toFile(answer, url, provider);
    url = parseFileUrl(URL.canParse(location, url.href) ? new URL(location, url).href : location, provider);
  }
  throw refuse(provider, url, `more than ${MAX_REDIRECTS} redirects`);
}

interface FileAnswer {
  status: number;
  headers: Record<string, string>;
  bytes: Uint8Array;
}

function get(url: URL, settings: Settings, options: CallOptions): Promise<FileAnswer> {
  const provider = settings.server.id;
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    let status = 0;
    let headers: Record<string, string> = {};
    new Exchange(
      {
        provider,
        transport: settings.transport,
        timeouts: resolveTimeouts(settings, options.timeouts),
        signal: options.signal,
        prepare: () => ({ method: 'GET', origin: url.origin, path: url.pathname + url.search, headers: {} }),
      },
      {
        onHeaders(code, received) {
          status = code;
          headers = received;
        },
        onData(chunk) {
          length += chunk.length;
          if (length > MAX_FILE_BYTES) throw refuse(provider, url, `it is larger than ${MAX_FILE_BYTES} bytes`);
          chunks.push(chunk);
        },
        onEnd: () => resolve({ status, headers, bytes: joinChunks(chunks, length) }),
        onFailure: (error) => reject(error instanceof AbortError || error instanceof InvalidRequestError ? error : refuse(provider, url, error.message, error)),
      },
    ).start();
  });
}

function toFile({ status, headers, bytes }: FileAnswer, url: URL, provider: string): LoadedFile {
  if (status < 200 || status >= 300) throw refuse(provider, url, `its server answered ${status}`);
  const mediaType = headers['content-type']?.split(';')[0]?.trim();
  return mediaType ? { bytes, mediaType } : { bytes };
}

function parseFileUrl(address: string, provider: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new InvalidRequestError(`${provider}: a file's url must begin with http://, https:// or data:.`, { provider });
}

function refuse(provider: string, url: URL, reason: string, cause?: unknown): InvalidRequestError {
  // The path of a signed URL is a secret.
  return new InvalidRequestError(`${provider}: a file at ${url.origin} could not be loaded: ${reason}.`, { provider, cause });
}
