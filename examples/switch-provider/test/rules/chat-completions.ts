/** What servers of Chat Completions demand of a conversation. Source: their references, as the providers' docblocks cite them; read 2026-11-20. */
import assert from 'node:assert/strict';
import { assertKnown, OpenCalls, type Rules } from './rule.ts';

interface WireMessage {
  role: string;
  content?: unknown;
  tool_calls?: { id: string; type?: string; function: { name: string; arguments: unknown } }[];
  tool_call_id?: string;
}

interface Differences {
  /** Fields of an assistant's message beyond OpenAI's. */
  more?: readonly string[];
  /** @default anything */
  id?: RegExp;
}

/** The rules, and what a vendor has beyond them. */
export function chatCompletions({ more = [], id = /./ }: Differences = {}): Rules {
  return (request) => {
    const { messages } = request as { messages: WireMessage[] };
    const open = new OpenCalls();
    for (const message of messages) {
      const { role, content, tool_calls: calls = [] } = message;
      assertKnown(message, ['role', 'content', 'name', 'tool_calls', 'tool_call_id', ...(role === 'assistant' ? more : [])], role);
      if (role === 'tool') {
        open.result(message.tool_call_id);
        assert.ok(typeof content === 'string' || Array.isArray(content), 'a result is text or parts');
        continue;
      }
      open.assertNone(`a message of the ${role}`);
      assert.ok(['system', 'developer', 'user', 'assistant'].includes(role), `the role ${role}`);
      if (calls.length === 0) assert.ok(content, `an empty message of the ${role}`);
      for (const call of calls) {
        assert.equal(role, 'assistant');
        assert.equal(typeof call.function.arguments, 'string', 'arguments are text');
        JSON.parse(String(call.function.arguments));
        open.call(call.id, id);
      }
      if (Array.isArray(content)) {
        for (const part of content as { type: string; text?: string }[]) assert.ok(part.type !== 'text' || part.text, 'an empty text part');
      }
    }
    open.assertNone('the end');
  };
}
