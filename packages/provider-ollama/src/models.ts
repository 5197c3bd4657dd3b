import { isJSONObject, type Capabilities, type JSONObject, type ModelInfo } from '@sdk/core';
import type { ModelListCodec } from '@sdk/http';

/**
 * The codec of `GET /api/tags`: the models that the server has. Size, family and quantization are in `raw`.
 *
 * @see https://github.com/ollama/ollama/blob/main/docs/api.md#list-local-models (read 2026-11-20)
 */
export const MODEL_LIST: ModelListCodec = {
  path: 'api/tags',
  decode(body, context) {
    if (isJSONObject(body)) {
      if (body['error']) context.fail(body);
      // Go writes a list that was never filled as null.
      if (body['models'] === null) return { models: [] };
      if (Array.isArray(body['models'])) return { models: body['models'].filter(isJSONObject).flatMap(readModel) };
    }
    return context.malformed('the answer holds no list of models.');
  },
};

function readModel(entry: JSONObject): ModelInfo[] {
  const id = entry['name'] ?? entry['model'];
  if (typeof id !== 'string' || id === '') return [];
  const { capabilities } = entry;
  return [{ id, ...(Array.isArray(capabilities) ? { capabilities: readCapabilities(capabilities) } : {}), raw: entry }];
}

/** A list that is given is complete; not every server gives one. */
function readCapabilities(names: unknown[]): Capabilities {
  return {
    chat: names.includes('completion'),
    tools: names.includes('tools'),
    vision: names.includes('vision'),
    reasoning: names.includes('thinking'),
    embeddings: names.includes('embedding'),
  };
}
