import type { EmbeddingModel, ModelInfo, Provider } from '@sdk/core';
import { createProvider, ndjson, type ProviderOptions } from '@sdk/http';
import { DEFAULT_BASE_URL, normalizeBaseUrl } from './base-url.ts';
import { decode } from './decode.ts';
import { decodeError } from './decode-error.ts';
import { decodeStream } from './decode-stream.ts';
import { createEmbeddingCodec } from './embeddings.ts';
import { encodeChat } from './encode.ts';
import { MODEL_LIST } from './models.ts';

/** Settings of {@link createOllama}. */
export interface OllamaOptions extends ProviderOptions {
  /**
   * How long the model stays in memory after a call: seconds, or a duration such as `'10m'`; `0` unloads it at once,
   * `-1` keeps it. For one call: `extraBody: { keep_alive: … }`.
   *
   * @default the server's, five minutes unless OLLAMA_KEEP_ALIVE says otherwise there
   */
  keepAlive?: string | number;
}

/** Ollama's models, by any name that `ollama list` shows. */
export interface OllamaProvider extends Provider {
  embeddingModel(modelId: string): EmbeddingModel;
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

/**
 * Makes a provider for an Ollama server, or for Ollama's cloud (`https://ollama.com`).
 *
 * The server is `baseUrl`, OLLAMA_HOST or `http://localhost:11434`; the key, which only the cloud asks for, `apiKey` or
 * OLLAMA_API_KEY. Both variables are read at the first call. A model that is not in memory is loaded by its first call;
 * the first-byte timeout of 300 s is meant for that.
 *
 * @example
 * const ollama = createOllama({ keepAlive: '30m' });
 * const { text } = await ollama('qwen3').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 * @see https://github.com/ollama/ollama/blob/main/docs/api.md (read 2026-11-20)
 */
export function createOllama(options: OllamaOptions = {}): OllamaProvider {
  const { keepAlive, baseUrl } = options;
  return createProvider(
    {
      id: 'ollama',
      apiKeyEnv: 'OLLAMA_API_KEY',
      apiKeyRequired: false,
      baseUrlEnv: 'OLLAMA_HOST',
      defaultBaseUrl: DEFAULT_BASE_URL,
      // Ollama reads an empty OLLAMA_HOST as none; an empty `baseUrl` is a mistake.
      normalizeBaseUrl: (url) => (baseUrl === undefined && url.trim() === '' ? DEFAULT_BASE_URL : normalizeBaseUrl(url)),
      // As base URLs end that were made for other APIs of it.
      baseUrlEnds: ['v1', 'api'],
      connectionHint: 'Is Ollama running there? Start it with `ollama serve`, or set `baseUrl` (or OLLAMA_HOST).',
      chat: {
        framing: ndjson,
        requestIdHeaders: [],
        takesUrl: () => false,
        encode: (call, context) => encodeChat(call, context, keepAlive),
        decode,
        decodeStream,
        decodeError,
      },
      embeddings: createEmbeddingCodec(keepAlive),
      models: MODEL_LIST,
      capabilities: { streaming: true, prefill: true, toolChoice: false, audio: false, files: false },
    },
    options,
  );
}

/** The ready instance: reads OLLAMA_HOST and OLLAMA_API_KEY at its first call. */
export const ollama: OllamaProvider = createOllama();
