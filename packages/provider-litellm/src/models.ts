import type { LanguageModel } from '@sdk/core';
import { defaultTransport, type Transport } from '@sdk/http';
import { createLiteLLM } from './provider.ts';

/** The ids of the models that {@link LiteLLM} has by name. Any other id works as well. */
export const LITELLM_MODELS = {
  gpt4: 'gpt-4',
  gpt4Turbo: 'gpt-4-turbo-preview',
  gpt35Turbo: 'gpt-3.5-turbo',
  claude3Opus: 'claude-3-opus-20240229',
  claude3Sonnet: 'claude-3-sonnet-20240229',
  claude3Haiku: 'claude-3-haiku-20240307',
} as const;

/** What models by name are asked with where nothing else is said. */
export const MODEL_DEFAULTS = { temperature: 0.7, maxTokens: 4096, topP: 1 } as const;

/** The same for models of an Ollama behind the proxy. */
const OLLAMA_MAX_TOKENS = 2048;

type ModelFactory<Made> = (baseUrl?: string, apiKey?: string) => Made;

/** Models by name. */
export interface LiteLLMFactories<Made> extends Record<keyof typeof LITELLM_MODELS, ModelFactory<Made>> {
  /** A model of an Ollama behind the proxy, e.g. `'llama3'`. */
  ollama(baseUrl: string | undefined, model: string): Made;
}

/** Makes the factories of {@link LITELLM_MODELS}, and that of Ollama's. */
export function createFactories<Made>(make: (model: string, options: { baseUrl?: string; apiKey?: string; maxTokens?: number }) => Made): LiteLLMFactories<Made> {
  const given = (baseUrl?: string, apiKey?: string) => ({ ...(baseUrl === undefined ? {} : { baseUrl }), ...(apiKey === undefined ? {} : { apiKey }) });
  const named = Object.entries(LITELLM_MODELS).map(([name, id]) => [name, (baseUrl?: string, apiKey?: string) => make(id, given(baseUrl, apiKey))]);
  return {
    ...(Object.fromEntries(named) as Record<keyof typeof LITELLM_MODELS, ModelFactory<Made>>),
    ollama: (baseUrl, model) => make(`ollama/${model}`, { ...given(baseUrl), maxTokens: OLLAMA_MAX_TOKENS }),
  };
}

/** All models by name share their connections. */
let transport: Transport | undefined;

/**
 * Models by name, at a proxy: temperature 0.7, top-p 1 and 4096 tokens (Ollama's 2048) where a call does not say otherwise. Base URL and
 * key are those of `createLiteLLM` where they are left out.
 *
 * @example
 * const { text } = await LiteLLM.claude3Haiku('http://localhost:4000').generate({ messages: [{ role: 'user', content: 'Hello' }] });
 */
export const LiteLLM: LiteLLMFactories<LanguageModel> = createFactories((model, { maxTokens, ...options }) => {
  transport ??= defaultTransport();
  return createLiteLLM({ ...options, transport, defaults: { ...MODEL_DEFAULTS, ...(maxTokens === undefined ? {} : { maxTokens }) } })(model);
});
