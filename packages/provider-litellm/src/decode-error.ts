import { isJSONObject, type ErrorKind } from '@sdk/core';
import type { ErrorDetails, ErrorSample } from '@sdk/http';

/** What LiteLLM's classes and types mean where the status leaves it open. @see https://docs.litellm.ai/docs/exception_mapping (read 2026-11-20) */
const KINDS = new Map<string, ErrorKind>([
  ['ContextWindowExceededError', 'context-length'],
  ['ContentPolicyViolationError', 'content-filter'],
  ['budget_exceeded', 'quota-exceeded'],
  ['BudgetExceededError', 'quota-exceeded'],
  ['AuthenticationError', 'authentication'],
  ['auth_error', 'authentication'],
  ['PermissionDeniedError', 'permission-denied'],
  ['key_model_access_denied', 'permission-denied'],
  ['NotFoundError', 'not-found'],
]);

/** The statuses of the classes, which count for an error inside a stream that does not say its own. */
const STATUSES = new Map<string, number>([
  ['BadRequestError', 400],
  ['UnsupportedParamsError', 400],
  ['AuthenticationError', 401],
  ['PermissionDeniedError', 403],
  ['NotFoundError', 404],
  ['Timeout', 408],
  ['UnprocessableEntityError', 422],
  ['RateLimitError', 429],
  ['InternalServerError', 500],
  ['APIConnectionError', 500],
  ['APIError', 500],
  ['ServiceUnavailableError', 503],
]);

/** A status as text, which is what `code` mostly holds. */
const STATUS_CODE = /^\d{3}$/;

/** `litellm.ContextWindowExceededError: litellm.BadRequestError: AnthropicException - …`: the classes, outermost first, before what the vendor said. */
function classesIn(message: string | undefined): string[] {
  const [ours = ''] = (message ?? '').split(' - ', 1);
  const named = [...ours.matchAll(/(?:^|[\s.])([A-Z]\w*):/g)].map(([, name]) => name as string);
  return ours.startsWith('ExceededBudget') || ours.startsWith('Budget has been exceeded') ? ['budget_exceeded', ...named] : named;
}

/** Adds what LiteLLM says by the class in its message to what an error says in OpenAI's form. */
export function readError(details: ErrorDetails, { body }: ErrorSample): ErrorDetails {
  const error = isJSONObject(body) && isJSONObject(body['error']) ? body['error'] : {};
  const type = typeof error['type'] === 'string' && !['', 'None'].includes(error['type']) ? error['type'] : undefined;
  const classes = classesIn(details.message);
  const telling = [type, ...classes].find((name) => name !== undefined && KINDS.has(name));
  const isStatus = details.code === undefined || STATUS_CODE.test(details.code);
  const code = isStatus ? (telling ?? classes[0] ?? type ?? details.code) : details.code;
  const kind = KINDS.get(telling ?? '') ?? details.kind;
  const meant = details.status ?? classes.map((name) => STATUSES.get(name)).find((each) => each !== undefined);
  return {
    ...details,
    ...(code === undefined ? {} : { code }),
    ...(kind === undefined ? {} : { kind }),
    ...(meant === undefined ? {} : { status: meant }),
  };
}
