import { createResult, InvalidRequestError, UnsupportedFeatureError, type CallOptions, type ContentPart, type GenerateResult, type Message, type StreamPart, type Warning } from '@sdk/core';
import { createPartWriter, type DecodeContext, type EncodeContext, type Finish, type PartWriter } from '@sdk/http';
import { encode, type EncodeSettings } from '../src/encode.ts';
import { MODEL } from './fixtures/answers.ts';
import type { RequestBody } from './check-request.ts';

/** A call with one message, and whatever else it is to say. */
export function callWith(options: Partial<CallOptions> = {}): CallOptions {
  return { messages: [{ role: 'user', content: 'Hello' }], ...options };
}

/** An encode context that gathers warnings and throws as @sdk/http does. */
export function encodeContext(modelId = MODEL, stream = false): EncodeContext & { warnings: Warning[] } {
  const warnings: Warning[] = [];
  return {
    provider: 'gemini',
    modelId,
    stream,
    warnings,
    warn: (warning) => void warnings.push(warning),
    unsupported(message) {
      throw new UnsupportedFeatureError(message);
    },
    invalid(message) {
      throw new InvalidRequestError(message, { provider: 'gemini' });
    },
  };
}

export const SETTINGS: EncodeSettings = { isVertex: () => false, takesPrefill: false, extraBody: undefined };

/** The body that a call becomes, as JSON carries it, and the warnings. */
export function encoded(options: Partial<CallOptions>, modelId = MODEL): { body: RequestBody; warnings: Warning[] } {
  const context = encodeContext(modelId);
  const { body } = encode(callWith(options), context, SETTINGS);
  return { body: JSON.parse(JSON.stringify(body)) as RequestBody, warnings: context.warnings };
}

/** The contents that a conversation becomes. */
export function contentsOf(messages: Message[], modelId = MODEL): RequestBody['contents'] {
  return encoded({ messages }, modelId).body.contents;
}

/** A decode context that throws what it is told. */
export function decodeContext(modelId = MODEL): DecodeContext {
  return {
    modelId,
    headers: {},
    fail(error) {
      throw new Error(`failed: ${JSON.stringify(error)}`);
    },
    malformed(message) {
      throw new Error(`malformed: ${message}`);
    },
  };
}

/** What a decoder writes, as a result and as the parts that came. */
export function written(write: (writer: PartWriter) => void): { result: GenerateResult | undefined; parts: StreamPart[] } {
  const parts: StreamPart[] = [];
  const content: { index: number; part: ContentPart }[] = [];
  let response = {};
  let finish: Finish | undefined;
  write(
    createPartWriter({
      wantsDeltas: true,
      onStart: (info) => (response = info),
      onPart(part) {
        parts.push(part);
        if (part.type === 'part') content.push(part);
      },
      onFinish: (last) => (finish = last),
    }),
  );
  if (!finish) return { result: undefined, parts };
  content.sort((a, b) => a.index - b.index);
  const fields = { content: content.map(({ part }) => part), warnings: [], timing: { totalMs: 0 } };
  return { result: createResult({ ...fields, ...finish, response: { provider: 'gemini', ...response } }), parts };
}
