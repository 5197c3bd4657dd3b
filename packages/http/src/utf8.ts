/** Bytes to text, a piece at a time. A BOM at the very beginning is dropped. */
export interface Utf8Decoder {
  decode(chunk: Uint8Array): string;
  /** The rest: a character that was cut in its middle becomes U+FFFD. */
  end(): string;
}

const BOM = '\uFEFF';

/** Makes a decoder for one answer. A character that is cut by a chunk's end waits for its other half. */
export function createUtf8Decoder(): Utf8Decoder {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let fresh = true;
  let midCharacter = false;
  return {
    decode(chunk) {
      if (chunk.length === 0) return '';
      // Decoding a chunk for itself is several times faster than as a part of a stream, and most chunks end in ASCII.
      const endsInAscii = (chunk[chunk.length - 1] as number) < 0x80;
      const text = endsInAscii && !midCharacter ? decoder.decode(chunk) : decoder.decode(chunk, { stream: true });
      midCharacter = !endsInAscii;
      if (!fresh || text === '') return text;
      fresh = false;
      return text.startsWith(BOM) ? text.slice(1) : text;
    },
    end: () => (midCharacter ? decoder.decode() : ''),
  };
}
