import { InvalidRequestError, UnsupportedFeatureError, type ContentPart, type FilePart, type Message, type ToolResultPart } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { encode, MODEL } from './run-codec.ts';

const text = (value: string) => ({ type: 'text' as const, text: value });
const user = (content: Extract<Message, { role: 'user' }>['content']): Message => ({ role: 'user', content });
const assistant = (...content: ContentPart[]): Message => ({ role: 'assistant', content });
const call = (toolCallId: string, more: object = {}): ContentPart => ({ type: 'tool-call', toolCallId, toolName: 'f', arguments: { a: 1 }, ...more });
const result = (toolCallId: string, more: Partial<ToolResultPart> = {}): ToolResultPart => ({ type: 'tool-result', toolCallId, result: 'R', ...more });
const tool = (...content: ToolResultPart[]): Message => ({ role: 'tool', content });
const thought = (own?: object, value = 'Hm'): ContentPart => ({ type: 'reasoning', text: value, ...(own ? { providerData: { anthropic: { ...own } } } : {}) });
const use = (id: string) => ({ type: 'tool_use', id, name: 'f', input: { a: 1 } });
const answer = (id: string, content: unknown = 'R') => ({ type: 'tool_result', tool_use_id: id, content });

const sent = (...messages: Message[]) => encode({ messages }).body.messages.map(({ role, content }) => [role, ...content]);
const warned = (...messages: Message[]) => encode({ messages }).warnings;
const hello = user('Hello');
const Hello = ['user', text('Hello')];

describe('the order that the API demands', () => {
  it('joins neighbours of one role', () => {
    expect(sent(hello, user([text('A')]), assistant(text('B')), assistant(text('C')), hello)).toEqual([
      ['user', text('Hello'), text('A')],
      ['assistant', text('B'), text('C')],
      Hello,
    ]);
  });

  it('puts results of tools first into the message behind their calls', () => {
    expect(sent(hello, assistant(text('A'), call('1'), call('2')), tool(result('2'), result('1')), user('And?'))).toEqual([
      Hello,
      ['assistant', text('A'), use('1'), use('2')],
      ['user', answer('1'), answer('2'), text('And?')],
    ]);
    expect(sent(hello, assistant(call('1')), user('Wait.'), tool(result('1')))).toEqual([Hello, ['assistant', use('1')], ['user', answer('1'), text('Wait.')]]);
    expect(sent(hello, assistant(call('1'), call('2')), tool(result('1')), assistant(text('A')), tool(result('2')), hello)).toEqual([
      Hello,
      ['assistant', use('1'), use('2')],
      ['user', answer('1'), answer('2')],
      ['assistant', text('A')],
      Hello,
    ]);
  });

  it('keeps calls of different steps apart', () => {
    expect(sent(hello, assistant(call('1')), tool(result('1')), assistant(call('2')), tool(result('2')))).toEqual([
      Hello,
      ['assistant', use('1')],
      ['user', answer('1')],
      ['assistant', use('2')],
      ['user', answer('2')],
    ]);
  });

  it('gives calls without a result one that says so, with one warning', () => {
    const missing = { type: 'tool_result', tool_use_id: '2', content: 'This tool was not run; there is no result.', is_error: true };
    const messages = [hello, assistant(call('1'), call('2')), tool(result('1')), assistant(call('3'))];
    expect(sent(...messages)[2]).toEqual(['user', answer('1'), missing]);
    expect(sent(...messages).at(-1)).toEqual(['user', { ...missing, tool_use_id: '3' }]);
    expect(warned(...messages)).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
  });

  it.each<[string, Message[], string]>([
    ['without a call', [hello, tool(result('1'))], 'messages[1].content[0]'],
    ['before its call', [hello, tool(result('1')), assistant(call('1'))], 'messages[1].content[0]'],
    ['that is the second of a call', [hello, assistant(call('1')), tool(result('1'), result('1'))], 'messages[2].content[1]'],
  ])('refuses a result %s, and says which', (_name, messages, place) => {
    expect(() => sent(...messages)).toThrow(InvalidRequestError);
    expect(() => sent(...messages)).toThrow(place);
  });

  it('gives the user the first word, with a warning', () => {
    expect(sent(assistant(text('A')), hello)).toEqual([['user', text('(no message)')], ['assistant', text('A')], Hello]);
    expect(warned(assistant(text('A')), hello)).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
    expect(sent({ role: 'system', content: 'S' })).toEqual([['user', text('(no message)')]]);
    expect(warned(hello)).toEqual([]);
  });

  it('refuses a conversation of which nothing is left', () => {
    expect(() => sent(user(' '), assistant())).toThrow(InvalidRequestError);
  });

  it('leaves out texts and messages without anything visible', () => {
    expect(sent(user([text(''), text('A'), text(' \n')]), assistant(), user('\t'), hello)).toEqual([['user', text('A'), text('Hello')]]);
  });

  it('leaves white space between blocks of the assistant, but none at the end and no message of nothing else', () => {
    const signed = thought({ signature: 'S' });
    expect(sent(hello, assistant(text(' '), call('1')), tool(result('1')))[1]).toEqual(['assistant', text(' '), use('1')]);
    expect(sent(hello, assistant(text('A '), signed, text(' ')))[1]).toEqual(['assistant', text('A')]);
    expect(sent(hello, assistant(signed, text(' ')), hello)).toEqual([['user', text('Hello'), text('Hello')]]);
    expect(sent(hello, assistant(text('\n')))).toEqual([Hello]);
  });

  it('hoists system messages in their order; one in the middle with a warning', () => {
    const { body, warnings } = encode({ messages: [{ role: 'system', content: 'A' }, { role: 'system', content: [text('B'), text('')] }, hello] });
    expect([body.system, warnings]).toEqual([[text('A'), text('B')], []]);
    const middle = encode({ messages: [hello, { role: 'system', content: 'C' }, assistant(text('x')), { role: 'system', content: 'D' }, hello] });
    expect(middle.body.system).toEqual([text('C'), text('D')]);
    expect(middle.warnings).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
    expect(warned(hello, { role: 'system', content: ' ' })).toEqual([]);
  });
});

describe('ids of calls', () => {
  it('stay where the API takes them, and are mapped alike for calls and results', () => {
    expect(sent(hello, assistant(call('toolu_1-A'), call('functions.f:0/é')), tool(result('functions.f:0/é'), result('toolu_1-A')))).toEqual([
      Hello,
      ['assistant', use('toolu_1-A'), use('functions_f_0__')],
      ['user', answer('toolu_1-A'), answer('functions_f_0__')],
    ]);
  });

  it('never collide: neither two that are mapped, nor one with another that stays', () => {
    expect(sent(hello, assistant(call('a.b'), call('a:b'), call(''), call('a_b')))[1]).toEqual(['assistant', use('a_b_2'), use('a_b_3'), use('call'), use('a_b')]);
  });

  it('that come again in another turn get one of their own, and results go to the last', () => {
    expect(sent(hello, assistant(call('1')), tool(result('1')), assistant(call('1')), tool(result('1', { result: 'S' })))).toEqual([
      Hello,
      ['assistant', use('1')],
      ['user', answer('1')],
      ['assistant', use('1_2')],
      ['user', answer('1_2', 'S')],
    ]);
  });
});

it('a result belongs to the last call of its id that has none', () => {
  const [, , first, , last] = sent(hello, assistant(call('1')), hello, assistant(call('1')), tool(result('1')));
  expect(first).toMatchObject(['user', { tool_use_id: '1', is_error: true }, text('Hello')]);
  expect(last).toEqual(['user', answer('1_2')]);
});

describe('what the assistant did', () => {
  const search: ContentPart = call('srvtoolu_1', { toolName: 'web_search', arguments: { query: 'q' }, providerExecuted: true, providerData: { anthropic: { type: 'server_tool_use', caller: { type: 'direct' } } } });
  const found: ContentPart = { type: 'tool-result', toolCallId: 'srvtoolu_1', result: [{ type: 'web_search_result', encrypted_content: 'E' }], providerExecuted: true, providerData: { anthropic: { type: 'web_search_tool_result' } } };
  const searchBlock = { type: 'server_tool_use', caller: { type: 'direct' }, id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } };
  const foundBlock = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: found.type === 'tool-result' ? found.result : null };

  it('goes back as it came, in its place', () => {
    const citations = [{ type: 'web_search_result_location', encrypted_index: 'X' }];
    const compaction = { type: 'compaction', content: 'so far', signature: 'C' };
    expect(
      sent(
        hello,
        assistant(
          { type: 'opaque', name: 'compaction', providerData: { anthropic: { ...compaction } } },
          thought({ signature: 'S==', model: MODEL }),
          thought({ redacted: 'D==', model: `${MODEL}-20251001` }, ''),
          search,
          found,
          { ...text('A'), providerData: { anthropic: { citations } } },
          { type: 'source', url: 'https://x.example', of: 5 },
          call('1', { providerData: { anthropic: { caller: { type: 'code_execution_20260521', tool_id: 't' } } } }),
        ),
        tool(result('1')),
      )[1],
    ).toEqual([
      'assistant',
      compaction,
      { type: 'thinking', thinking: 'Hm', signature: 'S==' },
      { type: 'redacted_thinking', data: 'D==' },
      searchBlock,
      foundBlock,
      { type: 'text', text: 'A', citations },
      { ...use('1'), caller: { type: 'code_execution_20260521', tool_id: 't' } },
    ]);
  });

  it.each<[string, ContentPart]>([
    ['a thought without signature', thought({ model: MODEL })],
    ['a thought of another model', thought({ signature: 'S', model: 'claude-opus-4-5' })],
    ['a sealed thought of another model', thought({ redacted: 'S', model: 'claude-opus-4-5' })],
    ['a thought of another wire', { type: 'reasoning', text: 'Hm', providerData: { openai: { signature: 'S' } } }],
    ['a thought of nobody', thought()],
    ['a source', { type: 'source', url: 'https://x.example' }],
    ['a block of another wire', { type: 'opaque', name: 'x', providerData: { openai: { type: 'x' } } }],
    ['a call that another vendor ran', call('1', { providerExecuted: true })],
    ['its result', { ...result('1'), providerExecuted: true }],
    ['a call of a server tool that got no result', search],
    ['a result without its call', found],
    ['a thought that nothing follows', thought({ signature: 'S' })],
  ])('goes back without %s, in silence', (_name, part) => {
    expect(sent(hello, assistant(text('A'), part), hello)).toEqual([Hello, ['assistant', text('A')], Hello]);
    expect(warned(hello, assistant(text('A'), part), hello)).toEqual([]);
  });

  it('counts a thought as its own under every name of the model, and where nobody says whose it is', () => {
    for (const model of [MODEL, `${MODEL}-20251001`, `${MODEL}-latest`, `${MODEL}@20251001`, `us.anthropic.${MODEL}-20251001-v1:0`, undefined]) {
      expect(sent(hello, assistant(thought({ signature: 'S', ...(model ? { model } : {}) }), text('A')), hello)[1]).toHaveLength(3);
    }
  });

  it('keeps a call of a server tool in a turn that goes on, and after its result in a later message', () => {
    expect(sent(hello, assistant(search, call('1')), tool(result('1')))[1]).toEqual(['assistant', searchBlock, use('1')]);
    expect(sent(hello, assistant(text('A'), search)).at(-1)).toEqual(['assistant', text('A'), searchBlock]);
    const messages = [hello, assistant(search, call('1')), tool(result('1')), assistant(found, text('A')), hello];
    expect(sent(...messages)[1]).toEqual(['assistant', searchBlock, use('1')]);
    expect(sent(...messages)[3]).toEqual(['assistant', foundBlock, text('A')]);
  });

  it('goes back without files, with a warning', () => {
    const image: FilePart = { type: 'file', mediaType: 'image/png', data: 'iVBO' };
    expect(sent(hello, assistant(text('A'), image, image), hello)[1]).toEqual(['assistant', text('A')]);
    expect(warned(hello, assistant(text('A'), image, image), hello)).toMatchObject([{ kind: 'unsupported', option: 'messages' }]);
  });

  it('goes back with an object for arguments that were no JSON', () => {
    expect(sent(hello, assistant(call('1', { arguments: {}, invalid: '{"a":' })))[1]).toEqual(['assistant', { ...use('1'), input: {} }]);
  });

  it('goes on in the container that it began in, and only then', () => {
    const inContainer = (container: unknown) => ({ ...assistant(call('1')), providerData: { anthropic: { container } } }) as Message;
    const container = (...messages: Message[]) => encode({ messages }).body['container'];
    expect(container(hello, inContainer({ id: 'c_1', expires_at: 'x' }), tool(result('1')))).toBe('c_1');
    expect(container(hello, inContainer('c_2'), tool(result('1')))).toBe('c_2');
    expect(container(hello, inContainer({ id: 'c_1' }), tool(result('1')), hello)).toBeUndefined();
    expect(container(hello, inContainer(undefined), tool(result('1')))).toBeUndefined();
  });
});

describe('files', () => {
  it.each(['image/*', 'application/pdf'])('of another vendor are refused: %s', (mediaType) => {
    const part = { type: 'file' as const, mediaType, url: 'file-1', providerData: { openai: { file_id: 'file-1' } } };
    expect(() => sent(user([part]))).toThrow(UnsupportedFeatureError);
  });

  const file = (part: Omit<FilePart, 'type'>) => sent(user([{ type: 'file', ...part }]))[0]![1];

  it.each<[Omit<FilePart, 'type'>, object]>([
    [{ mediaType: 'image/png', data: 'iVBO' }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } }],
    [{ mediaType: 'image/jpg', data: '/9j/' }, { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: '/9j/' } }],
    [{ mediaType: 'IMAGE/WebP', data: 'UklG' }, { type: 'image', source: { type: 'base64', media_type: 'image/webp', data: 'UklG' } }],
    [{ mediaType: 'image/*', url: 'https://x.example/a' }, { type: 'image', source: { type: 'url', url: 'https://x.example/a' } }],
    [{ mediaType: 'application/pdf', data: 'JVBE', filename: 'a.pdf' }, { type: 'document', title: 'a.pdf', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' } }],
    [{ mediaType: 'application/pdf', url: 'https://x.example/a' }, { type: 'document', source: { type: 'url', url: 'https://x.example/a' } }],
    [{ mediaType: 'text/plain', data: 'R3LDvMOfZQ==' }, { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Grüße' } }],
    [{ mediaType: 'text/csv; charset=utf-8', data: 'YSxi', filename: 'a.csv' }, { type: 'document', title: 'a.csv', source: { type: 'text', media_type: 'text/plain', data: 'a,b' } }],
    [{ mediaType: 'application/json', data: 'e30=' }, { type: 'document', source: { type: 'text', media_type: 'text/plain', data: '{}' } }],
    [
      { mediaType: 'application/pdf', data: 'JVBE', providerData: { anthropic: { citations: { enabled: true }, context: 'C' } } },
      { type: 'document', citations: { enabled: true }, context: 'C', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' } },
    ],
  ])('%j is %j', (part, expected) => {
    expect(file(part)).toEqual(expected);
  });

  it.each(['audio/wav', 'video/mp4', 'image/tiff', 'application/zip'])('of type %s are refused', (mediaType) => {
    expect(() => file({ mediaType, data: 'AAAA' })).toThrow(UnsupportedFeatureError);
  });

  it('at the vendor go as blocks of its own', () => {
    const block = { type: 'document', source: { type: 'file', file_id: 'file_1' } };
    expect(sent(user([{ type: 'opaque', name: 'document', providerData: { anthropic: block } }, { type: 'opaque', name: 'x' }]))).toEqual([['user', block]]);
  });
});

describe('tool results', () => {
  const encoded = (more: Partial<ToolResultPart>) => sent(hello, assistant(call('1')), tool(result('1', more)))[2]![1];

  it.each<[Partial<ToolResultPart>, object]>([
    [{ result: 'sunny' }, { content: 'sunny' }],
    [{ result: '' }, { content: '' }],
    [{ result: { t: 20 } }, { content: '{"t":20}' }],
    [{ result: null }, { content: 'null' }],
    [{ result: 'no such city', isError: true }, { content: 'no such city', is_error: true }],
    [{ content: [text('A'), text(''), { type: 'file', mediaType: 'image/png', data: 'iVBO' }] }, { content: [text('A'), { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } }] }],
    [{ providerData: { anthropic: { content: [{ type: 'tool_reference', tool_name: 'f' }] } } }, { content: [{ type: 'tool_reference', tool_name: 'f' }] }],
  ])('%j are %j', (more, expected) => {
    expect(encoded(more)).toEqual({ type: 'tool_result', tool_use_id: '1', ...expected });
  });
});
