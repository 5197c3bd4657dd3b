import type { FilePart } from '@sdk/core';
import type { EncodeContext } from './codec.ts';

/** What JPEG is called, too. */
const JPEG = /^image\/(?:jpg|pjpeg)$/i;

/** A media type by its registered name: many write `image/jpg`, which no vendor takes. */
export function usualMediaType(mediaType: string): string {
  return JPEG.test(mediaType) ? 'image/jpeg' : mediaType;
}

const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Refuses a file by the name that another vendor has for it, which is no URL. A vendor's own names are not for this.
 *
 * @throws UnsupportedFeatureError
 */
export function refuseForeignName({ url }: FilePart, { unsupported }: Pick<EncodeContext, 'unsupported'>): void {
  if (url !== undefined && !HAS_SCHEME.test(url)) unsupported('is given a file by the name that another vendor has for it.');
}
