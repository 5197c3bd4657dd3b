import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JSONObject } from '@sdk/core';
import { describe, expect, test } from 'vitest';
import { readRequest } from '../../src/server/index.ts';
import { encode, type Body } from '../run-codec.ts';

const folder = process.env['SDK_RECORDINGS'];

interface Recorded {
  id: string;
  kind: string;
  request: { body?: JSONObject };
}

function recordedRequests(path: string): [string, JSONObject][] {
  const files = readdirSync(path).filter((file) => file.startsWith('anthropic') && file.endsWith('.json'));
  const recorded = files.map((file) => JSON.parse(readFileSync(join(path, file), 'utf8')) as Recorded);
  return recorded.filter(({ kind, request }) => kind === 'messages' && request.body).map(({ id, request }) => [id, request.body as JSONObject]);
}

/** Content as blocks; two forms of a tool's result that say the same. */
function normalized(messages: unknown): { role: string; content: unknown[] }[] {
  return (messages as { role: string; content: string | JSONObject[] }[]).map(({ role, content }) => ({
    role,
    content: typeof content === 'string' ? [{ type: 'text', text: content }] : content,
  }));
}

/** What must come out byte for byte, in its place. */
const mustStay = (messages: { content: unknown[] }[]) => messages.flatMap(({ content }, at) => content.map((block, place) => [at, place, JSON.stringify(sorted(block))]));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}

if (folder) {
  describe('recorded requests, read and encoded again', () => {
    test.each(recordedRequests(folder))('%s', (_id, body) => {
      const { modelId, stream, options } = readRequest(body);
      const encoded: Body = encode(options, modelId, stream).body;
      expect(modelId).toBe(body['model']);
      expect(mustStay(encoded.messages)).toEqual(mustStay(normalized(body['messages'])));
      expect(encoded.system).toEqual(body['system']);
      expect(encoded['tools']).toEqual(body['tools']);
      expect(encoded['tool_choice']).toEqual(body['tool_choice']);
      expect(encoded['max_tokens']).toBe(body['max_tokens']);
      expect(encoded['output_config'] ?? {}).toMatchObject((body['output_config'] ?? {}) as JSONObject);
    });
  });
} else {
  test.skip('recorded requests are not read, since SDK_RECORDINGS does not name a folder');
}
