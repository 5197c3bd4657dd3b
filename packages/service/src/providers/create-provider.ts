import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigurationError, type HeaderOptions, type JSONObject, type Provider, type SamplingOptions, type Timeouts } from '@sdk/core';
import { KNOWN_PROVIDERS } from './known-providers.ts';

/** What makes a provider, e.g. `createOpenAI`. */
export type ProviderFactory = (options: never) => Provider;

/** The settings that every provider takes; others belong to one vendor and are handed on. */
export interface ProviderSettings {
  apiKey?: string | null | (() => string | Promise<string>);
  baseUrl?: string;
  headers?: HeaderOptions;
  timeouts?: Timeouts;
  defaults?: SamplingOptions;
  extraBody?: JSONObject;
  [setting: string]: unknown;
}

/**
 * Makes a provider by its name, from its package, which is loaded now.
 *
 * @param name e.g. `'synth'` for `@sdk/provider-synth`.
 * @throws ConfigurationError (by rejection) for an unknown name, listing the known ones, and for a package that is not installed, naming it.
 * @example
 * await using synth = await createProvider('synth', { baseUrl: 'https://me--models.modal.run' });
 */
export async function createProvider(name: string, options: ProviderSettings = {}): Promise<Provider> {
  const known = Object.hasOwn(KNOWN_PROVIDERS, name) ? KNOWN_PROVIDERS[name] : undefined;
  if (!known) throw new ConfigurationError(`There is no provider ${JSON.stringify(name)}; known: ${Object.keys(KNOWN_PROVIDERS).join(', ')}.`);
  const module = await load(known.package);
  const factory = module[known.factory];
  if (typeof factory !== 'function') {
    throw new ConfigurationError(`${known.package} has no ${known.factory}: its version and that of @sdk/service do not fit together.`);
  }
  return (factory as (options: ProviderSettings) => Provider)(options);
}

/** The package as it is seen from here, else as the program sees it: with some package managers a package sees its own dependencies only. */
async function load(packageName: string): Promise<Record<string, unknown>> {
  for (const specifier of [packageName, ...fromTheProgram(packageName)]) {
    try {
      return (await import(specifier)) as Record<string, unknown>;
    } catch (error) {
      if (!isMissing(error, packageName)) throw new ConfigurationError(`${packageName} cannot be loaded: ${(error as Error).message}`, { cause: error });
    }
  }
  throw new ConfigurationError(`${packageName} is not installed: npm install ${packageName}`);
}

function fromTheProgram(packageName: string): string[] {
  const places = [process.argv[1], join(process.cwd(), 'package.json')];
  return places.flatMap((place) => {
    try {
      return place ? [pathToFileURL(createRequire(place).resolve(packageName)).href] : [];
    } catch {
      return [];
    }
  });
}

/** Whether the package itself is not there, not something that it needs. */
function isMissing(error: unknown, packageName: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${packageName}'`);
}
