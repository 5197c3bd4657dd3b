/** Bytes to text, a piece at a time. A BOM at the very beginning is dropped. */
export interface Utf8Decoder {
  decode(chunk: Uint8Array): string;
  /** The rest: a character that was cut in its middle becomes U+FFFD. */
  end(): string;
}

const BOM = '\uFEFF';

/** For pieces that begin and end with whole characters. Keeps no state, so that all answers share it. */
const whole = new TextDecoder('utf-8', { ignoreBOM: true });

/** Makes a decoder for one answer. A character that is cut by a chunk's end waits for its other half. */
export function createUtf8Decoder(): Utf8Decoder {
  let streaming: InstanceType<typeof TextDecoder> | undefined;
  let fresh = true;
  let midCharacter = false;

  /** Decoding a chunk for itself is several times faster than as a part of a stream, and most chunks end in ASCII. */
  function toText(chunk: Uint8Array): string {
    const endsInAscii = (chunk[chunk.length - 1] as number) < 0x80;
    if (endsInAscii && !midCharacter) return whole.decode(chunk);
    midCharacter = !endsInAscii;
    streaming ??= new TextDecoder('utf-8', { ignoreBOM: true });
    return streaming.decode(chunk, { stream: true });
  }

  return {
    decode(chunk) {
      if (chunk.length === 0) return '';
      const text = toText(chunk);
      if (!fresh || text === '') return text;
      fresh = false;
      return text.startsWith(BOM) ? text.slice(1) : text;
    },
    end: () => (midCharacter && streaming ? streaming.decode() : ''),
  };
}
