import { ConfigurationError } from './errors.ts';
import type { EmbeddingModel, LanguageModel, Provider } from './model.ts';

/** Finds models by `'provider/model'`. */
export interface Registry {
  /** The names that were registered, in order. */
  readonly names: string[];
  /** @throws ConfigurationError when the name is not registered; it lists the known ones. */
  provider(name: string): Provider;
  /** `'lepton/llama3-70b'`: split at the first slash, so that model ids may hold slashes. @throws ConfigurationError */
  model(id: string): LanguageModel;
  /** @throws ConfigurationError also when the provider has no embedding models. */
  embeddingModel(id: string): EmbeddingModel;
}

/**
 * Puts providers under names.
 *
 * @example
 * const registry = createRegistry({ openai, ollama });
 * registry.model('ollama/library/qwen3:8b');
 */
export function createRegistry(providers: Record<string, Provider>): Registry {
  const known = new Map(Object.entries(providers));
  const names = [...known.keys()];

  function provider(name: string): Provider {
    const found = known.get(name);
    if (found) return found;
    throw new ConfigurationError(`Unknown provider "${name}". Registered: ${names.join(', ') || 'none'}.`);
  }

  function split(id: string): [Provider, string] {
    const slash = id.indexOf('/');
    if (slash < 1 || slash === id.length - 1) {
      throw new ConfigurationError(`"${id}" is no model name. Expected "provider/model", with one of: ${names.join(', ')}.`);
    }
    return [provider(id.slice(0, slash)), id.slice(slash + 1)];
  }

  return {
    names,
    provider,
    model(id) {
      const [found, modelId] = split(id);
      return found(modelId);
    },
    embeddingModel(id) {
      const [found, modelId] = split(id);
      if (found.embeddingModel) return found.embeddingModel(modelId);
      throw new ConfigurationError(`Provider "${found.id}" has no embedding models.`);
    },
  };
}
