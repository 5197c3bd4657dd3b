import type { EmbeddingModel, ModelInfo, Provider } from '@sdk/core';
import { createProvider, createSettings, defaultTransport, type ProviderOptions } from '@sdk/http';
import { createChatCodec, createEmbeddingCodec, createModelListCodec } from '@sdk/openai-wire';
import { systemClock, type WarmupClock } from './clock.ts';
import { readTimeout } from './environment.ts';
import { SYNTH_DIALECT } from './quirks.ts';
import { Warmups, type WarmupOptions } from './warmup.ts';

/** Settings of {@link createSynth}. */
export interface SynthOptions extends ProviderOptions {
  /** Where warmups take their time from; for tests. What is known to be warm is known by one clock only. @default the machine's */
  clock?: WarmupClock;
}

/** Synth's models, by any id. */
export interface SynthProvider extends Provider {
  embeddingModel(modelId: string): EmbeddingModel;
  listModels(options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
  /**
   * Has the server load a model, and waits until it is ready. A model that was ready less than ten minutes ago is not asked for again;
   * calls at the same time share one warmup.
   *
   * @returns `false` when the server says that it failed or cannot, or when attempts or time are used up.
   * @throws SdkError by rejection where the server cannot be asked: no connection, no base URL, an abort.
   */
  warmup(modelId: string, options?: WarmupOptions): Promise<boolean>;
  /** Forgets that a model is warm; without an id, all of this base URL. */
  forget(modelId?: string): void;
}

/**
 * Makes a provider for Synth: an OpenAI-compatible server of your own, often on Modal.
 *
 * The base URL is `baseUrl`, SYNTH_BASE_URL or MODAL_BASE_URL, with or without `/v1`; the key `apiKey`, SYNTH_API_KEY or MODAL_API_KEY. The
 * limit on time is SYNTH_TIMEOUT, in seconds. All variables are read at the first call.
 *
 * @example
 * const synth = createSynth({ baseUrl: 'https://me--models.modal.run' });
 * if (await synth.warmup('Qwen/Qwen2.5-7B-Instruct')) {
 *   const { text } = await synth('Qwen/Qwen2.5-7B-Instruct').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 * }
 */
export function createSynth(options: SynthOptions = {}): SynthProvider {
  return createSynthWith(options);
}

const MS_PER_SECOND = 1000;

/** {@link createSynth}, with a limit on time, in seconds, that counts before SYNTH_TIMEOUT. */
export function createSynthWith(options: SynthOptions, timeout?: number): SynthProvider {
  const { clock = systemClock, transport = defaultTransport() } = options;
  let timeoutMs = timeout === undefined ? undefined : timeout * MS_PER_SECOND;
  const spec = {
    id: 'synth',
    apiKeyEnv: ['SYNTH_API_KEY', 'MODAL_API_KEY'],
    baseUrlEnv: ['SYNTH_BASE_URL', 'MODAL_BASE_URL'],
    baseUrlEnds: ['v1'],
    // Asked for at every call, so that the variable is read at the first one.
    get timeoutMs() {
      return (timeoutMs ??= readTimeout() * MS_PER_SECOND);
    },
    connectionHint: 'Is the server running, and is this its address? Give `baseUrl` or SYNTH_BASE_URL. One that sleeps is woken by `synth.warmup(modelId)`.',
    chat: createChatCodec(SYNTH_DIALECT),
    embeddings: createEmbeddingCodec({ path: 'v1/embeddings' }),
    models: createModelListCodec(undefined, 'v1/models'),
    capabilities: { prefill: false },
  };
  const warmups = new Warmups(createSettings(spec, options, transport), clock);
  return Object.assign(createProvider(spec, { ...options, transport }), {
    warmup: (modelId: string, settings: WarmupOptions = {}) => warmups.warmup(modelId, settings),
    forget: (modelId?: string) => warmups.forget(modelId),
  });
}

/** The ready instance: reads SYNTH_BASE_URL and SYNTH_API_KEY, or MODAL_BASE_URL and MODAL_API_KEY, at its first call. */
export const synth: SynthProvider = createSynth();
