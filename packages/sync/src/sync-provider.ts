import type { ModelInfo } from '@sdk/core';
import { ModelThreadClient } from './model-thread-client.ts';
import { withoutSignal } from './portable-options.ts';
import { parseSource, type ProviderSource } from './source.ts';
import { ThreadEmbeddingModel, ThreadLanguageModel, type SyncEmbeddingModel, type SyncLanguageModel } from './sync-language-model.ts';

/** Makes the synchronous models of one vendor: `provider('model-id')`. They share one worker thread. */
export interface SyncProvider extends Disposable {
  (modelId: string): SyncLanguageModel;
  embeddingModel(modelId: string): SyncEmbeddingModel;
  /** @throws UnsupportedFeatureError where the provider has no listing. */
  listModels(options?: { signal?: AbortSignal }): ModelInfo[];
  /** Ends the worker when no other model uses it; calls after it are `ConfigurationError`s. `using` does it, too. */
  close(): void;
}

/**
 * A provider whose calls return without `await`. Nothing starts before the first call.
 *
 * @throws ConfigurationError for a source that cannot work: a function among the options, no module. That the module cannot be
 *   loaded is found by the first call.
 * @example
 * const openai = syncProvider({ module: '@sdk/provider-openai', export: 'createOpenAI', from: import.meta.url });
 * openai('gpt-5.4-mini').generate({ messages }).text;
 */
export function syncProvider(source: ProviderSource): SyncProvider {
  const thread = new ModelThreadClient(parseSource(source));
  const close = () => thread.close();
  return Object.assign((modelId: string) => new ThreadLanguageModel(thread, modelId), {
    embeddingModel: (modelId: string) => new ThreadEmbeddingModel(thread, modelId),
    listModels(options: { signal?: AbortSignal } = {}) {
      withoutSignal(options);
      return thread.call({ method: 'listModels' }) as ModelInfo[];
    },
    close,
    [Symbol.dispose]: close,
  });
}
