import { isJSONObject, type JSONObject, type JSONValue } from '@sdk/core';

/** Keywords under which further schemas stand: one, a list, or a map by name. */
const ONE = ['items', 'not', 'contains', 'if', 'then', 'else', 'propertyNames'];
const LIST = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const MAP = ['properties', '$defs', 'definitions', 'patternProperties'];

/**
 * A copy of a schema whose objects admit no further properties, as strict mode demands.
 *
 * `undefined` when the schema cannot be held strictly without a change of meaning: an object with optional or free
 * properties.
 *
 * @see https://platform.openai.com/docs/guides/structured-outputs#supported-schemas (read 2026-11-20)
 */
export function closeSchema(schema: JSONObject): JSONObject | undefined {
  const closed: JSONObject = { ...schema };
  if (isJSONObject(schema['properties']) || schema['type'] === 'object') {
    if (!isClosable(schema)) return undefined;
    closed['additionalProperties'] = false;
  }
  for (const key of ONE) {
    const inner = schema[key];
    if (!isJSONObject(inner)) continue;
    const result = closeSchema(inner);
    if (!result) return undefined;
    closed[key] = result;
  }
  for (const key of LIST) {
    const inner = schema[key];
    if (!Array.isArray(inner)) continue;
    const results = inner.map(closeValue);
    if (results.includes(undefined)) return undefined;
    closed[key] = results as JSONValue[];
  }
  for (const key of MAP) {
    const inner = schema[key];
    if (!isJSONObject(inner)) continue;
    const results = Object.entries(inner).map(([name, value]) => [name, closeValue(value)] as const);
    if (results.some(([, value]) => value === undefined)) return undefined;
    closed[key] = Object.fromEntries(results);
  }
  return closed;
}

function closeValue(value: JSONValue | undefined): JSONValue | undefined {
  return isJSONObject(value) ? closeSchema(value) : value;
}

function isClosable(schema: JSONObject): boolean {
  const extra = schema['additionalProperties'];
  if (extra !== undefined && extra !== false) return false;
  const properties = isJSONObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  // Without any property it is a free-form object, which strict mode would empty.
  return properties.length > 0 && properties.every((name) => required.has(name));
}
