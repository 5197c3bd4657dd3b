import { ConfigurationError, ResponseParseError } from './errors.ts';
import type { GenerateResult } from './result.ts';
import { isStandardSchema, type Schema, type SchemaOutput } from './schema.ts';

/**
 * The JSON of an answer, parsed, checked by the schema where that can check (a Standard Schema; plain JSON Schema only
 * types), and typed.
 *
 * @throws ResponseParseError when the answer was cut, is not JSON, or does not fit; says where.
 * @throws ConfigurationError when the schema can only validate asynchronously.
 */
export function outputOf<S extends Schema>(result: GenerateResult, schema: S): SchemaOutput<S> {
  const fail = (message: string, cause?: unknown) =>
    new ResponseParseError(message, {
      provider: result.response.provider,
      retryable: true,
      partial: { content: result.content, usage: result.usage },
      ...(cause === undefined ? {} : { cause }),
    });
  if (result.finishReason === 'length') throw fail('The answer was cut at the token limit; raise maxTokens.');
  if (result.finishReason === 'content-filter') throw fail('The answer was blocked or refused, so there is no output.');
  let value: unknown;
  try {
    value = JSON.parse(withoutFence(result.text));
  } catch (cause) {
    throw fail('The answer is not JSON.', cause);
  }
  const validate = isStandardSchema(schema) ? schema['~standard'].validate : undefined;
  if (!validate) return value as SchemaOutput<S>;
  const outcome = validate(value);
  if (outcome instanceof Promise) {
    outcome.catch(() => {}); // its failure would otherwise be an unhandled rejection
    throw new ConfigurationError('This schema validates asynchronously; outputOf needs one that does not.');
  }
  if (!outcome.issues) return outcome.value as SchemaOutput<S>;
  const issues = outcome.issues.map(({ path, message }) => `${pathOf(path)}: ${message}`);
  throw fail(`The answer does not fit the schema. ${issues.join('; ')}`);
}

/** Models that are not held to JSON by their vendor often wrap it in a Markdown fence. */
function withoutFence(text: string): string {
  return /^\s*```(?:json)?\s*\n([\s\S]*?)\n?\s*```\s*$/.exec(text)?.[1] ?? text;
}

function pathOf(path: readonly (PropertyKey | { readonly key: PropertyKey })[] = []): string {
  const keys = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  return keys.length > 0 ? keys.join('.') : 'the whole answer';
}
