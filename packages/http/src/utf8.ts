/** Bytes to text, a piece at a time. A BOM at the very beginning is dropped. */
export interface Utf8Decoder {
  decode(chunk: Uint8Array): string;
  /** The rest: a character that was cut in its middle becomes U+FFFD. */
  end(): string;
}

/** Makes a decoder for one answer. A character that is cut by a chunk's end waits for its other half. */
export function createUtf8Decoder(): Utf8Decoder {
  return new Decoder();
}

const BOM = '\uFEFF';

/** For pieces that begin and end with whole characters. Keeps no state, so that all answers share it. */
const whole = new TextDecoder('utf-8', { ignoreBOM: true });

class Decoder implements Utf8Decoder {
  streaming: InstanceType<typeof TextDecoder> | undefined = undefined;
  fresh = true;
  midCharacter = false;

  decode(chunk: Uint8Array): string {
    if (chunk.length === 0) return '';
    const text = this.toText(chunk);
    if (!this.fresh || text === '') return text;
    this.fresh = false;
    return text.startsWith(BOM) ? text.slice(1) : text;
  }

  /** Decoding a chunk for itself is several times faster than as a part of a stream, and most chunks end in ASCII. */
  toText(chunk: Uint8Array): string {
    const endsInAscii = (chunk[chunk.length - 1] as number) < 0x80;
    if (endsInAscii && !this.midCharacter) return whole.decode(chunk);
    this.midCharacter = !endsInAscii;
    this.streaming ??= new TextDecoder('utf-8', { ignoreBOM: true });
    return this.streaming.decode(chunk, { stream: true });
  }

  end(): string {
    return this.midCharacter && this.streaming ? this.streaming.decode() : '';
  }
}
