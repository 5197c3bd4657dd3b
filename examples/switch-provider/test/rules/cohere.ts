/** What Cohere's v2 chat demands. Source: docs.cohere.com and the recorded tests of cohere-typescript, read 2026-11-20. */
import assert from 'node:assert/strict';
import { assertKnown, OpenCalls, type Rules } from './rule.ts';

interface WireMessage {
  role: string;
  content?: string | { type: string; text?: string; thinking?: string }[];
  tool_plan?: string;
  tool_calls?: { id: string; type: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

export const cohere: Rules = (request) => {
  const { messages } = request as { messages: WireMessage[] };
  const open = new OpenCalls();
  for (const message of messages) {
    assertKnown(message, ['role', 'content', 'tool_plan', 'tool_calls', 'tool_call_id', 'citations'], message.role);
    if (message.role === 'tool') {
      open.result(message.tool_call_id);
      assert.ok(message.content?.length, 'an empty result');
      continue;
    }
    open.assertNone(`a message of the ${message.role}`);
    assert.ok(['system', 'user', 'assistant'].includes(message.role), `the role ${message.role}`);
    const calls = message.tool_calls ?? [];
    assert.ok(message.content?.length || calls.length > 0, `an empty message of the ${message.role}`);
    if (Array.isArray(message.content)) for (const part of message.content) assert.ok(part.text ?? part.thinking ?? part.type === 'image_url', 'an empty part');
    for (const call of calls) {
      assert.equal(call.type, 'function');
      JSON.parse(call.function.arguments);
      open.call(call.id, /./);
    }
  }
  open.assertNone('the end');
};
