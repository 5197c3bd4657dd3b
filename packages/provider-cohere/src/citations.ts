import { isJSONObject, type JSONObject, type JSONValue, type SourcePart } from '@sdk/core';
import type { PartWriter } from '@sdk/http';
import { WIRE, type WireCitation, type WireSource } from './wire.ts';

/** Sources stand last in the content. */
const FIRST_SOURCE = 2_000_000;

/** A block of text or thoughts that is being read. */
export interface Block {
  /** The vendor's index of it. */
  index: number;
  type: 'text' | 'reasoning';
  /** Place of its part in the content. */
  place: number;
  /** In UTF-16 units, so far. */
  length: number;
  /** Where in it, in UTF-16 units, the characters begin that take two of them. */
  pairs: number[];
}

/** Adds a piece of text to what is known of a block, without keeping it. */
export function measure(block: Block, delta: string): void {
  for (let at = 0; at < delta.length; at++) {
    const unit = delta.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdbff) block.pairs.push(block.length + at);
  }
  block.length += delta.length;
}

/**
 * Writes one source for each source of each citation.
 *
 * @param blocks All blocks that have a part, in order.
 * @param first Index of the first of them in the content.
 */
export function writeSources(citations: readonly WireCitation[], blocks: readonly Block[], first: number, writer: PartWriter): void {
  let place = FIRST_SOURCE;
  for (const citation of citations) {
    const span = readSpan(citation, blocks, first);
    for (const source of citation.sources ?? []) writer.part(place++, { ...readSource(source), ...span });
  }
}

/** What the citation supports. Of thoughts and plans, which are no text, nothing is said. */
function readSpan({ start, end, content_index, type }: WireCitation, blocks: readonly Block[], first: number): Partial<SourcePart> {
  if (typeof start !== 'number' || typeof end !== 'number' || (type && type !== 'TEXT_CONTENT')) return {};
  const isCited = (block: Block) => block.type === 'text' && (typeof content_index !== 'number' || block.index === content_index);
  const at = blocks.findIndex(isCited);
  const block = blocks[at];
  return block ? { of: first + at, start: toUnits(start, block), end: toUnits(end, block) } : {};
}

/** Cohere counts characters; what a string counts are UTF-16 units. */
function toUnits(characters: number, { pairs, length }: Block): number {
  let units = characters;
  for (const pair of pairs) {
    if (pair >= units) break;
    units++;
  }
  return Math.min(units, length);
}

function readSource({ type, id, document, tool_output }: WireSource): SourcePart {
  const given = document ?? tool_output;
  const fields: JSONObject = isJSONObject(given) ? given : {};
  const url = textIn(fields, ['url']);
  const title = textIn(fields, ['title']);
  const text = textIn(fields, ['text', 'snippet', 'content']) ?? asText(given);
  return {
    type: 'source',
    ...(url ? { url } : {}),
    ...(title ? { title } : {}),
    ...(text ? { text } : {}),
    providerData: { [WIRE]: { type: type ?? '', id: id ?? '' } },
  };
}

function textIn(fields: JSONObject, names: string[]): string | undefined {
  for (const name of names) if (typeof fields[name] === 'string') return fields[name];
  return undefined;
}

/** What a tool gave, where it has no field of a document. */
function asText(given: JSONValue | undefined): string | undefined {
  if (given === undefined || given === null) return undefined;
  return typeof given === 'string' ? given : JSON.stringify(given);
}
