import type { CallOptions, GenerateResult, JSONObject, Warning } from '@sdk/core';
import { decodeContext as decodingWith, encodeContext as encodingWith, written, type Written } from '@sdk/http/testing';
import { createMessagesCodec } from '../src/index.ts';

/** A model that thinks by a budget and takes every other option. */
export const MODEL = 'claude-haiku-4-5';

const hello: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

export const encodeContext = (modelId = MODEL, stream = false) => encodingWith({ provider: 'anthropic', modelId, stream });
export const decodeContext = decodingWith({ provider: 'anthropic', modelId: MODEL });

/** A request, parsed. */
export type Body = JSONObject & { messages: { role: string; content: JSONObject[] }[]; system?: JSONObject[] };

/** The request of a call, and what was warned of. */
export function encode(options: Partial<CallOptions> = {}, modelId = MODEL, stream = false): { path: string; body: Body; warnings: Warning[] } {
  const context = encodeContext(modelId, stream);
  const { path, body } = createMessagesCodec().encode({ messages: hello, ...options }, context);
  return { path, body: JSON.parse(JSON.stringify(body)) as Body, warnings: context.warnings };
}

/** A whole answer, decoded. */
export function decodeWhole(body: unknown): GenerateResult {
  const { result } = written((writer) => createMessagesCodec().decode(body, writer, decodeContext), { provider: 'anthropic', wantsDeltas: false });
  if (!result) throw new Error('A whole answer must finish.');
  return result;
}

/** The events of a stream, decoded. */
export function decodeEvents(events: readonly object[]): Written {
  return written((writer) => {
    const decoder = createMessagesCodec().decodeStream(writer, decodeContext);
    for (const event of events) decoder.event(JSON.stringify(event), undefined);
    decoder.end();
  }, { provider: 'anthropic' });
}
