import {
  ConfigurationError,
  SdkError,
  UnsupportedFeatureError,
  type EmbeddingModel,
  type LanguageModel,
  type ModelInfo,
  type Provider,
} from '@sdk/core';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Origin } from './protocol.ts';

/** The models that an origin has. */
export interface LoadedModels {
  language(modelId: string | undefined): LanguageModel;
  embedding(modelId: string | undefined): EmbeddingModel;
  list(): Promise<ModelInfo[]>;
}

/** Imports what an origin names, and makes of it what has models. @throws ConfigurationError that names the module. */
export async function loadModels(origin: Origin): Promise<LoadedModels> {
  const module = await importModule(origin);
  if (!(origin.export in module)) {
    throw new ConfigurationError(`The module ${origin.module} has no export \`${origin.export}\`. It has: ${Object.keys(module).join(', ') || 'none'}.`);
  }
  const made = await makeModels(module[origin.export], origin);
  if (isProvider(made)) return modelsOfProvider(made, origin);
  if (isModel(made)) return modelsOfModel(made, origin);
  throw new ConfigurationError(`${place(origin)} is neither a provider nor a model, and makes none.`);
}

async function importModule({ module, from }: Origin): Promise<Record<string, unknown>> {
  try {
    return (await import(locate(module, from))) as Record<string, unknown>;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hint = from === undefined ? ' It was looked for from the working directory: `from: import.meta.url` looks from your own file.' : '';
    throw new ConfigurationError(`The worker cannot load the module ${module}: ${reason}${hint}`, { cause });
  }
}

function locate(module: string, from: string | undefined): string {
  if (/^[a-z]{2,}:/i.test(module)) return module;
  const { resolve } = createRequire(from ?? join(process.cwd(), 'any.js'));
  return pathToFileURL(resolve(module)).href;
}

async function makeModels(value: unknown, origin: Origin): Promise<unknown> {
  if (typeof value !== 'function' || isProvider(value)) {
    if (origin.options === undefined) return value;
    throw new ConfigurationError(`${place(origin)} takes no options: it is no function that makes something.`);
  }
  try {
    const make = value as (options?: unknown) => unknown;
    return await (origin.options === undefined ? make() : make(origin.options));
  } catch (cause) {
    if (cause instanceof SdkError) throw cause;
    throw new ConfigurationError(`${place(origin)} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function modelsOfProvider(provider: Provider, origin: Origin): LoadedModels {
  const idOf = (modelId: string | undefined): string => {
    if (modelId !== undefined) return modelId;
    throw new ConfigurationError(`${place(origin)} is a provider: say which model with \`modelId\`.`);
  };
  return {
    language: (modelId) => provider(idOf(modelId)),
    embedding(modelId) {
      const model = provider.embeddingModel?.(idOf(modelId));
      if (!model) throw new UnsupportedFeatureError(`${provider.id} has no embedding models.`);
      return model;
    },
    async list() {
      if (!provider.listModels) throw new UnsupportedFeatureError(`${provider.id} has no listing of its models.`);
      return provider.listModels();
    },
  };
}

function modelsOfModel(model: LanguageModel | EmbeddingModel, origin: Origin): LoadedModels {
  const check = (fits: boolean, kind: string, modelId: string | undefined): void => {
    if (!fits) throw new UnsupportedFeatureError(`${place(origin)} is no ${kind} model.`);
    if (modelId !== undefined) throw new ConfigurationError(`${place(origin)} is a model already: leave \`modelId\` out.`);
  };
  return {
    language(modelId) {
      check('generate' in model, 'language', modelId);
      return model as LanguageModel;
    },
    embedding(modelId) {
      check('embed' in model, 'embedding', modelId);
      return model as EmbeddingModel;
    },
    async list() {
      throw new UnsupportedFeatureError(`${place(origin)} is a model, and has no listing.`);
    },
  };
}

function isProvider(value: unknown): value is Provider {
  return typeof value === 'function' && typeof (value as Partial<Provider>).id === 'string';
}

function isModel(value: unknown): value is LanguageModel | EmbeddingModel {
  return typeof value === 'object' && value !== null && ('generate' in value || 'embed' in value);
}

function place({ module, export: name }: Origin): string {
  return `\`${name}\` of ${module}`;
}
