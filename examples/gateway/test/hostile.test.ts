import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MODELS, startGateway } from './support.ts';
import { VENDOR_SECRET } from './vendors.ts';

const gateway = await startGateway();

/** Requests that hold a bit of everything; leaves are replaced. */
const CHAT = {
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text: 'Hi' }, { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }] },
    { role: 'assistant', content: 'Hm', tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'a', content: 'x' },
  ],
  tools: [{ type: 'function', function: { name: 'f', description: 'd', parameters: { type: 'object', properties: { a: { type: ['string', 'null'], enum: ['x'] } } } } }],
  response_format: { type: 'json_schema', json_schema: { name: 's', schema: { type: 'object', properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { type: 'string' } } } } },
  max_tokens: 5,
  stop: ['x'],
  stream: false,
};
const MESSAGES = {
  max_tokens: 5,
  system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
  messages: [
    { role: 'user', content: [{ type: 'text', text: 'Hi' }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } }] },
    { role: 'assistant', content: [{ type: 'thinking', thinking: 'Hm', signature: 's' }, { type: 'tool_use', id: 'a', name: 'f', input: { a: 1 } }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: 'x' }] }] },
  ],
  tools: [{ name: 'f', description: 'd', input_schema: { type: 'object', properties: { a: { anyOf: [{ type: 'string' }, { type: 'null' }] } } } }],
  thinking: { type: 'enabled', budget_tokens: 2 },
  stream: false,
};

/** Statuses of the client's own mistakes. */
const MISTAKES = [400, 404];

const leaf = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }), fc.constantFrom(null, -1, 1e308, '', '__proto__x', 'constructor', [], {}, '\ud800', '\u0000', 'a'.repeat(5000)));

/** The same tree with one or two of its values replaced. */
const changed = (tree: object) =>
  fc.array(fc.tuple(fc.nat(200), leaf), { minLength: 1, maxLength: 2 }).map((changes) => {
    let body = tree;
    for (const [at, value] of changes) {
      let left = at % countOf(body);
      body = JSON.parse(JSON.stringify(body, (_key, each: unknown) => (left-- === 0 && each !== body ? value : each))) as object;
    }
    return body;
  });

function countOf(tree: object): number {
  let count = 0;
  JSON.stringify(tree, (_key, value: unknown) => (count++, value));
  return count;
}

describe.each(MODELS)('any request that is a little wrong is answered in form, for %s', (model) => {
  test.each([
    ['/v1/chat/completions', CHAT],
    ['/v1/messages', MESSAGES],
  ])('%s', { timeout: 60_000 }, async (path, tree) => {
    await fc.assert(
      fc.asyncProperty(changed(tree), fc.boolean(), async (body, stream) => {
        const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
        const text = JSON.stringify(isObject ? { model, ...body, ...('stream' in body && body.stream === false ? { stream } : {}) } : body);
        const response = await fetch(gateway.origin + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text });
        const answer = await response.text();
        expect(answer).not.toContain(VENDOR_SECRET);
        expect(answer).not.toContain('Something failed on this server');
        if (response.status === 200) return;
        expect({ status: response.status, answer }).toEqual({ status: expect.toSatisfy((status: number) => MISTAKES.includes(status)), answer });
        const { error } = JSON.parse(answer) as { error: { type: string; message: string } };
        expect(typeof error.message).toBe('string');
      }),
      { numRuns: 250 },
    );
  });
});
