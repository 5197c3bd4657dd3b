import { isIP } from 'node:net';
import type { Dispatcher } from 'undici';
import { isAllowedHost } from './file-rules.ts';
import { FileLoadError, type LoadedFile } from './loaded-file.ts';
import { createPublicLookup, isPublicAddress, PrivateAddressError, type LookupAll } from './public-address.ts';

/** Loads a file. @throws FileLoadError, PrivateAddressError, and the signal's reason */
export type LoadRemoteFile = (url: URL, maxBytes: number, signal: AbortSignal) => Promise<LoadedFile>;

const MAX_REDIRECTS = 5;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Makes a loader that connects to public addresses only, and to the hosts that are allowed.
 *
 * Addresses are checked when the connection is made, for every redirect again: what a name meant before, or means
 * afterwards, does not matter. Nothing is sent along, neither a cookie nor the name and password of a URL. Loads undici
 * at the first file.
 */
export function createRemoteLoader(hosts: ReadonlySet<string>, lookup?: LookupAll): LoadRemoteFile {
  let dispatcher: Promise<Dispatcher> | undefined;
  return async (url, maxBytes, signal) => {
    const { request } = await import('undici');
    dispatcher ??= createDispatcher(hosts, lookup);
    const through = await dispatcher;
    let target = url;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      const { statusCode, headers, body } = await request(target, { dispatcher: through, signal, headers: { accept: '*/*' } });
      const location = headers['location'];
      if (statusCode >= 300 && statusCode < 400 && typeof location === 'string') {
        body.destroy().on('error', () => {});
        target = targetOf(location, target);
        continue;
      }
      if (statusCode !== 200) {
        body.destroy().on('error', () => {});
        throw new FileLoadError(`its server answered ${statusCode}`);
      }
      const type = headers['content-type'];
      return { bytes: await readAll(body, maxBytes), mediaType: typeof type === 'string' ? type.split(';', 1)[0]?.trim().toLowerCase() : undefined };
    }
    throw new FileLoadError(`there are more than ${MAX_REDIRECTS} redirects`);
  };
}

async function createDispatcher(hosts: ReadonlySet<string>, lookup: LookupAll | undefined): Promise<Dispatcher> {
  const { Agent, buildConnector } = await import('undici');
  const free = buildConnector({ timeout: CONNECT_TIMEOUT_MS });
  const guarded = buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: createPublicLookup(lookup) });
  return new Agent({
    pipelining: 0, // a connection for every file: each is checked, and none stays open
    connect(options, callback) {
      const { hostname } = options;
      if (isAllowedHost(hosts, options)) return free(options, callback);
      // Addresses are not looked up, so that the lookup would not see them.
      if (isIP(hostname) && !isPublicAddress(hostname)) return callback(new PrivateAddressError(), null);
      return guarded(options, callback);
    },
  });
}

function targetOf(location: string, base: URL): URL {
  const url = URL.canParse(location, base.href) ? new URL(location, base) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new FileLoadError('it is redirected to something that is not http(s)');
}

async function readAll(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxBytes) throw new FileLoadError('it is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
