import type { EmbeddingModel, LanguageModel, ModelInfo, Provider } from '@sdk/core';
import { createProvider, type ProviderOptions } from '@sdk/http';
import { createChatCodec, createEmbeddingCodec, createModelListCodec } from '@sdk/openai-wire';
import { LEPTON_MODELS } from './models.ts';
import { LEPTON_DIALECT } from './quirks.ts';

/** Settings of {@link createLepton}. */
export type LeptonOptions = ProviderOptions;

/** Lepton's models: those of {@link LEPTON_MODELS} by name, and any by id. */
export interface LeptonProvider extends Provider, Record<keyof typeof LEPTON_MODELS, () => LanguageModel> {
  embeddingModel(modelId: string): EmbeddingModel;
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

/** A whole answer may take so long, and a stream to its first byte, in milliseconds. */
const TIMEOUT_MS = 100_000;

/**
 * Makes a provider for Lepton: an endpoint of your own on DGX Cloud Lepton, or any server of its old API.
 *
 * The key is `apiKey` or LEPTON_API_KEY, the base URL `baseUrl`, LEPTON_BASE_URL or `https://api.lepton.ai/api/v1`; both variables are read at
 * the first call. The public API behind that default is gone, so give the URL of your endpoint.
 *
 * @example
 * const lepton = createLepton({ baseUrl: 'https://workspace-endpoint.xenon.lepton.run/v1' });
 * const { text } = await lepton.llama3_70B().generate({ messages: [{ role: 'user', content: 'Hello' }] });
 * @see https://docs.nvidia.com/dgx-cloud/lepton/features/endpoints (read 2026-11-20)
 */
export function createLepton(options: LeptonOptions = {}): LeptonProvider {
  const provider = createProvider(
    {
      id: 'lepton',
      apiKeyEnv: 'LEPTON_API_KEY',
      baseUrlEnv: 'LEPTON_BASE_URL',
      defaultBaseUrl: 'https://api.lepton.ai/api/v1',
      timeoutMs: TIMEOUT_MS,
      connectionHint: "Lepton's public API is gone: give `baseUrl` (or LEPTON_BASE_URL), the URL of your own endpoint. One that has been idle must be started again by hand.",
      chat: createChatCodec(LEPTON_DIALECT),
      embeddings: createEmbeddingCodec(),
      models: createModelListCodec(),
      capabilities: { chat: true, tools: true, vision: false, prefill: false },
    },
    options,
  );
  const named = Object.entries(LEPTON_MODELS).map(([name, { id }]) => [name, () => provider(id)]);
  return Object.assign(provider, Object.fromEntries(named) as Record<keyof typeof LEPTON_MODELS, () => LanguageModel>);
}

/** The ready instance: reads LEPTON_API_KEY and LEPTON_BASE_URL at its first call. */
export const lepton: LeptonProvider = createLepton();
