import type { CallOptions, EmbeddingModel, LanguageModel, ModelInfo, Provider } from '@sdk/core';
import { bearer, createProvider, sseOrJSONArray, type ProviderOptions } from '@sdk/http';
import { decode, decodeStream } from './decode.ts';
import { decodeError } from './decode-error.ts';
import { createEmbeddingCodec } from './embeddings.ts';
import { decodeCount, encode, encodeCount, type EncodeSettings } from './encode.ts';
import { takesUrl } from './files.ts';
import { MODEL_LIST } from './models.ts';

/** Settings of {@link createGemini}. */
export interface GeminiOptions extends ProviderOptions {
  /**
   * How the key is sent: as `x-goog-api-key`, or as a bearer token, which is what OAuth tokens need.
   *
   * @default 'bearer' where `baseUrl` ends in `/publishers/google` (Vertex AI), else 'key'
   */
  auth?: 'key' | 'bearer';
}

/** A model of Gemini's, which can count tokens. */
export interface GeminiModel extends LanguageModel {
  countTokens(options: CallOptions): Promise<{ inputTokens: number }>;
}

/** Gemini's models, by id: `gemini-3-flash-preview`, `models/…` or `tunedModels/…`. */
export interface GeminiProvider extends Provider {
  (modelId: string): GeminiModel;
  embeddingModel(modelId: string): EmbeddingModel;
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
}

const BASE_URL_ENV = 'GEMINI_BASE_URL';

/**
 * Makes a provider for the Gemini API, or for Gemini on Vertex AI, where `apiKey` gives an access token.
 *
 * The key is `apiKey`, GEMINI_API_KEY or GOOGLE_API_KEY, the base URL `baseUrl`, GEMINI_BASE_URL or
 * `https://generativelanguage.googleapis.com/v1beta`; the variables are read at the first call.
 *
 * @example
 * const gemini = createGemini();
 * const { text } = await gemini('gemini-3.8-flash').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 * @example
 * const vertex = createGemini({
 *   baseUrl: 'https://europe-west1-aiplatform.googleapis.com/v1/projects/my-project/locations/europe-west1/publishers/google',
 *   apiKey: () => auth.getAccessToken(),
 * });
 * @see https://ai.google.dev/api/generate-content (read 2026-11-20)
 */
export function createGemini(options: GeminiOptions = {}): GeminiProvider {
  const { auth, baseUrl, capabilities, extraBody } = options;
  const isVertex = () => /\/publishers\/google\/*$/.test(baseUrl ?? readBaseUrl());
  const settings: EncodeSettings = { isVertex, takesPrefill: capabilities?.prefill === true, extraBody };
  const provider = createProvider(
    {
      id: 'gemini',
      apiKeyEnv: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
      baseUrlEnv: BASE_URL_ENV,
      defaultBaseUrl: 'https://generativelanguage.googleapis.com/v1beta',
      auth: (key): Record<string, string> => ((auth ?? (isVertex() ? 'bearer' : 'key')) === 'bearer' ? bearer(key) : { 'x-goog-api-key': key }),
      chat: {
        framing: sseOrJSONArray,
        // The vendor gives none; gateways before it may.
        requestIdHeaders: ['x-request-id'],
        takesUrl,
        encode: (call, context) => encode(call, context, settings),
        decode,
        decodeStream,
        decodeError,
        tokenCount: { encode: (call, context) => encodeCount(call, context, settings), decode: decodeCount },
      },
      embeddings: createEmbeddingCodec(isVertex),
      models: MODEL_LIST,
    },
    options,
  );
  return provider as GeminiProvider;
}

function readBaseUrl(): string {
  return (typeof process === 'undefined' ? undefined : process.env[BASE_URL_ENV]) ?? '';
}

/** The ready instance: reads GEMINI_API_KEY or GOOGLE_API_KEY, and GEMINI_BASE_URL, at its first call. */
export const gemini: GeminiProvider = createGemini();
