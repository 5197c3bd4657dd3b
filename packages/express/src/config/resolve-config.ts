import { ConfigurationError, isJSONObject, type JSONObject } from '@sdk/core';
import type { Environment, ProviderConfig, ResolvedProvider, Secret, SdkConfig } from './config.ts';
import { overrideByEnvironment } from './environment.ts';
import { configSchema, problemOfUrl } from './schema.ts';

/** A configuration that has no mistake left. */
export interface ResolvedConfig {
  defaultProvider: string;
  /** In the order of the configuration, disabled ones included. */
  providers: ResolvedProvider[];
}

/** What is found wrong, each with its path. Nobody puts a value of the configuration in here. */
type Mistakes = string[];

/**
 * Checks a configuration, lays the environment over it and reads its secrets.
 *
 * @param names The providers that there are.
 * @throws ConfigurationError that lists every mistake.
 */
export function resolveConfig(given: SdkConfig, env: Environment, names: readonly string[]): ResolvedConfig {
  if (!isJSONObject(given)) throw new ConfigurationError('The configuration of @sdk/express must be an object.');
  const { config, mistakes } = overrideByEnvironment(given, env, names);
  mistakes.push(...shapeMistakes(config), ...nameMistakes(config, names));
  const providers = providersOf(config).map(([name, settings]) => resolveProvider(name, settings, env, mistakes));
  throwMistakes(mistakes);
  return { defaultProvider: config['defaultProvider'] as string, providers };
}

/** @throws ConfigurationError when there is any mistake. */
export function throwMistakes(mistakes: Mistakes): void {
  if (mistakes.length === 0) return;
  const title = mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`;
  throw new ConfigurationError(`The configuration of @sdk/express has ${title}:\n${mistakes.map((each) => `  - ${each}`).join('\n')}`);
}

function shapeMistakes(config: JSONObject): Mistakes {
  const { error } = configSchema.safeParse(config);
  return (error?.issues ?? []).flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${[...path, key].join('.')} is no setting`);
    if (issue.code === 'invalid_key') return [`${path.join('.')} ${issue.issues[0]?.message ?? 'is no valid key'}`];
    return [`${path.join('.')} ${issue.message}`];
  });
}

/** What a schema of the shape cannot see: whether the names fit together. */
function nameMistakes(config: JSONObject, names: readonly string[]): Mistakes {
  const known = `\`use\` has ${names.join(', ') || 'none'}`;
  const providers = new Map(providersOf(config));
  const mistakes = [...providers.keys()]
    .filter((name) => !names.includes(name))
    .map((name) => `providers.${name} is not in \`use\`; ${known}`);
  const { defaultProvider } = config;
  if (defaultProvider === undefined) mistakes.push(`defaultProvider is missing; ${known}`);
  else if (typeof defaultProvider === 'string') {
    const chosen = providers.get(defaultProvider);
    if (!chosen) mistakes.push('defaultProvider is not one of `providers`');
    else if (chosen['enabled'] === false) mistakes.push(`defaultProvider is a provider that is disabled (providers.${defaultProvider}.enabled)`);
  }
  return mistakes;
}

function providersOf(config: JSONObject): [string, JSONObject][] {
  const { providers } = config;
  if (!isJSONObject(providers)) return [];
  return Object.entries(providers).filter((entry): entry is [string, JSONObject] => isJSONObject(entry[1]));
}

/** Reads the secrets of one provider. Those of a disabled one need not be there. */
function resolveProvider(name: string, settings: JSONObject, env: Environment, mistakes: Mistakes): ResolvedProvider {
  const { apiKey, baseUrl, defaultModel, timeouts, headers, enabled = true, options } = settings as ProviderConfig;
  const isEnabled = enabled !== false;
  const read = <Value>(value: Value, place: string): Value | string | undefined => {
    if (!isReference(value)) return value;
    const found = env[value.env];
    if (found) return found;
    if (isEnabled) mistakes.push(`providers.${name}.${place}: the environment variable ${value.env} is not set`);
    return undefined;
  };
  const readAll = (group: unknown, place: string): Record<string, unknown> =>
    Object.fromEntries(Object.entries(isJSONObject(group) ? group : {}).map(([key, value]) => [key, read(value, `${place}.${key}`)]));

  const resolved: ResolvedProvider = { name, enabled: isEnabled, defaultModel, options: readAll(options, 'options') };
  const target = resolved.options;
  if (apiKey !== undefined) target.apiKey = read(apiKey, 'apiKey') as typeof target.apiKey & string;
  if (baseUrl !== undefined) target.baseUrl = readUrl(baseUrl);
  if (timeouts !== undefined) target.timeouts = timeouts;
  if (headers !== undefined) target.headers = readAll(headers, 'headers') as typeof target.headers & object;
  return resolved;

  function readUrl(given: Secret): string {
    const url = read(given, 'baseUrl') as string;
    // One that stands in the configuration itself has been looked at by the schema.
    if (!isReference(given) || !url) return url;
    const problem = problemOfUrl(url);
    if (problem) mistakes.push(`providers.${name}.baseUrl (from ${given.env}) ${problem}`);
    return url;
  }
}

function isReference(value: unknown): value is { env: string } {
  return isJSONObject(value) && typeof value['env'] === 'string' && value['env'] !== '' && Object.keys(value).length === 1;
}
