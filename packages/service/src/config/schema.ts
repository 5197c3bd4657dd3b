import { z } from 'zod';
import { problemOfEndpoint } from './endpoint.ts';
import { HIDDEN, isHiddenKey } from './hidden-key.ts';

/** A number, as texts from a form look like. Only such a text is repeated in a message: another may be a key in the wrong field. */
const NUMERIC = /^\s*-?[\d.,]{1,20}\s*$/;

function number(expected: string) {
  return z.number({
    error: ({ input }) => {
      if (typeof input !== 'string') return `must be ${expected}`;
      const shown = NUMERIC.test(input) ? ` (${JSON.stringify(input)})` : '';
      return `is a text${shown}; expected ${expected}: forms give texts, convert them with Number(…)`;
    },
  });
}

function between(low: number, high: number) {
  const expected = `a number from ${low} to ${high}`;
  return number(expected).min(low, `must be ${expected}`).max(high, `must be ${expected}`);
}

function whole(low: number) {
  const expected = `a whole number, ${low} or more`;
  return number(expected).int(`must be ${expected}`).min(low, `must be ${expected}`);
}

const duration = number('milliseconds, 0 or more').min(0, 'must be milliseconds, 0 or more');
const text = z.string('must be a text').trim().min(1, 'is empty');

const endpoint = text.superRefine((value, context) => {
  const problem = problemOfEndpoint(value);
  if (problem) context.addIssue(problem);
});

/** Characters that no header takes. */
const UNSENDABLE = /[^\x21-\x7e]/;

const key = z.unknown().superRefine((value, context) => {
  const isReference = z.strictObject({ env: text }).safeParse(value).success;
  if (isHiddenKey(value) || isReference) return;
  if (typeof value !== 'string') context.addIssue('must be a text, { "env": "NAME" } or null');
  else if (value.trim() === '') context.addIssue('is empty');
  else if (value === HIDDEN) context.addIssue(`is the "${HIDDEN}" of a configuration that was shown; give the key itself`);
  else if (UNSENDABLE.test(value.trim())) context.addIssue('holds characters that no key has, such as spaces or line breaks');
});

/** Settings of a vendor must not bring in by the back what has a place of its own. */
const options = z.record(z.string(), z.json(), 'must be an object').superRefine((value, context) => {
  for (const [name, place] of [['apiKey', 'apiKey'], ['baseUrl', 'endpoint']] as const) {
    if (Object.hasOwn(value, name)) context.addIssue(`must not hold ${name}; its place is ${place}`);
  }
});

/** The one schema of a configuration, once its names are in camelCase. Messages go on after a name, and never repeat a key. */
export const configSchema = z.strictObject(
  {
    provider: text,
    endpoint: endpoint.nullish(),
    apiKey: z.array(key).nullish(),
    model: text,
    temperature: between(0, 2).nullable().default(0.7),
    maxTokens: whole(1).nullable().default(8192),
    topP: between(0, 1).nullable().default(0.9),
    topK: whole(1).nullable().default(null),
    maxRetries: whole(0).default(3),
    initialRetryDelayMs: duration.default(1_000),
    maxRetryDelayMs: duration.default(60_000),
    retryMultiplier: number('a number, 1 or more').min(1, 'must be a number, 1 or more').default(2),
    fallbackModels: z.array(text, 'must be a list of models').default([]),
    options: options.default({}),
  },
  'must be an object',
);
