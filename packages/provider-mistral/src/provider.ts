import type { EmbeddingModel, ModelInfo, Provider } from '@sdk/core';
import { createProvider, type ProviderOptions } from '@sdk/http';
import { createChatCodec, createEmbeddingCodec, createModelListCodec } from '@sdk/openai-wire';
import { MISTRAL_DIALECT } from './quirks.ts';
import { readModel } from './read-model.ts';
import { withoutEcho } from './without-echo.ts';

/** Settings of {@link createMistral}. */
export type MistralOptions = ProviderOptions;

/** Mistral's models, by any id, e.g. `mistral-small-latest`. */
export interface MistralProvider extends Provider {
  embeddingModel(modelId: string): EmbeddingModel;
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

/** Mistral limits a request by its tokens, not by its texts; so many of usual length fit. */
const MOST_VALUES = 32;

/**
 * Makes a provider for Mistral.
 *
 * The key is `apiKey` or MISTRAL_API_KEY, the base URL `baseUrl`, MISTRAL_BASE_URL or `https://api.mistral.ai/v1`; both
 * variables are read at the first call.
 *
 * @example
 * const mistral = createMistral({ baseUrl: 'https://api.eu.mistral.ai/v1' });
 * const { text } = await mistral('mistral-small-latest').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 * @see https://docs.mistral.ai/api (read 2026-11-20)
 */
export function createMistral(options: MistralOptions = {}): MistralProvider {
  const provider = createProvider(
    {
      id: 'mistral',
      apiKeyEnv: 'MISTRAL_API_KEY',
      baseUrlEnv: 'MISTRAL_BASE_URL',
      defaultBaseUrl: 'https://api.mistral.ai/v1',
      chat: createChatCodec(MISTRAL_DIALECT),
      embeddings: createEmbeddingCodec({ maxValues: MOST_VALUES, dimensionsField: 'output_dimension' }),
      models: createModelListCodec(readModel),
    },
    options,
  );
  return Object.assign((modelId: string) => withoutEcho(provider(modelId)), provider);
}

/** The ready instance: reads MISTRAL_API_KEY and MISTRAL_BASE_URL at its first call. */
export const mistral: MistralProvider = createMistral();
