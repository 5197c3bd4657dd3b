import { isJSONObject, type JSONObject } from '@sdk/core';
import { sse, type ChatCodec, type DecodeContext, type EncodeContext, type PartWriter, type WireRequest } from '@sdk/http';
import { decodeError } from './decode-error.ts';
import { encodeCall } from './encode-call.ts';
import { bareMediaType, isText } from './encode-parts.ts';
import { checkBlock, MessageDecoder } from './message-decoder.ts';
import { MessageReader } from './message-reader.ts';
import { readRateLimit } from './rate-limit.ts';
import { TOKEN_COUNT } from './token-count.ts';
import type { WireAnswer } from './wire.ts';

/** How a host of the Messages API differs from Anthropic's own. */
export interface MessagesDialect {
  /**
   * Brings the body into the host's form and says where it goes, e.g. with the model in the path and a version in the
   * body. Such a host has no token count.
   *
   * @default POST v1/messages
   */
  request?(body: JSONObject, context: EncodeContext): WireRequest;
}

/**
 * Makes the codec of the Messages API.
 *
 * The API demands `max_tokens`. Where `maxTokens` is not set it is 32 000, what every model since 3.7 can write; 8 192
 * for Claude 3.5 and 4 096 for Claude 3.
 */
export function createMessagesCodec(dialect: MessagesDialect = {}): ChatCodec {
  return {
    framing: sse,
    requestIdHeaders: ['request-id', 'x-request-id'],
    readRateLimit,
    retryableStatuses: [409],
    takesUrl: (part) => !isText(bareMediaType(part)),
    encode(options, context) {
      const body = encodeCall(options, context);
      return dialect.request?.(body, context) ?? { path: 'v1/messages', body };
    },
    decode,
    decodeStream: (writer, context) => new MessageDecoder(writer, context),
    decodeError,
    ...(dialect.request ? {} : { tokenCount: TOKEN_COUNT }),
  };
}

function decode(body: unknown, writer: PartWriter, context: DecodeContext): void {
  if (isJSONObject(body) && (body['error'] || body['type'] === 'error')) context.fail(body);
  if (!isJSONObject(body) || !Array.isArray(body['content'])) return context.malformed('the answer holds no content.');
  const reader = new MessageReader(writer, context);
  const answer: WireAnswer = body;
  reader.begin(answer);
  body['content'].forEach((block, index) => reader.stopBlock(reader.startBlock(index, checkBlock(block, context))));
  reader.noteStop(answer, undefined);
  reader.finish();
}
