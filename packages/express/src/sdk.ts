import { SdkError, type Provider } from '@sdk/core';
import type { RequestHandler } from 'express';
import type { Environment, ResolvedProvider, SdkConfig } from './config/config.ts';
import { resolveConfig, throwMistakes } from './config/resolve-config.ts';
import { createModels, type SdkModels } from './models.ts';

declare global {
  // How Express is extended: @types/express declares this namespace for it.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** The models of this application, once `app.use(sdk(…))` has run. */
      sdk: SdkModels;
    }
  }
}

/** What makes a provider, e.g. `createOpenAI`. */
export type ProviderFactory = (options: never) => Provider;

/** Settings of {@link sdk}. */
export interface SdkOptions {
  /** The providers that may be configured, by the names that the configuration gives them: `{ openai: createOpenAI }`. */
  use: Record<string, ProviderFactory>;
  /** Written here, or from `sdkConfig.fromFile('sdk.config.json')`. @default empty, for one that stands in the environment */
  config?: SdkConfig;
  /** Where `SDK__…` overrides and `{ env }` secrets are read from, once, now. @default process.env */
  env?: Environment;
}

/**
 * Gives every request its models: `req.sdk.model()`. Adds no route.
 *
 * The configuration is checked, and providers are made, now; nothing is sent before the first call.
 *
 * @throws ConfigurationError that lists every mistake with its path, and never a value.
 * @example
 * app.use(sdk({ use: { openai: createOpenAI }, config: { defaultProvider: 'openai', providers: { openai: { defaultModel: 'gpt-5' } } } }));
 */
export function sdk({ use, config = {}, env = process.env }: SdkOptions): RequestHandler {
  throwMistakes(factoryMistakes(use));
  const { defaultProvider, providers } = resolveConfig(config, env, Object.keys(use));
  const models = createModels(
    providers.map(({ name, enabled, defaultModel, options }) => {
      return { name, enabled, defaultModel, isDefault: name === defaultProvider, hasBaseUrl: options.baseUrl !== undefined };
    }),
    createProviders(use, providers),
  );
  return (req, _res, next) => {
    req.sdk = models;
    next();
  };
}

function factoryMistakes(use: Record<string, ProviderFactory>): string[] {
  return Object.entries(use).flatMap(([name, factory]) => {
    if (isProvider(factory)) return [`use.${name} is a provider that has been made; give the function that makes it (create…)`];
    return typeof factory === 'function' ? [] : [`use.${name} is no function that makes a provider`];
  });
}

function createProviders(use: Record<string, ProviderFactory>, providers: ResolvedProvider[]): Record<string, Provider> {
  const mistakes: string[] = [];
  const made = providers.flatMap(({ name, enabled, options }): [string, Provider][] => {
    if (!enabled) return [];
    try {
      const provider = (use[name] as (options: object) => unknown)(options);
      if (isProvider(provider)) return [[name, provider]];
      mistakes.push(`use.${name} did not make a provider`);
    } catch (error) {
      // Only our own errors are known to hold no value of the configuration.
      const said = error instanceof SdkError ? error.message : 'its function failed';
      mistakes.push(`providers.${name}: ${said}`);
    }
    return [];
  });
  throwMistakes(mistakes);
  return Object.fromEntries(made);
}

function isProvider(value: unknown): value is Provider {
  return typeof value === 'function' && typeof (value as Partial<Provider>).id === 'string' && 'close' in value;
}
