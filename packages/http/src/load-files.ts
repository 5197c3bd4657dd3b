import { InvalidRequestError, isJSONObject, toBase64, type CallOptions, type FilePart, type Message } from '@sdk/core';
import { filesIn } from './check-call.ts';
import type { ChatCodec } from './codec.ts';
import { fetchFile } from './fetch-file.ts';
import { usualMediaType } from './file-names.ts';
import type { MaybePromise } from './maybe-promise.ts';
import type { Settings } from './settings.ts';

/**
 * Brings files into the form that codecs know: base64 `data`, or a `url` that the vendor takes.
 *
 * Bytes become base64, `data:` URLs are taken apart, and a URL that the vendor does not fetch itself is loaded here; not
 * one whose `providerData.http` is `{ load: false }`, as hosts say of URLs that came from strangers. A call without files is
 * passed on as it is.
 */
export function loadFiles(options: CallOptions, codec: ChatCodec, settings: Settings): MaybePromise<CallOptions> {
  const files = filesIn(options.messages);
  return files.length === 0 ? options : loadAll(files, options, codec, settings);
}

async function loadAll(files: FilePart[], options: CallOptions, codec: ChatCodec, settings: Settings): Promise<CallOptions> {
  const changed = new Map<FilePart, FilePart>();
  for (const part of files) {
    const loaded = withUsualType(await loadFile(part, codec, settings, options));
    if (loaded !== part) changed.set(part, loaded);
  }
  if (changed.size === 0) return options;
  return { ...options, messages: options.messages.map((message) => replaceFiles(message, changed)) };
}

function withUsualType(part: FilePart): FilePart {
  const mediaType = usualMediaType(part.mediaType);
  return mediaType === part.mediaType ? part : { ...part, mediaType };
}

function replaceFiles(message: Message, changed: Map<FilePart, FilePart>): Message {
  if (typeof message.content === 'string') return message;
  const content = message.content.map((part) => {
    if (part.type === 'file') return changed.get(part) ?? part;
    if (part.type !== 'tool-result' || !part.content) return part;
    return { ...part, content: part.content.map((inner) => (inner.type === 'file' ? (changed.get(inner) ?? inner) : inner)) };
  });
  return { ...message, content } as Message;
}

async function loadFile(part: FilePart, codec: ChatCodec, settings: Settings, options: CallOptions): Promise<FilePart> {
  if (part.data instanceof Uint8Array) return { ...part, data: toBase64(part.data) };
  if (part.url === undefined) return part;
  if (/^data:/i.test(part.url)) return fromDataUrl(part, settings.server.id);
  if (codec.takesUrl?.(part) ?? true) return part;
  if (isLeftAlone(part)) throw new InvalidRequestError(`${settings.server.id}: the vendor does not load this file itself, and it may not be loaded here.`, { provider: settings.server.id });
  const { bytes, mediaType } = await fetchFile(part.url, settings, options);
  const { url: _url, ...rest } = part;
  const exact = part.mediaType.endsWith('/*') ? (mediaType ?? part.mediaType) : part.mediaType;
  return { ...rest, mediaType: exact, data: toBase64(bytes) };
}

function isLeftAlone({ providerData }: FilePart): boolean {
  const own = providerData?.['http'];
  return isJSONObject(own) && own['load'] === false;
}

/** `data:image/png;base64,iVBO…` as data and media type. @see https://www.rfc-editor.org/rfc/rfc2397 (read 2026-11-20) */
function fromDataUrl(part: FilePart, provider: string): FilePart {
  const url = part.url as string;
  const comma = url.indexOf(',');
  const [named = '', ...parameters] = url.slice('data:'.length, comma).split(';');
  if (comma < 0) throw new InvalidRequestError(`${provider}: a file's data: URL has no comma.`, { provider });
  const { url: _url, ...rest } = part;
  const content = url.slice(comma + 1);
  const isBase64 = parameters.at(-1)?.trim().toLowerCase() === 'base64';
  const data = isBase64 ? content : toBase64(new TextEncoder().encode(unescaped(content, provider)));
  return { ...rest, mediaType: part.mediaType.endsWith('/*') && named ? named : part.mediaType, data };
}

function unescaped(text: string, provider: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InvalidRequestError(`${provider}: a file's data: URL has a broken escape.`, { provider });
  }
}
