import { ConfigurationError, SdkError, type CallOptions, type Message, type ModelInfo, type Provider, type StreamPart } from '@sdk/core';
import { Connections, type Target } from './calls/connections.ts';
import type { RetryClock } from './calls/model-of.ts';
import type { Answer } from './calls/answer.ts';
import type { ModelConfig, ModelConfigRow, StoredModelConfig } from './config/model-config.ts';
import type { ProviderFactory, ProviderSettings } from './providers/create-provider.ts';
import type { Environment } from './resolve-target.ts';
import { ServiceCalls } from './service-calls.ts';
import { StoredConfigs } from './stored-configs.ts';
import type { ModelConfigStore } from './stores/store.ts';
import type { ConfigReport, TestOptions } from './test-config.ts';

/** Settings of {@link createService}. */
export interface ServiceOptions {
  /** What makes each provider, by the names that configurations give them: `{ openai: createOpenAI, ollama: createOllama }`. */
  providers: Record<string, ProviderFactory>;
  /** Where configurations are kept; for `loadConfig` and `chatWithConfigId`. Closing it stays your business. */
  store?: ModelConfigStore;
  /** Most servers-with-keys whose connections are kept; the least recently used goes first. @default 100 */
  maxConnections?: number;
  /**
   * Where `{ env: 'NAME' }` keys are read, at each call. Who may write a configuration may have any variable that is here sent to a server of
   * their choice: where that is not you, give only those that are meant for it.
   *
   * @default process.env
   */
  env?: Environment;
  /** For tests. */
  retry?: RetryClock;
}

/** What one call may say beside its messages; it counts before the configuration. */
export type ChatOptions = Omit<CallOptions, 'messages'>;

/** What {@link Service.chatStream} may be told beside. */
export interface ChatStreamOptions extends ChatOptions {
  /** The model begins inside its thoughts and writes only the closing tag. @default false */
  startsInside?: boolean;
}

/** A question about an image. */
export interface VisionCall {
  config: ModelConfig | ModelConfigRow;
  prompt: string;
  /** Base64, or a `data:` URL, whose own media type counts. */
  imageData: string;
  /** @default what the bytes say; 'image/jpeg' where they say nothing */
  mimeType?: string;
  options?: ChatOptions;
}

/** Models by configuration. Every failure is an `SdkError`, by rejection or in the stream. */
export interface Service extends AsyncDisposable {
  /** @throws ModelConfigError that lists every mistake of the configuration; else what `generate` throws */
  chat(config: ModelConfig | ModelConfigRow, messages: Message[], options?: ChatOptions): Promise<Answer>;
  /** The text of the answer as it comes, without thoughts. The request goes out at the first `next()`. */
  chatStream(config: ModelConfig | ModelConfigRow, messages: Message[], options?: ChatStreamOptions): AsyncIterable<string>;
  /** All parts of the answer as they come, as the model wrote them. */
  chatStreamParts(config: ModelConfig | ModelConfigRow, messages: Message[], options?: ChatOptions): AsyncIterable<StreamPart>;
  /** @throws ConfigurationError for an image that is none, or not of the kind that is said */
  visionChat(call: VisionCall): Promise<Answer>;
  /** `chat` with a stored configuration. @throws ModelConfigNotFoundError, StoreUnavailableError */
  chatWithConfigId(id: string, messages: Message[], options?: ChatOptions): Promise<Answer>;
  /** A stored configuration, its keys hidden. @throws ModelConfigNotFoundError, StoreUnavailableError */
  loadConfig(id: string): Promise<StoredModelConfig>;
  /** What models there are; the configuration needs no `model` yet. @throws UnsupportedFeatureError where the vendor has no list */
  listModels(config: Omit<ModelConfig, 'model'> | Omit<ModelConfigRow, 'model'>, options?: { signal?: AbortSignal }): Promise<ModelInfo[]>;
  /** One cheap call per key, without retries and fallbacks: whether the configuration works, and what is wrong with it. Rejects only when aborted. */
  testConfig(config: ModelConfig | ModelConfigRow, options?: TestOptions): Promise<ConfigReport>;
  /** Names of the providers that configurations may have. */
  listProviders(): string[];
  /** Forgets all connections and remembered configurations. Calls in flight end first. */
  clearCache(): void;
  /** Takes no more calls, waits for those in flight, and closes every connection. */
  close(): Promise<void>;
}

const DEFAULT_MOST_CONNECTIONS = 100;

/**
 * Makes a service that asks models by configurations: data of a settings page or a database, not code.
 *
 * @throws ConfigurationError (at once) for a provider that is no factory.
 * @example
 * const service = createService({ providers: { openai: createOpenAI }, store: sqliteStore({ file: 'models.db' }) });
 * const { text } = await service.chatWithConfigId('default', [{ role: 'user', content: 'Hello' }]);
 */
export function createService({ providers, store, maxConnections = DEFAULT_MOST_CONNECTIONS, env = process.env, retry = {} }: ServiceOptions): Service {
  checkProviders(providers);
  if (!(maxConnections >= 1)) throw new ConfigurationError('createService: maxConnections must be at least 1.');
  const connections = new Connections(maxConnections, (target, key) => makeProvider(providers, target, key));
  const configs = new StoredConfigs(store);
  const calls = new ServiceCalls(connections, { providers, env }, retry);
  const close = async () => {
    configs.close();
    await connections.close();
  };
  return {
    chat: (config, messages, options) => calls.chat(config, { ...options, messages }),
    chatStream: (config, messages, { startsInside, ...options } = {}) => calls.streamText(config, { ...options, messages }, startsInside),
    chatStreamParts: (config, messages, options) => calls.stream(config, { ...options, messages }),
    visionChat: (call) => calls.vision(call),
    chatWithConfigId: async (id, messages, options) => calls.chat(await configs.load(id, options?.signal), { ...options, messages }),
    loadConfig: (id) => configs.load(id),
    listModels: (config, options) => calls.listModels(config, options),
    testConfig: (config, options = {}) => calls.test(config, options),
    listProviders: () => Object.keys(providers),
    clearCache() {
      configs.clear();
      connections.evictBeyond(0);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function checkProviders(providers: Record<string, ProviderFactory>): void {
  for (const [name, factory] of Object.entries(providers ?? {})) {
    const isMade = typeof factory === 'function' && 'close' in factory;
    if (typeof factory !== 'function' || isMade) {
      throw new ConfigurationError(`createService: providers.${name} must be the function that makes the provider (create…).`);
    }
  }
}

function makeProvider(providers: Record<string, ProviderFactory>, target: Target, key: string | null | undefined): Provider {
  const factory = providers[target.provider] as (options: ProviderSettings) => Provider;
  try {
    return factory({
      ...target.options,
      ...(key !== undefined && { apiKey: key }),
      ...(target.endpoint !== undefined && { baseUrl: target.endpoint }),
    });
  } catch (error) {
    // Only our own errors are known to hold no key.
    throw error instanceof SdkError ? error : new ConfigurationError(`The factory of the provider ${JSON.stringify(target.provider)} failed.`, { cause: error });
  }
}
