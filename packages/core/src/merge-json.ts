import { isJSONObject, type JSONObject } from './json.ts';

/**
 * Merges two JSON objects into a new one, deep: objects by key; arrays and scalars of `over` replace; `undefined` in
 * `over` removes; the key `__proto__` is ignored.
 */
export function mergeJSON(base: JSONObject, over: JSONObject): JSONObject {
  const merged: JSONObject = { ...base };
  for (const key of Object.keys(over)) {
    if (key === '__proto__') continue;
    const value = over[key];
    const existing = Object.hasOwn(merged, key) ? merged[key] : undefined;
    if (value === undefined) delete merged[key];
    else if (isJSONObject(value)) merged[key] = mergeJSON(isJSONObject(existing) ? existing : {}, value);
    else merged[key] = value;
  }
  return merged;
}
