import { SdkError, type APIError, type ErrorKind } from '@sdk/core';
import { writeError, type WrittenError } from '@sdk/openai-wire/server';

/**
 * A failure as the `openai` client reports it, for code that looks at `status`, `code` or `type`.
 *
 * It is an `SdkError`, of the same `kind` as the one that it was made of, which is its `cause`.
 */
export class OpenAIFaceError extends SdkError {
  override readonly kind: ErrorKind;
  /** `undefined` where no answer came: no connection, a timeout, an abort, an answer that was cut or could not be read. */
  readonly status: number | undefined;
  /** `x-request-id`, `retry-after` and `retry-after-ms`, as far as they are known; `undefined` without a status. */
  readonly headers: Headers | undefined;
  /** What the body of an error would hold; `undefined` without a status. */
  readonly error: WrittenError['body']['error'] | undefined;
  readonly code: string | undefined;
  readonly type: string | undefined;
  /** The field that is wrong, e.g. `'messages[0].content'`; `null` where there is none. */
  readonly param: string | null | undefined;
  /** The vendor's id of the request; `null` where it gave none. */
  readonly requestID: string | null | undefined;

  constructor(cause: SdkError) {
    super(cause.message, { cause, ...(cause.partial ? { partial: cause.partial } : {}) });
    this.kind = cause.kind;
    const { status, body } = writeError(cause);
    const hasStatus = !WITHOUT_STATUS.has(cause.kind);
    const { requestId } = cause as Partial<APIError>;
    this.status = hasStatus ? status : undefined;
    this.headers = hasStatus ? headersOf(cause) : undefined;
    this.error = hasStatus ? body.error : undefined;
    this.code = this.error?.code;
    this.type = this.error?.type;
    this.param = this.error?.param;
    this.requestID = requestId ?? (hasStatus ? null : undefined);
    // What everybody looks for, whoever threw it.
    if (cause.kind === 'abort') Object.defineProperty(this, 'name', { value: 'AbortError' });
  }

  static {
    Object.defineProperty(this.prototype, 'name', { value: 'OpenAIFaceError' });
  }
}

const WITHOUT_STATUS = new Set<ErrorKind>([
  'connection',
  'timeout',
  'abort',
  'stream-interrupted',
  'response-parse',
  'configuration',
  'sdk',
]);

const MS_PER_SECOND = 1000;

function headersOf(error: SdkError): Headers {
  const { requestId, retryAfterMs } = error as Partial<APIError>;
  const headers = new Headers();
  if (requestId !== undefined) headers.set('x-request-id', requestId);
  if (retryAfterMs !== undefined) {
    headers.set('retry-after', String(Math.ceil(retryAfterMs / MS_PER_SECOND)));
    headers.set('retry-after-ms', String(retryAfterMs));
  }
  return headers;
}

/** What was thrown, as the face throws it. */
export function toFaceError(error: unknown): unknown {
  return error instanceof SdkError ? new OpenAIFaceError(error) : error;
}
