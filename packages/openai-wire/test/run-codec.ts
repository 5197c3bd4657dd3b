import type { CallOptions, JSONObject, Warning } from '@sdk/core';
import { decodeContext, encodeContext, written } from '@sdk/http/testing';
import { createChatCodec, type ChatDialect } from '../src/index.ts';

/** OpenAI's own dialect, nothing changed. */
export const plain: ChatDialect = { wire: 'openai' };

const ACME = { provider: 'acme', modelId: 'm' };
const hello: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

/** The request of a call, and what was warned of. */
export function encode(options: Partial<CallOptions>, dialect = plain, stream = false): { body: JSONObject; warnings: Warning[] } {
  const context = encodeContext({ ...ACME, stream });
  const { body } = createChatCodec(dialect).encode({ messages: hello, ...options }, context);
  // What is undefined is not sent.
  return { body: JSON.parse(JSON.stringify(body)) as JSONObject, warnings: context.warnings };
}

/** A whole answer, decoded. */
export function decode(body: unknown, dialect = plain, tools: CallOptions['tools'] = []) {
  const read = written((writer) => createChatCodec(dialect).decode(body, writer, decodeContext({ ...ACME, tools })), { provider: 'acme', wantsDeltas: false });
  return read.result!;
}

/** The chunks of a stream, decoded: all parts, and the result, `undefined` when the answer was cut. */
export function decodeStream(chunks: (object | string)[], dialect = plain, tools: CallOptions['tools'] = []) {
  return written((writer) => {
    const decoder = createChatCodec(dialect).decodeStream(writer, decodeContext({ ...ACME, tools }));
    for (const chunk of chunks) decoder.event(typeof chunk === 'string' ? chunk : JSON.stringify(chunk), undefined);
    decoder.end();
  }, { provider: 'acme' });
}

/** A chunk with one delta. */
export const chunk = (delta: object | null, finish_reason: string | null = null) => ({ id: 'chatcmpl-1', model: 'm-1', choices: [{ index: 0, delta, finish_reason }] });

/** A chunk with fragments of tool calls. */
export const toolChunk = (...tool_calls: object[]) => chunk({ tool_calls });

export const finished = (reason = 'stop') => chunk({}, reason);
