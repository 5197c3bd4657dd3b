import { ConfigurationError } from './errors.ts';
import { isJSONObject, type JSONObject } from './json.ts';

/** A JSON Schema (draft 7 or 2020-12) as a plain object, e.g. `{ type: 'object', properties: { city: { type: 'string' } } }`. */
export type JSONSchema = JSONObject;

/**
 * A schema of any library that follows Standard Schema (zod ≥ 4.2, valibot, arktype, …).
 *
 * @see https://standardschema.dev (read 2026-11-20)
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate?: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    readonly jsonSchema?: {
      readonly input: (options: { target: string }) => Record<string, unknown>;
      readonly output: (options: { target: string }) => Record<string, unknown>;
    };
  };
}

/** What a Standard Schema's `validate` gives: a value, or the issues that speak against it. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** One complaint of a Standard Schema. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What is accepted wherever a schema is: JSON Schema as an object, or a Standard Schema. */
export type Schema<Output = unknown> = JSONSchema | StandardSchema<unknown, Output>;

/** The type of the values that a schema admits: exact for a Standard Schema, `JSONObject` for plain JSON Schema. */
export type SchemaOutput<S> = S extends { readonly '~standard': { readonly types?: infer Types } }
  ? NonNullable<Types> extends { readonly output: infer Output }
    ? Output
    : unknown
  : JSONObject;

/** Whether a schema is a Standard Schema rather than plain JSON Schema. */
export function isStandardSchema(schema: unknown): schema is StandardSchema {
  const kind = typeof schema;
  return ((kind === 'object' && schema !== null) || kind === 'function') && '~standard' in (schema as object);
}

const DRAFT = 'draft-2020-12';
const converted = new WeakMap<object, JSONSchema>();

/**
 * The JSON Schema of a schema: itself when it is one, else what the Standard Schema says of its input.
 *
 * Conversions are remembered per schema object, so that a tool that is declared once is converted once.
 *
 * @throws ConfigurationError when the value is no schema, or its library cannot say its JSON Schema.
 */
export function toJSONSchema(schema: unknown): JSONSchema {
  if (!isStandardSchema(schema)) {
    if (isJSONObject(schema)) return schema;
    throw new ConfigurationError(`Expected a JSON Schema object or a Standard Schema, got ${describe(schema)}.`);
  }
  const known = converted.get(schema);
  if (known) return known;
  const result = convert(schema);
  delete result['$schema'];
  converted.set(schema, result);
  return result;
}

function convert(schema: StandardSchema): JSONObject {
  const { jsonSchema, vendor } = schema['~standard'];
  const own = schema as { toJSONSchema?: (options?: unknown) => unknown; toJsonSchema?: () => unknown };
  try {
    const result =
      jsonSchema?.input({ target: DRAFT }) ?? own.toJSONSchema?.({ io: 'input' }) ?? own.toJsonSchema?.();
    if (isJSONObject(result)) return { ...result };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(`This ${vendor} schema has no JSON Schema: ${reason}`, { cause });
  }
  throw new ConfigurationError(
    `A schema of ${vendor} cannot say its JSON Schema here. Use a version that implements Standard JSON Schema, or give plain JSON Schema.`,
  );
}

function describe(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
}
