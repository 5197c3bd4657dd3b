import type { Capabilities, LanguageModel, Provider } from '@sdk/core';
import type { ChatCodec, EmbeddingCodec, ModelListCodec } from './codec.ts';
import { createEmbeddingModel } from './embedding-model.ts';
import { defaultTransport } from './default-transport.ts';
import { createLanguageModel } from './language-model.ts';
import { listModels } from './list-models.ts';
import { createSettings, type ProviderOptions, type ServerSpec } from './settings.ts';

/** Everything a provider package says: its vendor's server, and how to speak to it. */
export interface ProviderSpec extends ServerSpec {
  chat: ChatCodec;
  /** The vendor's second API for the same models: becomes `provider.responses('model-id')`. */
  responses?: ChatCodec;
  embeddings?: EmbeddingCodec;
  models?: ModelListCodec;
  /** What the vendor's models can do, as far as that holds for all of them. */
  capabilities?: Capabilities;
}

/** Makes a {@link Provider}. Nothing is opened, and no environment read, before the first call. */
export function createProvider<Spec extends ProviderSpec>(spec: Spec, options: ProviderOptions = {}): ProviderOf<Spec> {
  const { chat, responses, embeddings, models, capabilities } = spec;
  const settings = createSettings(spec, options, options.transport ?? defaultTransport());
  const close = () => settings.transport.close();
  const provider = (modelId: string) => createLanguageModel(settings, chat, modelId, capabilities);
  const members = {
    id: spec.id,
    ...(responses ? { responses: (modelId: string) => createLanguageModel(settings, responses, modelId, capabilities) } : {}),
    ...(embeddings ? { embeddingModel: (modelId: string) => createEmbeddingModel(settings, chat, embeddings, modelId) } : {}),
    ...(models ? { listModels: ({ signal }: { signal?: AbortSignal } = {}) => listModels(settings, chat, models, signal) } : {}),
    close,
    [Symbol.asyncDispose]: close,
  };
  return Object.assign(provider, members) as ProviderOf<Spec>;
}

/** A provider that has a Responses API, embedding models, or a list of models, where its vendor was described as having them. */
export type ProviderOf<Spec extends ProviderSpec> = Provider &
  (Spec extends { responses: ChatCodec } ? { responses(modelId: string): LanguageModel } : unknown) &
  (Spec extends { embeddings: EmbeddingCodec } ? Required<Pick<Provider, 'embeddingModel'>> : unknown) &
  (Spec extends { models: ModelListCodec } ? Required<Pick<Provider, 'listModels'>> : unknown);
