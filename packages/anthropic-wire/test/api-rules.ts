/**
 * What the Messages API demands of a request, written down apart from the code that keeps it.
 *
 * Sources: platform.claude.com/docs/en/api/messages, /build-with-claude/{extended-thinking,adaptive-thinking,prompt-caching},
 * /agents-and-tools/tool-use, and the API's own error messages as users report them. Read 2026-11-20.
 */
import assert from 'node:assert/strict';
import { isJSONObject, type JSONObject } from '@sdk/core';
import type { Body } from './run-codec.ts';

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const isThinking = ({ type }: JSONObject) => type === 'thinking' || type === 'redacted_thinking';
const isServerCall = ({ type }: JSONObject) => type === 'server_tool_use' || type === 'mcp_tool_use';
const isServerResult = ({ type }: JSONObject) => type !== 'tool_result' && textOf(type).endsWith('_tool_result');
const isResult = ({ type }: JSONObject) => type === 'tool_result';

/** @throws AssertionError that names the rule, when the API would refuse this request. */
export function assertAccepted(body: Body): void {
  checkTurns(body);
  body.messages.forEach(({ role, content }) => content.forEach((block) => checkBlock(block, role)));
  (body.system ?? []).forEach((block) => checkBlock(block, 'system'));
  checkCalls(body);
  checkServerTools(body);
  checkEnd(body);
  checkCache(body);
  checkThinking(body);
  checkTools(body);
}

function checkTurns({ messages, max_tokens }: Body): void {
  assert.ok(Number.isInteger(max_tokens) && Number(max_tokens) >= 0, 'max_tokens: Field required');
  assert.ok(messages.length > 0, 'messages: at least one message is required');
  messages.forEach(({ role, content }, at) => {
    assert.equal(role, at % 2 === 0 ? 'user' : 'assistant', 'messages: first message must use the "user" role, roles must alternate');
    assert.ok(Array.isArray(content) && content.length > 0, 'messages: all messages must have non-empty content');
    assert.ok(!content.every((block) => block['type'] === 'text' && !/\S/.test(textOf(block['text']))), 'messages: all messages must have non-empty content');
  });
}

function checkBlock(block: JSONObject, role: string): void {
  const { type } = block;
  assert.equal(typeof type, 'string', 'a block must have a type');
  // What the vendor itself writes it also takes back: recorded are texts of one space between other blocks of the assistant.
  if (type === 'text') assert.match(textOf(block['text']), role === 'assistant' ? /./s : /\S/, 'text content blocks must contain non-whitespace text');
  else assert.notEqual(role, 'system', 'system: only text');
  if (isThinking(block) || type === 'tool_use') assert.equal(role, 'assistant', `${textOf(type)} blocks can only be in "assistant" messages`);
  if (type === 'thinking') assert.ok(typeof block['signature'] === 'string' && block['signature'] !== '', 'thinking.signature: Field required');
  if (type === 'redacted_thinking') assert.ok(block['data'], 'redacted_thinking.data: Field required');
  if (type === 'tool_use') assert.ok(isJSONObject(block['input']), 'tool_use.input: Input should be a valid dictionary');
  if (type === 'tool_result') checkResultContent(block);
  if (type === 'image' || type === 'document') {
    assert.equal(role, 'user', 'files can only be in "user" messages');
    checkSource(block);
  }
}

function checkResultContent({ content }: JSONObject): void {
  if (typeof content === 'string') return;
  assert.ok(Array.isArray(content), 'tool_result.content: a string or a list');
  for (const inner of content as JSONObject[]) {
    assert.ok(['text', 'image', 'document'].includes(textOf(inner['type'])), 'tool_result.content: text, image or document');
    assert.equal(inner['cache_control'], undefined, 'tool_result.content: cannot be cached by itself');
    checkBlock(inner, 'user');
  }
}

function checkSource({ type, source }: JSONObject): void {
  assert.ok(isJSONObject(source), 'source: Field required');
  const kinds = type === 'image' ? ['base64', 'url', 'file'] : ['base64', 'url', 'file', 'text', 'content'];
  assert.ok(kinds.includes(textOf(source['type'])), 'source.type: not known');
  if (source['type'] !== 'base64') return;
  const types = type === 'image' ? ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] : ['application/pdf'];
  assert.ok(types.includes(textOf(source['media_type'])), 'source.media_type: not one of those that are taken');
}

function checkCalls({ messages }: Body): void {
  const ids = new Set<unknown>();
  messages.forEach(({ role, content }, at) => {
    if (role === 'user') {
      const first = content.findIndex((block) => !isResult(block));
      assert.ok(first < 0 || !content.slice(first).some(isResult), 'tool_result blocks must come first in the content');
      if (at === 0) assert.ok(!content.some(isResult), 'tool_result blocks must follow their tool_use');
      return;
    }
    const called = content.filter(({ type }) => type === 'tool_use').map(({ id }) => id);
    for (const id of called) {
      assert.match(textOf(id), /^[a-zA-Z0-9_-]+$/, 'tool_use.id: String should match pattern');
      assert.ok(!ids.has(id), 'tool_use ids must be unique');
      ids.add(id);
    }
    const answered = (messages[at + 1]?.content ?? []).filter(isResult).map((block) => block['tool_use_id']);
    assert.deepEqual(new Set(answered), new Set(called), 'each tool_use must have its tool_result in the next message, and each tool_result its tool_use');
    assert.equal(answered.length, called.length, 'each tool_use must have a single result');
  });
}

function checkServerTools({ messages }: Body): void {
  const called = new Set<unknown>();
  const blocks = messages.flatMap(({ content }) => content);
  const answered = new Set(blocks.filter(isServerResult).map((block) => block['tool_use_id']));
  const lastUser = messages.findLastIndex(({ role, content }) => role === 'user' && !content.every(isResult));
  messages.forEach(({ role, content }, at) =>
    content.forEach((block) => {
      if (isServerCall(block)) {
        assert.equal(role, 'assistant');
        called.add(block['id']);
        assert.ok(answered.has(block['id']) || at > lastUser, 'a server tool was called and has no result block');
      }
      if (isServerResult(block)) assert.ok(called.has(block['tool_use_id']), 'each server tool result must have a corresponding server_tool_use block before it');
    }),
  );
}

function checkEnd({ messages }: Body): void {
  for (const { role, content } of messages) {
    const end = content.at(-1);
    if (role === 'assistant' && end) assert.ok(!isThinking(end), 'The final block in an assistant message cannot be `thinking`');
  }
  const last = messages.at(-1);
  const end = last?.content.at(-1);
  if (last?.role === 'assistant' && end?.['type'] === 'text') {
    assert.match(textOf(end['text']), /\S$/, 'final assistant content cannot end with trailing whitespace');
  }
}

function checkCache({ tools, system, messages }: Body): void {
  const prompt = [...((tools as JSONObject[] | undefined) ?? []), ...(system ?? []), ...messages.flatMap(({ content }) => content)];
  const marked = prompt.filter((block) => block['cache_control'] !== undefined);
  assert.ok(marked.length <= 4, 'A maximum of 4 blocks with cache_control may be provided');
  let shorter = false;
  for (const block of marked) {
    assert.ok(!isThinking(block), 'thinking blocks cannot be cached');
    const { type, ttl = '5m', ...more } = block['cache_control'] as JSONObject;
    assert.deepEqual([type, more], ['ephemeral', {}]);
    assert.ok(ttl === '5m' || ttl === '1h', 'cache_control.ttl: Input should be "5m" or "1h"');
    assert.ok(ttl === '5m' || !shorter, 'a ttl="1h" cache_control block must not come after a ttl="5m" cache_control block');
    shorter ||= ttl === '5m';
  }
}

function checkThinking(body: Body): void {
  const { thinking, max_tokens, temperature, top_k, top_p = 1, tool_choice, messages, model } = body;
  const generation = /-(\d)-(\d)$/.exec(textOf(model));
  const version = generation ? Number(generation[1]) * 10 + Number(generation[2]) : 50;
  // A turn that the vendor interrupted ends with one of its tools, and is no text to be continued.
  const isPrefill = messages.at(-1)?.role === 'assistant' && messages.at(-1)?.content.at(-1)?.['type'] === 'text';
  const type = isJSONObject(thinking) ? thinking['type'] : undefined;
  if (type === 'adaptive') assert.ok(version >= 46, 'adaptive thinking is not supported on this model');
  if (type === 'enabled') {
    const budget = Number((thinking as JSONObject)['budget_tokens']);
    assert.ok(version < 47, '"thinking.type.enabled" is not supported for this model');
    assert.ok(budget >= 1024, 'thinking.budget_tokens: Input should be greater than or equal to 1024');
    assert.ok(Number(max_tokens) > budget, 'max_tokens must be greater than thinking.budget_tokens');
    const choice = isJSONObject(tool_choice) ? tool_choice['type'] : 'auto';
    assert.ok(choice === 'auto' || choice === 'none', 'Thinking may not be enabled when tool_choice forces tool use.');
    assert.ok(!isPrefill, 'prefill is not supported with thinking');
    assertBegunWithThought(body);
  }
  if (type === 'enabled' || type === 'adaptive') {
    assert.ok(temperature === undefined || temperature === 1, '`temperature` may only be set to 1 when thinking is enabled or in adaptive mode');
    assert.equal(top_k, undefined, '`top_k` must be unset when thinking is enabled');
    assert.ok(Number(top_p) >= 0.95, '`top_p` must be at least 0.95 when thinking is enabled');
  }
  if (version >= 47) assert.ok((temperature ?? 1) === 1 && top_k === undefined && Number(top_p) >= 0.99, 'sampling parameters are not supported');
  if (version >= 46 && isPrefill) assert.fail('This model does not support assistant message prefill.');
  if (version >= 41) assert.ok(temperature === undefined || body['top_p'] === undefined, '`temperature` and `top_p` cannot both be specified');
}

/** "…a final `assistant` message must start with a thinking block (preceding the lastmost set of tool_use and tool_result blocks)." */
function assertBegunWithThought({ messages }: Body): void {
  let at = messages.length - 1;
  if (messages[at]?.role === 'assistant') at--;
  while (at > 0 && messages[at]?.content.some(isResult)) at -= 2;
  const first = messages[at + 1]?.content[0];
  assert.ok(!first || isThinking(first), 'Expected `thinking` or `redacted_thinking`, but found another block');
}

function checkTools({ tools = [], tool_choice, stop_sequences = [] }: Body): void {
  const names = (tools as JSONObject[]).map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, 'tools: Tool names must be unique');
  for (const { type, input_schema } of tools as JSONObject[]) {
    if (type === undefined || type === 'custom') assert.equal((input_schema as JSONObject)['type'], 'object', 'input_schema.type: Field required');
  }
  if (tool_choice) assert.ok(names.length > 0, 'tool_choice may only be specified while providing tools');
  for (const sequence of stop_sequences as string[]) assert.match(sequence, /\S/, 'stop_sequences: each must contain non-whitespace');
}
