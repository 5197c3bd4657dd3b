import { isJSONObject, type JSONObject } from '@sdk/core';
import type { DecodeContext, EmbeddingCodec } from '@sdk/http';
import { readUsage } from './decode.ts';

/** Ollama names no limit; batches of this size end well within the first-byte timeout, also on a processor alone. */
const MAX_VALUES = 512;

/** Makes the codec of `/api/embed`. */
export function createEmbeddingCodec(keepAlive?: string | number): EmbeddingCodec {
  return {
    maxValues: MAX_VALUES,
    encode({ values, dimensions, inputType }, { modelId, provider, warn }) {
      // By default the server cuts the end off a text that is too long, and says nothing.
      const body: JSONObject = { model: modelId, input: values, truncate: false };
      if (dimensions !== undefined) body['dimensions'] = dimensions;
      if (keepAlive !== undefined) body['keep_alive'] = keepAlive;
      if (inputType) warn({ kind: 'unsupported', option: 'inputType', message: `${provider} makes no difference between queries and documents.` });
      return { path: 'api/embed', body };
    },
    decode(body, context) {
      if (!isJSONObject(body)) return context.malformed('the answer holds no embeddings.');
      if (body['error']) context.fail(body);
      const { embeddings, model } = body;
      if (!Array.isArray(embeddings)) return context.malformed('the answer holds no embeddings.');
      const { inputTokens, raw } = readUsage(body);
      return {
        embeddings: embeddings.map((vector) => readVector(vector, context)),
        usage: { ...(inputTokens === undefined ? {} : { inputTokens, totalTokens: inputTokens }), ...(raw === undefined ? {} : { raw }) },
        response: typeof model === 'string' && model !== '' ? { modelId: model } : {},
      };
    },
  };
}

function readVector(vector: unknown, context: DecodeContext): number[] {
  if (Array.isArray(vector) && vector.every((value) => typeof value === 'number')) return vector;
  return context.malformed('an embedding is no list of numbers.');
}
