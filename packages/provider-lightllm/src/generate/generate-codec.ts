import { isJSONObject } from '@sdk/core';
import { createEventParser, sse, type ChatCodec, type DecodeContext, type EventDecoder, type PartWriter, type Varying } from '@sdk/http';
import { decodeError } from '../decode-error.ts';
import type { TextReading } from '../quirks.ts';
import { AnswerReader } from './answer-reader.ts';
import { encode } from './encode.ts';
import type { WireGenerated, WireTokenEvent } from './wire.ts';

/** What the native routes leave to their client. */
export interface GenerateSettings extends TextReading {
  imagePlaceholder: string;
}

/** Makes the codec of `/generate` and `/generate_stream`. */
export function createGenerateCodec(settings: GenerateSettings): ChatCodec {
  return {
    framing: sse,
    requestIdHeaders: ['x-request-id'],
    retryableStatuses: [409],
    takesUrl: ({ mediaType, url = '' }) => mediaType.startsWith('image/') && /^https?:/i.test(url),
    encode: (options, context) => encode(options, context, settings.imagePlaceholder),
    decodeError,
    decode: (body, writer, context) => decode(body, writer, context, settings),
    decodeStream: (writer, context) => decodeStream(writer, context, settings),
  };
}

function decode(body: unknown, writer: PartWriter, context: DecodeContext, settings: GenerateSettings): void {
  if (!isJSONObject(body)) context.malformed('the answer is no JSON object.');
  if (body['error']) context.fail(body);
  const { generated_text: given, prompt_tokens, count_output_tokens, finish_reason } = body as WireGenerated;
  const text = Array.isArray(given) ? given[0] : given;
  if (typeof text !== 'string') context.malformed('the answer holds no text.');
  const reader = new AnswerReader(writer, context, settings);
  writer.start({});
  reader.push(text);
  reader.end({ finishReason: finish_reason, promptTokens: prompt_tokens, outputTokens: count_output_tokens });
}

function decodeStream(writer: PartWriter, context: DecodeContext, settings: GenerateSettings): EventDecoder {
  const reader = new AnswerReader(writer, context, settings);
  const parse = createEventParser(context, varyingIn);
  let promptTokens: number | undefined;
  let outputTokens: number | undefined;
  return {
    event(data) {
      const event = parse(data);
      if (event['error']) context.fail(event);
      const { token, finished } = event;
      writer.start({});
      if (token?.prompt_tokens) promptTokens = token.prompt_tokens;
      if (token?.count_output_tokens) outputTokens = token.count_output_tokens;
      if (token?.text) reader.push(token.text);
      if (finished) reader.end({ finishReason: event.finish_reason, promptTokens, outputTokens });
    },
    // Only the event that is `finished` ends an answer: without one it was cut.
    end: () => undefined,
  };
}

function varyingIn({ token, finished }: WireTokenEvent): readonly Varying[] {
  if (!token || finished) return [];
  return ['id', 'text', 'logprob', 'count_output_tokens'].map((key): Varying => [token, key]);
}
