import { z } from 'zod';
import type { SdkConfig } from './config.ts';

const text = z.string('must be a string').trim().min(1, 'is empty');
const reference = z.strictObject({ env: text }, 'must be { "env": "NAME_OF_A_VARIABLE" }');
const milliseconds = z.number('must be a number of milliseconds').positive('must be more than 0');

/** A value that is one of several kinds. One message says them all; those of the branches would only confuse. */
function oneOf(schemas: [z.ZodType, ...z.ZodType[]], expected: string) {
  return z.union(schemas, `must be ${expected}`);
}

const keyFunction = z.custom<() => string | Promise<string>>((value) => typeof value === 'function');

const url = text.superRefine((value, context) => {
  const problem = problemOfUrl(value);
  if (problem) context.addIssue(problem);
});

/** Which schema holds depends on what is there, so that a bad URL is told as one and not as "neither of two". */
const baseUrl = z.unknown().superRefine((value, context) => {
  const schema = typeof value === 'object' && value !== null ? reference : url;
  for (const { message, path } of schema.safeParse(value).error?.issues ?? []) {
    context.addIssue({ code: 'custom', message, path: [...path] });
  }
});

const provider = z.strictObject(
  {
    apiKey: oneOf([text, reference, z.null(), keyFunction], 'a string that is not empty, { "env": "NAME" } or null').optional(),
    baseUrl: baseUrl.optional(),
    defaultModel: text.optional(),
    timeouts: z
      .strictObject(
        {
          connectMs: milliseconds.optional(),
          firstByteMs: milliseconds.optional(),
          idleMs: milliseconds.optional(),
          totalMs: milliseconds.optional(),
        },
        'must be an object',
      )
      .optional(),
    headers: z
      .record(z.string(), oneOf([z.string(), reference, z.null()], 'a string, { "env": "NAME" } or null'), 'must be an object')
      .optional(),
    enabled: z.boolean('must be true or false').optional(),
    options: z.record(z.string(), z.json(), 'must be an object').optional(),
  },
  'must be an object',
);

/** A name that can stand before the slash of `'provider/model'`. */
const providerName = z.string().regex(/^[A-Za-z0-9][\w.-]*$/, 'is no name of a provider: letters, digits, ".", "_", "-"');

/** The one schema of the configuration. Its messages continue a path and never repeat a value. */
export const configSchema: z.ZodType<SdkConfig> = z.strictObject(
  {
    defaultProvider: text.optional(),
    providers: z.record(providerName, provider, 'must be an object').optional(),
  },
  'must be an object',
) as unknown as z.ZodType<SdkConfig>;

/** Keys whose values are numbers or booleans, for texts from the environment. */
export const NUMBER_KEYS: readonly string[] = ['connectMs', 'firstByteMs', 'idleMs', 'totalMs'];

/** Keys of a provider, in the spelling of the configuration. */
export const PROVIDER_KEYS: readonly string[] = Object.keys(provider.shape);

/** What is wrong with a base URL; `undefined` when nothing is. Never repeats it: it may hold a password. */
export function problemOfUrl(value: string): string | undefined {
  if (!URL.canParse(value)) return 'is no URL; expected something like https://api.example.com/v1';
  const { protocol, username, password } = new URL(value);
  if (protocol !== 'http:' && protocol !== 'https:') return 'must begin with http:// or https://';
  if (username !== '' || password !== '') return 'holds a user name or password; give credentials by apiKey or headers';
  return undefined;
}
