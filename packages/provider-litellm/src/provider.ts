import type { EmbeddingModel, ModelInfo, Provider } from '@sdk/core';
import { createProvider, type ProviderOptions } from '@sdk/http';
import { createChatCodec, createEmbeddingCodec, createModelListCodec } from '@sdk/openai-wire';
import { LITELLM_DIALECT, withCost } from './quirks.ts';

/** Settings of {@link createLiteLLM}. */
export type LiteLLMOptions = ProviderOptions;

/** The models of a LiteLLM proxy, by the names that its configuration gives them. */
export interface LiteLLMProvider extends Provider {
  embeddingModel(modelId: string): EmbeddingModel;
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

/** A whole answer may take so long, and a stream to its first byte, in milliseconds. */
export const TIMEOUT_MS = 60_000;

/**
 * Makes a provider for a LiteLLM proxy.
 *
 * The base URL is `baseUrl`, LITELLM_URL, LITELLM_BASE_URL or `http://localhost:4000`, with or without `/v1`: the proxy answers under both. A
 * key is sent where there is one: `apiKey` or LITELLM_API_KEY. All variables are read at the first call.
 *
 * @example
 * const litellm = createLiteLLM({ baseUrl: 'http://localhost:4000' });
 * const { text } = await litellm('claude-sonnet').generate({ messages: [{ role: 'user', content: 'Hello' }], sessionId: 'task-1' });
 * @see https://docs.litellm.ai/docs/proxy/user_keys (read 2026-11-20)
 */
export function createLiteLLM(options: LiteLLMOptions = {}): LiteLLMProvider {
  return createLiteLLMWith(options, TIMEOUT_MS);
}

/** {@link createLiteLLM}, with another limit on time. */
export function createLiteLLMWith(options: LiteLLMOptions, timeoutMs: number): LiteLLMProvider {
  return createProvider(
    {
      id: 'litellm',
      apiKeyEnv: 'LITELLM_API_KEY',
      apiKeyRequired: false,
      baseUrlEnv: ['LITELLM_URL', 'LITELLM_BASE_URL'],
      defaultBaseUrl: 'http://localhost:4000',
      timeoutMs,
      connectionHint: 'Is the server running (`litellm --config config.yaml --port 4000`), and is `baseUrl` or LITELLM_URL its address?',
      chat: createChatCodec(LITELLM_DIALECT),
      embeddings: createEmbeddingCodec({ readUsage: withCost }),
      models: createModelListCodec(),
    },
    options,
  );
}

/** The ready instance: reads LITELLM_URL and LITELLM_API_KEY at its first call. */
export const litellm: LiteLLMProvider = createLiteLLM();
