/** What the Responses API demands of its input. Source: OpenAI's OpenAPI description (August 2026), read 2026-11-20. */
import assert from 'node:assert/strict';
import { OpenCalls, type Rules } from './rule.ts';

interface Item {
  type?: string;
  role?: string;
  content?: unknown;
  call_id?: string;
  name?: string;
  arguments?: unknown;
  output?: unknown;
  encrypted_content?: string;
  summary?: unknown;
}

export const responses: Rules = (request) => {
  const { input } = request as { input: Item[] };
  const open = new OpenCalls();
  input.forEach((item, at) => {
    switch (item.type ?? 'message') {
      case 'message':
        open.assertNone('a message');
        assert.ok(['system', 'developer', 'user', 'assistant'].includes(item.role ?? ''), `the role ${item.role}`);
        assert.ok(Array.isArray(item.content) ? item.content.length > 0 : item.content, 'an empty message');
        break;
      case 'function_call':
        assert.equal(typeof item.arguments, 'string', 'arguments are text');
        open.call(item.call_id, /^.{1,64}$/);
        break;
      case 'function_call_output':
        open.result(item.call_id);
        assert.ok(typeof item.output === 'string' || Array.isArray(item.output), 'an output is text or parts');
        break;
      case 'reasoning':
        assert.ok(item.encrypted_content, 'reasoning that nobody stored goes back sealed');
        assert.ok(Array.isArray(item.summary), 'reasoning has a summary, if an empty one');
        assert.ok(input[at + 1] && input[at + 1]?.role !== 'user', 'reasoning stands before what it led to');
        break;
      default:
        assert.fail(`an item of type ${item.type}`);
    }
  });
  open.assertNone('the end');
};
