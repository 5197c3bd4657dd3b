import { isJSONObject } from '@sdk/core';
import { rateLimitReader, sse, type ChatCodec, type DecodeContext } from '@sdk/http';
import { decodeResponseError } from './decode-error.ts';
import type { ResponsesDialect } from './dialect.ts';
import { encodeResponse } from './encode-response.ts';
import { ResponseDecoder } from './response-decoder.ts';
import { createTokenCountCodec } from './token-count.ts';
import type { WireResponse } from './wire.ts';

/** Makes the codec of a vendor that speaks the Responses API. */
export function createResponsesCodec(dialect: ResponsesDialect = {}): ChatCodec {
  const readError = dialect.hooks?.readError;
  return {
    framing: sse,
    fixedFields: { background: false },
    requestIdHeaders: dialect.requestIdHeaders ?? ['x-request-id'],
    readRateLimit: rateLimitReader(dialect.rateLimitReset ?? 'duration'),
    ...(dialect.retryableStatuses ? { retryableStatuses: dialect.retryableStatuses } : {}),
    ...(dialect.takesUrl ? { takesUrl: dialect.takesUrl } : {}),
    encode: (options, context) => encodeResponse(dialect, options, context),
    decodeError(sample) {
      const details = decodeResponseError(sample);
      return readError ? readError(details, sample) : details;
    },
    decode(body, writer, context) {
      const response = checkResponse(body, context);
      const decoder = new ResponseDecoder(dialect, writer, context);
      decoder.finish(response);
    },
    decodeStream: (writer, context) => new ResponseDecoder(dialect, writer, context),
    ...(dialect.countsTokens ? { tokenCount: createTokenCountCodec(dialect) } : {}),
  };
}

function checkResponse(body: unknown, context: DecodeContext): WireResponse {
  if (!isJSONObject(body)) return context.malformed('the answer is no JSON object.');
  const { status, error, output } = body;
  if (error) context.fail(status === 'failed' ? { error } : body);
  if (status === 'queued' || status === 'in_progress') {
    return context.malformed(`the answer is not there yet: its status is ${status}, as of a call in the background.`);
  }
  if (!Array.isArray(output)) return context.malformed('the answer holds no output.');
  return status === undefined || status === null ? { ...body, status: 'completed' } : body;
}
