import type { FilePart } from '@sdk/core';
import { usualMediaType } from '@sdk/http';
import type { WirePart } from './wire.ts';

/** Files that were handed to Google before, and videos of YouTube, which it watches itself. */
const TAKEN = [
  /^gs:\/\//i,
  /^https:\/\/generativelanguage\.googleapis\.com\/(?:[^/?#]+\/)?files\//i,
  /^https?:\/\/(?:(?:www|m|music)\.)?youtube\.com\/(?:watch\?|shorts\/|live\/|embed\/)/i,
  /^https?:\/\/youtu\.be\//i,
];

/**
 * Whether Gemini is given this URL as it is. Other web addresses are loaded by us: only some models fetch them, and only
 * with an exact media type.
 *
 * @see https://ai.google.dev/gemini-api/docs/file-input-methods (read 2026-11-21)
 */
export function takesUrl({ url = '' }: FilePart): boolean {
  return TAKEN.some((pattern) => pattern.test(url));
}

/** By the end of a path. @see https://ai.google.dev/gemini-api/docs/file-input-methods (read 2026-11-21) */
const BY_EXTENSION: Partial<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  heic: 'image/heic',
  heif: 'image/heif',
  bmp: 'image/bmp',
  mp4: 'video/mp4',
  mpeg: 'video/mpeg',
  mov: 'video/quicktime',
  webm: 'video/webm',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  m4a: 'audio/mp4',
  pdf: 'application/pdf',
};

/** By the first bytes, in base64. */
const BY_BEGIN: readonly (readonly [RegExp, string])[] = [
  [/^iVBORw0KGgo/, 'image/png'],
  [/^\/9j\//, 'image/jpeg'],
  [/^R0lGOD/, 'image/gif'],
  [/^UklGR.{6}XRUJQ/, 'image/webp'],
  [/^UklGR.{6}XQVZF/, 'audio/wav'],
  [/^JVBERi/, 'application/pdf'],
  [/^Qk[0-3]/, 'image/bmp'],
];

/** A file as a part. @param refuse Is told what is wrong with it. */
export function encodeFile({ mediaType, data, url }: FilePart, refuse: (message: string) => never): WirePart {
  if (url === undefined) {
    const text = data as string; // @sdk/http has brought bytes into this form
    return { inlineData: { mimeType: exactType(mediaType, BY_BEGIN.find(([begin]) => begin.test(text))?.[1], refuse), data: text } };
  }
  const extension = /\.([a-z0-9]+)$/i.exec(url.split(/[?#]/, 1)[0] as string)?.[1]?.toLowerCase() ?? '';
  const known = BY_EXTENSION[extension];
  // Of its own files, and of YouTube's, the vendor knows the type.
  if (mediaType.endsWith('/*') && !isOfType(known, mediaType) && !/^gs:/i.test(url)) return { fileData: { fileUri: url } };
  return { fileData: { mimeType: exactType(mediaType, known, refuse), fileUri: url } };
}

function exactType(mediaType: string, known: string | undefined, refuse: (message: string) => never): string {
  if (!mediaType.endsWith('/*')) return usualMediaType(mediaType);
  return isOfType(known, mediaType) ? known : refuse(`is of the type ${mediaType}; which one exactly cannot be told. Give it, e.g. image/png.`);
}

function isOfType(known: string | undefined, wildcard: string): known is string {
  return known !== undefined && (wildcard === '*/*' || known.startsWith(wildcard.slice(0, -1)));
}
