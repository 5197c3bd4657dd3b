import { isJSONObject, type Capabilities, type JSONObject, type ModelInfo } from '@sdk/core';
import type { ModelListCodec } from '@sdk/http';

/** As many as a page may hold. */
const PATH = 'v1/models?page_size=1000';

/**
 * The codec of `GET /v1/models`: the models of all endpoints, page by page.
 *
 * @see https://github.com/cohere-ai/cohere-typescript/blob/main/src/api/types/GetModelResponse.ts (read 2026-11-21)
 */
export const MODEL_LIST: ModelListCodec = {
  path: PATH,
  decode(body, context) {
    if (!isJSONObject(body) || !Array.isArray(body['models'])) {
      if (isJSONObject(body) && (body['error'] || body['message'])) context.fail(body);
      return context.malformed('the answer holds no list of models.');
    }
    const next = body['next_page_token'];
    return {
      models: body['models'].filter(isJSONObject).flatMap(readModel),
      ...(typeof next === 'string' && next !== '' ? { nextPath: `${PATH}&page_token=${encodeURIComponent(next)}` } : {}),
    };
  },
};

function readModel(entry: JSONObject): ModelInfo[] {
  const { name: id, context_length: context } = entry;
  if (typeof id !== 'string' || id === '') return [];
  const capabilities = readCapabilities(entry);
  return [
    {
      id,
      ...(typeof context === 'number' && context > 0 ? { contextWindow: context } : {}),
      ...(capabilities ? { capabilities } : {}),
      raw: entry,
    },
  ];
}

const FEATURES = {
  tools: 'tools',
  tool_choice: 'toolChoice',
  vision: 'vision',
  json_mode: 'json',
  json_schema: 'jsonSchema',
  reasoning: 'reasoning',
} as const satisfies Record<string, keyof Capabilities>;

/** The list of endpoints is complete. That of features is not for every model, so that what is missing there says nothing. */
function readCapabilities({ endpoints, features }: JSONObject): Capabilities | undefined {
  if (!Array.isArray(endpoints)) return undefined;
  const can: Capabilities = { chat: endpoints.includes('chat'), embeddings: endpoints.includes('embed') };
  for (const [feature, flag] of Object.entries(FEATURES)) if (Array.isArray(features) && features.includes(feature)) can[flag] = true;
  return can;
}
