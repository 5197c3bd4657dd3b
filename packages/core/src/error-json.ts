import * as errors from './errors.ts';
import { SdkError, type APIErrorOptions } from './errors.ts';
import { isJSONObject, type JSONObject } from './json.ts';

const CLASSES: Record<string, new (message: string, options: never) => SdkError> = {
  connection: errors.APIConnectionError,
  timeout: errors.APITimeoutError,
  authentication: errors.AuthenticationError,
  'permission-denied': errors.PermissionDeniedError,
  'not-found': errors.NotFoundError,
  'invalid-request': errors.InvalidRequestError,
  'context-length': errors.ContextLengthError,
  'content-filter': errors.ContentFilterError,
  'quota-exceeded': errors.QuotaExceededError,
  'rate-limit': errors.RateLimitError,
  overloaded: errors.OverloadedError,
  server: errors.ServerError,
  'stream-interrupted': errors.StreamInterruptedError,
  'response-parse': errors.ResponseParseError,
  abort: errors.AbortError,
  configuration: errors.ConfigurationError,
  'unsupported-feature': errors.UnsupportedFeatureError,
  api: errors.APIError,
  sdk: SdkError,
};

const HIDDEN = ['body', 'partial'] as const;

/**
 * An error as plain JSON, for another process or thread: kind, message, every field, also `body` and `partial`.
 *
 * Leaves out `cause` and `stack`, which may hold anything.
 */
export function errorToJSON(error: SdkError): JSONObject {
  const json: Record<string, unknown> = { ...error, kind: error.kind, name: error.name, message: error.message };
  for (const key of HIDDEN) {
    const value = (error as { body?: unknown; partial?: unknown })[key];
    if (value !== undefined) json[key] = value;
  }
  return JSON.parse(JSON.stringify(json)) as JSONObject;
}

/**
 * The error that {@link errorToJSON} took apart, of the same class and with the same fields.
 *
 * A kind that this version does not know becomes an `APIError` (when it names a provider) or an `SdkError`, its `kind`
 * kept. Anything that is no such object becomes an `SdkError`.
 */
export function errorFromJSON(json: unknown): SdkError {
  if (!isJSONObject(json)) return new SdkError('An unreadable error was received.');
  const { kind, name: _name, message, ...fields } = json;
  const known = typeof kind === 'string' && Object.hasOwn(CLASSES, kind) ? CLASSES[kind] : undefined;
  const errorClass = known ?? (typeof fields['provider'] === 'string' ? errors.APIError : SdkError);
  const error = new errorClass(typeof message === 'string' ? message : '', fields as unknown as APIErrorOptions as never);
  for (const [key, value] of Object.entries(fields)) {
    if (!(key in error)) Object.assign(error, { [key]: value });
  }
  if (!known && typeof kind === 'string') Object.assign(error, { kind });
  return error;
}
