import { isJSONObject, type ErrorKind, type SdkError } from '@sdk/core';

/** An error as OpenAI's API says it. */
export interface WrittenError {
  /** The HTTP status. */
  status: number;
  body: { error: { message: string; type: string; code: string; param: string | null } };
}

interface Words {
  status: number;
  type: string;
  code: string;
}

function words(status: number, type: string, code: string): Words {
  return { status, type, code };
}

const REQUEST = 'invalid_request_error';
const SERVER = 'server_error';

/** What each kind is called, where the vendor has no words of its own. @see https://platform.openai.com/docs/guides/error-codes (read 2026-11-20) */
const WORDS: Record<string, Words> = {
  connection: words(502, SERVER, 'connection_error'),
  timeout: words(504, SERVER, 'timeout'),
  authentication: words(401, REQUEST, 'invalid_api_key'),
  'permission-denied': words(403, 'permission_error', 'permission_denied'),
  'not-found': words(404, REQUEST, 'model_not_found'),
  'invalid-request': words(400, REQUEST, 'invalid_request'),
  'context-length': words(400, REQUEST, 'context_length_exceeded'),
  'content-filter': words(400, REQUEST, 'content_policy_violation'),
  'quota-exceeded': words(429, 'insufficient_quota', 'insufficient_quota'),
  'rate-limit': words(429, 'rate_limit_error', 'rate_limit_exceeded'),
  overloaded: words(503, 'service_unavailable_error', 'server_is_overloaded'),
  server: words(500, SERVER, 'server_error'),
  'stream-interrupted': words(502, SERVER, 'stream_interrupted'),
  'response-parse': words(502, SERVER, 'invalid_response'),
  abort: words(503, SERVER, 'aborted'),
  configuration: words(500, SERVER, 'configuration_error'),
  'unsupported-feature': words(400, REQUEST, 'unsupported_feature'),
};

const UNKNOWN = words(500, SERVER, 'server_error');

/**
 * Writes an error as OpenAI's API says it.
 *
 * Status, `code`, `type` and `param` are the vendor's where it spoke as OpenAI does, else the kind's. The message is the
 * error's own, which may quote the vendor: a server for strangers puts its own in its place, and does not show a vendor's
 * 401 as one of its own.
 */
export function writeError(error: SdkError): WrittenError {
  const { status, code, param, body } = error as SdkError & { status?: number; code?: string; param?: string; body?: string };
  const known = Object.hasOwn(WORDS, error.kind) ? (WORDS[error.kind] as Words) : UNKNOWN;
  const said = vendorWords(body);
  return {
    status: isFailure(status, error.kind) ? status : known.status,
    body: {
      error: {
        message: error.message,
        type: said.type ?? known.type,
        code: code ?? known.code,
        param: param ?? said.param ?? null,
      },
    },
  };
}

/** A cut or unreadable answer may have come with any status; what it means is in the kind. */
function isFailure(status: number | undefined, kind: ErrorKind): status is number {
  return status !== undefined && status >= 400 && status < 600 && kind !== 'response-parse' && kind !== 'stream-interrupted';
}

/** `type` and `param` of an error body in OpenAI's form. The excerpt that an error keeps may be cut, and then says nothing. */
function vendorWords(body: string | undefined): { type?: string; param?: string } {
  try {
    const parsed: unknown = JSON.parse(body ?? '');
    const { type, param } = isJSONObject(parsed) && isJSONObject(parsed['error']) ? parsed['error'] : {};
    return { ...(typeof type === 'string' ? { type } : {}), ...(typeof param === 'string' ? { param } : {}) };
  } catch {
    return {};
  }
}
