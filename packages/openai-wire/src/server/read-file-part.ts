import { toBase64, type CacheHint, type FilePart, type JSONObject } from '@sdk/core';
import { usualMediaType } from '@sdk/http';
import { optionalString, present, readName, readObject, readString, readWord, refuseValue } from './field.ts';

/** Key of `providerData` for what only this wire has a place for. */
export const WIRE = 'openai';

const AUDIO_TYPES: Record<string, string> = { wav: 'audio/wav', mp3: 'audio/mpeg' };

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Reads an image, a piece of audio or a document.
 *
 * @throws RequestFieldError
 */
export function readFilePart(type: 'image_url' | 'input_audio' | 'file', part: JSONObject, path: string): FilePart {
  const where = `${path}.${type}`;
  const inner = readObject(part[type], where);
  const file = type === 'image_url' ? readImage(inner, where) : type === 'input_audio' ? readAudio(inner, where) : readDocument(inner, where);
  return { ...file, ...cacheHint(part, path) };
}

function readImage(image: JSONObject, path: string): FilePart {
  const detail = optionalString(image, 'detail', path);
  const file = readUrl(readString(image['url'], `${path}.url`), `${path}.url`, 'image/*');
  if (!file.mediaType.startsWith('image/')) refuseValue(`${path}.url`, 'is a data: URL of something other than an image.');
  return detail === undefined ? file : { ...file, providerData: { [WIRE]: { detail } } };
}

function readAudio(audio: JSONObject, path: string): FilePart {
  const format = readWord(audio['format'], `${path}.format`, Object.keys(AUDIO_TYPES));
  const data = readBase64(readName(audio['data'], `${path}.data`), `${path}.data`);
  return { type: 'file', mediaType: AUDIO_TYPES[format] as string, data };
}

function readDocument(document: JSONObject, path: string): FilePart {
  const filename = optionalString(document, 'filename', path);
  const id = optionalString(document, 'file_id', path);
  if (id !== undefined) {
    if (!FILE_ID.test(id)) refuseValue(`${path}.file_id`, 'is not the id of a file.');
    return { type: 'file', mediaType: PDF, url: id, ...(filename ? { filename } : {}), providerData: { [WIRE]: { file_id: id } } };
  }
  const data = readName(document['file_data'], `${path}.file_data`);
  const file = isUrl(data) ? readUrl(data, `${path}.file_data`, PDF) : bareDocument(data, `${path}.file_data`, filename);
  return filename === undefined ? file : { ...file, filename };
}

/** e.g. `file-abc123`; nothing that somebody could take for an address. */
const FILE_ID = /^[\w.-]+$/;

/** What a document is that does not say its type. */
const PDF = 'application/pdf';

/** Base64 without `data:` before it does not say what it is; OpenAI's own examples are all PDF. */
function bareDocument(data: string, path: string, filename = 'file.pdf'): FilePart {
  if (!filename.toLowerCase().endsWith('.pdf')) refuseValue(path, 'expected a data: URL, which says the media type.');
  return { type: 'file', mediaType: PDF, data: readBase64(data, path) };
}

function isUrl(text: string): boolean {
  return /^(?:https?|data):/i.test(text);
}

function readUrl(url: string, path: string, mediaType: string): FilePart {
  if (/^data:/i.test(url)) return readDataUrl(url, path);
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) refuseValue(path, 'expected an http(s) or data: URL.');
  return { type: 'file', mediaType, url };
}

/** @see https://www.rfc-editor.org/rfc/rfc2397 (read 2026-11-20) */
function readDataUrl(url: string, path: string): FilePart {
  const comma = url.indexOf(',');
  if (comma < 0) refuseValue(path, 'is a data: URL without a comma.');
  const [named = '', ...parameters] = url.slice('data:'.length, comma).split(';');
  const mediaType = usualMediaType(named.trim().toLowerCase());
  if (!/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/.test(mediaType)) refuseValue(path, 'is a data: URL without a media type.');
  const content = url.slice(comma + 1);
  const isBase64 = parameters.at(-1)?.trim().toLowerCase() === 'base64';
  return { type: 'file', mediaType, data: isBase64 ? readBase64(content, path) : escapedToBase64(content, path) };
}

function escapedToBase64(content: string, path: string): string {
  try {
    return toBase64(new TextEncoder().encode(decodeURIComponent(content)));
  } catch {
    return refuseValue(path, 'is a data: URL with a broken escape.');
  }
}

function readBase64(data: string, path: string): string {
  return BASE64.test(data) ? data : refuseValue(path, 'is not base64.');
}

/** `prompt_cache_breakpoint` of a part as the hint that it is. */
export function cacheHint(part: JSONObject, path: string): { cache?: CacheHint } {
  const breakpoint = present(part, 'prompt_cache_breakpoint');
  if (breakpoint === undefined) return {};
  const where = `${path}.prompt_cache_breakpoint`;
  const ttl = optionalString(readObject(breakpoint, where), 'ttl', where);
  return { cache: ttl === undefined ? {} : { ttl } };
}
