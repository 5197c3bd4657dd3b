import { ModelThreadClient } from './model-thread-client.ts';
import { parseSource, type ModelSource } from './source.ts';
import { ThreadEmbeddingModel, ThreadLanguageModel, type SyncEmbeddingModel, type SyncLanguageModel } from './sync-language-model.ts';

/** What can be closed. */
export interface OwnThread extends Disposable {
  /** Ends the worker when no other model uses it; calls after it are `ConfigurationError`s. `using` does it, too. */
  close(): void;
}

/**
 * A model whose calls return without `await`: they run in a worker thread, for which the calling thread waits.
 *
 * Nothing starts before the first call. Models of equal sources share one thread.
 *
 * @throws ConfigurationError for a source that cannot work: a function among the options, no module. That the module cannot be
 *   loaded is found by the first call.
 * @example
 * using model = syncModel({ module: '@sdk/provider-openai', export: 'createOpenAI', modelId: 'gpt-5.4-mini', from: import.meta.url });
 * console.log(model.generate({ messages: [{ role: 'user', content: 'Hello!' }] }).text);
 */
export function syncModel(source: ModelSource): SyncLanguageModel & OwnThread {
  return new OwnLanguageModel(new ModelThreadClient(parseSource(source)), source.modelId);
}

/** An embedding model whose calls return without `await`. Otherwise as {@link syncModel}. */
export function syncEmbeddingModel(source: ModelSource): SyncEmbeddingModel & OwnThread {
  return new OwnEmbeddingModel(new ModelThreadClient(parseSource(source)), source.modelId);
}

class OwnLanguageModel extends ThreadLanguageModel implements OwnThread {
  close(): void {
    this.thread.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

class OwnEmbeddingModel extends ThreadEmbeddingModel implements OwnThread {
  close(): void {
    this.thread.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
