import type { Provider } from '@sdk/core';
import { createOpenAI, type OpenAIOptions } from '../src/index.ts';

/** OpenAI as a provider whose models are asked over the Responses API. */
export function createOpenAIResponses(options?: OpenAIOptions): Provider {
  const { responses, id, close, listModels } = createOpenAI(options);
  return Object.assign((modelId: string) => responses(modelId), { id, close, listModels, [Symbol.asyncDispose]: close });
}
