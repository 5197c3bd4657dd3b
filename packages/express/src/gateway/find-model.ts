import { ConfigurationError, type EmbeddingModel, type LanguageModel } from '@sdk/core';
import type { Request } from 'express';
import type { SdkModels } from '../models.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { Refusal } from './refusal.ts';

/** Longer than any name that a vendor gave so far. */
const MAX_NAME = 300;

/** The model that a client named. @throws ModelUnavailableError, Refusal */
export function findModel(req: Request, name: string, { aliases, wrapModel }: GatewayOptions): LanguageModel {
  const model = modelsOf(req).model(resolveName(name, aliases));
  return wrapModel ? wrapModel(model, req) : model;
}

/** The embedding model that a client named. @throws ModelUnavailableError, Refusal */
export function findEmbeddingModel(req: Request, name: string, { aliases }: GatewayOptions): EmbeddingModel {
  return modelsOf(req).embeddingModel(resolveName(name, aliases));
}

/** What `sdk()` has left in the request. @throws ConfigurationError where it has not run */
export function modelsOf(req: Request): SdkModels {
  const models = req.sdk as SdkModels | undefined;
  if (models) return models;
  throw new ConfigurationError('The gateway has no models: mount sdk() before it.');
}

/** The configured name of the provider behind a name that clients use. */
export function providerName(model: string, { aliases }: GatewayOptions): string {
  const name = aliases && Object.hasOwn(aliases, model) ? (aliases[model] as string) : model;
  return name.split('/', 1)[0] as string;
}

/** A name stands in paths and headers of vendors: what cannot stand there is no name. */
function resolveName(name: string, aliases: GatewayOptions['aliases']): string {
  if (aliases && Object.hasOwn(aliases, name)) return aliases[name] as string;
  if (name.length <= MAX_NAME && /^[\x21-\x7e]+$/.test(name)) return name;
  throw new Refusal(404, 'model_not_found', 'There is no such model.', 'model');
}
