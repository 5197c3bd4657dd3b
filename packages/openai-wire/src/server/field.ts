import { InvalidRequestError, isJSONObject, type JSONObject } from '@sdk/core';

/** What is wrong with a field, in OpenAI's words. */
export type FieldFault = 'missing_required_parameter' | 'invalid_type' | 'invalid_value' | 'unsupported_value';

/**
 * A request that is not as Chat Completions documents it, or that nobody here can fulfil.
 *
 * The message names the field and what is expected, e.g. `messages[2].content[0].image_url.url: expected a string, got a
 * number.`; never the value, which may be a prompt or a key.
 */
export class RequestFieldError extends InvalidRequestError {
  /** Path of the field, e.g. `'messages[2].content[0].image_url.url'`; `''` for the body itself. */
  readonly param: string;

  constructor(param: string, problem: string, code: FieldFault) {
    super(`${param === '' ? 'The request' : param}: ${problem}`, { provider: 'openai-wire', code });
    this.param = param;
  }
}

/** Path of a field of the object at `path`. */
export function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** Refuses a value that is not what was expected, e.g. `'a string'`. */
export function refuse(value: unknown, path: string, expected: string): never {
  if (value === undefined) throw new RequestFieldError(path, `is missing; expected ${expected}.`, 'missing_required_parameter');
  throw new RequestFieldError(path, `expected ${expected}, got ${nameOf(value)}.`, 'invalid_type');
}

/** Refuses a value of the right type. */
export function refuseValue(path: string, problem: string, code: 'invalid_value' | 'unsupported_value' = 'invalid_value'): never {
  throw new RequestFieldError(path, problem, code);
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a number';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** An object, or a refusal. */
export function readObject(value: unknown, path: string): JSONObject {
  return isJSONObject(value) ? value : refuse(value, path, 'an object');
}

/** An array with at least one entry, or a refusal. */
export function readArray(value: unknown, path: string, of: string): unknown[] {
  return Array.isArray(value) && value.length > 0 ? value : refuse(value, path, `a non-empty array of ${of}`);
}

/** A string, or a refusal. */
export function readString(value: unknown, path: string): string {
  return typeof value === 'string' ? value : refuse(value, path, 'a string');
}

/** A string with something in it, or a refusal. */
export function readName(value: unknown, path: string): string {
  return typeof value === 'string' && value !== '' ? value : refuse(value === '' ? undefined : value, path, 'a non-empty string');
}

/** One of a few words, or a refusal that lists them. */
export function readWord<const Word extends string>(value: unknown, path: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  const expected = `one of ${words.join(', ')}`;
  return typeof value === 'string' ? refuseValue(path, `expected ${expected}.`) : refuse(value, path, expected);
}

/** A field that may be missing or `null`: both are `undefined` here. */
export function present(object: JSONObject, key: string): unknown {
  return object[key] ?? undefined;
}

/** An optional string. */
export function optionalString(object: JSONObject, key: string, path = ''): string | undefined {
  const value = present(object, key);
  return value === undefined ? undefined : readString(value, join(path, key));
}

/** An optional boolean. */
export function optionalBoolean(object: JSONObject, key: string, path = ''): boolean | undefined {
  const value = present(object, key);
  return value === undefined || typeof value === 'boolean' ? value : refuse(value, join(path, key), 'a boolean');
}

/** An optional number. Its range is the vendor's business. */
export function optionalNumber(object: JSONObject, key: string): number | undefined {
  const value = present(object, key);
  return value === undefined || (typeof value === 'number' && Number.isFinite(value)) ? value : refuse(value, key, 'a number');
}

/** An optional integer of at least `min`. */
export function optionalInteger(object: JSONObject, key: string, min: number): number | undefined {
  const value = optionalNumber(object, key);
  if (value === undefined || (Number.isSafeInteger(value) && value >= min)) return value;
  return refuseValue(key, Number.isFinite(min) ? `expected an integer of at least ${min}.` : 'expected an integer.');
}
