import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createUtf8Decoder } from '../src/utf8.ts';

function decode(bytes: Uint8Array, cuts: number[]): string {
  const decoder = createUtf8Decoder();
  const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
  let text = '';
  for (let n = 1; n < at.length; n++) text += decoder.decode(bytes.subarray(at[n - 1], at[n]));
  return text + decoder.end();
}

it('gives the same text wherever the bytes are cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.nat(200)), (text, cuts) => {
      const bytes = new TextEncoder().encode(text);
      const inside = cuts.filter((cut) => cut <= bytes.length);
      // Text that begins with U+FEFF begins with a BOM.
      expect(decode(bytes, inside)).toBe(new TextDecoder('utf-8').decode(bytes));
    }),
    { numRuns: 500 },
  );
});

it('drops a BOM at the beginning only, also when it comes byte by byte', () => {
  const bytes = new TextEncoder().encode('\uFEFFa\uFEFFb');
  expect(decode(bytes, [1, 2])).toBe('a\uFEFFb');
  expect(decode(bytes, [4])).toBe('a\uFEFFb');
});

it('ends a character that was cut with U+FFFD', () => {
  expect(decode(new Uint8Array([0x61, 0xf0, 0x9f]), [])).toBe('a\uFFFD');
});
