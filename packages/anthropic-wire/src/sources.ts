import type { JSONObject, SourcePart } from '@sdk/core';
import { WIRE } from './wire.ts';

/** A text of the answer that citations support. */
export interface CitedText {
  /** Its place in the content; `undefined` when there is no text. */
  of?: number;
  /** In UTF-16 units. */
  length: number;
}

/**
 * A citation as a part. It supports the whole of its text, which the vendor cuts accordingly.
 *
 * Places within a document (pages, characters, blocks) are in `providerData.anthropic`, as the vendor gives them.
 */
export function readSource(citation: JSONObject, { of, length }: CitedText): SourcePart {
  const url = string(citation['url']) ?? urlIn(citation['source']);
  const title = string(citation['title']) ?? string(citation['document_title']);
  const text = string(citation['cited_text']);
  return {
    type: 'source',
    ...(url === undefined ? {} : { url }),
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { text }),
    ...(of === undefined ? {} : { of, start: 0, end: length }),
    providerData: { [WIRE]: citation },
  };
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A search result of the user's own names its source as they like. */
function urlIn(source: unknown): string | undefined {
  return typeof source === 'string' && /^https?:\/\//.test(source) ? source : undefined;
}
