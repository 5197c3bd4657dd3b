import assert from 'node:assert/strict';
import { isJSONObject, type JSONObject } from '@sdk/core';

const ROLES = new Set(['system', 'developer', 'user', 'assistant']);

/** The longest id of a call. @see https://github.com/decolua/9router/issues/393 (read 2026-11-21) */
const MAX_CALL_ID = 64;

/**
 * What the vendor's own validation demands of a conversation in a request: known kinds of items, every call answered before
 * anything else is said, thoughts only under their seal.
 *
 * @throws AssertionError
 */
export function checkResponsesInput(request: unknown): void {
  const { input } = request as { input: JSONObject[] };
  const open = new Set<unknown>();
  for (const item of input) {
    const { type = 'message' } = item;
    if (type === 'function_call_output') assert.ok(open.delete(item['call_id']), 'a result must answer a call before it');
    else if (type === 'function_call') open.add(checkCall(item));
    else if (type === 'reasoning') checkReasoning(item);
    else {
      assert.equal(open.size, 0, 'every call is answered before anything else is said');
      if (type === 'message') checkMessage(item);
    }
  }
}

function checkCall({ call_id: id, name, arguments: args }: JSONObject): unknown {
  assert.ok(typeof id === 'string' && id !== '' && id.length <= MAX_CALL_ID, `${JSON.stringify(id)} is no id of a call`);
  assert.ok(name, 'a call needs a name');
  assert.equal(typeof args, 'string', 'arguments must be JSON text');
  return id;
}

function checkReasoning({ encrypted_content: sealed, summary }: JSONObject): void {
  assert.ok(typeof sealed === 'string' && sealed !== '', 'thoughts must be sealed');
  assert.ok(Array.isArray(summary), 'thoughts need a summary, which may be empty');
}

function checkMessage({ role, content }: JSONObject): void {
  assert.ok(typeof role === 'string' && ROLES.has(role), `${JSON.stringify(role)} is no role`);
  const own = role === 'assistant' ? /^"(?:output_text|refusal)"$/ : /^"input_/;
  for (const part of Array.isArray(content) ? content.filter(isJSONObject) : []) assert.match(JSON.stringify(part['type']), own);
}
