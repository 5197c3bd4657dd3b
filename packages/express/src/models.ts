import { ConfigurationError, createRegistry, type EmbeddingModel, type LanguageModel, type Provider, type Registry } from '@sdk/core';

/** What may be known of a provider outside: no setting that could be a secret. */
export interface ProviderStatus {
  readonly name: string;
  readonly enabled: boolean;
  /** Whether it is behind `model()`. */
  readonly isDefault: boolean;
  /** `undefined` when its models must be named. */
  readonly defaultModel: string | undefined;
  /** Whether the configuration gives it a `baseUrl`, so that its models need not be those of the vendor. */
  readonly hasBaseUrl: boolean;
}

/** What a route finds in `req.sdk`. The same object for all requests. */
export interface SdkModels {
  /**
   * A model: the default one, `'provider/model'`, or `'provider'` for that provider's default model.
   *
   * May be given what a client sent: anything that is not a name of a model here is a `ModelUnavailableError`.
   *
   * @throws ModelUnavailableError status 404 for an unknown name, 503 for a disabled provider.
   * @throws ConfigurationError when no name is given and the default provider has no `defaultModel`.
   */
  model(name?: string): LanguageModel;
  /** `'provider/model'` as an embedding model. @throws ModelUnavailableError */
  embeddingModel(name: string): EmbeddingModel;
  /** The providers that are configured and enabled. Its errors are those of `model`. */
  readonly registry: Registry;
  /** Every configured provider, in the order of the configuration. */
  readonly providers: readonly ProviderStatus[];
}

/** A model that was asked for by name is not there: unknown (404), or of a disabled provider (503). */
export class ModelUnavailableError extends ConfigurationError {
  /** Express's own error handler heeds it, too. */
  readonly status: 404 | 503;
  readonly code: 'model_not_found' | 'provider_disabled';

  constructor(message: string, code: 'model_not_found' | 'provider_disabled') {
    super(message);
    this.code = code;
    this.status = code === 'provider_disabled' ? 503 : 404;
  }
}

/** A name comes from a client: so much of it is repeated. */
const NAME_EXCERPT = 100;

/**
 * Puts providers under names, with defaults.
 *
 * @param enabled Those that may be called, by name.
 */
export function createModels(statuses: readonly ProviderStatus[], enabled: Record<string, Provider>): SdkModels {
  const known = new Map(statuses.map((status) => [status.name, status]));
  const inner = createRegistry(enabled);

  /** @throws ModelUnavailableError unless the provider that a name begins with can be called. */
  function check(name: string): ProviderStatus {
    const [provider = ''] = name.split('/', 1);
    const status = known.get(provider);
    if (!status) throw unknown(name, `Configured: ${inner.names.join(', ')}.`);
    if (!status.enabled) throw new ModelUnavailableError(`The provider "${provider}" is disabled.`, 'provider_disabled');
    return status;
  }

  /** @throws ModelUnavailableError for what is no text with a provider and a model in it. */
  function checkId(id: string): string {
    if (typeof id !== 'string') throw unknown(id, 'The name of a model is a text.');
    check(id);
    const slash = id.indexOf('/');
    if (slash < 0 || slash === id.length - 1) throw unknown(id, 'Expected "provider/model".');
    return id;
  }

  function defaultOf({ name, defaultModel, isDefault }: ProviderStatus, wasNamed: boolean): LanguageModel {
    if (defaultModel !== undefined) return inner.model(`${name}/${defaultModel}`);
    const what = `The ${isDefault ? 'default ' : ''}provider "${name}" has no default model: name one ("${name}/…"), or set providers.${name}.defaultModel.`;
    throw wasNamed ? new ModelUnavailableError(what, 'model_not_found') : new ConfigurationError(what);
  }

  const registry: Registry = Object.freeze({
    names: inner.names,
    provider: (name: string) => {
      check(name);
      return inner.provider(name);
    },
    model: (id: string) => inner.model(checkId(id)),
    embeddingModel: (id: string) => {
      const [provider = ''] = checkId(id).split('/', 1);
      if (!inner.provider(provider).embeddingModel) throw unknown(id, `The provider "${provider}" has no embedding models.`);
      return inner.embeddingModel(id);
    },
  });

  return Object.freeze({
    registry,
    providers: Object.freeze(statuses.map((status) => Object.freeze(status))),
    embeddingModel: registry.embeddingModel,
    model(name?: string) {
      if ((name ?? null) === null) return defaultOf(statuses.find(({ isDefault }) => isDefault) as ProviderStatus, false);
      if (typeof name === 'string' && !name.includes('/')) return defaultOf(check(name), true);
      return registry.model(name as string);
    },
  });
}

function unknown(name: unknown, hint: string): ModelUnavailableError {
  const shown = typeof name === 'string' ? `"${name.slice(0, NAME_EXCERPT)}"` : 'what was given';
  return new ModelUnavailableError(`There is no model ${shown}. ${hint}`, 'model_not_found');
}
