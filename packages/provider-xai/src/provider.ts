import type { LanguageModel, ModelInfo, Provider } from '@sdk/core';
import { createProvider, type ProviderOptions } from '@sdk/http';
import { createChatCodec, createModelListCodec } from '@sdk/openai-wire';
import { createResponsesCodec } from '@sdk/openai-wire/responses';
import { readModel, XAI_DIALECT, XAI_RESPONSES_DIALECT } from './quirks.ts';

/** Settings of {@link createXAI}. */
export type XAIOptions = ProviderOptions;

/** xAI's models, by any id. */
export interface XAIProvider extends Provider {
  /** The model, asked over the Responses API; the provider itself gives it over Chat Completions. */
  responses(modelId: string): LanguageModel;
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

/**
 * Makes a provider for xAI.
 *
 * The key is `apiKey` or XAI_API_KEY, the base URL `baseUrl`, XAI_BASE_URL or `https://api.x.ai/v1`; both
 * variables are read at the first call.
 *
 * @example
 * const xai = createXAI();
 * const { text } = await xai('grok-4.7').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 * @see https://docs.x.ai/developers/model-capabilities/text/best-practices (read 2026-11-20)
 */
export function createXAI(options: XAIOptions = {}): XAIProvider {
  return createProvider(
    {
      id: 'xai',
      apiKeyEnv: 'XAI_API_KEY',
      baseUrlEnv: 'XAI_BASE_URL',
      defaultBaseUrl: 'https://api.x.ai/v1',
      chat: createChatCodec(XAI_DIALECT),
      responses: createResponsesCodec(XAI_RESPONSES_DIALECT),
      // Says what `models` does not: modalities and prices.
      models: createModelListCodec(readModel, 'language-models'),
      capabilities: { prefill: false, audio: false },
    },
    options,
  );
}

/** The ready instance: reads XAI_API_KEY and XAI_BASE_URL at its first call. */
export const xai: XAIProvider = createXAI();
