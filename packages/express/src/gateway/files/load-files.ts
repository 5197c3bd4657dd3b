import { toBase64, type CallOptions, type FilePart } from '@sdk/core';
import { Refusal } from '../refusal.ts';
import { createAllowance, type Allowance } from './allowance.ts';
import { readFileAddress } from './file-address.ts';
import { filesIn, replaceFiles } from './file-parts.ts';
import { isAllowedHost, type ResolvedFileRules } from './file-rules.ts';
import { FileLoadError, type LoadedFile } from './loaded-file.ts';
import { loadLocalFile } from './local-file.ts';
import { mediaTypeOf } from './media-type.ts';
import { createPublicLookup, isPublicHost, PrivateAddressError, type LookupAll } from './public-address.ts';
import { createRemoteLoader } from './remote-file.ts';
import { untilAborted } from './until-aborted.ts';

/** Brings the files of calls into a form that makes nobody connect to anything. */
export interface FileLoader {
  /** Begins a request, whose files share one limit in bytes, in number and in time. @param leaving Fires when the client goes. */
  begin(leaving: AbortSignal): RequestFiles;
}

/** The files of one request. */
export interface RequestFiles {
  /** Loads `file:` URLs, in order. @throws Refusal for one that may not be loaded, or cannot be, and for too many */
  loadLocal(urls: readonly string[]): Promise<LoadedFile[]>;
  /**
   * Loads what a call points to.
   *
   * @param providerName The configured name of the provider that will be asked.
   * @throws Refusal as above
   */
  load(options: CallOptions, providerName: string): Promise<CallOptions>;
}

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Says to `@sdk/http` that it must not load a file either, where the vendor does not: it checks no addresses. */
const LEFT_ALONE = { http: { load: false } };

/** Makes a loader. @param lookup What asks for addresses. @default the system's */
export function createFileLoader(rules: ResolvedFileRules, lookup?: LookupAll): FileLoader {
  const loadRemote = createRemoteLoader(rules.hosts, lookup);
  const publicLookup = createPublicLookup(lookup);

  /** One after the other, so that all of them together keep to the limit. */
  async function loadUrl(url: URL, allowance: Allowance, signal: AbortSignal): Promise<LoadedFile> {
    const isLocal = url.protocol === 'file:';
    if (isLocal && rules.roots.length === 0) throw new Refusal(400, 'file_refused', 'file: URLs are not loaded here.');
    const load = () => (isLocal ? loadLocalFile(url, rules.roots, allowance.bytes, signal) : loadRemote(url, allowance.bytes, signal));
    const file = await explained(url, async () => refuseEmpty(await load()));
    allowance.bytes -= file.bytes.length;
    return file;
  }

  /** What a vendor can load itself: an image, where a vendor can reach it. */
  function isForVendor({ mediaType }: FilePart, url: URL): boolean {
    return mediaType.startsWith('image/') && url.protocol !== 'file:' && !isAllowedHost(rules.hosts, url);
  }

  /** The vendor loads it: only whether it is a public one is looked at. */
  async function passOn(part: FilePart, url: URL, signal: AbortSignal): Promise<FilePart> {
    await explained(url, async () => {
      if (!(await untilAborted(signal, isPublicHost(url.hostname, publicLookup)))) throw new PrivateAddressError();
    });
    return { ...part, url: url.href, providerData: { ...part.providerData, ...LEFT_ALONE } };
  }

  async function loadPart({ part, url }: Pointing, providerName: string, allowance: Allowance, signal: AbortSignal): Promise<FilePart> {
    if (rules.passOn.has(providerName) && isForVendor(part, url)) return passOn(part, url, signal);
    const loaded = await loadUrl(url, allowance, signal);
    const { url: _url, ...rest } = part;
    return { ...rest, mediaType: typeOf(part, loaded), data: toBase64(loaded.bytes) };
  }

  async function loadAll(options: CallOptions, providerName: string, allowance: Allowance): Promise<CallOptions> {
    const { changed, pointing } = lookThrough(filesIn(options.messages));
    if (pointing.length > 0) {
      const signal = allowance.claim(pointing.length);
      for (const each of pointing) changed.set(each.part, await loadPart(each, providerName, allowance, signal));
    }
    if (changed.size === 0) return options;
    return { ...options, messages: options.messages.map((message) => replaceFiles(message, changed)) };
  }

  return {
    begin(leaving) {
      const allowance = createAllowance(rules, leaving);
      return {
        load: (options, providerName) => loadAll(options, providerName, allowance),
        async loadLocal(urls) {
          const signal = allowance.claim(urls.length);
          const files: LoadedFile[] = [];
          for (const url of urls) files.push(await loadUrl(parseLocal(url), allowance, signal));
          return files;
        },
      };
    },
  };
}

/** A file that somebody has to load. */
interface Pointing {
  part: FilePart;
  url: URL;
}

/** Before anything is loaded: what is wrong without a look at the network. */
function lookThrough(files: readonly FilePart[]): { changed: Map<FilePart, FilePart>; pointing: Pointing[] } {
  const changed = new Map<FilePart, FilePart>();
  const pointing: Pointing[] = [];
  for (const part of files) {
    if (typeof part.data === 'string' && !BASE64.test(part.data)) throw new Refusal(400, 'invalid_value', 'The data of a file is not base64.');
    if (part.url === undefined) continue;
    const address = readFileAddress(part.url);
    if (address.kind === 'data') changed.set(part, { ...part, url: checkDataUrl(address.url.href) });
    else if (address.kind !== 'vendor') pointing.push({ part, url: address.url });
  }
  return { changed, pointing };
}

function parseLocal(text: string): URL {
  const address = readFileAddress(text);
  if (address.kind === 'local') return address.url;
  throw new Refusal(400, 'invalid_value', 'A file: URL cannot be read.');
}

/** Says why in words for the client. What a server or the network said is not repeated: it may be one of ours. */
async function explained<Result>(url: URL, load: () => Promise<Result>): Promise<Result> {
  const what = url.protocol === 'file:' ? 'a file of this server' : `a file at ${url.origin}`;
  try {
    return await load();
  } catch (error) {
    if (error instanceof PrivateAddressError) throw new Refusal(400, 'private_address', `${what} is refused: its host is in a private network.`);
    const reason = error instanceof FileLoadError ? `: ${error.message}` : (error as Error | undefined)?.name === 'TimeoutError' ? ': it took too long' : '';
    throw new Refusal(400, 'file_not_loaded', `${what} could not be loaded${reason}.`);
  }
}

/** No vendor takes one, and each says so in its own way. */
function refuseEmpty(file: LoadedFile): LoadedFile {
  if (file.bytes.length === 0) throw new FileLoadError('it is empty');
  return file;
}

/** @returns the same. @see https://www.rfc-editor.org/rfc/rfc2397 (read 2026-11-20) */
function checkDataUrl(url: string): string {
  const comma = url.indexOf(',');
  const content = url.slice(comma + 1);
  const isBase64 = /;\s*base64\s*$/i.test(url.slice(0, comma));
  if (comma < 0 || (isBase64 ? !BASE64.test(content) : !isUnescapable(content))) throw new Refusal(400, 'invalid_value', 'A data: URL cannot be read.');
  return url;
}

function isUnescapable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** What a file is: as the request says, else as it shows itself. */
function typeOf({ mediaType }: FilePart, loaded: LoadedFile): string {
  if (!mediaType.endsWith('/*')) return mediaType;
  const found = mediaTypeOf(loaded);
  if (found?.startsWith(mediaType.slice(0, -1))) return found;
  throw new Refusal(400, 'file_not_loaded', `A file is no ${mediaType.slice(0, -2)}.`);
}
