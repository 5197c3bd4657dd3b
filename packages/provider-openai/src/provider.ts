import type { EmbeddingModel, LanguageModel, ModelInfo, Provider } from '@sdk/core';
import { createProvider, type ProviderOptions } from '@sdk/http';
import { createChatCodec, createEmbeddingCodec, createModelListCodec } from '@sdk/openai-wire';
import { createResponsesCodec } from '@sdk/openai-wire/responses';
import { OPENAI_DIALECT, OPENAI_RESPONSES_DIALECT } from './quirks.ts';

/** Settings of {@link createOpenAI}. */
export interface OpenAIOptions extends ProviderOptions {
  /** Sent as `OpenAI-Organization`. */
  organization?: string;
  /** Sent as `OpenAI-Project`. */
  project?: string;
  /** The text holds `<think>` tags, as some compatible servers leave them; `'open'` when it begins inside. @default false */
  thinkTags?: boolean | 'open';
}

/** OpenAI's models, by any id. */
export interface OpenAIProvider extends Provider {
  /** The model, asked over the Responses API; the provider itself gives it over Chat Completions. */
  responses(modelId: string): LanguageModel;
  embeddingModel(modelId: string): EmbeddingModel;
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

/**
 * Makes a provider for OpenAI, or for a server that speaks its Chat Completions.
 *
 * The key is `apiKey` or OPENAI_API_KEY, the base URL `baseUrl`, OPENAI_BASE_URL or `https://api.openai.com/v1`; both
 * variables are read at the first call.
 *
 * @example
 * const openai = createOpenAI({ apiKey: 'sk-…' });
 * const { text } = await openai('gpt-5').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 * @see https://platform.openai.com/docs/api-reference/chat (read 2026-11-20)
 */
export function createOpenAI(options: OpenAIOptions = {}): OpenAIProvider {
  const { organization, project, thinkTags = false } = options;
  return createProvider(
    {
      id: 'openai',
      apiKeyEnv: 'OPENAI_API_KEY',
      baseUrlEnv: 'OPENAI_BASE_URL',
      defaultBaseUrl: 'https://api.openai.com/v1',
      headers: {
        ...(organization ? { 'openai-organization': organization } : {}),
        ...(project ? { 'openai-project': project } : {}),
      },
      chat: createChatCodec({ ...OPENAI_DIALECT, thinkTags }),
      responses: createResponsesCodec(OPENAI_RESPONSES_DIALECT),
      embeddings: createEmbeddingCodec(),
      models: createModelListCodec(),
      capabilities: { prefill: false },
    },
    options,
  );
}

/** The ready instance: reads OPENAI_API_KEY and OPENAI_BASE_URL at its first call. */
export const openai: OpenAIProvider = createOpenAI();
