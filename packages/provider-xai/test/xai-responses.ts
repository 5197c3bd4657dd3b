import type { Provider } from '@sdk/core';
import { createXAI, type XAIOptions } from '../src/index.ts';

/** xAI as a provider whose models are asked over the Responses API. */
export function createXAIResponses(options?: XAIOptions): Provider {
  const { responses, id, close } = createXAI(options);
  return Object.assign((modelId: string) => responses(modelId), { id, close, [Symbol.asyncDispose]: close });
}
