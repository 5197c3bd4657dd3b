import { APIError, createResult, InvalidRequestError, UnsupportedFeatureError, type CallOptions, type ContentPart, type JSONObject, type StreamPart, type Warning } from '@sdk/core';
import { createPartWriter, type DecodeContext, type EncodeContext, type Finish } from '@sdk/http';
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
  const warnings: Warning[] = [];
  const context: EncodeContext = {
    provider: 'acme',
    modelId,
    stream,
    warn: (warning) => void warnings.push(warning),
    unsupported(message) {
      throw new UnsupportedFeatureError(message);
    },
    invalid(message) {
      throw new InvalidRequestError(message, { provider: 'acme' });
    },
  };
  const { path, body } = createResponsesCodec(dialect).encode({ messages: hello, ...options }, context);
  return { path, body: JSON.parse(JSON.stringify(body)) as JSONObject, warnings };
}

/** The items that messages become; a question follows, so that the last one may be the assistant's. */
export function inputOf(messages: CallOptions['messages'], run?: Run) {
  const { body, warnings } = encode({ messages: [...messages, { role: 'user', content: 'And?' }] }, run);
  return { input: (body['input'] as JSONObject[]).slice(0, -1), warnings };
}

function decodeContext(modelId: string): DecodeContext {
  return {
    modelId,
    headers: {},
    fail(body) {
      throw new APIError(`failed: ${JSON.stringify(body)}`, { provider: 'acme' });
    },
    malformed(message) {
      throw new Error(`malformed: ${message}`);
    },
  };
}

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
    if (new Set(complete.map(({ index }) => index)).size < complete.length) throw new Error('Two parts have one index.');
    const content: ContentPart[] = complete.map(({ part }) => part);
    const { response, ...finish } = state.finish;
    return createResult({ ...finish, content, warnings: [], response: { provider: 'acme', ...response }, timing: { totalMs: 0 } });
  };
  return { writer, parts, result };
}

/** A whole answer, decoded. */
export function decode(body: unknown, { dialect = {}, modelId = MODEL }: Run = {}) {
  const { writer, result } = record(false);
  createResponsesCodec(dialect).decode(body, writer, decodeContext(modelId));
  return result()!;
}

/** The frames of a stream, decoded: all parts, and the result, `undefined` when the answer was cut. */
export function decodeStream(frames: readonly string[], { dialect = {}, modelId = MODEL }: Run = {}) {
  const { writer, parts, result } = record(true);
  const decoder = createResponsesCodec(dialect).decodeStream(writer, decodeContext(modelId));
  for (const frame of frames) {
    const [, name, data = ''] = /^(?:event: (.*)\n)?data: (.*)\n\n$/s.exec(frame) ?? [];
    decoder.event(data, name);
  }
  decoder.end();
  return { parts, result: result() };
}
