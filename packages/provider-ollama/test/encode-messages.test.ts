import { UnsupportedFeatureError, type ContentPart, type Message } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { encodeMessages } from '../src/encode-messages.ts';
import { encodeContext } from './support.ts';

const text = (text: string) => ({ type: 'text' as const, text });
const image = (data: string) => ({ type: 'file' as const, mediaType: 'image/png', data });
const thought = (text: string, model?: string): ContentPart => ({ type: 'reasoning', text, ...(model ? { providerData: { ollama: { model } } } : {}) });
const call = (toolCallId: string, toolName = 'f'): ContentPart => ({ type: 'tool-call', toolCallId, toolName, arguments: { a: 1 } });

function encode(...messages: Message[]) {
  const context = encodeContext();
  return { messages: encodeMessages(messages, context), warnings: context.warnings };
}

describe('text', () => {
  it('is one string, whatever it is made of', () => {
    expect(encode({ role: 'system', content: [text('Be'), text(''), text('brief.')] }, { role: 'user', content: [text('A'), text('B')] }).messages).toEqual([
      { role: 'system', content: 'Be\n\nbrief.' },
      { role: 'user', content: 'A\n\nB' },
    ]);
  });

  it("of the assistant is joined with nothing between: it is one answer's", () => {
    expect(encode({ role: 'assistant', content: [text('A'), text('B')] }).messages).toEqual([{ role: 'assistant', content: 'AB' }]);
  });

  it('that is empty is a message of the user, but none of the assistant', () => {
    expect(encode({ role: 'user', content: '' }, { role: 'assistant', content: '' }, { role: 'assistant', content: [] }).messages).toEqual([{ role: 'user', content: '' }]);
  });
});

describe('images', () => {
  it.each<[string, Parameters<typeof encodeMessages>[0][number]['content'], object[]]>([
    ['before its text', [image('1'), text('A')], [{ content: 'A', images: ['1'] }]],
    ['after its text', [text('A'), image('1'), image('2')], [{ content: 'A', images: ['1', '2'] }]],
    ['alone', [image('1')], [{ content: '', images: ['1'] }]],
    ['in turn with text', [text('A'), image('1'), text('B'), image('2')], [{ content: 'A', images: ['1'] }, { content: 'B', images: ['2'] }]],
    ['in turn with text, first', [image('1'), text('A'), image('2'), text('B')], [{ content: 'A', images: ['1'] }, { content: 'B', images: ['2'] }]],
    ['between empty texts', [text(''), image('1'), text(''), image('2'), text('')], [{ content: '', images: ['1', '2'] }]],
    ['with a block of another wire between', [text('A'), image('1'), { type: 'opaque', name: 'x' }, image('2')], [{ content: 'A', images: ['1', '2'] }]],
    ['before closing words', [text('A'), image('1'), text('B')], [{ content: 'A', images: ['1'] }, { content: 'B' }]],
  ])('stand beside the text, each with the right one: %s', (_name, content, expected) => {
    expect(encode({ role: 'user', content } as Message).messages).toEqual(expected.map((message) => ({ role: 'user', ...message })));
  });

  it('are the only files that there are', () => {
    expect(() => encode({ role: 'user', content: [{ type: 'file', mediaType: 'application/pdf', data: 'aGk=' }] })).toThrow(UnsupportedFeatureError);
  });

  it('of a tool follow in a message of the user, with a warning', () => {
    const { messages, warnings } = encode(
      { role: 'assistant', content: [call('1'), call('2')] },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: '1', result: null, content: [text('Shot:'), image('S')] },
          { type: 'tool-result', toolCallId: '2', result: 'done' },
        ],
      },
    );
    expect(messages.slice(1)).toEqual([
      { role: 'tool', content: 'Shot:', tool_name: 'f', tool_call_id: '1' },
      { role: 'tool', content: 'done', tool_name: 'f', tool_call_id: '2' },
      { role: 'user', content: 'From tool call 1:', images: ['S'] },
    ]);
    expect(warnings).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
  });

  it('of the assistant are left out with a warning', () => {
    const { messages, warnings } = encode({ role: 'assistant', content: [text('A'), image('1')] });
    expect(messages).toEqual([{ role: 'assistant', content: 'A' }]);
    expect(warnings).toMatchObject([{ kind: 'unsupported', option: 'messages' }]);
  });
});

describe('what the assistant did', () => {
  it('goes back whole: thoughts of its own, text and calls', () => {
    const content = [thought('Hm. ', 'qwen3'), text('Wait.'), call('1', 'f'), call('2', 'g')];
    expect(encode({ role: 'assistant', content }).messages).toEqual([
      {
        role: 'assistant',
        content: 'Wait.',
        thinking: 'Hm. ',
        tool_calls: [
          { id: '1', function: { index: 0, name: 'f', arguments: { a: 1 } } },
          { id: '2', function: { index: 1, name: 'g', arguments: { a: 1 } } },
        ],
      },
    ]);
  });

  it('goes back though it is nothing but thoughts', () => {
    expect(encode({ role: 'assistant', content: [thought('Hm', 'qwen3')] }).messages).toEqual([{ role: 'assistant', content: '', thinking: 'Hm' }]);
  });

  it.each<[string, ContentPart]>([
    ['unsigned thoughts', thought('Hm')],
    ['thoughts of another model', thought('Hm', 'llama3')],
    ['thoughts of another wire', { type: 'reasoning', text: 'Hm', providerData: { anthropic: { signature: 'x' } } }],
    ['a source', { type: 'source', url: 'https://x.test' }],
    ['a block of another wire', { type: 'opaque', name: 'x', providerData: { anthropic: {} } }],
    ['a call that the vendor ran', { type: 'tool-call', toolCallId: '1', toolName: 's', arguments: {}, providerExecuted: true }],
    ['its result', { type: 'tool-result', toolCallId: '1', result: 1, providerExecuted: true }],
  ])('goes back without %s, in silence', (_name, part) => {
    const { messages, warnings } = encode({ role: 'assistant', content: [part, text('A')] });
    expect(messages).toEqual([{ role: 'assistant', content: 'A' }]);
    expect(warnings).toEqual([]);
    expect(encode({ role: 'assistant', content: [part] }).messages).toEqual([]);
  });

  it('goes back with {} for arguments that were no JSON, and with __proto__ as it was', () => {
    const args = JSON.parse('{"__proto__":{"a":1}}') as Record<string, never>;
    const content: ContentPart[] = [
      { type: 'tool-call', toolCallId: '1', toolName: 'f', arguments: {}, invalid: '{"a":' },
      { type: 'tool-call', toolCallId: '2', toolName: 'f', arguments: args },
    ];
    const [message] = encode({ role: 'assistant', content }).messages;
    expect(JSON.stringify(message!.tool_calls!.map((sent) => sent.function.arguments))).toBe('[{},{"__proto__":{"a":1}}]');
  });
});

describe('tool results', () => {
  const result = (more: object): Message => ({ role: 'tool', content: [{ type: 'tool-result', toolCallId: '1', result: null, ...more }] });

  it.each<[object, object]>([
    [{ result: 'sunny' }, { content: 'sunny', tool_name: 'f' }],
    [{ result: { t: 20 } }, { content: '{"t":20}', tool_name: 'f' }],
    [{ result: null }, { content: 'null', tool_name: 'f' }],
    [{ result: undefined }, { content: 'null', tool_name: 'f' }],
    [{ result: 1, content: [text('A'), text('B')] }, { content: 'A\n\nB', tool_name: 'f' }],
    [{ result: 'x', toolName: 'g' }, { content: 'x', tool_name: 'g' }],
    [{ result: 'no such city', isError: true }, { content: 'no such city', tool_name: 'f' }],
  ])('%j is %j, by id and by the name of the call', (more, expected) => {
    const { messages } = encode({ role: 'assistant', content: [call('1', 'f')] }, result(more));
    expect(messages[1]).toEqual({ role: 'tool', tool_call_id: '1', ...expected });
  });

  it('without a call say no name', () => {
    expect(encode(result({ result: 'x' })).messages).toEqual([{ role: 'tool', content: 'x', tool_call_id: '1' }]);
  });
});
