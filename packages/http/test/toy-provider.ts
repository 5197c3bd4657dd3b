import { isJSONObject, type LanguageModel, type Provider } from '@sdk/core';
import { createProvider, rateLimitReader, sse, type ChatCodec, type ProviderOptions } from '../src/index.ts';

/** A wire as small as can be: `{ text }` is a delta, `{ end: 'stop' }` the last event, `{ error }` a failure. */
const toyCodec: ChatCodec = {
  framing: sse,
  requestIdHeaders: ['x-request-id'],
  readRateLimit: rateLimitReader('duration'),
  takesUrl: (part) => !part.mediaType.startsWith('image/'),
  encode: ({ messages, temperature, topK }, { modelId, stream, warn }) => {
    if (topK !== undefined) warn({ kind: 'unsupported', option: 'topK', message: 'not here' });
    return { path: `models/${encodeURIComponent(modelId)}/chat`, body: JSON.parse(JSON.stringify({ messages, temperature, stream })) as object as never };
  },
  decode(body, writer, context) {
    if (!isJSONObject(body) || typeof body['text'] !== 'string') {
      if (isJSONObject(body) && body['error']) context.fail(body);
      return context.malformed('the answer has no text.');
    }
    writer.start({ id: 'toy-1' });
    writer.text(0, body['text']);
    writer.finish({ finishReason: 'stop', usage: {} });
  },
  decodeStream: (writer, context) => {
    let over = false;
    return {
      event(data) {
        const event = JSON.parse(data) as { text?: string; end?: string; error?: string };
        if (event.error) context.fail(event);
        writer.start({ id: 'toy-1' });
        if (event.text) writer.text(0, event.text);
        if (event.end) over = true;
        if (event.end === 'now') this.end();
      },
      end() {
        if (over) writer.finish({ finishReason: 'stop', usage: {} });
      },
    };
  },
  tokenCount: {
    encode: ({ messages }) => ({ path: 'count', body: { messages: messages.length } }),
    decode: (body, context) => (isJSONObject(body) && typeof body['tokens'] === 'number' ? { inputTokens: body['tokens'] } : context.malformed('no count.')),
  },
  decodeError: ({ body }) => (isJSONObject(body) && typeof body['error'] === 'string' ? { message: body['error'] } : {}),
};

/** A provider for that wire. */
export function createToy(options: ProviderOptions): Provider & { responses(modelId: string): LanguageModel } {
  const responses: ChatCodec = { ...toyCodec, encode: () => ({ path: 'responses', body: {} }) };
  return createProvider({ id: 'toy', apiKeyEnv: 'TOY_KEY', chat: toyCodec, responses, connectionHint: 'Is the toy running?' }, options);
}

export const KEY = 'sk-toy-0123456789';
export const PROMPT = 'a prompt that nobody else may see';
export const ask = { messages: [{ role: 'user' as const, content: PROMPT }] };

/** The frame of an event. */
export const frame = (event: object) => `data: ${JSON.stringify(event)}\n\n`;
export const TEXT = frame({ text: 'Hello' });
export const END = frame({ end: 'stop' });
/** The last event, after which nothing is waited for. */
export const END_NOW = frame({ end: 'now' });
