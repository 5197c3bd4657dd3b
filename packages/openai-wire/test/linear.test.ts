import type { JSONObject, Message } from '@sdk/core';
import { growthOf, LINEAR_GROWTH } from '@sdk/testing/conformance';
import { describe, expect, it } from 'vitest';
import { readChatRequest } from '../src/server/index.ts';
import { closeSchema, type ChatDialect } from '../src/index.ts';
import { encode, plain } from './run-codec.ts';

const asked = { role: 'user', content: 'x' } as const;
const listOf = <Entry>(count: number, entry: (n: number) => Entry) => Array.from({ length: count }, (_, n) => entry(n));
const ofTool = (name: string) => ({ type: 'function', function: { name } });
const called = { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } };
const returned = { role: 'function', name: 'f', content: 'r' };

describe('a request is read in a time that grows as its length', () => {
  const chosen = (names: string[]) => ({ type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: names.toReversed().map(ofTool) } });
  const offered = (count: number) => listOf(count, (n) => `f${n}`);
  it.each<[string, (count: number) => JSONObject]>([
    ['allowed tools', (count) => ({ messages: [asked], tools: offered(count).map(ofTool), tool_choice: chosen(offered(count)) })],
    ['calls in the old form', (count) => ({ messages: [asked, ...listOf(count, () => called), ...listOf(count, () => returned)] })],
    ['results', (count) => ({ messages: [asked, { role: 'assistant', tool_calls: listOf(count, () => ({ id: 'a', function: { name: 'f', arguments: '{}' } })) }, ...listOf(count, () => ({ role: 'tool', tool_call_id: 'a', content: 'r' }))] })],
  ])('with many %s', (_name, fields) => {
    expect(growthOf((count) => void readChatRequest({ model: 'm', ...fields(count) }))).toBeLessThan(LINEAR_GROWTH);
  });
});

describe('a request is written in a time that grows as its length', () => {
  const call = (toolCallId: string) => ({ type: 'tool-call' as const, toolCallId, toolName: 'f', arguments: {} });

  it('with many required properties', () => {
    const growth = growthOf((count) => {
      const names = listOf(count, (n) => `p${n}`);
      closeSchema({ type: 'object', properties: Object.fromEntries(names.map((name) => [name, {}])), required: names.toReversed() });
    });
    expect(growth).toBeLessThan(LINEAR_GROWTH);
  });

  it('with many ids that the server would take for one', () => {
    const dialect: ChatDialect = { ...plain, toolCallId: (id) => id.replace(/[^a-z\d]/g, '_') };
    const messages = (count: number): Message[] => [asked, { role: 'assistant', content: listOf(count, (n) => call(`a${'!?*+'.charAt(n % 4)}${'.'.repeat(n % 2)}`)) }, { role: 'assistant', content: listOf(count, (n) => call(String.fromCodePoint(0x4e00 + n))) }];
    expect(growthOf((count) => void encode({ messages: messages(count) }, dialect))).toBeLessThan(LINEAR_GROWTH);
  });

  it('and may have more results than a function takes arguments', () => {
    const content = listOf(200_000, () => ({ type: 'tool-result' as const, toolCallId: 'a', result: 'r' }));
    expect(encode({ messages: [asked, { role: 'assistant', content: [call('a')] }, { role: 'tool', content }] }).body['messages']).toHaveLength(content.length + 2);
  });
});
