import type { CallOptions, Message, Warning } from '@sdk/core';
import type { PartWriter } from '@sdk/http';
import { decodeContext as decodingWith, encodeContext as encodingWith, written as writtenBy, type Written } from '@sdk/http/testing';
import { encode, type EncodeSettings } from '../src/encode.ts';
import { MODEL } from './fixtures/answers.ts';
import type { RequestBody } from './check-request.ts';

/** A call with one message, and whatever else it is to say. */
export function callWith(options: Partial<CallOptions> = {}): CallOptions {
  return { messages: [{ role: 'user', content: 'Hello' }], ...options };
}

export const encodeContext = (modelId = MODEL, stream = false) => encodingWith({ provider: 'gemini', modelId, stream });
export const decodeContext = (modelId = MODEL) => decodingWith({ provider: 'gemini', modelId });
export const written = (write: (writer: PartWriter) => void): Written => writtenBy(write, { provider: 'gemini' });

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
