import { ConfigurationError, type FilePart } from '@sdk/core';

/** `data:` URL: media type, other parameters, the mark of base64, the rest. */
const DATA_URL = /^data:([^;,]*)((?:;[^;,]*)*?)(;base64)?,(.*)$/is;
const DEFAULT_MEDIA_TYPE = 'image/jpeg';

/** What files begin with, in Latin-1. @see https://www.iana.org/assignments/media-types (read 2026-11-21) and the formats themselves */
const SIGNATURES: [mediaType: string, beginning: RegExp][] = [
  ['image/png', /^\x89PNG\r\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
  ['image/bmp', /^BM[^]{4}\0\0\0\0/],
  ['image/tiff', /^(?:II\*\0|MM\0\*)/],
  ['image/avif', /^[^]{4}ftypavi[fs]/],
  ['image/heic', /^[^]{4}ftyp(?:heic|heix|mif1|msf1)/],
  ['image/svg+xml', /^\s*(?:<\?xml[^]*?)?<svg[\s>]/],
  ['application/pdf', /^%PDF-/],
  ['text/html', /^\s*<(?:!doctype html|html)/i],
  ['application/zip', /^PK[^ -~]{2}/],
];
const SAME: Record<string, string> = { 'image/jpg': 'image/jpeg', 'image/pjpeg': 'image/jpeg', 'image/heif': 'image/heic', 'image/x-png': 'image/png' };
/** As much of the file as the signatures look at. */
const HEAD_CHARACTERS = 344;

/**
 * An image as a content part: checked, in base64, with its real media type.
 *
 * @param imageData Base64, or a `data:` URL, whose own media type counts.
 * @param mimeType Says what the bytes are; the bytes themselves do, when it is left out.
 * @throws ConfigurationError for what is no base64, or no image, or another kind of image than is said.
 */
export function toImagePart(imageData: string, mimeType?: string): FilePart {
  if (typeof imageData !== 'string' || imageData.trim() === '') throw bad('is missing; expected base64 or a data: URL');
  const url = DATA_URL.exec(imageData.trim());
  if (!url && /^[a-z]+:/i.test(imageData.trim())) throw bad('is a URL; expected base64 or a data: URL');
  if (url && !url[3]) throw bad('is a data: URL that is not in base64');
  const data = checkBase64((url ? (url[4] ?? '') : imageData).replaceAll(/\s+/g, ''));
  const said = normalize(url?.[1] || mimeType);
  const found = mediaTypeOf(data);
  if (said !== undefined && !said.startsWith('image/')) throw bad(`is said to be ${said}, which is no image`);
  if (found !== undefined && !found.startsWith('image/')) throw bad(`is no image but ${found}`);
  if (said !== undefined && found !== undefined && said !== 'image/*' && said !== found) throw bad(`is said to be ${said} and is ${found}`);
  return { type: 'file', mediaType: found ?? said ?? DEFAULT_MEDIA_TYPE, data };
}

function bad(problem: string): ConfigurationError {
  return new ConfigurationError(`visionChat: imageData ${problem}.`);
}

function checkBase64(text: string): string {
  if (text === '') throw bad('is empty');
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  const wrong = standard.search(/[^A-Za-z0-9+/=]/);
  if (wrong >= 0) throw bad(`is no base64 (character ${wrong + 1})`);
  const bare = standard.replace(/={1,2}$/, '');
  if (bare.includes('=') || bare.length % 4 === 1) throw bad('is no base64 (it is cut, or its padding is wrong)');
  return bare + '='.repeat((4 - (bare.length % 4)) % 4);
}

function normalize(mediaType: string | undefined): string | undefined {
  const plain = mediaType?.trim().toLowerCase();
  return plain ? (SAME[plain] ?? plain) : undefined;
}

function mediaTypeOf(base64: string): string | undefined {
  const head = Buffer.from(base64.slice(0, HEAD_CHARACTERS), 'base64').toString('latin1');
  return SIGNATURES.find(([, beginning]) => beginning.test(head))?.[0];
}
