/** Gathers a body up to a limit. */
export interface BodyText {
  /** Adds a chunk. `false` when the limit is reached; the text is then what fits. */
  add(chunk: Uint8Array): boolean;
  text(): string;
}

/** Drops a BOM; bytes that are no UTF-8 become U+FFFD. Keeps no state between bodies. */
const utf8 = new TextDecoder();

/** Makes a {@link BodyText}. A body that comes in one chunk is decoded without a copy. */
export function createBodyText(maxBytes: number): BodyText {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return {
    add(chunk) {
      const room = maxBytes - length;
      const fits = chunk.length <= room;
      chunks.push(fits ? chunk : chunk.subarray(0, room));
      length += fits ? chunk.length : room;
      return fits;
    },
    text: () => utf8.decode(chunks.length === 1 ? chunks[0] : joinChunks(chunks, length)),
  };
}

/** Chunks as one array of `length` bytes. */
export function joinChunks(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** A text as JSON; `undefined` when it is none. */
export function parseJSON(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
