import { isJSONObject, type JSONObject, type Usage } from '@sdk/core';
import type { DecodeContext, EmbeddingCodec } from '@sdk/http';

/** @see https://docs.cohere.com/reference/embed (read 2026-11-20) */
const MAX_TEXTS = 96;

/** The codec of `POST /v2/embed`: texts to vectors of floating-point numbers. */
export const EMBEDDINGS: EmbeddingCodec = {
  maxValues: MAX_TEXTS,
  encode({ values, dimensions, inputType }, { modelId }) {
    const body: JSONObject = {
      model: modelId,
      texts: values,
      // Must be given. Most texts that are embedded are kept to be found.
      input_type: inputType === 'query' ? 'search_query' : 'search_document',
      embedding_types: ['float'],
      // By default the end of a text that is too long is cut off in silence.
      truncate: 'NONE',
    };
    if (dimensions !== undefined) body['output_dimension'] = dimensions;
    return { path: 'v2/embed', body };
  },
  decode(body, context) {
    if (!isJSONObject(body)) return context.malformed('the answer holds no embeddings.');
    if (body['error'] || typeof body['message'] === 'string') context.fail(body);
    const { id, embeddings, meta } = body;
    const vectors = isJSONObject(embeddings) ? embeddings['float'] : undefined;
    if (!Array.isArray(vectors)) return context.malformed('the answer holds no embeddings of type float.');
    return {
      embeddings: vectors.map((vector) => readVector(vector, context)),
      usage: readUsage(meta),
      response: typeof id === 'string' && id !== '' ? { id } : {},
    };
  },
};

function readVector(vector: unknown, context: DecodeContext): number[] {
  if (Array.isArray(vector) && vector.every((value) => typeof value === 'number')) return vector;
  return context.malformed('an embedding is no list of numbers.');
}

/** Embedding reports what is billed, and nothing else. */
function readUsage(meta: unknown): Usage {
  const billed = isJSONObject(meta) ? meta['billed_units'] : undefined;
  if (!isJSONObject(billed)) return {};
  const { input_tokens: tokens } = billed;
  return { ...(typeof tokens === 'number' ? { inputTokens: tokens, totalTokens: tokens } : {}), raw: { billed_units: billed } };
}
