import type { CallOptions } from '@sdk/core';
import type { PartWriter } from '@sdk/http';
import { decodeContext as decodingWith, encodeContext as encodingWith, written as writtenBy, type Written } from '@sdk/http/testing';
import { MODEL } from './fixtures/chat.ts';

/** A call with one message, and whatever else it is to say. */
export function callWith(options: Partial<CallOptions> = {}): CallOptions {
  return { messages: [{ role: 'user', content: 'Hello' }], ...options };
}

export const encodeContext = (stream = false) => encodingWith({ provider: 'ollama', modelId: MODEL, stream });
export const decodeContext = decodingWith({ provider: 'ollama', modelId: MODEL });
export const written = (write: (writer: PartWriter) => void): Written => writtenBy(write, { provider: 'ollama' });
