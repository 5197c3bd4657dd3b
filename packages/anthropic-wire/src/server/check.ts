import { InvalidRequestError, isJSONObject, type JSONObject } from '@sdk/core';
import { WIRE } from '../wire.ts';

/** Refuses a body. @param path e.g. `'messages[0].content[1].text'` */
export function refuse(path: string, problem: string): never {
  throw new InvalidRequestError(`${path} ${problem}.`, { provider: WIRE, status: 400 });
}

/** The value as an object. @throws InvalidRequestError */
export function objectAt(value: unknown, path: string): JSONObject {
  return isJSONObject(value) ? value : refuse(path, 'must be an object');
}

/** A block with its type. @throws InvalidRequestError */
export function blockAt(value: unknown, path: string): JSONObject & { type: string } {
  const block = objectAt(value, path);
  return { ...block, type: stringAt(block['type'], `${path}.type`) };
}

/** The value as a list. @throws InvalidRequestError */
export function listAt(value: unknown, path: string): unknown[] {
  return Array.isArray(value) ? value : refuse(path, 'must be a list');
}

/** The value as a string. @throws InvalidRequestError */
export function stringAt(value: unknown, path: string): string {
  return typeof value === 'string' ? value : refuse(path, 'must be a string');
}

/** The value as a string; nothing for none. @throws InvalidRequestError */
export function optionalString(value: unknown, path: string): string | undefined {
  return value === undefined || value === null ? undefined : stringAt(value, path);
}

/** The value as a number; nothing for none. @throws InvalidRequestError */
export function optionalNumber(value: unknown, path: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : refuse(path, 'must be a number');
}

/** The value as a boolean; nothing for none. @throws InvalidRequestError */
export function optionalBoolean(value: unknown, path: string): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'boolean' ? value : refuse(path, 'must be true or false');
}
