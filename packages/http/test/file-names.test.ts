import { UnsupportedFeatureError } from '@sdk/core';
import { expect, it } from 'vitest';
import { refuseForeignName, usualMediaType } from '../src/file-names.ts';
import { encodeContext } from '../src/testing/index.ts';

it.each([
  ['image/jpg', 'image/jpeg'],
  ['IMAGE/JPG', 'image/jpeg'],
  ['image/pjpeg', 'image/jpeg'],
  ['image/png', 'image/png'],
  ['image/jpg2000', 'image/jpg2000'],
  ['image/*', 'image/*'],
])('the media type %s is %s', (given, usual) => {
  expect(usualMediaType(given)).toBe(usual);
});

const refuse = (url?: string) => refuseForeignName({ type: 'file', mediaType: 'image/*', ...(url === undefined ? {} : { url }) }, encodeContext({ provider: 'acme', modelId: 'm' }));

it.each(['file-1', 'files/abc', '//box/a.png', ''])('a file by the name %j is refused', (url) => {
  expect(() => refuse(url)).toThrow(UnsupportedFeatureError);
});

it.each(['https://box/a.png', 'gs://bucket/a', 'DATA:,a', undefined])('a file at %j is not', (url) => {
  expect(() => refuse(url)).not.toThrow();
});
