import { isJSONObject, type JSONObject, type JSONValue } from '@sdk/core';

/** Keywords under which further schemas stand: one, a list, or a map by name. */
const ONE = ['items', 'not'];
const LIST = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const MAP = ['properties', '$defs', 'definitions'];

/**
 * A copy of a schema whose objects say that they admit no further properties, which the API demands of a schema that
 * an answer is held to. What a schema says itself about further properties stays.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/structured-outputs (read 2026-11-20)
 */
export function closeSchema(schema: JSONObject): JSONObject {
  const closed: JSONObject = { ...schema };
  const isObject = schema['type'] === 'object' || isJSONObject(schema['properties']);
  if (isObject && schema['additionalProperties'] === undefined) closed['additionalProperties'] = false;
  for (const key of ONE) if (schema[key] !== undefined) closed[key] = closeValue(schema[key]);
  for (const key of LIST) {
    const inner = schema[key];
    if (Array.isArray(inner)) closed[key] = inner.map(closeValue);
  }
  for (const key of MAP) {
    const inner = schema[key];
    if (isJSONObject(inner)) closed[key] = Object.fromEntries(Object.entries(inner).map(([name, value]) => [name, closeValue(value as JSONValue)]));
  }
  return closed;
}

function closeValue(value: JSONValue): JSONValue {
  return isJSONObject(value) ? closeSchema(value) : value;
}
