import { isJSONObject, type JSONObject, type ModelInfo } from '@sdk/core';
import type { ModelListCodec } from '@sdk/http';

/** Makes the codec of a vendor's `GET /models`. `read` adds what the vendor says beyond the id. */
export function createModelListCodec(read: (entry: JSONObject) => Partial<ModelInfo> = () => ({}), path = 'models'): ModelListCodec {
  return {
    path,
    decode(body, context) {
      if (isJSONObject(body) && body['error']) context.fail(body);
      const entries = isJSONObject(body) ? (body['data'] ?? body['models']) : body;
      if (!Array.isArray(entries)) return context.malformed('the answer holds no list of models.');
      const models = entries
        .filter((entry) => isJSONObject(entry))
        .filter((entry) => typeof entry['id'] === 'string')
        .map((entry) => ({ id: entry['id'] as string, ...read(entry), raw: entry }));
      return { models };
    },
  };
}
