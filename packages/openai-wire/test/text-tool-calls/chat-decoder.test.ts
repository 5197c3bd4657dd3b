import type { CallOptions } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import type { ChatDialect } from '../../src/index.ts';
import { chunk, decode, decodeStream, finished, plain } from '../run-codec.ts';

const dialect: ChatDialect = { ...plain, thinkTags: true, textToolCalls: true };
const tools: CallOptions['tools'] = [{ name: 'search', parameters: {} }, { type: 'provider', name: 'web_search', args: {} }];
const CONTENT =
  '<think>A <tool_call> is {"name":"search"} here.</think>\nLet me look.\n<tool_call>\n{"name":"search","arguments":{"q":"a"}}\n</tool_call>\n<tool_call>{"name":"search","arguments":{"q":"b"}}</tool_call>';
const whole = (content: string) => ({ id: 'chatcmpl-1', model: 'm-1', choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }] });

describe('calls in the text of an answer', () => {
  const result = decode(whole(CONTENT), dialect, tools);

  it('become tool calls, with ids of their own, and the thoughts before them stay thoughts', () => {
    expect(result).toMatchObject({
      text: 'Let me look.',
      reasoning: 'A <tool_call> is {"name":"search"} here.',
      finishReason: 'tool-calls',
      toolCalls: [
        { toolName: 'search', arguments: { q: 'a' } },
        { toolName: 'search', arguments: { q: 'b' } },
      ],
    });
    expect(new Set(result.toolCalls.map(({ toolCallId }) => toolCallId)).size).toBe(2);
  });

  it('are the same however they are streamed', () => {
    for (const size of [1, 3, 7, 1000]) {
      const pieces = Array.from({ length: Math.ceil(CONTENT.length / size) }, (_, n) => chunk({ content: CONTENT.slice(n * size, (n + 1) * size) }));
      expect(decodeStream([...pieces, finished()], dialect, tools).result).toEqual(result);
    }
  });

  it('stay text without the flag, and where no tool was offered', () => {
    const text = CONTENT.slice(CONTENT.indexOf('Let me'));
    expect(decode(whole(text), plain, tools)).toMatchObject({ text, toolCalls: [], finishReason: 'stop' });
    expect(decode(whole(text), dialect)).toMatchObject({ text, toolCalls: [] });
    expect(decode(whole(text), dialect, [{ type: 'provider', name: 'search', args: {} }])).toMatchObject({ text, toolCalls: [] });
  });

  it('may stand without tags by option', () => {
    const bare = whole('{"name":"search","arguments":{"q":"a"}}');
    expect(decode(bare, dialect, tools).toolCalls).toEqual([]);
    expect(decode(bare, { ...dialect, textToolCalls: { bareJSON: true } }, tools).toolCalls).toMatchObject([{ arguments: { q: 'a' } }]);
  });

  it('that are cut off with the answer are text, not a call', () => {
    const cut = { choices: [{ message: { content: 'A <tool_call>{"name":"search","arg' }, finish_reason: 'length' }] };
    expect(decode(cut, dialect, tools)).toMatchObject({ text: 'A <tool_call>{"name":"search","arg', toolCalls: [], finishReason: 'length' });
  });

  it('may stand beside calls that the server has read', () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'search', arguments: '{"q":"c"}' } };
    const both = { choices: [{ message: { content: '<tool_call>{"name":"search","arguments":{"q":"a"}}</tool_call>', tool_calls: [call] }, finish_reason: 'tool_calls' }] };
    expect(decode(both, dialect, tools).toolCalls.map(({ arguments: args }) => args)).toEqual([{ q: 'a' }, { q: 'c' }]);
  });
});
