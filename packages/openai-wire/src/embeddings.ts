import { isJSONObject, type JSONObject } from '@sdk/core';
import type { DecodeContext, EmbeddingCodec } from '@sdk/http';
import { readUsage } from './usage.ts';

/** How one vendor's `/embeddings` differs from OpenAI's. */
export interface EmbeddingDialect {
  /** How many values one request takes. @default 2048 */
  maxValues?: number;
  /** The name of `dimensions` on the wire, `false` where there is none. @default 'dimensions' */
  dimensionsField?: string | false;
  /** @default 'embeddings' */
  path?: string;
}

/** Makes the codec of a vendor's `/embeddings`. */
export function createEmbeddingCodec(dialect: EmbeddingDialect = {}): EmbeddingCodec {
  const field = dialect.dimensionsField ?? 'dimensions';
  return {
    maxValues: dialect.maxValues ?? 2048,
    encode({ values, dimensions, inputType }, { modelId, provider, warn }) {
      const body: JSONObject = { model: modelId, input: values, encoding_format: 'float' };
      if (dimensions !== undefined && field) body[field] = dimensions;
      else if (dimensions !== undefined) warn({ kind: 'unsupported', option: 'dimensions', message: `${provider} takes no dimensions.` });
      if (inputType) warn({ kind: 'unsupported', option: 'inputType', message: `${provider} makes no difference between queries and documents.` });
      return { path: dialect.path ?? 'embeddings', body };
    },
    decode(body, context) {
      if (!isJSONObject(body)) return context.malformed('the answer holds no embeddings.');
      if (body['error']) context.fail(body);
      if (!Array.isArray(body['data'])) return context.malformed('the answer holds no embeddings.');
      const entries = body['data'].filter(isJSONObject);
      // Entries may come in any order; an entry without index stands where it comes.
      const ordered = entries.map((entry, at) => ({ entry, at: typeof entry['index'] === 'number' ? entry['index'] : at }));
      ordered.sort((a, b) => a.at - b.at);
      const model = body['model'];
      return {
        embeddings: ordered.map(({ entry }) => readVector(entry['embedding'], context)),
        usage: readUsage(isJSONObject(body['usage']) ? (body['usage']) : undefined),
        response: typeof model === 'string' && model !== '' ? { modelId: model } : {},
      };
    },
  };
}

/** A vector as numbers, or as base64 of little-endian float32, which some servers send whatever was asked for. */
function readVector(vector: unknown, context: DecodeContext): number[] {
  if (Array.isArray(vector) && vector.every((value) => typeof value === 'number')) return vector;
  if (typeof vector !== 'string') return context.malformed('an embedding is no list of numbers.');
  const bytes = Uint8Array.from(atob(vector), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => view.getFloat32(at * 4, true));
}
