import { InvalidRequestError, UnsupportedFeatureError, type ContentPart, type Message } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { encodeMessages } from '../src/encode-messages.ts';
import { MODEL } from './fixtures/chat.ts';
import { encodeContext } from './support.ts';

const context = encodeContext();
const encode = (...messages: Message[]) => encodeMessages(messages, context);
const own = (field: string, model = MODEL) => ({ cohere: { model, field } });
const call = (toolCallId: string, more: object = {}): ContentPart => ({ type: 'tool-call', toolCallId, toolName: 'f', arguments: { a: 1 }, ...more });
const wireCall = (id: string, args = '{"a":1}') => ({ id, type: 'function', function: { name: 'f', arguments: args } });
const called = (...ids: string[]): Message => ({ role: 'assistant', content: ids.map((id) => call(id)) });
const sentCall = (...ids: string[]) => ({ role: 'assistant', tool_calls: ids.map((id) => wireCall(id)) });
const png = { type: 'file' as const, mediaType: 'image/png', data: 'aGk=' };
const sentPng = { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } };
const hello: Message = { role: 'user', content: 'Hello' };
const sentHello = { role: 'user', content: 'Hello' };

describe('instructions', () => {
  it('are one message, first', () => {
    expect(encode({ role: 'system', content: 'Be brief.' }, hello)).toEqual([{ role: 'system', content: 'Be brief.' }, sentHello]);
    expect(encode({ role: 'system', content: [{ type: 'text', text: 'A' }, { type: 'text', text: '' }] }, { role: 'system', content: 'B' }, hello)[0]).toEqual({
      role: 'system',
      content: [{ type: 'text', text: 'A' }, { type: 'text', text: 'B' }],
    });
    expect(context.warnings).toEqual([]);
  });

  it('from inside the conversation go to its beginning, with a warning', () => {
    const late = encodeContext();
    expect(encodeMessages([hello, { role: 'system', content: 'Now rhyme.' }, { role: 'system', content: '' }], late)).toEqual([{ role: 'system', content: 'Now rhyme.' }, sentHello]);
    expect(late.warnings).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
  });
});

describe("the user's words", () => {
  it('and images keep their order', () => {
    const content: Message['content'] = [{ type: 'text', text: 'A' }, png, { type: 'text', text: '' }, { type: 'opaque', name: 'x' }, { type: 'text', text: 'B' }];
    expect(encode({ role: 'user', content } as Message)).toEqual([{ role: 'user', content: [{ type: 'text', text: 'A' }, sentPng, { type: 'text', text: 'B' }] }]);
  });

  it('may hold an image by its URL, and say how closely it is to be looked at', () => {
    const file = { type: 'file' as const, mediaType: 'image/*', url: 'https://example.com/a.png', providerData: { cohere: { detail: 'low' } } };
    expect(encode({ role: 'user', content: [file] })).toEqual([{ role: 'user', content: [{ type: 'image_url', image_url: { url: file.url, detail: 'low' } }] }]);
  });

  it('are left out where there are none', () => {
    expect(encode({ role: 'user', content: '' }, { role: 'user', content: [{ type: 'text', text: '' }] }, { role: 'system', content: '' })).toEqual([]);
  });

  it.each(['application/pdf', 'audio/wav', 'text/plain'])('cannot hold %s', (mediaType) => {
    expect(() => encode({ role: 'user', content: [{ ...png, mediaType }] })).toThrow(UnsupportedFeatureError);
  });
});

describe("the model's words", () => {
  it('go back where they stood: plan, thoughts and text, calls', () => {
    const content: ContentPart[] = [
      { type: 'reasoning', text: 'I will ', providerData: own('tool_plan') },
      { type: 'reasoning', text: 'look.', providerData: own('tool_plan') },
      { type: 'reasoning', text: '', providerData: own('thinking') },
      { type: 'reasoning', text: 'Hm.', providerData: own('thinking') },
      { type: 'text', text: 'Wait.' },
      call('c1'),
      { type: 'source', title: 'S', of: 3 },
    ];
    expect(encode({ role: 'assistant', content })).toEqual([
      { role: 'assistant', tool_plan: 'I will look.', content: [{ type: 'thinking', thinking: 'Hm.' }, { type: 'text', text: 'Wait.' }], tool_calls: [wireCall('c1')] },
    ]);
  });

  it("are a string where they are text alone, and hold no other model's thoughts", () => {
    const content: ContentPart[] = [
      { type: 'reasoning', text: 'A', providerData: own('thinking', 'command-r') },
      { type: 'reasoning', text: 'B', providerData: own('tool_plan', 'command-r') },
      { type: 'reasoning', text: 'C', providerData: { anthropic: { signature: 's' } } },
      { type: 'reasoning', text: 'D' },
      { type: 'reasoning', text: 'E', providerData: { cohere: 'odd' } },
      { type: 'opaque', name: 'x', providerData: { other: 1 } },
      call('x', { providerExecuted: true }),
      { type: 'text', text: 'Hi' },
    ];
    expect(encode({ role: 'assistant', content })).toEqual([{ role: 'assistant', content: 'Hi' }]);
    expect(encode({ role: 'assistant', content: 'Hi' })).toEqual([{ role: 'assistant', content: 'Hi' }]);
  });

  it('are left out where nothing is left, also a plan of nothing', () => {
    const content: ContentPart[] = [{ type: 'reasoning', text: 'I will.', providerData: own('tool_plan') }, { type: 'text', text: '' }];
    expect(encode({ role: 'assistant', content }, { role: 'assistant', content: '' })).toEqual([]);
  });

  it('hold arguments as JSON, also those that were none', () => {
    const [message] = encode({ role: 'assistant', content: [call('c1', { arguments: {}, invalid: '{"a": Par' })] });
    expect(message).toEqual({ role: 'assistant', tool_calls: [wireCall('c1', '{"invalid_arguments":"{\\"a\\": Par"}')] });
  });

  it('leave out a file, with a warning', () => {
    const warned = encodeContext();
    expect(encodeMessages([{ role: 'assistant', content: [{ type: 'text', text: 'Hi' }, png] }], warned)).toEqual([{ role: 'assistant', content: 'Hi' }]);
    expect(warned.warnings).toMatchObject([{ kind: 'unsupported', option: 'messages' }]);
  });
});

describe('the results of tools', () => {
  const sent = (part: object) => {
    const encoded = encode(called('c1'), { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c1', result: null, ...part }] });
    expect(encoded[0]).toEqual(sentCall('c1'));
    expect(encoded[1]).toMatchObject({ role: 'tool', tool_call_id: 'c1' });
    return encoded[1]?.content;
  };

  it.each([
    ['text', { result: 'sunny' }, 'sunny'],
    ['an object', { result: { roll: 1 } }, '{"roll":1}'],
    ['a number', { result: 0 }, '0'],
    ['null', { result: null }, 'null'],
    ['nothing', { result: '' }, '""'],
    ['nothing shown', { result: 'x', content: [] }, '""'],
    ['a text to show', { result: 'x', content: [{ type: 'text', text: 'A' }] }, 'A'],
    ['an empty list', { result: [] }, '[]'],
    ['a list of texts', { result: ['a', 'b'] }, '["a","b"]'],
    ['a list that is not all objects', { result: [{ a: 1 }, 2] }, '[{"a":1},2]'],
    ['a list with an empty object', { result: [{ a: 1 }, {}] }, '[{"a":1},{}]'],
    ['a list with nothing but an id', { result: [{ id: 'x' }] }, '[{"id":"x"}]'],
  ])('are text: %s', (_name, part, content) => {
    expect(sent(part)).toBe(content);
  });

  it('are blocks of text where several are shown', () => {
    const content = [{ type: 'text', text: 'A' }, { type: 'text', text: '' }, { type: 'text', text: 'B' }];
    expect(sent({ result: 'x', content })).toEqual([{ type: 'text', text: 'A' }, { type: 'text', text: 'B' }]);
  });

  it('are documents where they are a list of objects, named by their ids', () => {
    expect(sent({ result: [{ id: 'd1', title: 'T' }, { id: 7, text: 'x' }, { id: '', text: 'y' }] })).toEqual([
      { type: 'document', document: { id: 'd1', data: { title: 'T' } } },
      { type: 'document', document: { data: { id: 7, text: 'x' } } },
      { type: 'document', document: { data: { id: '', text: 'y' } } },
    ]);
  });

  it('are a message each; their images follow all of them, with a warning', () => {
    const shown = encodeContext();
    const result = (toolCallId: string): Message => ({ role: 'tool', content: [{ type: 'tool-result', toolCallId, result: 1, content: [{ type: 'text', text: toolCallId }, png] }] });
    expect(encodeMessages([called('c1', 'c2'), result('c2'), result('c1'), hello], shown)).toEqual([
      sentCall('c1', 'c2'),
      { role: 'tool', tool_call_id: 'c2', content: 'c2' },
      { role: 'tool', tool_call_id: 'c1', content: 'c1' },
      { role: 'user', content: [{ type: 'text', text: 'From tool call c2:' }, sentPng, { type: 'text', text: 'From tool call c1:' }, sentPng] },
      sentHello,
    ]);
    expect(shown.warnings).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
    expect(encodeMessages([called('c1'), result('c1')], encodeContext()).at(-1)).toMatchObject({ role: 'user' });
  });

  it('cannot hold another file than an image', () => {
    const content = [{ type: 'file' as const, mediaType: 'application/pdf', data: 'aGk=' }];
    expect(() => encode(called('c1'), { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c1', result: 1, content }] })).toThrow(UnsupportedFeatureError);
  });

  it.each([
    ['no call', []],
    ['another call', [called('c2')]],
    ['a call that the vendor answered', [{ role: 'assistant' as const, content: [call('c1', { providerExecuted: true })] }]],
  ])('are refused where they answer %s', (_name, before) => {
    expect(() => encode(...before, { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c1', result: 1 }] })).toThrow(InvalidRequestError);
  });
});
