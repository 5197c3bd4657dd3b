import type { Message } from '@sdk/core';
import { growthOf, LINEAR_GROWTH } from '@sdk/testing/conformance';
import { describe, expect, it } from 'vitest';
import { readRequest } from '../src/server/index.ts';
import { ToolCalls } from '../src/tool-calls.ts';
import { encode, MODEL } from './run-codec.ts';

const asked: Message = { role: 'user', content: 'x' };
const call = (toolCallId: string) => ({ type: 'tool-call' as const, toolCallId, toolName: 'f', arguments: {} });
const answer = (toolCallId: string) => ({ type: 'tool-result' as const, toolCallId, result: 'r' });
const listOf = <Entry>(count: number, entry: (n: number) => Entry) => Array.from({ length: count }, (_, n) => entry(n));

describe('a conversation takes time as its length', () => {
  it.each<[string, (count: number) => Message[]]>([
    ['calls and results of one id', (count) => [asked, { role: 'assistant', content: listOf(count, () => call('a')) }, { role: 'tool', content: listOf(count, () => answer('a')) }]],
    ['ids that would become one', (count) => [asked, { role: 'assistant', content: listOf(count, (n) => call(n % 2 === 0 ? 'a!' : 'a?')) }]],
    ['ids that are taken', (count) => [asked, { role: 'assistant', content: [...listOf(count, (n) => call(`a_${n}`)), ...listOf(count, () => call('a'))] }]],
    ['messages between which nothing is left', (count) => listOf(count, (n): Message => (n % 2 === 0 ? asked : { role: 'assistant', content: ' ' }))],
    ['cache marks', (count) => [{ role: 'user', content: listOf(count, () => ({ type: 'text' as const, text: 'a', cache: {} })) }]],
  ])('with many %s', (_name, messages) => {
    expect(growthOf((count) => void encode({ messages: messages(count) }))).toBeLessThan(LINEAR_GROWTH);
  });

  it('as it is read', () => {
    const growth = growthOf((count) => {
      const content = [...listOf(count, () => ({ type: 'tool_result', tool_use_id: 'a', content: 'r' })), ...listOf(count, () => ({ type: 'text', text: 'a' }))];
      readRequest({ model: MODEL, max_tokens: 1, messages: [{ role: 'user', content }], tools: listOf(count, (n) => ({ name: `f${n}`, input_schema: {} })) });
    });
    expect(growth).toBeLessThan(LINEAR_GROWTH);
  });

  it('and may have more parts than a function takes arguments', () => {
    const content = listOf(200_000, () => ({ type: 'text' as const, text: 'a' }));
    const { body } = encode({ messages: [{ role: 'system', content }, { role: 'user', content }, { role: 'assistant', content }, asked] });
    expect(body.messages[1]?.content).toHaveLength(content.length);
  });
});

it('calls of one id are answered from the last to the first, each under an id of its own', () => {
  const calls = new ToolCalls([{ role: 'assistant', content: [call('a_2')] }]);
  const made = ['a', 'a', 'a_2', 'a', 'a!', 'a!'].map((id) => calls.add(call(id), 0).id);
  expect(made).toEqual(['a', 'a_3', 'a_2', 'a_4', 'a_', 'a__2']);
  expect([1, 2, 3, 4].map(() => calls.answer('a')?.id)).toEqual(['a_4', 'a_3', 'a', undefined]);
});
