import { isJSONObject, type Capabilities, type JSONObject, type ModelInfo } from '@sdk/core';
import type { ModelListCodec } from '@sdk/http';

/** The most that one page may hold. */
const PAGE = 1000;
const PATH = `v1/models?limit=${PAGE}`;

/**
 * Makes the codec of `GET /v1/models`, page by page.
 *
 * @see https://platform.claude.com/docs/en/api/models-list (read 2026-11-20)
 */
export function createModelListCodec(): ModelListCodec {
  return {
    path: PATH,
    decode(body, context) {
      if (isJSONObject(body) && body['error']) context.fail(body);
      if (!isJSONObject(body) || !Array.isArray(body['data'])) return context.malformed('the answer holds no list of models.');
      const { data, has_more: hasMore, last_id: lastId } = body;
      const models = data.filter(isJSONObject).flatMap(readModel);
      const isLast = hasMore !== true || typeof lastId !== 'string' || models.length === 0;
      return isLast ? { models } : { models, nextPath: `${PATH}&after_id=${encodeURIComponent(lastId)}` };
    },
  };
}

function readModel(entry: JSONObject): ModelInfo[] {
  const { id, display_name: name, max_input_tokens: contextWindow, max_tokens: maxOutputTokens, capabilities } = entry;
  if (typeof id !== 'string' || id === '') return [];
  return [
    {
      id,
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof contextWindow === 'number' ? { contextWindow } : {}),
      ...(typeof maxOutputTokens === 'number' ? { maxOutputTokens } : {}),
      ...(isJSONObject(capabilities) ? { capabilities: readCapabilities(capabilities) } : {}),
      raw: entry,
    },
  ];
}

const FLAGS = { vision: 'image_input', files: 'pdf_input', jsonSchema: 'structured_outputs', reasoning: 'thinking' } as const;

function readCapabilities(wire: JSONObject): Capabilities {
  const read: Capabilities = {};
  for (const [flag, name] of Object.entries(FLAGS) as [keyof typeof FLAGS, string][]) {
    const entry = wire[name];
    if (isJSONObject(entry) && typeof entry['supported'] === 'boolean') read[flag] = entry['supported'];
  }
  return read;
}
