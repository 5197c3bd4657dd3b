import type { CallOptions, JSONObject } from '@sdk/core';
import { decodeContext, encodeContext, written } from '@sdk/http/testing';
import { createResponsesCodec, type ResponsesDialect } from '../../src/responses/index.ts';

export const MODEL = 'gpt-5';
export const hello: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

export interface Run {
  dialect?: ResponsesDialect;
  modelId?: string;
  stream?: boolean;
}

/** The request of a call, as JSON would carry it, and what was warned of. */
export function encode(options: Partial<CallOptions>, { dialect = {}, modelId = MODEL, stream = false }: Run = {}) {
  const context = encodeContext({ provider: 'acme', modelId, stream });
  const { path, body } = createResponsesCodec(dialect).encode({ messages: hello, ...options }, context);
  return { path, body: JSON.parse(JSON.stringify(body)) as JSONObject, warnings: context.warnings };
}

/** The items that messages become; a question follows, so that the last one may be the assistant's. */
export function inputOf(messages: CallOptions['messages'], run?: Run) {
  const { body, warnings } = encode({ messages: [...messages, { role: 'user', content: 'And?' }] }, run);
  return { input: (body['input'] as JSONObject[]).slice(0, -1), warnings };
}

/** A whole answer, decoded. */
export function decode(body: unknown, { dialect = {}, modelId = MODEL }: Run = {}) {
  const context = decodeContext({ provider: 'acme', modelId });
  return written((writer) => createResponsesCodec(dialect).decode(body, writer, context), { provider: 'acme', wantsDeltas: false }).result!;
}

/** The frames of a stream, decoded: all parts, and the result, `undefined` when the answer was cut. */
export function decodeStream(frames: readonly string[], { dialect = {}, modelId = MODEL }: Run = {}) {
  return written((writer) => {
    const decoder = createResponsesCodec(dialect).decodeStream(writer, decodeContext({ provider: 'acme', modelId }));
    for (const frame of frames) {
      const [, name, data = ''] = /^(?:event: (.*)\n)?data: (.*)\n\n$/s.exec(frame) ?? [];
      decoder.event(data, name);
    }
    decoder.end();
  }, { provider: 'acme' });
}
