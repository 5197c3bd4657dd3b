import { isJSONObject, type JSONObject, type JSONValue } from '@sdk/core';
import type { SchemaReport } from './schema.ts';

/** One schema in simpler words of the same meaning: without `allOf`, `const`, `nullable`, lists of anything but strings and numbers. */
export function combine(schema: JSONObject, path: string, report: SchemaReport): JSONObject {
  const merged = simplifyBounds(withNullable(mergeAll(schema, path, report)));
  if (merged['oneOf'] !== undefined && merged['anyOf'] !== undefined) report.refuse(`${path}.oneOf`, 'cannot stand beside anyOf');
  return simplifyValues(merged, path, report);
}

const UNREAD = new Set(['description', 'title', '$comment', 'examples', 'default']);

/** What the members of an `allOf` say together. Lists of names and of properties are apart, so that each member only adds to them. */
interface Merged {
  schema: JSONObject;
  required: Set<JSONValue> | undefined;
  properties: Map<string, JSONValue> | undefined;
}

/** `allOf` as one schema, where its members speak of different things. */
function mergeAll(schema: JSONObject, path: string, report: SchemaReport): JSONObject {
  if (schema['allOf'] === undefined) return schema;
  const merged: Merged = { schema: {}, required: undefined, properties: undefined };
  mergeSchema(merged, schema, path, report);
  const { required, properties } = merged;
  return {
    ...merged.schema,
    ...(required ? { required: [...required] } : {}),
    ...(properties ? { properties: Object.fromEntries(properties) } : {}),
  };
}

function mergeSchema(merged: Merged, { allOf = [], ...rest }: JSONObject, path: string, report: SchemaReport): void {
  for (const [key, value] of Object.entries(rest)) {
    if (value !== undefined) mergeKeyword(merged, key, value, `${path}.${key}`, report);
  }
  const here = `${path}.allOf`;
  if (!Array.isArray(allOf)) return report.refuse(here, 'is no list of schemas');
  for (const [at, member] of allOf.entries()) {
    if (!isJSONObject(member) || member['$ref'] !== undefined) return report.refuse(`${here}[${at}]`, 'cannot be merged with what stands beside it');
    mergeSchema(merged, member, `${here}[${at}]`, report);
  }
}

function mergeKeyword(merged: Merged, key: string, value: JSONValue, path: string, report: SchemaReport): void {
  const { schema } = merged;
  if (key === 'required' && Array.isArray(value)) {
    merged.required ??= new Set();
    for (const name of value) merged.required.add(name);
  } else if (key === 'properties' && isJSONObject(value)) {
    const properties = (merged.properties ??= new Map<string, JSONValue>());
    for (const [name, property] of Object.entries(value)) {
      if (property === undefined) continue;
      if (properties.has(name)) checkSame(properties.get(name), property, `${path}.${name}`, report);
      else properties.set(name, property);
    }
  } else if (!Object.hasOwn(schema, key)) schema[key] = value;
  else if (!UNREAD.has(key)) checkSame(schema[key], value, path, report);
}

function checkSame(known: JSONValue | undefined, value: JSONValue, path: string, report: SchemaReport): void {
  if (known !== value && JSON.stringify(known) !== JSON.stringify(value)) report.refuse(path, 'contradicts what stands beside it');
}

/** OpenAPI's `nullable` is not of JSON Schema. */
function withNullable({ nullable, ...schema }: JSONObject): JSONObject {
  const { type } = schema;
  if (nullable !== true) return schema;
  if (typeof type === 'string') return { ...schema, type: [type, 'null'], ...withNull(schema) };
  return schema;
}

function withNull({ enum: values }: JSONObject): JSONObject {
  return Array.isArray(values) && !values.includes(null) ? { enum: [...values, null] } : {};
}

/** For integers, bounds that are themselves excluded are the next ones that are not; draft 4 wrote them as a boolean. */
function simplifyBounds(schema: JSONObject): JSONObject {
  const simple = { ...schema };
  const isInteger = schema['type'] === 'integer';
  for (const [excluded, bound, step] of [['exclusiveMinimum', 'minimum', 1], ['exclusiveMaximum', 'maximum', -1]] as const) {
    const limit = simple[excluded] === true ? simple[bound] : simple[excluded];
    if (simple[excluded] === true && typeof limit === 'number') simple[excluded] = limit;
    else if (typeof simple[excluded] === 'boolean') delete simple[excluded];
    if (!isInteger || typeof limit !== 'number') continue;
    const next = (step > 0 ? Math.floor(limit) : Math.ceil(limit)) + step;
    const known = simple[bound];
    simple[bound] = typeof known === 'number' && step * known > step * next ? known : next;
    delete simple[excluded];
  }
  return simple;
}

/** `const` and `enum` as a list of strings or numbers; `null` and booleans, which a list cannot hold, as types. */
function simplifyValues({ const: only, ...schema }: JSONObject, path: string, report: SchemaReport): JSONObject {
  const key = only === undefined ? 'enum' : 'const';
  const given = only === undefined ? schema['enum'] : [only];
  if (given === undefined) return schema;
  if (!Array.isArray(given)) return report.refuse(`${path}.enum`, 'is no list');
  const { enum: _, type, ...rest } = schema;
  const values = given.filter((value) => typeof value === 'string' || typeof value === 'number');
  const types: string[] = given.includes(null) ? ['null'] : [];
  if (given.includes(true) && given.includes(false)) types.push('boolean');
  else if (given.some((value) => typeof value === 'boolean')) report.refuse(`${path}.${key}`, 'lists one boolean, which is no type');
  if (given.some((value) => typeof value === 'object' && value !== null)) report.refuse(`${path}.${key}`, 'lists objects or arrays');
  const listed: JSONObject = { ...typeOfValues(values, type), enum: values };
  if (types.length === 0) return { ...rest, ...listed };
  const simple: JSONObject[] = types.map((name) => ({ type: name }));
  if (values.length === 0 && types.length === 1) return { ...rest, type: types[0] };
  if (rest['anyOf'] !== undefined || rest['oneOf'] !== undefined) return report.refuse(`${path}.${key}`, 'cannot stand beside anyOf');
  return { ...rest, anyOf: values.length === 0 ? simple : [listed, ...simple] };
}

/** The type of listed values; the vendor wants one beside every list. */
function typeOfValues(values: JSONValue[], given: JSONValue | undefined): JSONObject {
  const types = Array.isArray(given) ? given.filter((type) => type !== 'null' && type !== 'boolean') : given;
  if (types !== undefined) return { type: Array.isArray(types) && types.length === 1 ? (types[0]) : types };
  const found = new Set(values.map((value) => (typeof value === 'string' ? 'string' : 'number')));
  return found.size === 1 ? { type: [...found][0] } : {};
}
