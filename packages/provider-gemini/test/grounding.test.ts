import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSources, utf16Offsets } from '../src/grounding.ts';
import type { WireGrounding, WireSupport } from '../src/wire.ts';

const bytes = (text: string) => new TextEncoder().encode(text).length;
const chunk = (name: string) => ({ web: { uri: `https://${name}.example`, title: name } });

describe('byte offsets', () => {
  it('become offsets in UTF-16 units, for any text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'é', '漢', '🙂', '\n'), { maxLength: 12 }), (characters) => {
        const text = characters.join('');
        const places = characters.map((_, at) => characters.slice(0, at).join(''));
        const offsets = utf16Offsets(text, [...places, text].map(bytes).reverse());
        for (const before of [...places, text]) expect(offsets.get(bytes(before))).toBe(before.length);
      }),
    );
  });

  it('inside a character are those of its begin, and beyond the text are none', () => {
    expect([...utf16Offsets('a🙂', [2, 4, 5, 6])]).toEqual([
      [2, 1],
      [4, 1],
      [5, 3],
    ]);
  });
});

describe('sources', () => {
  const texts = [
    { index: 0, text: 'Größe: ' },
    { index: 2, text: '漢 ist 7.' },
  ];

  it('stand for each passage with each chunk, in the text part where it begins', () => {
    const groundingSupports = [
      { segment: { endIndex: 7 }, groundingChunkIndices: [1, 0, 9] },
      { segment: { startIndex: 9, endIndex: 12, text: '漢' }, groundingChunkIndices: [1] },
    ];
    expect(readSources({ groundingChunks: [chunk('a'), chunk('b'), chunk('c')], groundingSupports }, texts)).toEqual([
      { type: 'source', url: 'https://b.example', title: 'b', of: 0, start: 0, end: 5 },
      { type: 'source', url: 'https://a.example', title: 'a', of: 0, start: 0, end: 5 },
      { type: 'source', url: 'https://b.example', title: 'b', of: 2, start: 0, end: 1 },
      { type: 'source', url: 'https://c.example', title: 'c' },
    ]);
  });

  it('end with the part in which they begin', () => {
    const groundingSupports = [{ segment: { startIndex: 0, endIndex: 12 }, groundingChunkIndices: [0] }];
    expect(readSources({ groundingChunks: [chunk('a')], groundingSupports }, texts)).toMatchObject([{ of: 0, start: 0, end: 7 }]);
  });

  it('are found by their words where the offsets do not fit, if those stand there once', () => {
    const at = (segment: NonNullable<WireSupport['segment']>) => readSources({ groundingChunks: [chunk('a')], groundingSupports: [{ segment, groundingChunkIndices: [0] }] }, [{ index: 3, text: 'one two one' }])[0];
    expect(at({ startIndex: 500, endIndex: 503, text: 'two' })).toMatchObject({ of: 3, start: 4, end: 7 });
    expect(at({ startIndex: 1, endIndex: 4, text: 'two' })).toMatchObject({ start: 4, end: 7 });
    for (const segment of [{ startIndex: 1, endIndex: 4, text: 'one' }, { startIndex: 1, endIndex: 4, text: 'three' }, { startIndex: 90, endIndex: 99 }, { startIndex: 5, endIndex: 5 }, {}]) {
      expect(at(segment)).toEqual({ type: 'source', url: 'https://a.example', title: 'a' });
    }
  });

  it('are of any kind that has an address, a title or a text', () => {
    const groundingChunks: WireGrounding['groundingChunks'] = [{ retrievedContext: { uri: 'gs://a', title: 'A', text: 'Passage' } }, { image: { sourceUri: 'https://i.example', imageUri: 'https://x' } }, { new: { title: 'N' } }, {}];
    expect(readSources({ groundingChunks }, [])).toEqual([
      { type: 'source', url: 'gs://a', title: 'A', text: 'Passage' },
      { type: 'source', url: 'https://i.example' },
      { type: 'source', title: 'N' },
      { type: 'source' },
    ]);
    expect(readSources({}, texts)).toEqual([]);
  });
});
