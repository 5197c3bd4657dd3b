import { isJSONObject } from '@sdk/core';
import type { ErrorDetails, ErrorSample } from '@sdk/http';

type Kind = NonNullable<ErrorDetails['kind']>;

/** A text that Cohere has on its list of what is blocked stood in the prompt or in the answer. */
const BLOCKED = 498;

/**
 * What Cohere's words mean: an error mostly has no code. The first that fits counts.
 *
 * @see https://docs.cohere.com/v1/reference/errors.md (read 2026-11-20)
 */
const RULES: readonly { says: RegExp; kind: Kind }[] = [
  { says: /max[ _]tokens must be\b/i, kind: 'invalid-request' }, // begins with "too many tokens" all the same
  { says: /\btoo many tokens\b/i, kind: 'context-length' },
  { says: /\bcalls ?\/ ?month\b/i, kind: 'quota-exceeded' },
  { says: /\binvalid api token\b/i, kind: 'authentication' },
];

/** Reads an error: the body of a failed request, or what stood inside an answer. */
export function decodeError({ status, body }: ErrorSample): ErrorDetails {
  if (!isJSONObject(body)) return status === BLOCKED ? { kind: 'content-filter' } : {};
  const { error_type: type } = body;
  const delta = isJSONObject(body['delta']) ? body['delta'] : body;
  const message = [body['message'], body['error'], delta['error'], body['data']].map(textOf).find((text) => text !== undefined);
  const reason = textOf(delta['finish_reason']);
  const code = textOf(type) ?? reason;
  const kind = kindOf(status, message ?? '');
  return {
    ...(message ? { message } : reason ? { message: `the answer could not be finished (${reason}).` } : {}),
    ...(code ? { code } : {}),
    ...(kind ? { kind } : {}),
  };
}

/** A text that is not empty, also in an object: gateways write `{error: {message}}`. */
function textOf(value: unknown): string | undefined {
  const text = isJSONObject(value) ? value['message'] : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function kindOf(status: number, message: string): Kind | undefined {
  if (status === BLOCKED) return 'content-filter';
  return RULES.find(({ says }) => says.test(message))?.kind;
}
