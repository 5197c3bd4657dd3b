import type { ConfigurationError } from '@sdk/core';
import type { Target } from './calls/connections.ts';
import { isHiddenKey, type Key } from './config/hidden-key.ts';
import { keysOf, type CompleteModelConfig } from './config/model-config.ts';
import { ModelConfigError } from './errors.ts';
import type { ProviderFactory } from './providers/create-provider.ts';
import { KNOWN_PROVIDERS } from './providers/known-providers.ts';

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a configuration may refer to. */
export interface Surroundings {
  providers: Readonly<Record<string, ProviderFactory>>;
  env: Environment;
}

/** Never a model's key, and a configuration that names it would send it away. */
const NEVER_NAMED = ['SDK_ENCRYPTION_KEY'];

/**
 * Where the calls of a configuration go, with its keys revealed.
 *
 * @throws ModelConfigError for a provider that is not here, or a variable that is not set.
 */
export function resolveTarget({ provider, endpoint, apiKey, options }: CompleteModelConfig, { providers, env }: Surroundings): Target {
  if (!Object.hasOwn(providers, provider)) throw unknownProvider(provider, Object.keys(providers));
  const keys = keysOf(apiKey).map((key) => reveal(key, env));
  // Without one of its own, a configuration must not lead the provider's key from our environment to somebody's endpoint.
  const none = apiKey === null || endpoint !== undefined ? null : undefined;
  return { provider, endpoint, keys: keys.length > 0 ? keys : none, options };
}

function reveal(key: Key, env: Environment): string {
  if (isHiddenKey(key)) return key.reveal();
  const value = NEVER_NAMED.includes(key.env) ? undefined : env[key.env]?.trim();
  if (value) return value;
  throw new ModelConfigError([{ field: 'apiKey', message: `names the environment variable ${JSON.stringify(key.env)}, which is not set here` }]);
}

function unknownProvider(name: string, here: readonly string[]): ConfigurationError {
  const known = Object.hasOwn(KNOWN_PROVIDERS, name) ? KNOWN_PROVIDERS[name] : undefined;
  const install = known ? `: npm install ${known.package}, and give createService({ providers: { ${name}: ${known.factory} } })` : '';
  const message = `${JSON.stringify(name)} is not one of this service's (${here.join(', ') || 'it has none'})${install}`;
  return new ModelConfigError([{ field: 'provider', message }]);
}
