import { describeRecordings } from '@sdk/testing/conformance';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeChat } from '../src/encode.ts';
import type { WireMessage } from '../src/wire.ts';
import { createCohere } from '../src/index.ts';
import { CONTINUED } from './fixtures/requests.ts';
import { inOneForm, readRequest, type SentRequest } from './read-request.ts';
import { encodeContext } from './support.ts';

describeRecordings({ name: 'cohere', create: createCohere, filter: ({ provider }) => provider === 'cohere' });

/** Requests that Cohere has taken, where a folder of recordings is given. */
function recordedRequests(): [name: string, request: SentRequest][] {
  const folder = process.env['SDK_RECORDINGS'];
  if (!folder) return [];
  const files = readdirSync(folder).filter((file) => /^cohere-.*\.json$/.test(file));
  return files.flatMap((file) => {
    const { request, kind } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { kind: string; request: { body: SentRequest } };
    return kind === 'cohere-chat' ? [[file, request.body] as [string, SentRequest]] : [];
  });
}

describe('a request that was read into our messages', () => {
  it.each([['one of a plan, thoughts and documents', CONTINUED] as [string, SentRequest], ...recordedRequests()])(
    'is encoded to the same ids, plans, results and options again: %s',
    (_name, request) => {
      const { messages, stream = false, ...options } = request;
      const { messages: encoded, ...body } = encodeChat(readRequest(request), encodeContext(stream, request.model)).body;
      expect(inOneForm(encoded as WireMessage[])).toEqual(inOneForm(messages));
      // Documents are a field that users add themselves.
      const { documents: _documents, ...sent } = options as Record<string, unknown>;
      expect(body).toEqual({ ...sent, stream });
    },
  );
});
