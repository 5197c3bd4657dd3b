import { isJSONObject, type JSONObject, type Usage } from '@sdk/core';
import type { DecodeContext, EmbeddingCodec } from '@sdk/http';
import { readUsage } from './usage.ts';
import type { WireUsage } from './wire.ts';

/** How one vendor's `/embeddings` differs from OpenAI's. */
export interface EmbeddingDialect {
  /** How many values one request takes. @default 2048 */
  maxValues?: number;
  /** The name of `dimensions` on the wire, `false` where there is none. @default 'dimensions' */
  dimensionsField?: string | false;
  /** The endpoint below the base URL, for all models or by model; may carry a query. @default 'embeddings' */
  path?: string | ((modelId: string) => string);
  /** What vectors are asked for in. @default 'float' */
  encodingFormat?: string;
  /** The name of `inputType` on the wire and its words there; without it there is a warning. @default none */
  inputType?: { field: string; query: string; document: string };
  /** Reads vectors that come as text. @default base64 of little-endian float32 */
  readText?(text: string): number[];
  readUsage?(usage: Usage, wire: WireUsage, context: DecodeContext): Usage;
}

/** Makes the codec of a vendor's `/embeddings`. */
export function createEmbeddingCodec(dialect: EmbeddingDialect = {}): EmbeddingCodec {
  const field = dialect.dimensionsField ?? 'dimensions';
  return {
    maxValues: dialect.maxValues ?? 2048,
    encode({ values, dimensions, inputType }, { modelId, provider, warn }) {
      const body: JSONObject = { model: modelId, input: values, encoding_format: dialect.encodingFormat ?? 'float' };
      if (dimensions !== undefined && field) body[field] = dimensions;
      else if (dimensions !== undefined) warn({ kind: 'unsupported', option: 'dimensions', message: `${provider} takes no dimensions.` });
      if (inputType && dialect.inputType) body[dialect.inputType.field] = dialect.inputType[inputType];
      else if (inputType) warn({ kind: 'unsupported', option: 'inputType', message: `${provider} makes no difference between queries and documents.` });
      return { path: typeof dialect.path === 'function' ? dialect.path(modelId) : (dialect.path ?? 'embeddings'), body };
    },
    decode(body, context) {
      if (!isJSONObject(body)) return context.malformed('the answer holds no embeddings.');
      if (body['error']) context.fail(body);
      if (!Array.isArray(body['data'])) return context.malformed('the answer holds no embeddings.');
      const entries = body['data'].filter(isJSONObject);
      // Entries may come in any order; an entry without index stands where it comes.
      const ordered = entries.map((entry, at) => ({ entry, at: typeof entry['index'] === 'number' ? entry['index'] : at }));
      ordered.sort((a, b) => a.at - b.at);
      const usage = isJSONObject(body['usage']) ? body['usage'] : undefined;
      const model = body['model'];
      return {
        embeddings: ordered.map(({ entry }) => readVector(entry['embedding'], dialect, context)),
        usage: dialect.readUsage && usage ? dialect.readUsage(readUsage(usage), usage, context) : readUsage(usage),
        response: typeof model === 'string' && model !== '' ? { modelId: model } : {},
      };
    },
  };
}

/** A vector as numbers, or as base64 of little-endian float32, which some servers send whatever was asked for. */
function readVector(vector: unknown, { readText }: EmbeddingDialect, context: DecodeContext): number[] {
  if (Array.isArray(vector) && vector.every((value) => typeof value === 'number')) return vector;
  if (typeof vector !== 'string') return context.malformed('an embedding is no list of numbers.');
  if (readText) return readText(vector);
  const bytes = Uint8Array.from(atob(vector), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => view.getFloat32(at * 4, true));
}
