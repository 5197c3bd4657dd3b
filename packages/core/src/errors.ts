import { brand, hasBrand, inspectEnumerableOnly, setHidden } from './error-brand.ts';
import type { ContentPart } from './message.ts';
import type { Attempt, RateLimit, Usage } from './result.ts';

/** The kinds of failure, one per class, for `switch (error.kind)`. New kinds may come in minor versions. */
export type ErrorKind =
  | 'connection'
  | 'timeout'
  | 'authentication'
  | 'permission-denied'
  | 'not-found'
  | 'invalid-request'
  | 'context-length'
  | 'content-filter'
  | 'quota-exceeded'
  | 'rate-limit'
  | 'overloaded'
  | 'server'
  | 'stream-interrupted'
  | 'response-parse'
  | 'abort'
  | 'configuration'
  | 'unsupported-feature'
  | 'api'
  | 'sdk'
  | (string & {});

/** What had come of an answer when it failed. Tool calls that were cut are not in it. */
export interface PartialAnswer {
  content: ContentPart[];
  usage?: Usage;
}

/** What every error may be given. */
export interface SdkErrorOptions {
  cause?: unknown;
  partial?: PartialAnswer;
}

/** The root: every failure that leaves a public function is one. */
export class SdkError extends Error {
  readonly kind: ErrorKind = 'sdk';
  /** What had come of the answer. Does not print or serialize by itself. */
  declare readonly partial?: PartialAnswer;

  constructor(message: string, options: SdkErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    setHidden(this, 'partial', options.partial);
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return hasBrand(this, value);
  }
}
brand(SdkError, 'sdk', 'SdkError');
inspectEnumerableOnly(SdkError.prototype);

/** What is known of a failed request. */
export interface APIErrorOptions extends SdkErrorOptions {
  /** Id of the provider that was asked. */
  provider: string;
  status?: number;
  /** The vendor's own code, e.g. `'insufficient_quota'`. */
  code?: string;
  requestId?: string;
  retryable?: boolean;
  retryAfterMs?: number;
  rateLimit?: RateLimit;
  body?: string;
  attempts?: Attempt[];
}

/** A request that failed at the vendor or on the way there and back. */
export class APIError extends SdkError {
  override readonly kind: ErrorKind = 'api';
  /** Id of the provider that was asked. */
  readonly provider: string;
  /** HTTP status; `undefined` when no answer came. */
  declare readonly status?: number;
  /** The vendor's own code; `undefined` when it gave none. */
  declare readonly code?: string;
  /** The vendor's id of the request, for its support. */
  declare readonly requestId?: string;
  /** Whether a fresh call may succeed. */
  readonly retryable: boolean;
  /** How long the vendor asks to wait, in milliseconds. */
  declare readonly retryAfterMs?: number;
  declare readonly rateLimit?: RateLimit;
  /** A capped excerpt of the answer's body, secrets removed. Does not print or serialize by itself. */
  declare readonly body?: string;
  /** One entry per attempt, the last included; filled by wrappers that retry or fall back. */
  declare readonly attempts?: Attempt[];

  constructor(message: string, options: APIErrorOptions) {
    super(message, options);
    this.provider = options.provider;
    this.retryable = options.retryable ?? false;
    for (const key of ['status', 'code', 'requestId', 'retryAfterMs', 'rateLimit', 'attempts'] as const) {
      if (options[key] !== undefined) Object.assign(this, { [key]: options[key] });
    }
    setHidden(this, 'body', options.body);
  }
}
brand(APIError, 'api', 'APIError');

/** No connection, or a lost one: refused, reset, DNS, TLS. */
export class APIConnectionError extends APIError {
  override readonly kind = 'connection';
}
brand(APIConnectionError, 'connection', 'APIConnectionError');

/** Which of the four limits on time was hit. */
export type TimeoutPhase = 'connect' | 'firstByte' | 'idle' | 'total';

/** One of the four limits on time was hit. Never what a caller's own signal gives. */
export class APITimeoutError extends APIError {
  override readonly kind = 'timeout';
  readonly phase: TimeoutPhase;
  /** The limit, in milliseconds. */
  readonly timeoutMs: number;

  constructor(message: string, options: APIErrorOptions & { phase: TimeoutPhase; timeoutMs: number }) {
    super(message, options);
    this.phase = options.phase;
    this.timeoutMs = options.timeoutMs;
  }
}
brand(APITimeoutError, 'timeout', 'APITimeoutError');

/** 401: the key is missing, wrong or expired. */
export class AuthenticationError extends APIError {
  override readonly kind = 'authentication';
}
brand(AuthenticationError, 'authentication', 'AuthenticationError');

/** 403: the key is good, and this is not allowed with it. */
export class PermissionDeniedError extends APIError {
  override readonly kind = 'permission-denied';
}
brand(PermissionDeniedError, 'permission-denied', 'PermissionDeniedError');

/** 404: no such model or endpoint. */
export class NotFoundError extends APIError {
  override readonly kind = 'not-found';
}
brand(NotFoundError, 'not-found', 'NotFoundError');

/** 400, 422 or another 4xx; also a request whose meaning is impossible, found before any network (without `status`). */
export class InvalidRequestError extends APIError {
  override readonly kind = 'invalid-request';
}
brand(InvalidRequestError, 'invalid-request', 'InvalidRequestError');

/** The prompt does not fit into the model's context window. */
export class ContextLengthError extends APIError {
  override readonly kind = 'context-length';
}
brand(ContextLengthError, 'context-length', 'ContextLengthError');

/** The vendor refused the prompt with an error status. (A block inside HTTP 200 is a result with `content-filter`.) */
export class ContentFilterError extends APIError {
  override readonly kind = 'content-filter';
}
brand(ContentFilterError, 'content-filter', 'ContentFilterError');

/** 402, or a 429 that no waiting heals: credit or budget is used up. */
export class QuotaExceededError extends APIError {
  override readonly kind = 'quota-exceeded';
}
brand(QuotaExceededError, 'quota-exceeded', 'QuotaExceededError');

/** 429: too fast; see `retryAfterMs`. */
export class RateLimitError extends APIError {
  override readonly kind = 'rate-limit';
}
brand(RateLimitError, 'rate-limit', 'RateLimitError');

/** 503 or 529: the vendor has more work than it can take. */
export class OverloadedError extends APIError {
  override readonly kind = 'overloaded';
}
brand(OverloadedError, 'overloaded', 'OverloadedError');

/** 408 or 5xx: the vendor failed. */
export class ServerError extends APIError {
  override readonly kind = 'server';
}
brand(ServerError, 'server', 'ServerError');

/** The answer ended, or was cut, without its terminal event. `partial` holds what had come. */
export class StreamInterruptedError extends APIError {
  override readonly kind = 'stream-interrupted';
}
brand(StreamInterruptedError, 'stream-interrupted', 'StreamInterruptedError');

/** The answer is not what the vendor documents: HTML, no JSON, an empty body, one over a limit. */
export class ResponseParseError extends APIError {
  override readonly kind = 'response-parse';
}
brand(ResponseParseError, 'response-parse', 'ResponseParseError');

/** The caller's signal ended the call. `cause` is the signal's reason. */
export class AbortError extends SdkError {
  override readonly kind = 'abort';

  constructor(message = 'The call was aborted.', options: SdkErrorOptions = {}) {
    super(message, options);
  }
}
brand(AbortError, 'abort', 'AbortError');

/** The error that a caller's signal gives, whatever its reason is. */
export function abortError(signal: AbortSignal): AbortError {
  return new AbortError(undefined, { cause: signal.reason as unknown });
}

/** The SDK was set up or used in a way that cannot work: a missing key, a bad URL. Says which option and variable. */
export class ConfigurationError extends SdkError {
  override readonly kind = 'configuration';
}
brand(ConfigurationError, 'configuration', 'ConfigurationError');

/** Something was asked of a model that it cannot do; found before any network. */
export class UnsupportedFeatureError extends SdkError {
  override readonly kind = 'unsupported-feature';
}
brand(UnsupportedFeatureError, 'unsupported-feature', 'UnsupportedFeatureError');

/**
 * Makes a class that stands for every {@link APIError} of one provider, to catch by vendor.
 *
 * @param provider The provider's id, e.g. `'lepton'`.
 * @param name What the class is called, e.g. `'LeptonError'`.
 * @example
 * export const LeptonError = providerError('lepton', 'LeptonError');
 * // error instanceof LeptonError   ⇔   error instanceof APIError && error.provider === 'lepton'
 */
export function providerError(provider: string, name = `${provider}Error`): typeof APIError {
  const ProviderError = class extends APIError {
    static override [Symbol.hasInstance](value: unknown): boolean {
      if (this !== ProviderError) return hasBrand(this, value);
      return value instanceof APIError && value.provider === provider;
    }
  };
  Object.defineProperty(ProviderError, 'name', { value: name });
  return ProviderError;
}
