/** What Ollama's server can read. Source: its api/types.go at fb30760, read 2026-11-20. */
import assert from 'node:assert/strict';
import { assertKnown, OpenCalls, type Rules } from './rule.ts';

interface WireMessage {
  role: string;
  content: unknown;
  tool_calls?: { id?: string; function: { name: string; arguments: unknown } }[];
  tool_call_id?: string;
  tool_name?: string;
}

export const ollama: Rules = (request) => {
  const open = new OpenCalls();
  for (const message of (request as { messages: WireMessage[] }).messages) {
    assertKnown(message, ['role', 'content', 'thinking', 'images', 'tool_calls', 'tool_name', 'tool_call_id'], message.role);
    assert.equal(typeof message.content, 'string', 'the content is text');
    if (message.role === 'tool') {
      open.result(message.tool_call_id);
      assert.ok(message.tool_name, 'a result names its tool');
    } else open.assertNone(`a message of the ${message.role}`);
    for (const call of message.tool_calls ?? []) {
      assert.equal(Object.prototype.toString.call(call.function.arguments), '[object Object]', 'arguments are an object');
      open.call(call.id, /./);
    }
  }
};
