/** What Anthropic's Messages API demands. Source: its reference and errors, read 2026-11-20. */
import assert from 'node:assert/strict';
import { OpenCalls, type Rules } from './rule.ts';

interface Block {
  type: string;
  id?: string;
  tool_use_id?: string;
  input?: unknown;
  text?: string;
  signature?: string;
}

export const messages: Rules = (request) => {
  const { messages: turns, max_tokens: maxTokens } = request as { messages: { role: string; content: string | Block[] }[]; max_tokens: number };
  assert.ok(maxTokens > 0, 'max_tokens is required');
  assert.equal(turns[0]?.role, 'user', 'the first message is of the user');
  const open = new OpenCalls();
  turns.forEach(({ role, content }, at) => {
    assert.ok(role === 'user' || role === 'assistant', `the role ${role}`);
    assert.notEqual(turns[at - 1]?.role, role, 'neighbours of one role are one turn');
    const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
    assert.ok(blocks.length > 0, `an empty turn of the ${role}`);
    let results = true;
    for (const block of blocks) {
      if (block.type === 'tool_result') {
        assert.ok(role === 'user' && results, 'results stand first in the turn of the user');
        open.result(block.tool_use_id);
        continue;
      }
      if (role === 'user' && results) open.assertNone('what the user says');
      results = false;
      if (block.type === 'text') assert.ok(block.text?.trim(), 'an empty text');
      if (block.type === 'thinking') assert.ok(role === 'assistant' && block.signature, 'thinking without its signature');
      if (block.type === 'tool_use') {
        assert.equal(role, 'assistant');
        assert.equal(Object.prototype.toString.call(block.input), '[object Object]', 'the input is an object');
        open.call(block.id, /^[a-zA-Z0-9_-]+$/);
      }
    }
  });
  open.assertNone('the end');
  assert.equal(turns.at(-1)?.role, 'user', 'the conversation ends with the user');
};
