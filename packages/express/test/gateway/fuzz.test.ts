import { isJSONObject } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHAT, chatBody, errorOf, MESSAGES, messagesBody, post, startGateway } from './support.ts';

/** Requests with every field that is read, each of which may be replaced. */
const FULL_CHAT = chatBody({
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', name: 'Ada', content: [{ type: 'text', text: 'Hi' }, { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==', detail: 'low' } }, { type: 'input_audio', input_audio: { data: 'AA==', format: 'wav' } }, { type: 'file', file: { file_data: 'data:application/pdf;base64,AA==', filename: 'a.pdf' } }] },
    { role: 'assistant', content: null, reasoning_content: 'Hm', tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'a', content: 'x' },
  ],
  tools: [{ type: 'function', function: { name: 'f', description: 'd', parameters: { type: 'object' }, strict: true } }, { type: 'web_search' }],
  tool_choice: { type: 'function', function: { name: 'f' } },
  response_format: { type: 'json_schema', json_schema: { name: 's', schema: { type: 'object' } } },
  stream: true,
  stream_options: { include_usage: true },
  max_completion_tokens: 5,
  temperature: 1,
  stop: ['x'],
  metadata: { a: 'b' },
});
const FULL_MESSAGES = messagesBody({
  system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
  messages: [
    { role: 'user', content: [{ type: 'text', text: 'Hi' }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } }, { type: 'document', title: 't', source: { type: 'text', media_type: 'text/plain', data: 'x' } }] },
    { role: 'assistant', content: [{ type: 'thinking', thinking: 'Hm', signature: 's' }, { type: 'redacted_thinking', data: 'r' }, { type: 'tool_use', id: 'a', name: 'f', input: {} }, { type: 'server_tool_use', id: 'b', name: 'g', input: {} }, { type: 'web_search_tool_result', tool_use_id: 'b', content: [] }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: 'x' }] }] },
  ],
  tools: [{ name: 'f', description: 'd', input_schema: { type: 'object' } }, { type: 'web_search_20250305', name: 'web_search' }],
  tool_choice: { type: 'tool', name: 'f', disable_parallel_tool_use: true },
  thinking: { type: 'enabled', budget_tokens: 5 },
  output_config: { format: { type: 'json_schema', schema: { type: 'object' } }, effort: 'high' },
  stream: true,
  stop_sequences: ['x'],
  metadata: { user_id: 'u' },
});

/** Paths of all values in a tree. */
function pathsOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (Array.isArray(value)) return [path, ...value.flatMap((entry, at) => pathsOf(entry, [...path, at]))];
  if (isJSONObject(value)) return [path, ...Object.entries(value).flatMap(([key, entry]) => pathsOf(entry, [...path, key]))];
  return [path];
}

function replaced(tree: unknown, [step, ...rest]: (string | number)[], value: unknown): unknown {
  if (step === undefined) return value;
  const copy = (Array.isArray(tree) ? [...(tree as unknown[])] : { ...(tree as object) }) as Record<string, unknown>;
  copy[step] = replaced(copy[step], rest, value);
  return copy;
}

const nasty = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(null, undefined, -1, 1e308, -0, '', '__proto__', 'constructor', [], {}, [[]], [null], 'file:///etc/passwd', 'data:,', 'data:;base64,%', 'sk-nope', '\ud800', { type: 'text' }, { type: '__proto__' }),
);

const change = (tree: object) => fc.tuple(fc.constantFrom(...pathsOf(tree)), nasty);

test.each([
  [CHAT, FULL_CHAT],
  [MESSAGES, FULL_MESSAGES],
] as const)('%s answers any request that is a little wrong, and in its own form', { timeout: 60_000 }, async (path, full) => {
  const origin = await startGateway({ model: scriptedModel('Hello.'), forwardUnread: true });
  expect((await post(origin, path, full)).status).toBe(200);
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(change(full), { minLength: 1, maxLength: 3 }), async (changes) => {
      const body = changes.reduce<unknown>((tree, [at, value]) => (hasPath(tree, at) ? replaced(tree, at, value) : tree), full);
      const response = await post(origin, path, JSON.stringify(body) ?? '');
      if (response.status === 200) return void expect((await response.text()).length).toBeGreaterThan(0);
      refused++;
      const { status } = await errorOf(response, path);
      expect([400, 404]).toContain(status);
    }),
    { numRuns: 1500 },
  );
  expect(refused).toBeGreaterThan(300);
});

function hasPath(tree: unknown, path: (string | number)[]): boolean {
  let value = tree;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !(step in value)) return false;
    value = (value as Record<string, unknown>)[step];
  }
  return true;
}

test.each([CHAT, MESSAGES, '/v1/embeddings', '/v1/messages/count_tokens'])('%s answers any bytes', { timeout: 60_000 }, async (path) => {
  const origin = await startGateway();
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map((text) => new TextEncoder().encode(text))), async (bytes) => {
      const { status } = await errorOf(await post(origin, path, bytes), path);
      expect(status).toBe(400);
    }),
    { numRuns: 400 },
  );
});
