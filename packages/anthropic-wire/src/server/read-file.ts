import { toBase64, type Annotated, type FilePart, type JSONObject, type OpaquePart } from '@sdk/core';
import { otherFields, WIRE } from '../wire.ts';
import { blockAt, objectAt, optionalString, refuse, stringAt } from './check.ts';

/** What a part carries beside its own fields: the cache mark as a hint, and the wire's own data. */
export function annotations(block: JSONObject, own: JSONObject | undefined, path: string): Annotated {
  const mark = block['cache_control'];
  const annotated: Annotated = own ? { providerData: { [WIRE]: own } } : {};
  if (mark === undefined || mark === null) return annotated;
  const ttl = optionalString(objectAt(mark, `${path}.cache_control`)['ttl'], `${path}.cache_control.ttl`);
  annotated.cache = ttl === undefined ? {} : { ttl };
  return annotated;
}

/** A block that the contract does not model, whole. */
export function readOpaque(block: JSONObject & { type: string }, path: string): OpaquePart {
  const { cache_control: _mark, ...body } = block;
  return { type: 'opaque', name: block.type, ...annotations(block, body, path) };
}

/**
 * An image or a document. One of the vendor's files has the vendor's name of it for a URL, which others refuse. One with
 * a source of a kind to come stays as it is.
 */
export function readFile(block: JSONObject & { type: string }, path: string): FilePart | OpaquePart {
  const source = blockAt(block['source'], `${path}.source`);
  const filename = optionalString(block['title'], `${path}.title`);
  const isStored = source.type === 'file';
  const own = otherFields(block, ['type', ...(isStored ? [] : ['source']), 'title', 'cache_control']);
  const rest = annotations(block, own, path);
  const named = filename === undefined ? rest : { filename, ...rest };
  if (source.type === 'url' || isStored) {
    const mediaType = block.type === 'image' ? 'image/*' : 'application/pdf';
    const key = isStored ? 'file_id' : 'url';
    return { type: 'file', mediaType, url: stringAt(source[key], `${path}.source.${key}`), ...named };
  }
  if (source.type !== 'base64' && source.type !== 'text') return readOpaque(block, path);
  const data = stringAt(source['data'], `${path}.source.data`);
  const mediaType = stringAt(source['media_type'], `${path}.source.media_type`);
  if (!mediaType.includes('/')) return refuse(`${path}.source.media_type`, 'must be a media type');
  return { type: 'file', mediaType, data: source.type === 'text' ? toBase64(new TextEncoder().encode(data)) : data, ...named };
}
