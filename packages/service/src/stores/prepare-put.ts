import { HIDDEN, type Key } from '../config/hidden-key.ts';
import { keysOf, type CompleteModelConfig, type KeySource, type StoredModelConfig } from '../config/model-config.ts';
import { parseModelConfig } from '../config/parse-config.ts';
import { ModelConfigError } from '../errors.ts';
import type { PutModelConfig } from './store.ts';

type Given = Partial<Record<'apiKey' | 'api_key' | 'apiKeys' | 'api_keys', KeySource | readonly KeySource[] | null>>;

/**
 * The configuration that is to be stored: what was given, with the keys that are to stay.
 *
 * @param current What it replaces; `undefined` for a new one.
 * @throws ModelConfigError
 */
export function preparePut(given: PutModelConfig, current: StoredModelConfig | undefined): CompleteModelConfig {
  if (!current || typeof given !== 'object' || given === null) return parseModelConfig(given);
  const { apiKey, api_key: rowKey, apiKeys, api_keys: rowKeys, ...rest } = given as Given & PutModelConfig;
  const several = apiKeys ?? rowKeys;
  const asked = apiKey === undefined ? rowKey : apiKey;
  if (asked === null && !several) return parseModelConfig({ ...rest, apiKey: null });

  const stored = keysOf(current.apiKey);
  const sources = [...listOf(asked), ...listOf(several)];
  const kept = sources.length === 0 ? stored : sources.map((source, index) => (source === HIDDEN ? (stored[index] ?? source) : source));
  const isKept = kept.some((key) => stored.includes(key as Key));
  const keepsNull = sources.length === 0 && current.apiKey === null;
  const config = parseModelConfig({ ...rest, ...(kept.length > 0 && { apiKey: kept }), ...(keepsNull && { apiKey: null }) });
  if (isKept && !isSameServer(config, current)) {
    const message = 'must be given again: provider, endpoint or options have changed, and a stored key is not sent to another server';
    throw new ModelConfigError([{ field: 'apiKey', message }]);
  }
  return config;
}

function listOf(value: KeySource | readonly KeySource[] | null | undefined): readonly KeySource[] {
  if (value === null || value === undefined || value === '') return [];
  return Array.isArray(value) ? (value as readonly KeySource[]) : [value as KeySource];
}

/** A vendor's own settings may decide the server, too. */
function isSameServer(one: CompleteModelConfig, other: CompleteModelConfig): boolean {
  const placeOf = ({ provider, endpoint, options }: CompleteModelConfig) =>
    JSON.stringify([provider, endpoint === undefined ? null : new URL(endpoint).origin, options]);
  return placeOf(one) === placeOf(other);
}
