import { isJSONObject, type Capabilities, type JSONObject, type JSONValue, type ModelInfo } from '@sdk/core';

/** What OpenRouter says of a model in its list. @see https://openrouter.ai/docs/guides/overview/models (read 2026-11-20) */
export function readModel({ name, context_length, top_provider, supported_parameters, architecture }: JSONObject): Partial<ModelInfo> {
  const top = isJSONObject(top_provider) ? top_provider : {};
  const window = [context_length, top['context_length']].find(isNumber);
  const most = top['max_completion_tokens'];
  const capabilities = readCapabilities(supported_parameters, isJSONObject(architecture) ? architecture : {});
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(isNumber(window) ? { contextWindow: window } : {}),
    ...(isNumber(most) ? { maxOutputTokens: most } : {}),
    ...(Object.keys(capabilities).length > 0 ? { capabilities } : {}),
  };
}

function readCapabilities(parameters: JSONValue | undefined, { input_modalities: inputs }: JSONObject): Capabilities {
  const capabilities: Capabilities = {};
  if (Array.isArray(parameters)) {
    capabilities.tools = parameters.includes('tools');
    capabilities.toolChoice = parameters.includes('tool_choice');
    capabilities.json = parameters.includes('response_format');
    capabilities.jsonSchema = parameters.includes('structured_outputs');
    capabilities.reasoning = parameters.includes('reasoning');
  }
  if (Array.isArray(inputs)) {
    capabilities.vision = inputs.includes('image');
    capabilities.audio = inputs.includes('audio');
  }
  return capabilities;
}

function isNumber(value: JSONValue | undefined): value is number {
  return typeof value === 'number';
}
