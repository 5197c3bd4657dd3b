import { ConfigurationError, type FilePart } from '@sdk/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VisionCall } from '@sdk/service';
import { CONFIG, failureOf, fakeProvider, serviceOf } from './support.ts';

/** Beginnings of files, written from the formats' own descriptions (2026-11-21). */
const FILES = {
  'image/png': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  'image/jpeg': Buffer.from('ffd8ffe000104a464946000101', 'hex'),
  'image/gif': Buffer.from('GIF89a\x01\0\x01\0', 'latin1'),
  'image/webp': Buffer.from('RIFF\x24\0\0\0WEBPVP8 ', 'latin1'),
  'image/bmp': Buffer.from('BM\x46\0\0\0\0\0\0\0\x36', 'latin1'),
  'image/tiff': Buffer.from('II*\0\x08\0\0\0', 'latin1'),
  'image/avif': Buffer.from('\0\0\0\x1cftypavif\0\0\0\0', 'latin1'),
  'image/heic': Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1'),
  'image/svg+xml': Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
};
const PNG = FILES['image/png'].toString('base64');

/** The image as the model got it. */
async function sent(call: Omit<VisionCall, 'config' | 'prompt'>): Promise<FilePart> {
  const fake = fakeProvider({ small: '<think>Hm.</think>A cat.' });
  const answer = await serviceOf(fake).visionChat({ config: CONFIG, prompt: 'What is it?', ...call });
  expect(answer).toMatchObject({ text: 'A cat.', reasoning: 'Hm.' });
  const [message] = fake.calls[0]?.options.messages ?? [];
  const [text, image] = message?.content as [object, FilePart];
  expect(message?.role).toBe('user');
  expect(text).toEqual({ type: 'text', text: 'What is it?' });
  return image;
}

async function refusal(call: Omit<VisionCall, 'config' | 'prompt'>): Promise<string> {
  const fake = fakeProvider({});
  const error = await failureOf(serviceOf(fake).visionChat({ config: CONFIG, prompt: 'What is it?', ...call }));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(fake.calls).toHaveLength(0);
  return error.message;
}

test.each(Object.entries(FILES))('%s is recognized by its bytes, and may be said to be one', async (mediaType, bytes) => {
  const data = bytes.toString('base64');
  const expected = { type: 'file', mediaType, data };
  expect(await sent({ imageData: data })).toEqual(expected);
  expect(await sent({ imageData: data, mimeType: mediaType.toUpperCase() })).toEqual(expected);
  expect(await sent({ imageData: `data:${mediaType};base64,${data}` })).toEqual(expected);
});

test('Every other kind of image is a lie', async () => {
  for (const [mediaType, bytes] of Object.entries(FILES)) {
    const said = mediaType === 'image/png' ? 'image/jpeg' : 'image/png';
    expect(await refusal({ imageData: bytes.toString('base64'), mimeType: said })).toContain(`is said to be ${said} and is ${mediaType}`);
    expect(await refusal({ imageData: `data:${said};base64,${bytes.toString('base64')}` })).toContain(`and is ${mediaType}`);
  }
});

test('Bytes that say nothing are taken for what is said, or for a JPEG', async () => {
  expect(await sent({ imageData: 'aGVsbG8=' })).toMatchObject({ mediaType: 'image/jpeg', data: 'aGVsbG8=' });
  expect(await sent({ imageData: 'aGVsbG8=', mimeType: 'image/x-icon' })).toMatchObject({ mediaType: 'image/x-icon' });
  expect(await sent({ imageData: 'data:;base64,aGVsbG8=', mimeType: 'image/gif' })).toMatchObject({ mediaType: 'image/gif' });
});

test('Other names of a type, white space, the URL alphabet and missing padding are understood', async () => {
  const jpeg = FILES['image/jpeg'].toString('base64');
  expect(await sent({ imageData: PNG, mimeType: 'image/*' })).toMatchObject({ mediaType: 'image/png' });
  expect(await sent({ imageData: jpeg, mimeType: 'image/jpg' })).toMatchObject({ mediaType: 'image/jpeg' });
  expect(await sent({ imageData: ` ${jpeg.slice(0, 5)}\r\n${jpeg.slice(5)}\n` })).toMatchObject({ data: jpeg });
  expect(await sent({ imageData: FILES['image/jpeg'].toString('base64url') })).toMatchObject({ data: jpeg });
  expect(await sent({ imageData: `data:image/jpeg;name=a.jpg;base64,${jpeg}` })).toMatchObject({ data: jpeg });
});

test.each<[string, string, string | undefined, RegExp]>([
  ['nothing', '', undefined, /is missing/],
  ['an empty data: URL', 'data:image/png;base64,', undefined, /is empty/],
  ['no base64', 'a cat!', undefined, /no base64 \(character 5\)/],
  ['base64 that is cut', PNG.slice(0, 5), undefined, /cut, or its padding/],
  ['padding in the middle', 'aGV=sbG8=', undefined, /padding/],
  ['a URL', 'https://a.example/cat.png', undefined, /is a URL/],
  ['a data: URL in percent encoding', 'data:image/svg+xml,%3Csvg%3E', undefined, /not in base64/],
  ['a type that is no image', PNG, 'text/plain', /text\/plain, which is no image/],
  ['a PDF', Buffer.from('%PDF-1.7\n').toString('base64'), 'image/png', /no image but application\/pdf/],
  ['an error page', Buffer.from('<!DOCTYPE html><html>').toString('base64'), undefined, /no image but text\/html/],
  ['an archive', Buffer.from('504b0304140000000800', 'hex').toString('base64'), undefined, /no image but application\/zip/],
  ['bytes', Buffer.from('x') as never, undefined, /is missing/],
])('An image that is %s is refused before anything is sent', async (_, imageData, mimeType, message) => {
  expect(await refusal({ imageData, ...(mimeType !== undefined && { mimeType }) })).toMatch(message);
});

test('Any bytes arrive as they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 40 }).filter(([first]) => first !== 0x3c && first !== 0x25), async (bytes) => {
      const { data } = await sent({ imageData: Buffer.from(bytes).toString('base64url') });
      expect(Buffer.from(data as string, 'base64')).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 50 },
  );
});
