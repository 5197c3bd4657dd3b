import type { EmbeddingModel, LanguageModel, ModelInfo, Provider } from '@sdk/core';
import { bearer, createProvider, type ProviderOptions } from '@sdk/http';
import { createChatCodec, createEmbeddingCodec, createModelListCodec } from '@sdk/openai-wire';
import { createResponsesCodec } from '@sdk/openai-wire/responses';
import { askToken, createAzureDialect, createAzureResponsesDialect, createEndpoints, readModel } from './quirks.ts';

/** Settings of {@link createAzure}. `baseUrl` is the resource, e.g. `https://my-resource.openai.azure.com`. */
export interface AzureOptions extends ProviderOptions {
  /** Asks the dated surface of this version, e.g. `'2024-10-21'`. @default none: `/openai/v1`, which has no versions */
  apiVersion?: string;
  /**
   * Gives a Microsoft Entra token, sent as `authorization: Bearer …` in place of a key; called once per attempt, so it
   * should cache, as `getBearerTokenProvider` of `@azure/identity` does. Wins over `apiKey`.
   */
  tokenProvider?: () => string | Promise<string>;
  /**
   * Whether a deployment is of an OpenAI model that thinks first, and so takes `max_completion_tokens` and no sampling.
   *
   * @default by its name: `o1`, `o3-mini`, `gpt-5…` and the like, but not `gpt-5-chat`
   */
  isReasoningModel?: (deployment: string) => boolean;
}

/** The deployments of an Azure resource, by their names. */
export interface AzureProvider extends Provider {
  /** The deployment, asked over the Responses API; the provider itself gives it over Chat Completions. */
  responses(deployment: string): LanguageModel;
  embeddingModel(deployment: string): EmbeddingModel;
  /** The base models of the resource's region; not its deployments, which only Azure's management API lists. */
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

/**
 * Makes a provider for an Azure OpenAI (Foundry) resource. A model id is the name of a deployment.
 *
 * The key is `apiKey` or AZURE_OPENAI_API_KEY, sent as `api-key`; the resource is `baseUrl` or AZURE_OPENAI_ENDPOINT, with
 * or without `/openai/v1`. Both variables are read at the first call.
 *
 * @example
 * const azure = createAzure({ baseUrl: 'https://my-resource.openai.azure.com' });
 * const { text } = await azure('my-deployment').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle (read 2026-11-20)
 */
export function createAzure(options: AzureOptions = {}): AzureProvider {
  const { baseUrl, apiVersion, tokenProvider, isReasoningModel } = options;
  const { normalizeBaseUrl, operation, responses, models } = createEndpoints(baseUrl, apiVersion);
  return createProvider(
    {
      id: 'azure',
      ...(tokenProvider ? {} : { apiKeyEnv: 'AZURE_OPENAI_API_KEY' }),
      baseUrlEnv: 'AZURE_OPENAI_ENDPOINT',
      normalizeBaseUrl,
      auth: tokenProvider ? bearer : (apiKey) => ({ 'api-key': apiKey }),
      chat: createChatCodec(createAzureDialect(operation('chat/completions'), isReasoningModel)),
      responses: createResponsesCodec(createAzureResponsesDialect(responses, isReasoningModel)),
      embeddings: createEmbeddingCodec({ path: operation('embeddings') }),
      models: createModelListCodec(readModel, models),
      capabilities: { prefill: false },
    },
    tokenProvider ? { ...options, apiKey: () => askToken(tokenProvider) } : options,
  );
}

/** The ready instance: reads AZURE_OPENAI_API_KEY and AZURE_OPENAI_ENDPOINT at its first call. */
export const azure: AzureProvider = createAzure();
