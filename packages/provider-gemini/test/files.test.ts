import type { FilePart } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { encodeFile, takesUrl } from '../src/files.ts';

function encode(fields: Omit<FilePart, 'type'>): unknown {
  return encodeFile({ type: 'file', ...fields }, (message) => {
    throw new Error(message);
  });
}

describe('files', () => {
  it.each<[string, boolean]>([
    ['gs://bucket/a.png', true],
    ['https://generativelanguage.googleapis.com/v1beta/files/abc', true],
    ['https://www.youtube.com/watch?v=abc', true],
    ['https://youtu.be/abc', true],
    ['https://m.youtube.com/shorts/abc', true],
    ['https://example.com/a.png', false],
    ['https://example.com/?u=https://youtu.be/abc', false],
    ['https://notyoutube.com/watch?v=abc', false],
    ['https://generativelanguage.googleapis.com.evil.example/files/abc', false],
  ])('at %s are left to the vendor: %s', (url, taken) => {
    expect(takesUrl({ type: 'file', mediaType: 'image/*', url })).toBe(taken);
  });

  it.each<[Omit<FilePart, 'type'>, object]>([
    [{ mediaType: 'image/png', data: 'aGk=' }, { inlineData: { mimeType: 'image/png', data: 'aGk=' } }],
    [{ mediaType: 'image/jpg', data: 'aGk=' }, { inlineData: { mimeType: 'image/jpeg', data: 'aGk=' } }],
    [{ mediaType: 'image/*', data: 'iVBORw0KGgoAAA' }, { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgoAAA' } }],
    [{ mediaType: 'image/*', data: '/9j/4AAQ' }, { inlineData: { mimeType: 'image/jpeg', data: '/9j/4AAQ' } }],
    [{ mediaType: '*/*', data: 'JVBERi0xLjQ=' }, { inlineData: { mimeType: 'application/pdf', data: 'JVBERi0xLjQ=' } }],
    [{ mediaType: 'image/*', url: 'gs://b/a.JPG' }, { fileData: { mimeType: 'image/jpeg', fileUri: 'gs://b/a.JPG' } }],
    [{ mediaType: 'video/webm', url: 'gs://b/a' }, { fileData: { mimeType: 'video/webm', fileUri: 'gs://b/a' } }],
    [{ mediaType: 'image/*', url: 'https://generativelanguage.googleapis.com/v1beta/files/abc' }, { fileData: { fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/abc' } }],
    [{ mediaType: 'video/*', url: 'https://youtu.be/abc' }, { fileData: { fileUri: 'https://youtu.be/abc' } }],
    [{ mediaType: 'video/mp4', url: 'https://youtu.be/abc' }, { fileData: { mimeType: 'video/mp4', fileUri: 'https://youtu.be/abc' } }],
  ])('%j become %j', (fields, part) => {
    expect(encode(fields)).toEqual(part);
  });

  it('know a type by their first bytes', () => {
    const base64 = (...bytes: (number | string)[]) => Buffer.concat(bytes.map((one) => (typeof one === 'string' ? Buffer.from(one) : Buffer.from([one])))).toString('base64');
    const typeOf = (data: string) => (encode({ mediaType: '*/*', data }) as { inlineData: { mimeType: string } }).inlineData.mimeType;
    expect(typeOf(base64('GIF89a'))).toBe('image/gif');
    expect(typeOf(base64('BM', 0, 0))).toBe('image/bmp');
    expect(typeOf(base64('RIFF', 0x24, 8, 1, 0, 'WEBPVP8 '))).toBe('image/webp');
    expect(typeOf(base64('RIFF', 0x24, 8, 1, 0, 'WAVEfmt '))).toBe('audio/wav');
  });

  it.each<Omit<FilePart, 'type'>>([
    { mediaType: 'image/*', data: 'aGk=' },
    { mediaType: 'image/*', data: 'JVBERi0xLjQ=' },
    { mediaType: 'image/*', url: 'gs://b/a' },
    { mediaType: 'image/*', url: 'gs://b/a.mp4' },
  ])('whose type cannot be told are refused: %j', (fields) => {
    expect(() => encode(fields)).toThrow(`is of the type ${fields.mediaType}`);
  });
});
