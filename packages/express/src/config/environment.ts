import { isJSONObject, type JSONObject, type JSONValue } from '@sdk/core';
import type { Environment } from './config.ts';
import { NUMBER_KEYS, PROVIDER_KEYS } from './schema.ts';

const PREFIX = /^SDK__/i;

/** A configuration with what the environment overrides, and what in the environment makes no sense. */
export interface Overridden {
  config: JSONObject;
  mistakes: string[];
}

/**
 * Lays variables such as `SDK__PROVIDERS__OPENAI__APIKEY` over a configuration, which is not changed itself.
 *
 * Two underscores separate the steps of a path. Steps are compared with known names without regard to case, `_` and `-`,
 * so that `BASE_URL` and `BASEURL` are both `baseUrl`. Empty variables count as not set.
 *
 * @param names The providers that may be configured.
 */
export function overrideByEnvironment(config: JSONObject, env: Environment, names: readonly string[]): Overridden {
  const result = copy(config) as JSONObject;
  const mistakes: string[] = [];
  for (const [variable, value] of Object.entries(env)) {
    if (!PREFIX.test(variable) || value === undefined || value === '') continue;
    const path = pathOf(variable.replace(PREFIX, '').split('__'), result, names);
    if (!path) mistakes.push(`${variable} (environment): there is no such setting`);
    else if (!put(result, path, parse(value, path))) mistakes.push(`${variable} (environment): ${path.join('.')} is within something that is no object`);
  }
  return { config: result, mistakes };
}

/** The path that a variable means, in the spelling of the configuration; `undefined` when it means nothing. */
function pathOf([top = '', name, key, option, ...rest]: string[], config: JSONObject, names: readonly string[]): string[] | undefined {
  if (isSame(top, 'defaultProvider')) return name === undefined ? ['defaultProvider'] : undefined;
  if (!isSame(top, 'providers') || name === undefined || key === undefined || rest.length > 0) return undefined;
  const providers = objectAt(config, 'providers');
  const provider = find(name, [...names, ...Object.keys(providers)]);
  const setting = find(key, PROVIDER_KEYS);
  if (provider === undefined || setting === undefined) return undefined;
  if (option === undefined) return isGroup(setting) ? undefined : ['providers', provider, setting];
  if (!isGroup(setting)) return undefined;
  const there = Object.keys(objectAt(objectAt(providers, provider), setting));
  const found = setting === 'timeouts' ? find(option, NUMBER_KEYS) : (find(option, there) ?? fresh(setting, option));
  return found === undefined ? undefined : ['providers', provider, setting, found];
}

/** Settings that hold settings. */
function isGroup(setting: string): boolean {
  return setting === 'timeouts' || setting === 'headers' || setting === 'options';
}

/** The name of a header or vendor's option that only the environment knows: headers are written with dashes. */
function fresh(setting: string, step: string): string {
  return setting === 'headers' ? step.toLowerCase().replaceAll('_', '-') : step;
}

function find(step: string, known: readonly string[]): string | undefined {
  return known.find((name) => isSame(step, name));
}

function isSame(a: string, b: string): boolean {
  return normalize(a) === normalize(b);
}

function normalize(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

const BOOLEANS: Record<string, boolean> = { true: true, '1': true, false: false, '0': false };

/**
 * The value that a text means where it stands. What must be a text stays one, also if it is made of digits, as keys and ids
 * may be; what is no number or boolean stays as it is, for the schema to complain of.
 */
function parse(text: string, path: readonly string[]): JSONValue {
  const [, , setting] = path;
  if (setting === 'enabled') return BOOLEANS[text.trim().toLowerCase()] ?? text;
  if (setting === 'timeouts') return numberOf(text) ?? text;
  if (setting !== 'options') return text;
  return text === 'true' || text === 'false' ? text === 'true' : (numberOf(text) ?? text);
}

function numberOf(text: string): number | undefined {
  return /^-?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

/** Puts a value in its place. False when the way there is blocked. */
function put(config: JSONObject, path: readonly string[], value: JSONValue): boolean {
  let at = config;
  for (const step of path.slice(0, -1)) {
    if (!Object.hasOwn(at, step)) at[step] = {};
    const next = at[step];
    if (!isJSONObject(next)) return false;
    at = next;
  }
  at[path.at(-1) as string] = value;
  return true;
}

function objectAt(object: JSONObject, key: string): JSONObject {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return isJSONObject(value) ? value : {};
}

/** A deep copy that keeps functions, which an inline configuration may hold. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isJSONObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, copy(field)]));
}
