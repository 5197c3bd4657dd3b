import * as core from '@sdk/core';
import type { APIError, APIErrorOptions } from '@sdk/core';

const PROVIDER = 'reference';

type ErrorClass = new (message: string, options: APIErrorOptions) => APIError;

const BY_STATUS: Record<number, ErrorClass> = {
  401: core.AuthenticationError,
  402: core.QuotaExceededError,
  403: core.PermissionDeniedError,
  404: core.NotFoundError,
  408: core.ServerError,
  429: core.RateLimitError,
  503: core.OverloadedError,
  529: core.OverloadedError,
};

const BY_CODE: Record<string, ErrorClass> = { overloaded: core.OverloadedError, broke: core.QuotaExceededError };

/** The error of a status, or of a `problem` inside a 200. */
export function errorOf(
  status: number,
  headers: Record<string, string>,
  body: string,
  redact: (text: string) => string,
): APIError {
  const problem = problemIn(body);
  const byStatus = BY_STATUS[status] ?? (status >= 500 ? core.ServerError : core.InvalidRequestError);
  const coded = status === 200 || status === 429 ? BY_CODE[problem?.code ?? ''] : undefined;
  const errorClass = coded ?? (status === 200 ? core.ServerError : byStatus);
  const retryable = [408, 429, 200].includes(status) || status >= 500;
  return new errorClass(redact(problem?.message ?? `The server answered ${status}.`), {
    provider: PROVIDER,
    status,
    retryable: retryable && errorClass !== core.QuotaExceededError,
    body: redact(body),
    ...(problem?.code && { code: problem.code }),
    ...retryAfter(headers),
  });
}

/** The vendor's error in a body, if there is one. */
export function problemIn(body: string): { message: string; code?: string } | undefined {
  try {
    const { problem } = JSON.parse(body) as { problem?: { message: string; code?: string } };
    return problem;
  } catch {
    return undefined;
  }
}

function retryAfter(headers: Record<string, string>): { retryAfterMs?: number } {
  const { 'retry-after-ms': ms, 'retry-after': after } = headers;
  const value = ms ? Number(ms) : Number(after) * 1_000;
  if (Number.isFinite(value)) return { retryAfterMs: value };
  const date = Date.parse(after ?? '');
  return Number.isNaN(date) ? {} : { retryAfterMs: Math.max(0, date - Date.now()) };
}
