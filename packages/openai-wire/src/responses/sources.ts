import type { PartWriter } from '@sdk/http';
import { ownData } from './own-data.ts';
import type { WireResponseAnnotation } from './wire.ts';

/** Sources come last: beyond the places of all items. */
const FIRST_SOURCE = 1_000_000_000_000;

/** A citation, and the place of the text that it stands in. */
export interface Citation {
  annotation: WireResponseAnnotation;
  place: number;
}

/** Writes citations as sources. `places` are those of all other parts of the content. */
export function writeSources(writer: PartWriter, wire: string, citations: readonly Citation[], places: readonly number[]): void {
  for (const [n, { annotation, place }] of citations.entries()) {
    const { type, url, title, filename, file_id, container_id, start_index: start, end_index: end } = annotation;
    const name = title ?? filename;
    writer.part(FIRST_SOURCE + n, {
      type: 'source',
      ...(url ? { url } : {}),
      ...(name ? { title: name } : {}),
      of: places.filter((other) => other < place).length,
      ...(typeof start === 'number' && typeof end === 'number' ? { start, end } : {}),
      ...(file_id ? { providerData: ownData(wire, { type, file_id, container_id }) } : {}),
    });
  }
}
