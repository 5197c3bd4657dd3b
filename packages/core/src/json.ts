/** Any value that survives `JSON.stringify` and `JSON.parse` unchanged. */
export type JSONValue = string | number | boolean | null | JSONValue[] | JSONObject;

/** A plain JSON object. A key may be present with the value `undefined`; it is then not sent. */
export interface JSONObject {
  [key: string]: JSONValue | undefined;
}

/** Whether a value is a plain JSON object, neither `null` nor an array. */
export function isJSONObject(value: unknown): value is JSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
