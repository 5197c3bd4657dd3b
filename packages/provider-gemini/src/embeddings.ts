import { isJSONObject, type EmbedOptions, type JSONObject, type Usage } from '@sdk/core';
import type { DecodeContext, EmbeddingCodec, EncodeContext, WireEmbeddings } from '@sdk/http';
import { modelPath } from './model-id.ts';

/** The vendor's limit. @see https://ai.google.dev/api/embeddings#method:-models.batchembedcontents (read 2026-11-20) */
const MAX_VALUES = 100;

const TASKS = { query: 'RETRIEVAL_QUERY', document: 'RETRIEVAL_DOCUMENT' } as const;

type Context = Omit<EncodeContext, 'stream'>;

/** Makes the codec of `:batchEmbedContents`, or of Vertex AI's `:predict`. */
export function createEmbeddingCodec(isVertex: () => boolean): EmbeddingCodec {
  return {
    maxValues: MAX_VALUES,
    encode: (options, context) => (isVertex() ? encodePredict(options, context) : encodeBatch(options, context)),
    decode(body, context) {
      if (!isJSONObject(body)) return context.malformed('the answer holds no embeddings.');
      if (body['error']) context.fail(body);
      if (Array.isArray(body['predictions'])) return decodePredictions(body['predictions'], context);
      const { embeddings = [body['embedding']], usageMetadata } = body;
      if (!Array.isArray(embeddings)) return context.malformed('the answer holds no embeddings.');
      return { embeddings: embeddings.map((one) => readVector(one, context)), usage: readUsage(usageMetadata), response: {} };
    },
  };
}

function encodeBatch({ values, dimensions, inputType }: EmbedOptions, context: Context): { path: string; body: JSONObject } {
  const path = modelPath(context);
  const requests = values.map((text) => ({
    model: path,
    content: { parts: [{ text }] },
    ...(inputType ? { taskType: TASKS[inputType] } : {}),
    ...(dimensions === undefined ? {} : { outputDimensionality: dimensions }),
  }));
  return { path: `${path}:batchEmbedContents`, body: { requests } };
}

/** @see https://docs.cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api (read 2026-11-20) */
function encodePredict({ values, dimensions, inputType }: EmbedOptions, context: Context): { path: string; body: JSONObject } {
  const instances = values.map((content) => ({ content, ...(inputType ? { task_type: TASKS[inputType] } : {}) }));
  const parameters: JSONObject = {
    // By default the end of a text that is too long is cut off in silence.
    autoTruncate: false,
    ...(dimensions === undefined ? {} : { outputDimensionality: dimensions }),
  };
  return { path: `${modelPath(context)}:predict`, body: { instances, parameters } };
}

function decodePredictions(predictions: readonly unknown[], context: DecodeContext): WireEmbeddings {
  let inputTokens: number | undefined;
  const embeddings = predictions.map((prediction) => {
    const one = isJSONObject(prediction) ? prediction['embeddings'] : undefined;
    const count = isJSONObject(one) && isJSONObject(one['statistics']) ? one['statistics']['token_count'] : undefined;
    if (typeof count === 'number') inputTokens = (inputTokens ?? 0) + count;
    return readVector(one, context);
  });
  return { embeddings, usage: usageOf(inputTokens), response: {} };
}

function readVector(embedding: unknown, context: DecodeContext): number[] {
  const values = isJSONObject(embedding) ? embedding['values'] : undefined;
  if (Array.isArray(values) && values.every((value) => typeof value === 'number')) return values;
  return context.malformed('an embedding is no list of numbers.');
}

function readUsage(metadata: unknown): Usage {
  if (!isJSONObject(metadata)) return {};
  const count = metadata['promptTokenCount'];
  return { ...usageOf(typeof count === 'number' ? count : undefined), raw: metadata };
}

function usageOf(inputTokens: number | undefined): Usage {
  return inputTokens === undefined ? {} : { inputTokens, totalTokens: inputTokens };
}
