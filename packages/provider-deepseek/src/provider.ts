import type { ModelInfo, Provider } from '@sdk/core';
import { createProvider, type ProviderOptions } from '@sdk/http';
import { createChatCodec, createModelListCodec } from '@sdk/openai-wire';
import { DEEPSEEK_DIALECT } from './quirks.ts';

/** Settings of {@link createDeepSeek}. */
export interface DeepSeekOptions extends ProviderOptions {
  /** Asks the beta endpoint, which continues messages of the assistant and holds tools to a `strict` schema. @default false */
  beta?: boolean;
}

/** DeepSeek's models, by any id. */
export interface DeepSeekProvider extends Provider {
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

/**
 * Makes a provider for DeepSeek.
 *
 * The key is `apiKey` or DEEPSEEK_API_KEY, the base URL `baseUrl`, DEEPSEEK_BASE_URL or `https://api.deepseek.com`, with
 * `beta` `https://api.deepseek.com/beta`; both variables are read at the first call.
 *
 * @example
 * const deepseek = createDeepSeek();
 * const { text } = await deepseek('deepseek-v4-pro').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 * @see https://api-docs.deepseek.com/guides/thinking_mode (read 2026-11-20)
 */
export function createDeepSeek(options: DeepSeekOptions = {}): DeepSeekProvider {
  const { beta = false } = options;
  return createProvider(
    {
      id: 'deepseek',
      apiKeyEnv: 'DEEPSEEK_API_KEY',
      baseUrlEnv: 'DEEPSEEK_BASE_URL',
      defaultBaseUrl: beta ? 'https://api.deepseek.com/beta' : 'https://api.deepseek.com',
      chat: createChatCodec({ ...DEEPSEEK_DIALECT, strict: beta }),
      models: createModelListCodec(),
      capabilities: { prefill: beta, audio: false, files: false },
    },
    options,
  );
}

/** The ready instance: reads DEEPSEEK_API_KEY and DEEPSEEK_BASE_URL at its first call. */
export const deepseek: DeepSeekProvider = createDeepSeek();
