import { isJSONObject, type FilePart } from '@sdk/core';
import { rateLimitReader, sse, type ChatCodec, type DecodeContext } from '@sdk/http';
import { createChatDecoder } from './chat-decoder.ts';
import { decodeError } from './decode-error.ts';
import type { ChatDialect } from './dialect.ts';
import { encodeChat } from './encode-chat.ts';
import type { WireCompletion } from './wire.ts';

/** Makes the codec of a vendor that speaks Chat Completions. */
export function createChatCodec(dialect: ChatDialect): ChatCodec {
  const readError = dialect.hooks?.readError;
  return {
    framing: sse,
    fixedFields: { n: 1 },
    requestIdHeaders: dialect.requestIdHeaders ?? ['x-request-id'],
    readRateLimit: dialect.readRateLimit ?? rateLimitReader(dialect.rateLimitReset ?? 'duration'),
    ...(dialect.retryableStatuses ? { retryableStatuses: dialect.retryableStatuses } : {}),
    takesUrl: (part) => isStored(part, dialect) || (dialect.takesUrl?.(part) ?? part.mediaType.startsWith('image/')),
    encode: (options, context) => encodeChat(dialect, options, context),
    decodeError(sample) {
      const details = decodeError(sample);
      return readError ? readError(details, sample) : details;
    },
    decode(body, writer, context) {
      const completion = checkCompletion(body, context);
      const decoder = createChatDecoder(dialect, writer, context);
      decoder.read(completion, 'message');
      decoder.end(true);
    },
    decodeStream(writer, context) {
      const decoder = createChatDecoder(dialect, writer, context);
      return {
        event(data, name) {
          if (data === '[DONE]') decoder.end();
          else decoder.read(parseChunk(data, name, context), 'delta');
        },
        end: () => decoder.end(),
      };
    },
  };
}

/** Whether the vendor has the file already, and its URL is only what the part must have. */
function isStored({ providerData }: FilePart, { wire }: ChatDialect): boolean {
  const own = providerData?.[wire];
  return isJSONObject(own) && typeof own['file_id'] === 'string';
}

function parseChunk(data: string, name: string | undefined, context: DecodeContext): WireCompletion {
  let chunk: unknown;
  try {
    chunk = JSON.parse(data);
  } catch (cause) {
    context.malformed('an event of the stream is not JSON.', cause);
  }
  if (name === 'error') context.fail(chunk);
  if (typeof chunk !== 'object' || chunk === null) context.malformed('an event of the stream is no JSON object.');
  return chunk;
}

function checkCompletion(body: unknown, context: DecodeContext): WireCompletion {
  if (isJSONObject(body)) {
    if (body['error'] || body['object'] === 'error') context.fail(body);
    const [choice] = Array.isArray(body['choices']) ? body['choices'] : [];
    if (isJSONObject(choice) && isJSONObject(choice['message'])) return body;
  }
  return context.malformed('the answer holds no message.');
}

