import type { ErrorKind } from '@sdk/core';

/** An error as Anthropic's API says it. */
export interface WrittenMessageError {
  type: 'error';
  error: { type: string; message: string };
  request_id?: string;
}

/** @see https://platform.claude.com/docs/en/api/errors (read 2026-11-20) */
const TYPES: Record<number, string> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** The status that means "overloaded" here; others say 503. */
const OVERLOADED = 529;

/** The status that clients of Anthropic know for an error. @param status The one that others would be told. */
export function messageStatusOf(kind: ErrorKind, status: number): number {
  return kind === 'overloaded' ? OVERLOADED : status;
}

/** Writes the body of an error, or the data of an `error` event. */
export function writeMessageError(status: number, message: string, requestId?: string): WrittenMessageError {
  const type = TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
  return { type: 'error', error: { type, message }, ...(requestId === undefined ? {} : { request_id: requestId }) };
}
