import { InvalidRequestError, UnsupportedFeatureError, type ContentPart, type FilePart, type JSONValue, type Message, type ToolResultPart, type UserMessage } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { wireCallId } from '../../src/responses/call-id.ts';
import { inputOf, MODEL, type Run } from './run-responses.ts';

const own = (data: Record<string, JSONValue>) => ({ providerData: { 'openai-responses': { model: MODEL, ...data } } });
const user = (...content: Exclude<UserMessage['content'], string>): Message => ({ role: 'user', content });
const assistant = (...content: ContentPart[]): Message => ({ role: 'assistant', content });
const itemsOf = (message: Message, run?: Run) => inputOf([message], run).input;

describe('what stands above the conversation', () => {
  it('stays in its place, under the role that the model knows', () => {
    const messages: Message[] = [{ role: 'user', content: 'Hi' }, { role: 'system', content: [{ type: 'text', text: 'Be ' }, { type: 'text', text: 'brief.' }] }];
    expect(inputOf(messages).input).toEqual([
      { role: 'user', content: 'Hi' },
      { role: 'system', content: [{ type: 'input_text', text: 'Be ' }, { type: 'input_text', text: 'brief.' }] },
    ]);
    expect(itemsOf({ role: 'system', content: 'Be brief.' }, { dialect: { systemRole: () => 'developer' } })).toEqual([{ role: 'developer', content: 'Be brief.' }]);
  });
});

describe('what the user says', () => {
  it.each<[string, FilePart, object]>([
    ['an image as data', { type: 'file', mediaType: 'image/png', data: 'iVBO' }, { type: 'input_image', image_url: 'data:image/png;base64,iVBO' }],
    ['an image by URL', { type: 'file', mediaType: 'image/*', url: 'https://a.example/b' }, { type: 'input_image', image_url: 'https://a.example/b' }],
    ['an image by id', { type: 'file', mediaType: 'image/png', data: 'iVBO', ...own({ file_id: 'file-1' }) }, { type: 'input_image', file_id: 'file-1' }],
    ['an image in less detail', { type: 'file', mediaType: 'image/png', data: 'iVBO', ...own({ detail: 'low' }) }, { type: 'input_image', image_url: 'data:image/png;base64,iVBO', detail: 'low' }],
    ['a document as data', { type: 'file', mediaType: 'application/pdf', data: 'JVBE', filename: 'a.pdf' }, { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' }],
    ['a document without a name', { type: 'file', mediaType: 'application/pdf', data: 'JVBE' }, { type: 'input_file', filename: 'file.pdf', file_data: 'data:application/pdf;base64,JVBE' }],
    ['a document by URL', { type: 'file', mediaType: 'application/pdf', url: 'https://a.example/b.pdf' }, { type: 'input_file', file_url: 'https://a.example/b.pdf' }],
    ['a document by id', { type: 'file', mediaType: 'application/pdf', data: '', ...own({ file_id: 'file-2' }) }, { type: 'input_file', file_id: 'file-2' }],
  ])('may be %s', (_name, part, wire) => {
    expect(itemsOf(user({ type: 'text', text: 'See:' }, { type: 'text', text: '' }, part))).toEqual([{ role: 'user', content: [{ type: 'input_text', text: 'See:' }, wire] }]);
  });

  it('is no audio', () => {
    expect(() => itemsOf(user({ type: 'file', mediaType: 'audio/wav', data: 'UklG' }))).toThrow(UnsupportedFeatureError);
  });

  it('is one string where that says the same', () => {
    expect(itemsOf(user({ type: 'text', text: 'Hi' }))).toEqual([{ role: 'user', content: 'Hi' }]);
    expect(itemsOf(user())).toEqual([{ role: 'user', content: '' }]);
  });

  it("may hold items of the vendor's own; those of another one are dropped", () => {
    const item = { type: 'mcp_approval_response', approval_request_id: 'mcpr_1', approve: true };
    const opaque = { type: 'opaque' as const, name: item.type, providerData: { 'openai-responses': { item } } };
    expect(itemsOf(user(opaque))).toEqual([item]);
    expect(itemsOf(user({ type: 'text', text: 'Yes.' }, opaque))).toEqual([item, { role: 'user', content: 'Yes.' }]);
    expect(itemsOf(user({ ...opaque, providerData: { anthropic: { item } } }))).toEqual([{ role: 'user', content: '' }]);
  });
});

describe('cache hints', () => {
  const run: Run = { dialect: { takesCacheBreakpoints: (modelId) => modelId === MODEL } };
  const mark = { prompt_cache_breakpoint: { mode: 'explicit' } };

  it('become breakpoints where the model takes them', () => {
    expect(itemsOf({ role: 'system', content: 'Be brief.', cache: {} }, run)).toEqual([{ role: 'system', content: [{ type: 'input_text', text: 'Be brief.', ...mark }] }]);
    const parts = [{ type: 'text' as const, text: 'a', cache: {} }, { type: 'text' as const, text: 'b' }, { type: 'text' as const, text: 'c' }];
    const [a, b, c] = [{ type: 'input_text', text: 'a' }, { type: 'input_text', text: 'b' }, { type: 'input_text', text: 'c' }];
    expect(itemsOf(user(...parts), run)).toEqual([{ role: 'user', content: [{ ...a, ...mark }, b, c] }]);
    expect(itemsOf({ ...(user(...parts) as UserMessage), cache: {} }, run)).toEqual([{ role: 'user', content: [{ ...a, ...mark }, b, { ...c, ...mark }] }]);
    expect(itemsOf(user({ type: 'text', text: 'a', cache: { ttl: '1h' } }), run)).toEqual([{ role: 'user', content: [{ ...a, ...mark }] }]);
  });

  it('are dropped elsewhere, in silence', () => {
    const { input, warnings } = inputOf([{ role: 'user', content: 'a', cache: {} }]);
    expect({ input, warnings }).toEqual({ input: [{ role: 'user', content: 'a' }], warnings: [] });
  });
});

describe('what the assistant said', () => {
  const seal = { item: { type: 'reasoning', id: 'rs_1', content: [], encrypted_content: 'gAAA' } };

  it('is words, as one message', () => {
    expect(itemsOf({ role: 'assistant', content: 'Hi' })).toEqual([{ role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] }]);
    const parts: ContentPart[] = [{ type: 'text', text: 'a' }, { type: 'source', url: 'https://a.example' }, { type: 'text', text: '' }, { type: 'text', text: 'b' }];
    expect(itemsOf(assistant(...parts))).toEqual([{ role: 'assistant', content: [{ type: 'output_text', text: 'a' }, { type: 'output_text', text: 'b' }] }]);
    expect(itemsOf({ role: 'assistant', content: '' })).toEqual([]);
  });

  it('keeps the messages that it came in, with their ids and phases', () => {
    const items = itemsOf(
      assistant(
        { type: 'text', text: 'a', ...own({ id: 'msg_1', phase: 'commentary' }) },
        { type: 'text', text: 'b', ...own({ id: 'msg_1', phase: 'commentary' }) },
        { type: 'text', text: 'c', ...own({ id: 'msg_2', phase: 'final_answer' }) },
        { type: 'text', text: 'no', ...own({ id: 'msg_3', refusal: true }) },
        { type: 'text', text: '', ...own({ id: 'msg_4' }) },
      ),
    );
    const message = (id: string, phase: string | undefined, ...content: object[]) => ({ type: 'message', id, status: 'completed', role: 'assistant', content, ...(phase ? { phase } : {}) });
    const text = (words: string) => ({ type: 'output_text', text: words, annotations: [] });
    expect(items).toEqual([
      message('msg_1', 'commentary', text('a'), text('b')),
      message('msg_2', 'final_answer', text('c')),
      message('msg_3', undefined, { type: 'refusal', refusal: 'no' }),
      message('msg_4', undefined, text('')),
    ]);
  });

  it('keeps phases apart, also without ids', () => {
    const items = itemsOf(assistant({ type: 'text', text: 'a', ...own({ phase: 'commentary' }) }, { type: 'text', text: 'b', ...own({ phase: 'final_answer' }) }));
    expect(items).toMatchObject([{ phase: 'commentary' }, { phase: 'final_answer' }]);
  });

  it('has no part of thoughts without a seal, though others have one', () => {
    const items = itemsOf(
      assistant(
        { type: 'reasoning', text: 'One.', ...own(seal) },
        { type: 'reasoning', text: 'Two.', ...own({ item: { type: 'reasoning', id: 'rs_2' } }) },
        { type: 'reasoning', text: 'Three.', ...own({}) },
      ),
    );
    expect(items).toEqual([{ ...seal.item, summary: [{ type: 'summary_text', text: 'One.' }] }]);
  });

  it('holds thoughts under their seal, in their place, byte for byte', () => {
    const items = itemsOf(
      assistant(
        { type: 'reasoning', text: 'One.', ...own(seal) },
        { type: 'reasoning', text: 'Two.', ...own({}) },
        { type: 'reasoning', text: 'Raw.', ...own({ raw: true }) },
        { type: 'tool-call', toolCallId: 'call_1', toolName: 'f', arguments: { a: 1 }, ...own({ item: { id: 'fc_1', namespace: 'n' } }) },
        { type: 'reasoning', text: '', ...own({ item: { ...seal.item, id: 'rs_2' } }) },
        { type: 'text', text: 'Hi', ...own({ id: 'msg_1' }) },
      ),
    );
    expect(items).toMatchObject([
      { ...seal.item, summary: [{ type: 'summary_text', text: 'One.' }, { type: 'summary_text', text: 'Two.' }], content: [{ type: 'reasoning_text', text: 'Raw.' }] },
      { type: 'function_call', id: 'fc_1', namespace: 'n', call_id: 'call_1', name: 'f', arguments: '{"a":1}' },
      { ...seal.item, id: 'rs_2', summary: [], content: [] },
      { type: 'message', id: 'msg_1' },
    ]);
  });

  it.each<[string, Record<string, JSONValue>]>([
    ['another model', { ...seal, model: 'gpt-4o' }],
    ['nobody known', { model: MODEL }],
  ])('has no thoughts of %s', (_name, data) => {
    const { input, warnings } = inputOf([assistant({ type: 'reasoning', text: 'Hm.', ...own(data) }, { type: 'reasoning', text: 'Hm.', ...own({ model: 'gpt-4o' }) })]);
    expect({ input, warnings }).toEqual({ input: [], warnings: [] });
  });

  it('of another model is words and calls only', () => {
    const old = (data: Record<string, JSONValue>) => own({ ...data, model: 'gpt-4o' });
    const call: ContentPart = { type: 'tool-call', toolCallId: 'call_1', toolName: 'f', arguments: {} };
    const { input, warnings } = inputOf([
      assistant(
        { type: 'reasoning', text: 'Hm.', ...old(seal) },
        { ...call, providerExecuted: true, ...old({ item: { type: 'web_search_call', id: 'ws_1' } }) },
        { type: 'opaque', name: 'compaction', ...old({ item: { type: 'compaction' } }) },
        { type: 'text', text: 'Hi', ...old({ id: 'msg_1', refusal: true }) },
        { ...call, ...old({ item: { id: 'fc_1' } }) },
      ),
    ]);
    expect(input).toEqual([
      { role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] },
      { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
    ]);
    expect(warnings).toEqual([]);
  });

  it('goes without ids where its thoughts were not sealed', () => {
    const items = itemsOf(
      assistant(
        { type: 'reasoning', text: 'Hm.', ...own({ item: { type: 'reasoning', id: 'rs_1' } }) },
        { type: 'reasoning', text: 'Hm.', ...own({}) },
        { type: 'text', text: 'Hi', ...own({ id: 'msg_1' }) },
        { type: 'text', text: '', ...own({ id: 'msg_2' }) },
        { type: 'tool-call', toolCallId: 'call_1', toolName: 'f', arguments: {}, invalid: '{"a', ...own({ item: { id: 'fc_1' } }) },
      ),
    );
    expect(items).toEqual([
      { role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] },
      { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{"a' },
    ]);
  });

  it("holds the vendor's own items unchanged and in their place", () => {
    const search = { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'q' } };
    const list = { type: 'mcp_list_tools', id: 'mcpl_1', tools: [] };
    const items = itemsOf(
      assistant(
        { type: 'opaque', name: 'mcp_list_tools', ...own({ item: list }) },
        { type: 'text', text: 'a' },
        { type: 'tool-call', toolCallId: 'ws_1', toolName: 'web_search', arguments: {}, providerExecuted: true, ...own({ item: search }) },
        { type: 'text', text: 'b' },
        { type: 'file', mediaType: 'image/png', data: 'iVBO', ...own({ item: { type: 'image_generation_call', id: 'ig_1' } }) },
        { type: 'opaque', name: 'thing', providerData: { anthropic: {} } },
        { type: 'tool-call', toolCallId: 'x', toolName: 'x', arguments: {}, providerExecuted: true },
      ),
    );
    const words = (text: string) => ({ role: 'assistant', content: [{ type: 'output_text', text }] });
    expect(items).toEqual([list, words('a'), search, words('b'), { type: 'image_generation_call', id: 'ig_1', result: 'iVBO' }]);
  });

  it('cannot hold a file of its own: it is left out with a warning', () => {
    const { input, warnings } = inputOf([assistant({ type: 'file', mediaType: 'image/png', data: 'iVBO' })]);
    expect(input).toEqual([]);
    expect(warnings).toMatchObject([{ kind: 'unsupported', option: 'messages' }]);
  });
});

describe('what a tool returned', () => {
  const call = (item: Record<string, JSONValue>): ContentPart => ({ type: 'tool-call', toolCallId: 'call_1', toolName: 'f', arguments: {}, ...own({ item }) });
  const result = (part: Partial<ToolResultPart>): Message => ({ role: 'tool', content: [{ type: 'tool-result', toolCallId: 'call_1', result: null, ...part }] });
  const outputOf = (part: Partial<ToolResultPart>, run?: Run, item: Record<string, JSONValue> = {}) => inputOf([assistant(call(item)), result(part)], run).input.slice(1);
  const screen = { type: 'file' as const, mediaType: 'image/png', data: 'iVBO' };

  it('is text, or JSON as text', () => {
    expect(outputOf({ result: 'sunny' })).toEqual([{ type: 'function_call_output', call_id: 'call_1', output: 'sunny' }]);
    expect(outputOf({ result: { sky: 'clear' } })).toEqual([{ type: 'function_call_output', call_id: 'call_1', output: '{"sky":"clear"}' }]);
    expect(outputOf({ result: 'x', content: [{ type: 'text', text: 'a' }, { type: 'text', text: 'b' }] })).toEqual([{ type: 'function_call_output', call_id: 'call_1', output: 'a\nb' }]);
  });

  it('may hold files, where the server takes them there', () => {
    const content = [{ type: 'text' as const, text: 'See:' }, screen];
    const image = { type: 'input_image', image_url: 'data:image/png;base64,iVBO' };
    expect(outputOf({ content })).toEqual([{ type: 'function_call_output', call_id: 'call_1', output: [{ type: 'input_text', text: 'See:' }, image] }]);
    const { input, warnings } = inputOf([assistant(call({})), result({ content })], { dialect: { filesInToolOutput: false } });
    expect(input.slice(1)).toEqual([
      { type: 'function_call_output', call_id: 'call_1', output: 'See:' },
      { role: 'user', content: [{ type: 'input_text', text: 'From tool call call_1:' }, image] },
    ]);
    expect(warnings).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
  });

  it.each<[string, Partial<ToolResultPart>, object]>([
    ['custom_tool_call', { result: 'x' }, { type: 'custom_tool_call_output', call_id: 'call_1', output: 'x' }],
    ['computer_call', { content: [screen] }, { type: 'computer_call_output', call_id: 'call_1', output: { type: 'computer_screenshot', image_url: 'data:image/png;base64,iVBO' } }],
    ['computer_call', { result: { type: 'computer_screenshot', file_id: 'f' } }, { type: 'computer_call_output', call_id: 'call_1', output: { type: 'computer_screenshot', file_id: 'f' } }],
    ['local_shell_call', { result: 'ok' }, { type: 'local_shell_call_output', id: 'call_1', output: 'ok' }],
    ['shell_call', { result: [{ stdout: 'a' }] }, { type: 'shell_call_output', call_id: 'call_1', output: [{ stdout: 'a' }] }],
    ['shell_call', { result: 'ok' }, { type: 'shell_call_output', call_id: 'call_1', output: [{ stdout: 'ok', stderr: '', outcome: { type: 'exit', exit_code: 0 } }] }],
    ['shell_call', { result: 'no', isError: true }, { type: 'shell_call_output', call_id: 'call_1', output: [{ stdout: '', stderr: 'no', outcome: { type: 'exit', exit_code: 1 } }] }],
    ['apply_patch_call', { result: 'done' }, { type: 'apply_patch_call_output', call_id: 'call_1', status: 'completed', output: 'done' }],
    ['apply_patch_call', { result: 'no', isError: true }, { type: 'apply_patch_call_output', call_id: 'call_1', status: 'failed', output: 'no' }],
  ])('answers a %s in its own words', (type, part, wire) => {
    const item = { type, id: 'x_1', call_id: 'call_1' };
    expect(inputOf([assistant(call(item)), result(part)]).input).toEqual([item, wire]);
  });

  it('must show what the computer shows', () => {
    expect(() => outputOf({ result: 'ok' }, undefined, { type: 'computer_call' })).toThrow(InvalidRequestError);
  });

  it('may say more in the vendor’s words', () => {
    expect(outputOf({ content: [screen], providerData: { 'openai-responses': { acknowledged_safety_checks: [] } } }, undefined, { type: 'computer_call' })).toMatchObject([{ acknowledged_safety_checks: [] }]);
  });
});

describe('ids of calls', () => {
  it('that are too long are cut, alike at the call and its result, and stay apart', () => {
    const [a, b] = ['a', 'b'].map((last) => `${'x'.repeat(100)}${last}`) as [string, string];
    const calls = [a, b].map((toolCallId): ContentPart => ({ type: 'tool-call', toolCallId, toolName: 'f', arguments: {} }));
    const results = [a, b].map((toolCallId): ToolResultPart => ({ type: 'tool-result', toolCallId, result: 1 }));
    const ids = inputOf([assistant(...calls), { role: 'tool', content: results }]).input.map(({ call_id: id }) => id as string);
    expect(ids.map(({ length }) => length)).toEqual([64, 64, 64, 64]);
    expect([ids[0], ids[1]]).toEqual([ids[2], ids[3]]);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it('that fit are left alone', () => {
    expect(wireCallId('functions.lookup:0/é')).toBe('functions.lookup:0/é');
    expect(wireCallId('x'.repeat(64))).toBe('x'.repeat(64));
    expect(wireCallId(`y${'x'.repeat(64)}`)).not.toBe(wireCallId(`y${'x'.repeat(65)}`));
  });
});
