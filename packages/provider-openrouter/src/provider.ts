import type { EmbeddingModel, JSONObject, ModelInfo, Provider } from '@sdk/core';
import { createProvider, type ProviderOptions } from '@sdk/http';
import { createChatCodec, createEmbeddingCodec, createModelListCodec } from '@sdk/openai-wire';
import { createDialect, withCost } from './quirks.ts';
import { readModel } from './read-model.ts';

/** Settings of {@link createOpenRouter}. */
export interface OpenRouterOptions extends ProviderOptions {
  /** Models to fall back to, in this order, when the one asked for cannot answer. */
  models?: readonly string[];
  /** Which vendors may answer, in OpenRouter's words, e.g. `{ order: ['anthropic'], allow_fallbacks: false }`. */
  provider?: JSONObject;
  /** e.g. `[{ id: 'file-parser', pdf: { engine: 'native' } }]`. */
  plugins?: readonly JSONObject[];
  /** The address of your application, for OpenRouter's rankings; sent as `HTTP-Referer`. */
  referer?: string;
  /** The name of your application there; sent as `X-Title`. */
  title?: string;
}

/** OpenRouter's models, by any id, e.g. `anthropic/claude-haiku-4.5`. */
export interface OpenRouterProvider extends Provider {
  embeddingModel(modelId: string): EmbeddingModel;
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

/**
 * Makes a provider for OpenRouter.
 *
 * The key is `apiKey` or OPENROUTER_API_KEY, the base URL `baseUrl`, OPENROUTER_BASE_URL or `https://openrouter.ai/api/v1`; both
 * variables are read at the first call.
 *
 * @example
 * const openrouter = createOpenRouter({ models: ['openai/gpt-5.2'], provider: { data_collection: 'deny' } });
 * const { text } = await openrouter('anthropic/claude-haiku-4.5').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 * @see https://openrouter.ai/docs/api_reference/overview (read 2026-11-20)
 */
export function createOpenRouter(options: OpenRouterOptions = {}): OpenRouterProvider {
  const { referer, title } = options;
  return createProvider(
    {
      id: 'openrouter',
      apiKeyEnv: 'OPENROUTER_API_KEY',
      baseUrlEnv: 'OPENROUTER_BASE_URL',
      defaultBaseUrl: 'https://openrouter.ai/api/v1',
      headers: { ...(referer ? { 'http-referer': referer } : {}), ...(title ? { 'x-title': title } : {}) },
      chat: createChatCodec(createDialect(options)),
      embeddings: createEmbeddingCodec({
        inputType: { field: 'input_type', query: 'search_query', document: 'search_document' },
        readUsage: withCost,
      }),
      models: createModelListCodec(readModel),
    },
    options,
  );
}

/** The ready instance: reads OPENROUTER_API_KEY and OPENROUTER_BASE_URL at its first call. */
export const openrouter: OpenRouterProvider = createOpenRouter();
