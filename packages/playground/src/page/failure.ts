/** What went wrong, for a person. */
export interface Failure {
  /** In a few words, e.g. `'Too many requests'`. */
  title: string;
  /** The words of who failed. */
  message: string;
  /** What to do about it. */
  advice?: string;
  /** e.g. `'rate_limit_exceeded'`. */
  code?: string;
  /** HTTP status; `undefined` where the failure came after it. */
  status?: number;
  retryAfterSeconds?: number;
}

/** The key of the playground itself is missing or wrong. */
export const KEY_NEEDED = 'invalid_api_key';

/** Titles and advice by the codes of `@sdk/express`. */
const EXPLANATIONS: Record<string, readonly [title: string, advice?: string]> = {
  vendor_unreachable: ['The model cannot be reached', 'Is its server running, and its address in the configuration right?'],
  vendor_timeout: ['The model took too long', 'Try again, or raise the timeouts of this provider.'],
  vendor_key_rejected: ['The vendor rejects the key', 'Check the key of this provider in the configuration of your application.'],
  vendor_permission_denied: ['The key may not do this', 'Choose another model, or a key with more rights.'],
  model_not_found: ['There is no such model', 'Choose another one.'],
  invalid_request: ['The request is not accepted', 'Look at the settings that the message names.'],
  context_length_exceeded: ['The conversation is too long for this model', 'Clear it, or choose a model with a larger context.'],
  content_filter: ['The vendor refuses this prompt'],
  insufficient_quota: ['The quota is used up', 'Add credit at the vendor, or choose another provider.'],
  rate_limit_exceeded: ['Too many requests', 'Wait a little and try again.'],
  vendor_overloaded: ['The vendor is overloaded', 'Wait a little and try again.'],
  vendor_error: ['The vendor failed', 'Try again.'],
  stream_interrupted: ['The answer was cut off', 'The connection to the vendor was lost. Try again.'],
  vendor_response_invalid: ['The answer could not be read', 'Is the address of this provider right?'],
  configuration_error: ['The server is not set up for this'],
  provider_disabled: ['This provider is disabled', 'Enable it in the configuration.'],
  unsupported_feature: ['This model cannot do that', 'Change the setting that the message names, or choose another model.'],
  request_too_large: ['The request is too long', 'Attach fewer or smaller images, or raise `bodyLimitBytes`.'],
  refused: ['The playground refuses this page'],
  [KEY_NEEDED]: ['A key is needed', 'Enter the key of this playground.'],
};

/** The failure that an error body says, `{ error: { message, code } }`; anything else is told by its status. */
export function failureOf(body: unknown, status?: number, retryAfter?: string | null): Failure {
  const { message, code } = ((body as { error?: unknown } | null)?.error ?? {}) as { message?: unknown; code?: unknown };
  const known = typeof code === 'string' && Object.hasOwn(EXPLANATIONS, code) ? EXPLANATIONS[code] : undefined;
  const [title, advice] = known ?? ['Something went wrong'];
  const wait = Number.parseInt(retryAfter ?? '', 10);
  return {
    title,
    message: typeof message === 'string' ? message : `The server answered ${status ?? 'with nothing that can be read'}.`,
    ...(advice !== undefined && { advice }),
    ...(typeof code === 'string' && { code }),
    ...(status !== undefined && { status }),
    ...(wait > 0 && { retryAfterSeconds: wait }),
  };
}

/** The failure of a request that got no answer, or half of one. */
export function lostConnection(hasBegun: boolean): Failure {
  return hasBegun
    ? { title: 'The answer was cut off', message: 'The connection to the server of this page was lost.', advice: 'Try again.' }
    : { title: 'The server does not answer', message: 'The server of this page cannot be reached.', advice: 'Is it still running?' };
}
