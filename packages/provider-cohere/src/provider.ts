import type { EmbeddingModel, ModelInfo, Provider } from '@sdk/core';
import { createProvider, sse, type ProviderOptions } from '@sdk/http';
import { decode } from './decode.ts';
import { decodeError } from './decode-error.ts';
import { decodeStream } from './decode-stream.ts';
import { EMBEDDINGS } from './embeddings.ts';
import { encodeChat } from './encode.ts';
import { MODEL_LIST } from './models.ts';
import { readRateLimit } from './rate-limit.ts';

/** Settings of {@link createCohere}. */
export type CohereOptions = ProviderOptions;

/** Cohere's models, by any id. */
export interface CohereProvider extends Provider {
  embeddingModel(modelId: string): EmbeddingModel;
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

/**
 * Makes a provider for Cohere.
 *
 * The key is `apiKey`, COHERE_API_KEY or CO_API_KEY, the base URL `baseUrl`, COHERE_BASE_URL or `https://api.cohere.com`, with or
 * without `/v2` at its end; both variables are read at the first call.
 *
 * @example
 * const cohere = createCohere();
 * const { text } = await cohere('command-a-03-2025').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 * @see https://docs.cohere.com/reference/chat (read 2026-11-20)
 */
export function createCohere(options: CohereOptions = {}): CohereProvider {
  return createProvider(
    {
      id: 'cohere',
      apiKeyEnv: ['COHERE_API_KEY', 'CO_API_KEY'],
      baseUrlEnv: 'COHERE_BASE_URL',
      // Without its version: chat and embeddings are of version 2, the list of models is of version 1.
      defaultBaseUrl: 'https://api.cohere.com',
      baseUrlEnds: ['v1', 'v2'],
      chat: {
        framing: sse,
        requestIdHeaders: ['x-debug-trace-id'],
        readRateLimit,
        // Images are fetched by Cohere; other files are refused unread.
        encode: encodeChat,
        decode,
        decodeStream,
        decodeError,
      },
      embeddings: EMBEDDINGS,
      models: MODEL_LIST,
      capabilities: { streaming: true, prefill: false, audio: false, files: false },
    },
    options,
  );
}

/** The ready instance: reads COHERE_API_KEY (or CO_API_KEY) and COHERE_BASE_URL at its first call. */
export const cohere: CohereProvider = createCohere();
