import { isJSONObject, type JSONSchema, type JSONValue } from '@sdk/core';

/** A tool call as a model wrote it into its text. */
export interface WrittenCall {
  name: string;
  /** JSON text; malformed where the model's was. */
  arguments: string;
  /** Where the format has one. */
  id?: string;
}

/** The schema of a tool's parameters; `undefined` for a tool that was not declared. */
export type SchemaOf = (name: string) => JSONSchema | undefined;

/**
 * Reads `{"name", "arguments"}`, or a list of such. Arguments may be called `parameters`, and be an object or its JSON text.
 *
 * @returns `undefined` for JSON that says something else, or is none.
 */
export function readJSONCalls(text: string): WrittenCall[] | undefined {
  const parsed = parseJSON(text);
  const calls = (Array.isArray(parsed) ? parsed : [parsed]).map(readJSONCall);
  return calls.length > 0 && calls.every((call) => call !== undefined) ? calls : undefined;
}

function readJSONCall(value: unknown): WrittenCall | undefined {
  if (!isJSONObject(value) || typeof value['name'] !== 'string') return undefined;
  const given = value['arguments'] ?? value['parameters'] ?? {};
  return { name: value['name'], arguments: typeof given === 'string' ? given : JSON.stringify(given) };
}

const BEGINNING = /^\s*\{\s*"name"\s*:\s*("(?:[^"\\]|\\.)*")\s*,\s*"(?:arguments|parameters)"\s*:\s*/;

/** A call whose name can be read and whose arguments cannot. They are given as they stand. */
export function readMalformedCall(text: string): WrittenCall[] | undefined {
  const [beginning = '', quoted = ''] = BEGINNING.exec(text) ?? [];
  const name = parseJSON(quoted);
  if (typeof name !== 'string') return undefined;
  const rest = text.slice(beginning.length).trimEnd();
  return [{ name, arguments: rest.endsWith('}') ? rest.slice(0, -1).trimEnd() : rest }];
}

/** Arguments that were written one by one as text, as JSON. What the schema calls a string is one, whatever it looks like. */
export function argumentsOf(pairs: Iterable<[key: string, value: string]>, schema: JSONSchema | undefined): string {
  const properties = isJSONObject(schema?.['properties']) ? schema['properties'] : {};
  const read = Array.from(pairs, ([key, value]): [string, JSONValue] => {
    const property = properties[key];
    const isString = isJSONObject(property) && property['type'] === 'string';
    return [key, isString ? value : ((parseJSON(value) as JSONValue | undefined) ?? value)];
  });
  return JSON.stringify(Object.fromEntries(read));
}

/** The value of a JSON text; `undefined` when it is none. */
function parseJSON(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
