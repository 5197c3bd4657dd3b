import { isJSONObject, type JSONObject, type SourcePart } from '@sdk/core';
import type { WireGrounding, WireSupport } from './wire.ts';

/** A text part of the answer: its place in the content, and its text. */
export interface TextAt {
  index: number;
  text: string;
}

/**
 * Grounding as sources: one for each passage and each chunk that supports it, then one for each chunk that supports no
 * passage. A passage that is not where the vendor says has no position.
 *
 * @param texts The text parts of the answer, in order; the vendor counts bytes of all of them together.
 */
export function readSources({ groundingChunks, groundingSupports }: WireGrounding, texts: readonly TextAt[]): SourcePart[] {
  const chunks = (groundingChunks ?? []).map(readChunk);
  const supports = groundingSupports ?? [];
  const uncited = new Set(chunks.keys());
  const sources: SourcePart[] = [];
  const locate = createLocator(supports, texts);
  for (const support of supports) {
    const place = locate(support);
    for (const at of support.groundingChunkIndices ?? []) {
      const chunk = chunks[at];
      if (!chunk) continue;
      uncited.delete(at);
      sources.push({ ...chunk, ...place });
    }
  }
  for (const at of uncited) sources.push(chunks[at] as SourcePart);
  return sources;
}

function readChunk(chunk: Record<string, JSONObject>): SourcePart {
  const source: SourcePart = { type: 'source' };
  const said = Object.values(chunk).find(isJSONObject) ?? {};
  const url = said['uri'] ?? said['sourceUri'];
  const { title, text } = said;
  if (typeof url === 'string') source.url = url;
  if (typeof title === 'string') source.title = title;
  if (typeof text === 'string') source.text = text;
  return source;
}

type Place = Pick<SourcePart, 'of' | 'start' | 'end'>;

/** Makes what finds passages. All offsets are translated in one walk over the text. */
function createLocator(supports: readonly WireSupport[], texts: readonly TextAt[]): (support: WireSupport) => Place {
  if (supports.length === 0) return () => ({});
  const all = texts.map(({ text }) => text).join('');
  const units = utf16Offsets(all, supports.flatMap(({ segment }) => [segment?.startIndex ?? 0, segment?.endIndex ?? 0]));

  return ({ segment }) => {
    let start = units.get(segment?.startIndex ?? 0);
    let end = units.get(segment?.endIndex ?? 0);
    const said = segment?.text;
    if (said && (start === undefined || end === undefined || all.slice(start, end) !== said)) {
      // Offsets that do not fit: the words themselves say where, if they stand there only once.
      start = all.indexOf(said);
      end = start + said.length;
      if (start < 0 || all.includes(said, start + 1)) return {};
    }
    return start === undefined || end === undefined || end <= start ? {} : placeIn(texts, start, end);
  };
}

/** The part in which a passage begins, and the offsets in it; a passage ends with its part. */
function placeIn(texts: readonly TextAt[], start: number, end: number): Place {
  let from = 0;
  for (const { index, text } of texts) {
    const to = from + text.length;
    if (start < to) return { of: index, start: start - from, end: Math.min(end, to) - from };
    from = to;
  }
  return {};
}

/** Byte offsets of a text in UTF-8 → offsets in UTF-16 units. An offset inside a character is that of its begin; one beyond the text is left out. */
export function utf16Offsets(text: string, byteOffsets: readonly number[]): Map<number, number> {
  const wanted = [...new Set(byteOffsets)].sort((a, b) => a - b);
  const found = new Map<number, number>();
  let next = 0;
  let bytes = 0;
  for (let unit = 0; unit < text.length && next < wanted.length;) {
    const code = text.codePointAt(unit) as number;
    const width = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (; next < wanted.length && (wanted[next] as number) < bytes + width; next++) found.set(wanted[next] as number, unit);
    bytes += width;
    unit += width === 4 ? 2 : 1;
  }
  if (wanted[next] === bytes) found.set(bytes, text.length);
  return found;
}
