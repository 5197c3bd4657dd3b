import { isJSONObject, type FilePart } from '@sdk/core';
import { createEventParser, rateLimitReader, sse, type ChatCodec, type DecodeContext, type Varying } from '@sdk/http';
import { createChatDecoder } from './chat-decoder.ts';
import { decodeError } from './decode-error.ts';
import type { ChatDialect } from './dialect.ts';
import { encodeChat } from './encode-chat.ts';
import { ownDataOf } from './own-data.ts';
import type { WireCompletion, WireMessage } from './wire.ts';

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
      const parse = createEventParser(context, varyingIn);
      return {
        event(data, name) {
          if (data === '[DONE]') return decoder.end();
          const chunk = parse(data);
          if (name === 'error') context.fail(chunk);
          decoder.read(chunk, 'delta');
        },
        end: () => decoder.end(),
      };
    },
  };
}

/** Whether the vendor has the file already, and its URL is only what the part must have. */
function isStored(part: FilePart, { wire }: ChatDialect): boolean {
  return typeof ownDataOf(part, wire)['file_id'] === 'string';
}

/** What is new in a chunk. Those that hold more than text and arguments are read one by one: hooks may keep what they hold. */
function varyingIn(chunk: WireCompletion): readonly Varying[] {
  const [choice] = chunk.choices ?? [];
  const delta = choice?.delta;
  if (!delta || choice.logprobs || !isPlain(delta)) return [];
  return [
    [delta, 'content'],
    [delta, 'reasoning_content'],
    [delta, 'reasoning'],
    [delta.tool_calls?.[0]?.function, 'arguments'],
    [chunk, 'obfuscation'],
  ];
}

function isPlain({ tool_calls: _calls, ...delta }: WireMessage): boolean {
  return Object.values(delta).every((value) => typeof value !== 'object' || value === null);
}

function checkCompletion(body: unknown, context: DecodeContext): WireCompletion {
  if (isJSONObject(body)) {
    if (body['error'] || body['object'] === 'error') context.fail(body);
    const [choice] = Array.isArray(body['choices']) ? body['choices'] : [];
    if (isJSONObject(choice) && isJSONObject(choice['message'])) return body;
  }
  return context.malformed('the answer holds no message.');
}

