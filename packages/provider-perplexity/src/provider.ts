import type { EmbeddingModel, JSONObject, ModelInfo, Provider } from '@sdk/core';
import { createProvider, type ProviderOptions } from '@sdk/http';
import { createChatCodec, createEmbeddingCodec, createModelListCodec } from '@sdk/openai-wire';
import { createDialect, readInt8, withCost } from './quirks.ts';

/** Settings of {@link createPerplexity}. */
export interface PerplexityOptions extends ProviderOptions {
  /** How to search, for every call, in Perplexity's words, e.g. `{ search_recency_filter: 'week', search_domain_filter: ['nasa.gov'] }`. */
  search?: JSONObject;
}

/** Perplexity's models, by any id, e.g. `sonar`. */
export interface PerplexityProvider extends Provider {
  embeddingModel(modelId: string): EmbeddingModel;
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

/** How many texts one request takes. */
const MOST_VALUES = 512;

/**
 * Makes a provider for Perplexity.
 *
 * The key is `apiKey` or PERPLEXITY_API_KEY, the base URL `baseUrl`, PERPLEXITY_BASE_URL or `https://api.perplexity.ai`, without a
 * version; both variables are read at the first call.
 *
 * @example
 * const perplexity = createPerplexity({ search: { search_mode: 'academic' } });
 * const { text, content } = await perplexity('sonar').generate({ messages: [{ role: 'user', content: 'Who found Pluto?' }] });
 * @see https://docs.perplexity.ai/docs/sonar/openai-compatibility (read 2026-11-21)
 */
export function createPerplexity(options: PerplexityOptions = {}): PerplexityProvider {
  return createProvider(
    {
      id: 'perplexity',
      apiKeyEnv: 'PERPLEXITY_API_KEY',
      baseUrlEnv: 'PERPLEXITY_BASE_URL',
      defaultBaseUrl: 'https://api.perplexity.ai',
      chat: createChatCodec(createDialect(options.search, options.capabilities?.tools)),
      embeddings: createEmbeddingCodec({
        path: 'v1/embeddings',
        maxValues: MOST_VALUES,
        encodingFormat: 'base64_int8',
        readText: readInt8,
        readUsage: withCost,
      }),
      models: createModelListCodec(undefined, 'v1/models'),
      capabilities: { tools: false, prefill: false, audio: false },
    },
    options,
  );
}

/** The ready instance: reads PERPLEXITY_API_KEY and PERPLEXITY_BASE_URL at its first call. */
export const perplexity: PerplexityProvider = createPerplexity();
