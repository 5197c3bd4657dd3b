import type { LoadedFile } from './loaded-file.ts';

/** What servers say that do not know; the second stream is that of Amazon S3. @see https://mimesniff.spec.whatwg.org/#interpreting-the-resource-metadata (read 2026-11-29) */
const SAYS_NOTHING = new Set(['', '*/*', 'application/octet-stream', 'binary/octet-stream', 'application/unknown', 'unknown/unknown']);

/** By the first bytes, as Latin-1. @see https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern (read 2026-11-29) */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF[^]{4}WEBPVP/, 'image/webp'],
  [/^%PDF-/, 'application/pdf'],
];
const LONGEST_BEGINNING = 14;

/** What a file is: as its server says, else by its first bytes; `undefined` when neither tells. */
export function mediaTypeOf({ bytes, mediaType = '' }: LoadedFile): string | undefined {
  if (!SAYS_NOTHING.has(mediaType)) return mediaType;
  const beginning = Buffer.from(bytes.subarray(0, LONGEST_BEGINNING)).toString('latin1');
  return BEGINNINGS.find(([pattern]) => pattern.test(beginning))?.[1];
}
