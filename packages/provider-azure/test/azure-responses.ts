import type { Provider } from '@sdk/core';
import { createAzure, type AzureOptions } from '../src/index.ts';

/** Azure as a provider whose deployments are asked over the Responses API. */
export function createAzureResponses(options?: AzureOptions): Provider {
  const { responses, id, close } = createAzure(options);
  return Object.assign((deployment: string) => responses(deployment), { id, close, [Symbol.asyncDispose]: close });
}
