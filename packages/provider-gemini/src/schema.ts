import { isJSONObject, type JSONObject, type JSONSchema, type JSONValue } from '@sdk/core';
import { combine } from './schema-combine.ts';

/** What is told of a schema that cannot be sent as it is. Paths are e.g. `tools[0].parameters.properties.a`. */
export interface SchemaReport {
  /** The meaning would be another one. */
  refuse(path: string, why: string): never;
  /** The vendor takes the keyword and does not hold the model to it. */
  unenforced(path: string): void;
}

/**
 * A JSON Schema in the part of JSON Schema that Gemini documents: `definitions` become `$defs`, `const` a list of one,
 * `oneOf` `anyOf`, `allOf` one schema, tuples `prefixItems`, other places that are referred to definitions.
 *
 * @see https://ai.google.dev/api/generate-content#FIELDS.response_json_schema (read 2026-11-21)
 */
export function encodeSchema(schema: JSONSchema, path: string, report: SchemaReport): JSONObject {
  return new SchemaEncoder(schema, report).encodeRoot(path);
}

/** Keywords whose meaning the vendor has no words for, each with the reason to refuse. */
const REFUSED = ['not', 'if', 'then', 'else', 'patternProperties', 'propertyNames', 'dependentSchemas', 'dependentRequired', 'dependencies', 'contains', 'unevaluatedProperties', 'unevaluatedItems', '$dynamicRef', '$recursiveRef'];

/** Keywords that narrow a value, which are taken and not enforced. */
const UNENFORCED = ['pattern', 'minLength', 'maxLength', 'multipleOf', 'exclusiveMinimum', 'exclusiveMaximum', 'uniqueItems', 'minProperties', 'maxProperties'];

/** Said of a schema or for its reader, not of values. */
const DROPPED = new Set(['$schema', '$comment', '$id', '$anchor', 'definitions', '$defs', 'examples', 'default', 'deprecated', 'readOnly', 'writeOnly']);

const LOCAL = /^#\/(?:\$defs|definitions)\/([^/]+)$/;

/**
 * How many times its own size a schema may grow by what stands in place of its references. Definitions that refer to
 * each other twice would double with every one.
 */
const MOST_GROWTH = 16;

/** How many references may stand inside each other's meaning: each is a step deeper on the stack. */
const MOST_NESTED = 200;

class SchemaEncoder {
  readonly root: JSONSchema;
  readonly report: SchemaReport;
  readonly definitions: JSONObject;
  /** Names of definitions that stand for other places, by the reference to the place. */
  readonly places = new Map<string, string>();
  nextPlace = 1;
  /** References that are being put in place, to notice one that never ends. */
  readonly inlining = new Set<string>();
  /** Sizes of what references mean, and how much more of it may be put in place; `undefined` before the first. */
  readonly sizes = new Map<string, number>();
  left: number | undefined = undefined;

  constructor(root: JSONSchema, report: SchemaReport) {
    this.root = root;
    this.report = report;
    this.definitions = { ...objectAt(root, 'definitions'), ...objectAt(root, '$defs') };
  }

  encodeRoot(path: string): JSONObject {
    const encoded = this.encode(this.root, path);
    const $defs: JSONObject = {};
    for (const name of Object.keys(this.definitions)) $defs[name] = this.encode(this.definitions[name], `${path}.$defs.${name}`);
    // More are found while these are encoded.
    for (const [$ref, name] of this.places) $defs[name] = this.encode(this.resolve($ref, path), `${path}.${$ref}`);
    return Object.keys($defs).length === 0 ? encoded : { ...encoded, $defs };
  }

  encode(schema: JSONValue | undefined, path: string): JSONObject {
    if (schema === true) return {};
    if (!isJSONObject(schema)) return this.report.refuse(path, 'is no schema that a value can match');
    for (const key of REFUSED) if (schema[key] !== undefined) this.report.refuse(`${path}.${key}`, 'has no counterpart');
    const isRoot = schema === this.root;
    if (schema['$ref'] !== undefined) return this.encodeRef(schema, path, isRoot);
    const { allOf, ...rest } = schema;
    if (!Array.isArray(allOf)) return this.encodeMerged(schema, path);
    const [only] = allOf;
    if (allOf.length === 1 && isReference(only) && isBare(rest)) return this.encodeRef({ ...rest, ...only }, path, isRoot);
    const members = allOf.map((member, at) => (isReference(member) ? this.inline(member.$ref, `${path}.allOf[${at}].$ref`) : member));
    const encoded = this.encodeMerged({ ...rest, allOf: members }, path);
    for (const member of allOf) if (isReference(member)) this.inlining.delete(member.$ref);
    return encoded;
  }

  encodeMerged(schema: JSONObject, path: string): JSONObject {
    const encoded: JSONObject = {};
    for (const [key, value] of Object.entries(combine(schema, path, this.report))) {
      if (value !== undefined && !DROPPED.has(key)) this.encodeKeyword(encoded, key, value, path);
    }
    return encoded;
  }

  encodeKeyword(encoded: JSONObject, key: string, value: JSONValue, path: string): void {
    const here = `${path}.${key}`;
    if (key === 'properties') encoded['properties'] = this.encodeAll(value, here);
    else if (key === 'items' && Array.isArray(value)) encoded['prefixItems'] = this.encodeList(value, here);
    else if (key === 'items' || key === 'additionalProperties') encoded[key] = typeof value === 'boolean' ? value : this.encode(value, here);
    else if (key === 'anyOf' || key === 'oneOf') encoded['anyOf'] = this.encodeList(value, here);
    else if (key === 'prefixItems') encoded['prefixItems'] = this.encodeList(value, here);
    else {
      encoded[key] = value;
      if (UNENFORCED.includes(key)) this.report.unenforced(here);
    }
  }

  encodeAll(schemas: JSONValue, path: string): JSONObject {
    const encoded: JSONObject = {};
    if (!isJSONObject(schemas)) return this.report.refuse(path, 'is no object of schemas');
    for (const [name, schema] of Object.entries(schemas)) encoded[name] = this.encode(schema, `${path}.${name}`);
    return encoded;
  }

  encodeList(schemas: JSONValue, path: string): JSONValue[] {
    if (!Array.isArray(schemas)) return this.report.refuse(path, 'is no list of schemas');
    return schemas.map((schema, at) => this.encode(schema, `${path}[${at}]`));
  }

  /**
   * A reference stands alone on the wire; beside a description, it is the only choice. Beside words about values, what it
   * means stands in its place; above all others, too, where the vendor wants an object.
   */
  encodeRef({ $ref, ...beside }: JSONObject, path: string, isRoot: boolean): JSONObject {
    const here = `${path}.$ref`;
    if (typeof $ref !== 'string') return this.report.refuse(here, 'is no reference');
    const said = Object.fromEntries(Object.entries(beside).filter(([key]) => !DROPPED.has(key)));
    const isAlone = Object.keys(said).length === 0;
    if (isAlone || (isBare(said) && !isRoot)) {
      const reference = { $ref: this.definitionOf($ref, here) };
      return isAlone ? reference : { ...said, anyOf: [reference] };
    }
    const meant = this.inline($ref, here);
    const encoded = this.encode({ ...beside, allOf: [meant, ...listAt(beside, 'allOf')] }, path);
    this.inlining.delete($ref);
    return encoded;
  }

  /** The reference to a definition. A place that is none becomes one. */
  definitionOf($ref: string, here: string): string {
    if ($ref === '#') return $ref;
    this.resolve($ref, here);
    const name = LOCAL.exec($ref)?.[1] ?? this.places.get($ref) ?? this.nameOf($ref);
    return `#/$defs/${name}`;
  }

  nameOf($ref: string): string {
    let name: string;
    do name = `place_${this.nextPlace++}`;
    while (Object.hasOwn(this.definitions, name));
    this.places.set($ref, name);
    return name;
  }

  /** What a reference means, to stand in its place until `inlining` forgets it. */
  inline($ref: string, here: string): JSONObject {
    if (this.inlining.has($ref)) return this.report.refuse(here, 'refers to itself, beside other keywords');
    if (this.inlining.size >= MOST_NESTED) return this.report.refuse(here, `stands beside other keywords, inside the meaning of ${MOST_NESTED} others`);
    const { $defs: _, definitions: __, ...meant } = this.resolve($ref, here);
    this.spend($ref, meant, here);
    this.inlining.add($ref);
    return meant;
  }

  spend($ref: string, meant: JSONObject, here: string): void {
    const size = this.sizes.get($ref) ?? JSON.stringify(meant).length;
    this.sizes.set($ref, size);
    this.left = (this.left ?? MOST_GROWTH * JSON.stringify(this.root).length) - size;
    if (this.left < 0) this.report.refuse(here, `stands beside other keywords, so that what it means is put in its place, which makes the schema more than ${MOST_GROWTH} times as large`);
  }

  resolve($ref: string, here: string): JSONObject {
    if ($ref !== '#' && !$ref.startsWith('#/')) return this.report.refuse(here, `refers to another document, or to a name, ${$ref}`);
    let target: JSONValue | undefined = this.root;
    for (const step of $ref.split('/').slice(1)) {
      const key = keyOf(step);
      target = Array.isArray(target) ? target[Number(key)] : isJSONObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
    }
    return isJSONObject(target) ? target : this.report.refuse(here, `refers to ${$ref}, which is not there`);
  }
}

/** A step of a JSON Pointer in a URI; one with a broken escape is taken as it is. */
function keyOf(step: string): string {
  let key = step;
  try {
    key = decodeURIComponent(step);
  } catch {
    // Then it names nothing that is there, most likely.
  }
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

function isReference(schema: JSONValue | undefined): schema is { $ref: string } {
  return isJSONObject(schema) && typeof schema['$ref'] === 'string' && Object.keys(schema).length === 1;
}

/** Whether nothing is said of values. */
function isBare(schema: JSONObject): boolean {
  return Object.keys(schema).every((key) => key === 'description' || key === 'title' || DROPPED.has(key));
}

function objectAt(schema: JSONObject, key: string): JSONObject {
  const value = schema[key];
  return isJSONObject(value) ? value : {};
}

function listAt(schema: JSONObject, key: string): JSONValue[] {
  const value = schema[key];
  return Array.isArray(value) ? value : [];
}
