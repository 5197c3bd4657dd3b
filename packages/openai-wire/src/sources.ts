import type { FilePart, SourcePart } from '@sdk/core';
import type { WireAnnotation, WireImage, WireSearchResult } from './wire.ts';

/** What an answer says of where it comes from, in the three forms that vendors have. */
export interface WireSources {
  annotations: readonly WireAnnotation[];
  citations: readonly string[] | undefined;
  results: readonly WireSearchResult[] | undefined;
}

/**
 * The sources of an answer: its annotations, else its citations with what the search results know of them, else those.
 *
 * @param of Index of the text in the content.
 */
export function readSources({ annotations, citations, results }: WireSources, of: number): SourcePart[] {
  const cited = annotations.flatMap(({ url_citation: citation }) => (citation ? [readCitation(citation, of)] : []));
  if (cited.length > 0) return cited;
  if (!citations?.length) return (results ?? []).map((result) => source(result));
  const known = new Map((results ?? []).map((result) => [result.url, result]));
  return citations.map((url) => source(known.get(url) ?? { url }));
}

function source({ url, title, snippet }: WireSearchResult): SourcePart {
  return { type: 'source', ...(url ? { url } : {}), ...(title ? { title } : {}), ...(snippet ? { text: snippet } : {}) };
}

function readCitation({ url, title, content, start_index: start, end_index: end }: NonNullable<WireAnnotation['url_citation']>, of: number): SourcePart {
  // A vendor that does not know the place says 0 to 0.
  const place = start !== undefined && end !== undefined && end > start ? { of, start, end } : {};
  return { type: 'source', ...(url ? { url } : {}), ...(title ? { title } : {}), ...(content ? { text: content } : {}), ...place };
}

/** An image that the model drew; `undefined` where there is none in it. */
export function readImage({ image_url: image }: WireImage): FilePart | undefined {
  const url = image?.url;
  if (!url) return undefined;
  const [, mediaType, data] = /^data:([^;,]+);base64,(.*)$/s.exec(url) ?? [];
  if (mediaType === undefined || data === undefined) return { type: 'file', mediaType: 'image/*', url };
  return { type: 'file', mediaType, data };
}
