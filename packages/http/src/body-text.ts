import { createUtf8Decoder } from './utf8.ts';

/** Gathers a body up to a limit. */
export interface BodyText {
  /** Adds a chunk. `false` when the limit is reached; the text is then what fits. */
  add(chunk: Uint8Array): boolean;
  /** Bytes so far. */
  readonly length: number;
  text(): string;
}

/** Makes a {@link BodyText}. A body that comes in one chunk is decoded without a copy. */
export function createBodyText(maxBytes: number): BodyText {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    get length() {
      return length;
    },
    add(chunk) {
      const room = maxBytes - length;
      if (chunk.length > room) {
        chunks.push(chunk.subarray(0, room));
        length = maxBytes;
        return false;
      }
      chunks.push(chunk);
      length += chunk.length;
      return true;
    },
    text() {
      const decoder = createUtf8Decoder();
      let text = '';
      for (const chunk of chunks) text += decoder.decode(chunk);
      return text + decoder.end();
    },
  };
}

/** A text as JSON; `undefined` when it is none. */
export function parseJSON(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
