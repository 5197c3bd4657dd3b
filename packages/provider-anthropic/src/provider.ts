import { API_VERSION, createMessagesCodec, createModelListCodec } from '@sdk/anthropic-wire';
import type { LanguageModel, ModelInfo, Provider } from '@sdk/core';
import { createProvider, type ProviderOptions } from '@sdk/http';

/** Settings of {@link createAnthropic}. */
export interface AnthropicOptions extends ProviderOptions {
  /**
   * Features to switch on, sent as `anthropic-beta`, e.g. `['files-api-2025-04-14']`. A call's own header
   * `anthropic-beta` replaces the list.
   *
   * @default none
   */
  betas?: readonly string[];
}

/** Anthropic's models, by any id. */
export interface AnthropicProvider extends Provider {
  (modelId: string): LanguageModel & Required<Pick<LanguageModel, 'countTokens'>>;
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

/**
 * Makes a provider for Anthropic.
 *
 * The key is `apiKey` or ANTHROPIC_API_KEY, the base URL `baseUrl`, ANTHROPIC_BASE_URL or `https://api.anthropic.com`,
 * with or without `/v1`; both variables are read at the first call. The API demands `max_tokens`: where `maxTokens` is
 * not set, 32 000 are allowed (8 192 for Claude 3.5, 4 096 for Claude 3).
 *
 * @example
 * const anthropic = createAnthropic({ defaults: { maxTokens: 4096 } });
 * const { text } = await anthropic('claude-sonnet-5').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 * @see https://platform.claude.com/docs/en/api/messages (read 2026-11-20)
 */
export function createAnthropic(options: AnthropicOptions = {}): AnthropicProvider {
  const { betas = [] } = options;
  return createProvider(
    {
      id: 'anthropic',
      apiKeyEnv: 'ANTHROPIC_API_KEY',
      baseUrlEnv: 'ANTHROPIC_BASE_URL',
      defaultBaseUrl: 'https://api.anthropic.com',
      baseUrlEnds: ['v1'],
      auth: (apiKey) => ({ 'x-api-key': apiKey }),
      headers: { 'anthropic-version': API_VERSION, ...(betas.length > 0 ? { 'anthropic-beta': betas.join(',') } : {}) },
      chat: createMessagesCodec(),
      models: createModelListCodec(),
      capabilities: { streaming: true, tools: true, toolChoice: true, audio: false, embeddings: false },
    },
    options,
  ) as AnthropicProvider;
}

/** The ready instance: reads ANTHROPIC_API_KEY and ANTHROPIC_BASE_URL at its first call. */
export const anthropic: AnthropicProvider = createAnthropic();
