import { toBase64, type CallOptions, type ContentPart, type FilePart, type Message } from '@sdk/core';
import { Refusal } from '../refusal.ts';
import type { ResolvedFileRules } from './file-rules.ts';
import { loadLocalFile } from './local-file.ts';
import { createPublicLookup, isPublicHost, PrivateAddressError, type LookupAll } from './public-address.ts';
import { createRemoteLoader, FileLoadError, type RemoteFile } from './remote-file.ts';

/** Brings the files of a call into a form that makes nobody connect to anything. */
export interface FileLoader {
  /**
   * @param providerName The configured name of the provider that will be asked.
   * @throws Refusal for a file that may not be loaded, or cannot be
   */
  load(options: CallOptions, providerName: string, signal: AbortSignal): Promise<CallOptions>;
  /** One file by its URL; `undefined` for one that is not loaded here: `data:`, or a vendor's own id. @throws Refusal */
  loadUrl(url: string, signal: AbortSignal): Promise<RemoteFile | undefined>;
}

/** Each is a connection; no vendor takes more images than that in a usual request. */
const MAX_FILES = 50;

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Makes a loader. @param lookup What asks for addresses. @default the system's */
export function createFileLoader(rules: ResolvedFileRules, lookup?: LookupAll): FileLoader {
  const loadRemote = createRemoteLoader(rules.hosts, lookup);
  const publicLookup = createPublicLookup(lookup);

  async function loadUrl(address: string, signal: AbortSignal, maxBytes = rules.maxBytes): Promise<RemoteFile | undefined> {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url?.protocol === 'data:') return checkDataUrl(url.href);
    if (url?.protocol === 'file:') {
      if (rules.roots.length === 0) throw new Refusal(400, 'file_refused', 'file: URLs are not loaded here.');
      return await explained('a file of this server', () => loadLocalFile(url, rules.roots, maxBytes));
    }
    if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return undefined;
    return await explained(`a file at ${url.origin}`, () => loadRemote(url, maxBytes, signal));
  }

  /** The vendor loads it: only whether it is a public one is looked at. */
  async function checkPassedOn(part: FilePart): Promise<FilePart> {
    const url = new URL(part.url as string);
    await explained(`a file at ${url.origin}`, async () => {
      if (!(await isPublicHost(url.hostname, publicLookup))) throw new PrivateAddressError();
    });
    return { ...part, url: url.href };
  }

  async function loadPart(part: FilePart, providerName: string, signal: AbortSignal, budget: { bytes: number }): Promise<FilePart> {
    if (typeof part.data === 'string' && !BASE64.test(part.data)) throw new Refusal(400, 'invalid_value', 'The data of a file is not base64.');
    if (part.url === undefined) return part;
    if (rules.passOn.has(providerName) && isHttp(part.url)) return checkPassedOn(part);
    const loaded = await loadUrl(part.url, signal, budget.bytes);
    if (!loaded) return part;
    budget.bytes -= loaded.bytes.length;
    const { url: _url, ...rest } = part;
    return { ...rest, mediaType: typeOf(part, loaded), data: toBase64(loaded.bytes) };
  }

  return {
    loadUrl,
    async load(options, providerName, signal) {
      const files = filesIn(options.messages);
      if (files.length === 0) return options;
      if (files.length > MAX_FILES) throw new Refusal(400, 'too_many_files', `There are more than ${MAX_FILES} files.`);
      const patience = AbortSignal.any([signal, AbortSignal.timeout(rules.timeoutMs)]);
      const budget = { bytes: rules.maxBytes };
      const changed = new Map<FilePart, FilePart>();
      // One after the other, so that all of them together keep to the limit.
      for (const part of files) changed.set(part, await loadPart(part, providerName, patience, budget));
      return { ...options, messages: options.messages.map((message) => replaceFiles(message, changed)) };
    },
  };
}

function isHttp(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/** Says why in words for the client. What a server or the network said is not repeated: it may be one of ours. */
async function explained<Result>(what: string, load: () => Promise<Result>): Promise<Result> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof PrivateAddressError) throw new Refusal(400, 'private_address', `${what} is refused: its host is in a private network.`);
    if (error instanceof FileLoadError) throw new Refusal(400, 'file_not_loaded', `${what} could not be loaded: ${error.message}.`);
    throw new Refusal(400, 'file_not_loaded', `${what} could not be loaded.`);
  }
}

/** @see https://www.rfc-editor.org/rfc/rfc2397 (read 2026-11-20) */
function checkDataUrl(url: string): undefined {
  const comma = url.indexOf(',');
  const content = url.slice(comma + 1);
  const isBase64 = /;\s*base64\s*$/i.test(url.slice(0, comma));
  if (comma < 0 || (isBase64 ? !BASE64.test(content) : !isUnescapable(content))) throw new Refusal(400, 'invalid_value', 'A data: URL cannot be read.');
}

function isUnescapable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** What a file is: as the request says, else as its server does. */
function typeOf({ mediaType }: FilePart, { mediaType: served = '' }: RemoteFile): string {
  if (!mediaType.endsWith('/*')) return mediaType;
  if (served.startsWith(mediaType.slice(0, -1))) return served;
  throw new Refusal(400, 'file_not_loaded', `A file is no ${mediaType.slice(0, -2)}.`);
}

function filesIn(messages: readonly Message[]): FilePart[] {
  return messages.flatMap(({ content }) => (typeof content === 'string' ? [] : (content as ContentPart[]).flatMap(filesOf)));
}

function filesOf(part: ContentPart): FilePart[] {
  if (part.type === 'file') return [part];
  return part.type === 'tool-result' ? (part.content ?? []).flatMap(filesOf) : [];
}

function replaceFiles(message: Message, changed: ReadonlyMap<FilePart, FilePart>): Message {
  if (typeof message.content === 'string') return message;
  const content = (message.content as ContentPart[]).map((part) => {
    if (part.type === 'file') return changed.get(part) ?? part;
    if (part.type !== 'tool-result' || !part.content) return part;
    return { ...part, content: part.content.map((inner) => (inner.type === 'file' ? (changed.get(inner) ?? inner) : inner)) };
  });
  return { ...message, content } as Message;
}
