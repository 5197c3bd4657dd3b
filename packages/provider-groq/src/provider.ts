import type { EmbeddingModel, ModelInfo, Provider } from '@sdk/core';
import { createProvider, type ProviderOptions } from '@sdk/http';
import { createChatCodec, createEmbeddingCodec, createModelListCodec } from '@sdk/openai-wire';
import { GROQ_DIALECT, readModel } from './quirks.ts';

/** Settings of {@link createGroq}. */
export type GroqOptions = ProviderOptions;

/** The models that Groq serves, by any id. */
export interface GroqProvider extends Provider {
  embeddingModel(modelId: string): EmbeddingModel;
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

/**
 * Makes a provider for Groq.
 *
 * The key is `apiKey` or GROQ_API_KEY, the base URL `baseUrl`, GROQ_BASE_URL or `https://api.groq.com/openai/v1`; both
 * variables are read at the first call.
 *
 * @example
 * const groq = createGroq();
 * const { text } = await groq('openai/gpt-oss-120b').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 * @see https://console.groq.com/docs/reasoning (read 2026-11-20)
 */
export function createGroq(options: GroqOptions = {}): GroqProvider {
  return createProvider(
    {
      id: 'groq',
      apiKeyEnv: 'GROQ_API_KEY',
      baseUrlEnv: 'GROQ_BASE_URL',
      defaultBaseUrl: 'https://api.groq.com/openai/v1',
      chat: createChatCodec(GROQ_DIALECT),
      embeddings: createEmbeddingCodec({ dimensionsField: false }),
      models: createModelListCodec(readModel),
      capabilities: { audio: false, files: false },
    },
    options,
  );
}

/** The ready instance: reads GROQ_API_KEY and GROQ_BASE_URL at its first call. */
export const groq: GroqProvider = createGroq();
