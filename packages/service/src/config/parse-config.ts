import { isJSONObject, type JSONObject } from '@sdk/core';
import { ModelConfigError, type ConfigMistake } from '../errors.ts';
import { hideKey, isHiddenKey, type Key } from './hidden-key.ts';
import type { CompleteModelConfig, KeySource, ModelConfig, ModelConfigRow } from './model-config.ts';
import { configSchema } from './schema.ts';

/** What rows hold beside the settings; not looked at. */
const NOT_SETTINGS = ['id', 'version', 'name', 'description', 'createdAt', 'updatedAt'];

/** In rows these are seconds, as the name without a unit was meant. */
const SECONDS: Record<string, string> = { initial_retry_delay: 'initialRetryDelayMs', max_retry_delay: 'maxRetryDelayMs' };
const MS_PER_SECOND = 1000;

/** Of these, a row's or a form's `null` and `''` mean "not set". Of the others, `null` has a meaning of its own. */
const NULL_IS_UNSET = ['endpoint', 'maxRetries', 'initialRetryDelayMs', 'maxRetryDelayMs', 'retryMultiplier', 'fallbackModels', 'options'];
const EMPTY_IS_UNSET = ['endpoint', 'apiKey'];

/**
 * Checks a configuration, in camelCase or as rows spell it, and completes it. Its keys are hidden from here on.
 *
 * @param where What the message begins with.
 * @throws ModelConfigError that lists every mistake, each in the caller's own spelling.
 */
export function parseModelConfig(given: ModelConfig | ModelConfigRow, where?: string): CompleteModelConfig {
  if (!isJSONObject(given)) throw new ModelConfigError([{ field: 'It', message: 'must be an object' }], where);
  const { settings, spelling, mistakes } = normalize(given);
  const parsed = configSchema.safeParse(settings);
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.code === 'unrecognized_keys') {
      mistakes.push(...issue.keys.map((key) => ({ field: spelling[key] ?? key, message: 'is no setting' })));
    } else {
      const [top = '', ...rest] = issue.path.map(String);
      mistakes.push({ field: fieldOf(spelling[top] ?? top, rest, settings[top]), message: missing(issue, settings[top]) });
    }
  }
  if (!parsed.success || mistakes.length > 0) throw new ModelConfigError(mistakes, where);
  const { endpoint, apiKey, options, ...rest } = parsed.data;
  const config: CompleteModelConfig = { ...rest, options: options };
  if (endpoint) config.endpoint = endpoint;
  if (apiKey === null) config.apiKey = null;
  else if (apiKey && apiKey.length > 0) config.apiKey = foldKeys(apiKey.map((key) => toKey(key as KeySource)));
  return config;
}

/** One key stands by itself, several in a list. */
export function foldKeys(keys: Key[]): Key | Key[] {
  return keys.length === 1 ? (keys[0] as Key) : keys;
}

interface Normalized {
  settings: Record<string, unknown>;
  /** How the caller calls each setting. */
  spelling: Record<string, string>;
  mistakes: ConfigMistake[];
}

function normalize(given: JSONObject): Normalized {
  const settings: Record<string, unknown> = {};
  const spelling: Record<string, string> = {};
  const mistakes: ConfigMistake[] = [];
  for (const [name, value] of Object.entries(given)) {
    const setting = SECONDS[name] ?? camelCase(name);
    if (value === undefined || NOT_SETTINGS.includes(setting)) continue;
    if (value === null && NULL_IS_UNSET.includes(setting)) continue;
    if (value === '' && EMPTY_IS_UNSET.includes(setting)) continue;
    if (Object.hasOwn(settings, setting)) mistakes.push({ field: name, message: `is the same setting as ${spelling[setting]}` });
    settings[setting] = name in SECONDS && typeof value === 'number' ? value * MS_PER_SECOND : value;
    spelling[setting] = name;
  }
  joinKeys(settings, spelling);
  return { settings, spelling, mistakes };
}

/** `apiKey`, one or several, and `apiKeys` become one list. */
function joinKeys(settings: Record<string, unknown>, spelling: Record<string, string>): void {
  const { apiKey, apiKeys } = settings;
  delete settings['apiKeys'];
  if (apiKey === undefined && (apiKeys === undefined || apiKeys === null)) return;
  spelling['apiKey'] ??= spelling['apiKeys'] ?? 'apiKey';
  const listOf = (value: unknown): unknown[] => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]);
  settings['apiKey'] = apiKey === null && listOf(apiKeys).length === 0 ? null : [...listOf(apiKey), ...listOf(apiKeys)];
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A lone key is not shown as the first of a list. */
function fieldOf(name: string, rest: string[], value: unknown): string {
  const isLone = /^api_?key$/i.test(name) && Array.isArray(value) && value.length === 1;
  return [name, ...(isLone ? rest.slice(1) : rest)].join('.');
}

function missing(issue: { code?: string | undefined; message: string; path: PropertyKey[] }, value: unknown): string {
  return issue.path.length === 1 && value === undefined ? 'is missing' : issue.message;
}

function toKey(source: KeySource): Key {
  if (typeof source === 'string') return hideKey(source.trim());
  return isHiddenKey(source) ? source : { env: source.env.trim() };
}
