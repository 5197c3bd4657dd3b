import { seededRandom } from './random.ts';

/** Bytes to be written. A string is written in UTF-8. */
export type Bytes = string | Uint8Array;

/**
 * How bytes are cut into pieces:
 *
 * - `'whole'`: not at all
 * - `'byte'`: one byte each, so that every character, CRLF and JSON token is split
 * - `'line'`: after each LF
 * - `'event'`: after each empty line (server-sent events)
 * - `[3, 17]`: at these offsets, in bytes
 * - `{ seed, maxBytes }`: at random places, the same ones for the same seed; pieces of 1 to `maxBytes` bytes (default 64)
 */
export type Cut = 'whole' | 'byte' | 'line' | 'event' | readonly number[] | { readonly seed: number; readonly maxBytes?: number };

/** The bytes of a string or an array, not copied. */
export function toBytes(bytes: Bytes): Uint8Array {
  return typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
}

/** Several pieces of bytes as one. */
export function joinBytes(pieces: readonly Bytes[]): Uint8Array {
  return Buffer.concat(pieces.map(toBytes));
}

/** Cuts bytes into pieces, none of them empty. Joined, they are the bytes again. */
export function cutBytes(bytes: Bytes, cut: Cut): Uint8Array[] {
  const all = toBytes(bytes);
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const at of [...offsetsOf(all, cut), all.length]) {
    const end = Math.min(at, all.length);
    if (end <= from) continue;
    pieces.push(all.subarray(from, end));
    from = end;
  }
  return pieces;
}

function offsetsOf(bytes: Uint8Array, cut: Cut): number[] {
  if (cut === 'whole') return [];
  if (cut === 'byte') return Array.from(bytes, (_, at) => at);
  if (cut === 'line') return lineEnds(bytes);
  if (cut === 'event') return lineEnds(bytes).filter((end, line, ends) => isBlank(bytes, ends[line - 1] ?? 0, end));
  if ('seed' in cut) return randomOffsets(bytes.length, cut);
  return [...cut].sort((a, b) => a - b);
}

const LF = 0x0a;
const CR = 0x0d;

function lineEnds(bytes: Uint8Array): number[] {
  const ends: number[] = [];
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) ends.push(at + 1);
  return ends;
}

function isBlank(bytes: Uint8Array, from: number, end: number): boolean {
  return end - from === 1 || (end - from === 2 && bytes[from] === CR);
}

function randomOffsets(length: number, { seed, maxBytes = 64 }: { seed: number; maxBytes?: number }): number[] {
  const random = seededRandom(seed);
  const offsets: number[] = [];
  for (let at = 0; at < length;) offsets.push((at += 1 + Math.floor(random() * maxBytes)));
  return offsets;
}
