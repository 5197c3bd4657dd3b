import { APIError, createResult, InvalidRequestError, UnsupportedFeatureError, type CallOptions, type ContentPart, type JSONObject, type StreamPart, type Warning } from '@sdk/core';
import { createPartWriter, type DecodeContext, type EncodeContext, type Finish } from '@sdk/http';
import { createChatCodec, type ChatDialect } from '../src/index.ts';

/** OpenAI's own dialect, nothing changed. */
export const plain: ChatDialect = { wire: 'openai' };

const hello: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

/** The request of a call, and what was warned of. */
export function encode(options: Partial<CallOptions>, dialect = plain, stream = false): { body: JSONObject; warnings: Warning[] } {
  const warnings: Warning[] = [];
  const context: EncodeContext = {
    provider: 'acme',
    modelId: 'm',
    stream,
    warn: (warning) => void warnings.push(warning),
    unsupported(message) {
      throw new UnsupportedFeatureError(message);
    },
    invalid(message) {
      throw new InvalidRequestError(message, { provider: 'acme' });
    },
  };
  const { body } = createChatCodec(dialect).encode({ messages: hello, ...options }, context);
  // What is undefined is not sent.
  return { body: JSON.parse(JSON.stringify(body)) as JSONObject, warnings };
}

const context: DecodeContext = {
  modelId: 'm',
  headers: {},
  fail(body) {
    throw new APIError(`vendor: ${JSON.stringify(body)}`, { provider: 'acme' });
  },
  malformed(message) {
    throw new Error(`malformed: ${message}`);
  },
};

function record(deltas: boolean) {
  const parts: StreamPart[] = [];
  const state: { finish?: Finish } = {};
  const writer = createPartWriter({
    wantsDeltas: deltas,
    onStart: (response) => parts.push({ type: 'start', warnings: [], response: { provider: 'acme', ...response } }),
    onPart: (part) => parts.push(part),
    onFinish: (finish) => (state.finish = finish),
  });
  const result = () => {
    if (!state.finish) return undefined;
    const complete = parts.filter((part) => part.type === 'part').sort((a, b) => a.index - b.index);
    const content: ContentPart[] = complete.map(({ part }) => part);
    const { response, ...finish } = state.finish;
    return createResult({ ...finish, content, warnings: [], response: { provider: 'acme', ...response }, timing: { totalMs: 0 } });
  };
  return { writer, parts, result };
}

/** A whole answer, decoded. */
export function decode(body: unknown, dialect = plain, tools: CallOptions['tools'] = []) {
  const { writer, result } = record(false);
  createChatCodec(dialect).decode(body, writer, { ...context, tools });
  return result()!;
}

/** The chunks of a stream, decoded: all parts, and the result, `undefined` when the answer was cut. */
export function decodeStream(chunks: (object | string)[], dialect = plain, tools: CallOptions['tools'] = []) {
  const { writer, parts, result } = record(true);
  const decoder = createChatCodec(dialect).decodeStream(writer, { ...context, tools });
  for (const chunk of chunks) decoder.event(typeof chunk === 'string' ? chunk : JSON.stringify(chunk), undefined);
  decoder.end();
  return { parts, result: result() };
}

/** A chunk with one delta. */
export const chunk = (delta: object | null, finish_reason: string | null = null) => ({ id: 'chatcmpl-1', model: 'm-1', choices: [{ index: 0, delta, finish_reason }] });

/** A chunk with fragments of tool calls. */
export const toolChunk = (...tool_calls: object[]) => chunk({ tool_calls });

export const finished = (reason = 'stop') => chunk({}, reason);
