import type { ErrorKind } from '@sdk/core';
import type { ErrorDetails, ErrorSample } from '@sdk/http';
import { decodeError } from '../decode-error.ts';

/**
 * Codes that only this API has; what begins with `invalid_` or is about an image is a wrong request.
 *
 * @see https://platform.openai.com/docs/api-reference/responses/object (read 2026-11-20)
 */
const KINDS: Record<string, ErrorKind> = {
  bio_policy: 'content-filter',
  misalignment_policy_violation: 'content-filter',
  image_content_policy_violation: 'content-filter',
  data_residency_mismatch: 'invalid-request',
  vector_store_timeout: 'server',
};

const WRONG_REQUEST = /^invalid_|image/;
const FLAGGED = /flagged|polic(?:y|ies)/i;

/** Reads an error body, the event `error`, and the error of a response that failed. */
export function decodeResponseError(sample: ErrorSample): ErrorDetails {
  const details = decodeError(sample);
  const { code, message = '', kind } = details;
  if (code === undefined || kind !== undefined) return details;
  const found = Object.hasOwn(KINDS, code) ? KINDS[code] : wrongRequest(code, message, sample.status);
  return found === undefined ? details : { ...details, kind: found };
}

/** Elsewhere the status says so; inside an answer that began well, only the code does. */
function wrongRequest(code: string, message: string, status: number): ErrorKind | undefined {
  if (code === 'invalid_prompt' && FLAGGED.test(message)) return 'content-filter';
  return status === 200 && WRONG_REQUEST.test(code) ? 'invalid-request' : undefined;
}
