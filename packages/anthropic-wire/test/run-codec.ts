import {
  APIError,
  createResult,
  InvalidRequestError,
  UnsupportedFeatureError,
  type CallOptions,
  type ContentPart,
  type GenerateResult,
  type JSONObject,
  type StreamPart,
  type Warning,
} from '@sdk/core';
import { createPartWriter, type DecodeContext, type EncodeContext, type Finish, type OwnedPartWriter } from '@sdk/http';
import { createMessagesCodec } from '../src/index.ts';

/** A model that thinks by a budget and takes every other option. */
export const MODEL = 'claude-haiku-4-5';

const hello: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

/** An encode context that gathers warnings and throws as @sdk/http does. */
export function encodeContext(modelId = MODEL, stream = false): EncodeContext & { warnings: Warning[] } {
  const warnings: Warning[] = [];
  return {
    provider: 'anthropic',
    modelId,
    stream,
    warnings,
    warn: (warning) => void warnings.push(warning),
    unsupported(message) {
      throw new UnsupportedFeatureError(message);
    },
    invalid(message) {
      throw new InvalidRequestError(message, { provider: 'anthropic' });
    },
  };
}

/** A request, parsed. */
export type Body = JSONObject & { messages: { role: string; content: JSONObject[] }[]; system?: JSONObject[] };

/** The request of a call, and what was warned of. */
export function encode(options: Partial<CallOptions> = {}, modelId = MODEL, stream = false): { path: string; body: Body; warnings: Warning[] } {
  const context = encodeContext(modelId, stream);
  const { path, body } = createMessagesCodec().encode({ messages: hello, ...options }, context);
  return { path, body: JSON.parse(JSON.stringify(body)) as Body, warnings: context.warnings };
}

/** A decode context that throws what it is told. */
export const decodeContext: DecodeContext = {
  modelId: MODEL,
  headers: {},
  fail(body) {
    throw new APIError(`vendor: ${JSON.stringify(body)}`, { provider: 'anthropic' });
  },
  malformed(message) {
    throw new Error(`malformed: ${message}`);
  },
};

/** What a decoder writes: the parts as they came, and the result; no result where the answer was cut. */
export interface Written {
  parts: StreamPart[];
  result: GenerateResult | undefined;
}

function record(write: (writer: OwnedPartWriter) => void, wantsDeltas: boolean): Written {
  const parts: StreamPart[] = [];
  let response = {};
  let finish: Finish | undefined;
  write(
    createPartWriter({
      wantsDeltas,
      onStart: (info) => (response = info),
      onPart: (part) => void parts.push(part),
      onFinish: (last) => (finish = last),
    }),
  );
  if (!finish) return { parts, result: undefined };
  const complete = parts.filter((part) => part.type === 'part').sort((a, b) => a.index - b.index);
  const content: ContentPart[] = complete.map(({ part }) => part);
  return {
    parts,
    result: createResult({ ...finish, content, warnings: [], response: { provider: 'anthropic', ...response }, timing: { totalMs: 0 } }),
  };
}

/** A whole answer, decoded. */
export function decodeWhole(body: unknown): GenerateResult {
  const { result } = record((writer) => createMessagesCodec().decode(body, writer, decodeContext), false);
  if (!result) throw new Error('A whole answer must finish.');
  return result;
}

/** The events of a stream, decoded. */
export function decodeEvents(events: readonly object[]): Written {
  return record((writer) => {
    const decoder = createMessagesCodec().decodeStream(writer, decodeContext);
    for (const event of events) decoder.event(JSON.stringify(event), undefined);
    decoder.end();
  }, true);
}
