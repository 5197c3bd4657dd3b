import { isJSONObject, type Capabilities, type JSONObject, type ModelInfo } from '@sdk/core';

/** Mistral's words for capabilities. @see https://docs.mistral.ai/api (read 2026-11-20) */
const CAPABILITIES: Record<string, keyof Capabilities> = {
  completion_chat: 'chat',
  function_calling: 'tools',
  reasoning: 'reasoning',
  vision: 'vision',
  audio: 'audio',
};

/** What Mistral says of a model in its list. */
export function readModel({ name, max_context_length, capabilities: said }: JSONObject): Partial<ModelInfo> {
  const capabilities: Capabilities = {};
  for (const [word, flag] of isJSONObject(said) ? Object.entries(said) : []) {
    const known = CAPABILITIES[word];
    if (known && typeof flag === 'boolean') capabilities[known] = flag;
  }
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof max_context_length === 'number' ? { contextWindow: max_context_length } : {}),
    ...(Object.keys(capabilities).length > 0 ? { capabilities } : {}),
  };
}
