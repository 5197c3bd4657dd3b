import { ConfigurationError, NotFoundError, type EmbeddingModel, type LanguageModel, type ModelInfo, type Provider, type Registry } from '@sdk/core';

/**
 * What a face may be given:
 *
 * - a model: it answers whatever model is named
 * - a provider: the name is the vendor's id of the model
 * - a registry: `'openai/gpt-5'`
 * - models by name, of either sort
 */
export type FaceModels = LanguageModel | Provider | Registry | Readonly<Record<string, LanguageModel | EmbeddingModel>>;

/** Where a face finds its models. */
export interface ModelSource {
  /** @throws NotFoundError */
  model(name: string): LanguageModel;
  /** @throws NotFoundError */
  embeddingModel(name: string): EmbeddingModel;
  /** All models, and whose each is. @throws SdkError by rejection */
  list(signal: AbortSignal | undefined): Promise<NamedModel[]>;
}

/** A model of a list. */
export interface NamedModel {
  info: ModelInfo;
  ownedBy: string;
}

/** Brings what a face was given into one form. */
export function toSource(models: FaceModels): ModelSource {
  if (typeof models === 'function') return ofProvider(models);
  if (isLanguageModel(models)) return ofModel(models);
  return isRegistry(models) ? ofRegistry(models) : ofNames(models);
}

function isLanguageModel(value: object): value is LanguageModel {
  return typeof (value as Partial<LanguageModel>).generate === 'function';
}

function isRegistry(value: object): value is Registry {
  return typeof (value as Partial<Registry>).provider === 'function';
}

function ofModel(model: LanguageModel): ModelSource {
  return {
    model: () => model,
    embeddingModel: () => missing(`${model.provider} ${model.modelId} is a language model; it does not embed.`),
    list: () => Promise.resolve([named(model.modelId, model.provider)]),
  };
}

function ofProvider(provider: Provider): ModelSource {
  return {
    model: (name) => provider(name),
    embeddingModel: (name) => provider.embeddingModel?.(name) ?? missing(`${provider.id} has no embedding models.`),
    list: (signal) => listOf(provider, signal),
  };
}

function ofRegistry(registry: Registry): ModelSource {
  return {
    model: (name) => found(() => registry.model(name)),
    embeddingModel: (name) => found(() => registry.embeddingModel(name)),
    async list(signal) {
      const lists = await Promise.all(registry.names.map(async (name) => ({ name, entries: await listOf(registry.provider(name), signal) })));
      return lists.flatMap(({ name, entries }) => entries.map(({ info, ownedBy }) => ({ info: { ...info, id: `${name}/${info.id}` }, ownedBy })));
    },
  };
}

function ofNames(models: Readonly<Record<string, LanguageModel | EmbeddingModel>>): ModelSource {
  const known = Object.keys(models).join(', ');
  const find = (name: string) => (Object.hasOwn(models, name) ? models[name] : undefined) ?? missing(`There is no model "${name}". Known: ${known}.`);
  return {
    model(name) {
      const model = find(name);
      return isLanguageModel(model) ? model : missing(`"${name}" only embeds.`);
    },
    embeddingModel(name) {
      const model = find(name);
      return isLanguageModel(model) ? missing(`"${name}" does not embed.`) : model;
    },
    list: () => Promise.resolve(Object.entries(models).map(([name, { provider }]) => named(name, provider))),
  };
}

/** A provider that cannot list adds nothing to a list; one that fails fails all of it. */
async function listOf(provider: Provider, signal: AbortSignal | undefined): Promise<NamedModel[]> {
  const models = (await provider.listModels?.(signal ? { signal } : {})) ?? [];
  return models.map((info) => ({ info, ownedBy: provider.id }));
}

function named(id: string, ownedBy: string): NamedModel {
  return { info: { id, raw: null }, ownedBy };
}

/** A name that a registry does not know is a model that is not there. */
function found<Model>(find: () => Model): Model {
  try {
    return find();
  } catch (error) {
    if (error instanceof ConfigurationError) return missing(error.message, error);
    throw error;
  }
}

function missing(message: string, cause?: ConfigurationError): never {
  throw new NotFoundError(message, { provider: 'openai-face', code: 'model_not_found', cause });
}
