import type { CacheHint, FilePart, JSONObject, TextPart } from '@sdk/core';
import type { EncodeContext } from '@sdk/http';
import type { ResponsesDialect } from './dialect.ts';
import { readOwnData } from './own-data.ts';

/** What all encoding of one conversation knows. */
export interface Encoding {
  dialect: ResponsesDialect;
  /** Key of the vendor's `providerData`. */
  wire: string;
  context: EncodeContext;
}

/** Texts and files as parts of the input. A message's own cache hint stands at its last part. */
export function encodeParts(parts: readonly (TextPart | FilePart)[], encoding: Encoding, cache?: CacheHint): JSONObject[] {
  const sent = parts.filter((part) => part.type === 'file' || part.text !== '');
  return sent.map((part, at) => {
    const wire = part.type === 'file' ? encodeFile(part, encoding) : { type: 'input_text', text: part.text };
    const hint = part.cache ?? (at === sent.length - 1 ? cache : undefined);
    return hint && takesBreakpoints(encoding) ? { ...wire, prompt_cache_breakpoint: { mode: 'explicit' } } : wire;
  });
}

/** Whether a prompt-cache hint is sent. */
export function takesBreakpoints({ dialect, context }: Encoding): boolean {
  return dialect.takesCacheBreakpoints?.(context.modelId) ?? false;
}

/** A file by the vendor's id, by URL, or as data. */
function encodeFile(part: FilePart, { wire, context }: Encoding): JSONObject {
  const { mediaType, url, data, filename } = part;
  const { file_id: id, detail } = readOwnData(part, wire, context.modelId) ?? {};
  const options = typeof detail === 'string' ? { detail } : {};
  if (mediaType.startsWith('image/')) {
    const image = typeof id === 'string' ? { file_id: id } : { image_url: url ?? `data:${mediaType};base64,${data as string}` };
    return { type: 'input_image', ...image, ...options };
  }
  if (mediaType.startsWith('audio/')) context.unsupported(`the Responses API takes no audio (${mediaType}).`);
  if (typeof id === 'string') return { type: 'input_file', file_id: id, ...options };
  if (url !== undefined) return { type: 'input_file', file_url: url, ...options };
  const name = filename ?? `file.${mediaType.split('/')[1]}`;
  return { type: 'input_file', filename: name, file_data: `data:${mediaType};base64,${data as string}`, ...options };
}
