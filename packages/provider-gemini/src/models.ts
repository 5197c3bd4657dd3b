import { isJSONObject, type Capabilities, type JSONObject, type ModelInfo } from '@sdk/core';
import type { ModelListCodec } from '@sdk/http';
import { bareModelId } from './model-id.ts';

/** As many on a page as the vendor gives. */
const PATH = 'models?pageSize=1000';

/**
 * The codec of `GET /models`. Ids come without `models/`.
 *
 * @see https://ai.google.dev/api/models#method:-models.list (read 2026-11-20)
 */
export const MODEL_LIST: ModelListCodec = {
  path: PATH,
  decode(body, context) {
    if (!isJSONObject(body)) return context.malformed('the answer holds no list of models.');
    if (body['error']) context.fail(body);
    const { models = body['publisherModels'], nextPageToken } = body;
    if (!Array.isArray(models)) return context.malformed('the answer holds no list of models.');
    return {
      models: models.filter(isJSONObject).flatMap(readModel),
      ...(typeof nextPageToken === 'string' && nextPageToken !== '' ? { nextPath: `${PATH}&pageToken=${encodeURIComponent(nextPageToken)}` } : {}),
    };
  },
};

function readModel(entry: JSONObject): ModelInfo[] {
  const { name, displayName, inputTokenLimit, outputTokenLimit } = entry;
  if (typeof name !== 'string' || name === '') return [];
  const capabilities = readCapabilities(entry);
  return [
    {
      id: bareModelId(name),
      ...(typeof displayName === 'string' ? { name: displayName } : {}),
      ...(typeof inputTokenLimit === 'number' ? { contextWindow: inputTokenLimit } : {}),
      ...(typeof outputTokenLimit === 'number' ? { maxOutputTokens: outputTokenLimit } : {}),
      ...(capabilities ? { capabilities } : {}),
      raw: entry,
    },
  ];
}

function readCapabilities({ supportedGenerationMethods: methods, thinking }: JSONObject): Capabilities | undefined {
  if (!Array.isArray(methods)) return undefined;
  return {
    chat: methods.includes('generateContent'),
    embeddings: methods.some((method) => method === 'embedContent' || method === 'batchEmbedContents'),
    ...(typeof thinking === 'boolean' ? { reasoning: thinking } : {}),
  };
}
