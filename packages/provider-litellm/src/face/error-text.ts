import { APIConnectionError, APIError, APITimeoutError, errorFromJSON, errorToJSON } from '@sdk/core';

/** The words of RFC 9110 for the statuses that the proxy gives. */
const REASONS: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The same error, of the same class, in the words that users of the provider look for. Its `cause` is the error as it was. */
export function inKnownWords(error: unknown): unknown {
  if (!(error instanceof APIError)) return error;
  const begins = beginning(error);
  if (begins === undefined) return error;
  const known = errorFromJSON({ ...errorToJSON(error), message: `${begins}. ${error.message}` });
  return Object.defineProperty(known, 'cause', { value: error, enumerable: false, configurable: true, writable: true });
}

function beginning(error: APIError): string | undefined {
  if (error instanceof APITimeoutError) return `LiteLLM request timeout after ${error.timeoutMs}ms`;
  if (error instanceof APIConnectionError) return `LiteLLM API error: ${codeOf(error.cause) ?? 'no connection'}`;
  if (error.status === undefined) return undefined;
  return `LiteLLM API error: ${[error.status, REASONS[error.status]].filter(Boolean).join(' ')}`;
}

function codeOf(cause: unknown): string | undefined {
  const { code } = (cause ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : undefined;
}
