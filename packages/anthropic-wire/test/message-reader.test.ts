import type { GenerateResult, JSONObject } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { decodeEvents, decodeWhole, MODEL } from './run-codec.ts';

const start = { type: 'message_start', message: { id: 'msg_1', model: `${MODEL}-20251001`, usage: { input_tokens: 2039, output_tokens: 1 } } };
const stop = { type: 'message_stop' };
const end = (delta: object = {}, usage: object = { output_tokens: 9 }) => ({ type: 'message_delta', delta: { stop_reason: 'end_turn', ...delta }, usage });
const delta = (index: number, value: object) => ({ type: 'content_block_delta', index, delta: value });
const block = (index: number, content_block: object, ...deltas: object[]) => [
  { type: 'content_block_start', index, content_block },
  ...deltas.map((value) => delta(index, value)),
  { type: 'content_block_stop', index },
];
const words = (value: string) => ({ type: 'text_delta', text: value });
const json = (partial_json: string) => ({ type: 'input_json_delta', partial_json });

/** The same answer whole and streamed must be the same content. */
function both(content: JSONObject[], events: object[], more: JSONObject = {}): GenerateResult {
  const whole = decodeWhole({ id: 'msg_1', model: MODEL, content, stop_reason: 'end_turn', ...more });
  const { result } = decodeEvents([start, ...events, end(more), stop]);
  expect(result?.content).toEqual(whole.content);
  expect(result?.providerData).toEqual(whole.providerData);
  return whole;
}

const own = (data: JSONObject) => ({ providerData: { anthropic: data } });

describe('blocks, whole and streamed', () => {
  it('keeps signatures with their thoughts, and the model that had them', () => {
    const { content } = both(
      [{ type: 'thinking', thinking: 'Hm.', signature: 'S1S2' }, { type: 'redacted_thinking', data: 'D' }, { type: 'thinking', thinking: '', signature: 'T' }],
      [
        ...block(0, { type: 'thinking', thinking: '', signature: '' }, { type: 'thinking_delta', thinking: 'Hm.' }, { type: 'signature_delta', signature: 'S1' }, { type: 'signature_delta', signature: 'S2' }),
        ...block(1, { type: 'redacted_thinking', data: 'D' }),
        ...block(2, { type: 'thinking', thinking: '' }, { type: 'signature_delta', signature: 'T' }),
      ],
    );
    expect(content).toEqual([
      { type: 'reasoning', text: 'Hm.', ...own({ signature: 'S1S2', model: MODEL }) },
      { type: 'reasoning', text: '', ...own({ redacted: 'D', model: MODEL }) },
      { type: 'reasoning', text: '', ...own({ signature: 'T', model: MODEL }) },
    ]);
  });

  it('opens a hidden thought at once', () => {
    const { parts } = decodeEvents([start, ...block(0, { type: 'redacted_thinking', data: 'D' })]);
    expect(parts[0]?.type).toBe('start');
    expect(parts[1]).toEqual({ type: 'reasoning-delta', index: 0, delta: '' });
  });

  it('gives citations as sources that say what they support, and keeps them for the way back', () => {
    const page = { type: 'page_location', cited_text: 'Fun.', document_index: 0, document_title: 'a.pdf', start_page_number: 1, end_page_number: 2 };
    const web = { type: 'web_search_result_location', url: 'https://x.example', title: 'X', cited_text: 'C', encrypted_index: 'E' };
    const search = { type: 'search_result_location', source: 'https://s.example', title: null, cited_text: '' };
    const named = { type: 'search_result_location', source: 'my notes', title: 'N' };
    const { content } = both(
      [{ type: 'text', text: '' }, { type: 'text', text: 'Plain. ' }, { type: 'text', text: 'Cited 🙂', citations: [page, web] }, { type: 'text', text: '!', citations: [search, named] }],
      [
        ...block(0, { type: 'text', text: '' }),
        ...block(1, { type: 'text', text: '', citations: [] }, words('Plain. ')),
        ...block(2, { type: 'text', text: '' }, { type: 'citations_delta', citation: page }, words('Cited '), words('🙂'), { type: 'citations_delta', citation: web }),
        ...block(3, { type: 'text', text: '', citations: [search] }, words('!'), { type: 'citations_delta', citation: named }),
      ],
    );
    expect(content).toEqual([
      { type: 'text', text: 'Plain. ' },
      { type: 'text', text: 'Cited 🙂', ...own({ citations: [page, web] }) },
      { type: 'text', text: '!', ...own({ citations: [search, named] }) },
      { type: 'source', title: 'a.pdf', text: 'Fun.', of: 1, start: 0, end: 8, ...own(page) },
      { type: 'source', url: 'https://x.example', title: 'X', text: 'C', of: 1, start: 0, end: 8, ...own(web) },
      { type: 'source', url: 'https://s.example', of: 2, start: 0, end: 1, ...own(search) },
      { type: 'source', title: 'N', of: 2, start: 0, end: 1, ...own(named) },
    ]);
  });

  it('gives citations of no text, too', () => {
    const { content } = both([{ type: 'text', text: '', citations: [{ url: 'https://x.example' }] }], block(0, { type: 'text', text: '' }, { type: 'citations_delta', citation: { url: 'https://x.example' } }));
    expect(content).toMatchObject([{ type: 'source', url: 'https://x.example' }]);
    expect(content[0]).not.toHaveProperty('of');
  });

  it('gives calls and results of tools that the vendor ran, which are nothing to be done', () => {
    const results = [{ type: 'web_search_result', url: 'https://x.example', encrypted_content: 'E' }];
    const failed = { type: 'web_search_tool_result_error', error_code: 'unavailable' };
    const { content, toolCalls, finishReason } = both(
      [
        { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'q' }, caller: { type: 'direct' } },
        { type: 'web_search_tool_result', tool_use_id: 's1', content: results, caller: { type: 'direct' } },
        { type: 'web_search_tool_result', tool_use_id: 's2', content: failed },
        { type: 'mcp_tool_use', id: 'm1', name: 'echo', server_name: 'mine', input: {} },
        { type: 'mcp_tool_result', tool_use_id: 'm1', is_error: true, content: [{ type: 'text', text: 'No.' }] },
      ],
      [
        ...block(0, { type: 'server_tool_use', id: 's1', name: 'web_search', input: {}, caller: { type: 'direct' } }, json(''), json('{"query"'), json(':"q"}')),
        ...block(1, { type: 'web_search_tool_result', tool_use_id: 's1', content: results, caller: { type: 'direct' } }),
        ...block(2, { type: 'web_search_tool_result', tool_use_id: 's2', content: failed }),
        ...block(3, { type: 'mcp_tool_use', id: 'm1', name: 'echo', server_name: 'mine', input: {} }),
        ...block(4, { type: 'mcp_tool_result', tool_use_id: 'm1', is_error: true, content: [{ type: 'text', text: 'No.' }] }),
      ],
    );
    const executed = { providerExecuted: true };
    const direct = { caller: { type: 'direct' } };
    expect(content).toEqual([
      { type: 'tool-call', toolCallId: 's1', toolName: 'web_search', arguments: { query: 'q' }, ...executed, ...own({ type: 'server_tool_use', ...direct }) },
      { type: 'tool-result', toolCallId: 's1', result: results, ...executed, ...own({ type: 'web_search_tool_result', ...direct }) },
      { type: 'tool-result', toolCallId: 's2', result: failed, isError: true, ...executed, ...own({ type: 'web_search_tool_result' }) },
      { type: 'tool-call', toolCallId: 'm1', toolName: 'echo', arguments: {}, ...executed, ...own({ type: 'mcp_tool_use', server_name: 'mine' }) },
      { type: 'tool-result', toolCallId: 'm1', result: [{ type: 'text', text: 'No.' }], isError: true, ...executed, ...own({ type: 'mcp_tool_result', is_error: true }) },
    ]);
    expect([toolCalls, finishReason]).toEqual([[], 'stop']);
  });

  it('keeps blocks that it does not know, gathered from whatever deltas they come in', () => {
    const compaction = { type: 'compaction', content: 'So far…', encrypted_content: 'E', signature: 'S' };
    const { content } = both(
      [compaction, { type: 'container_upload', file_id: 'file_1' }, { type: 'x_tool_result' }],
      [
        ...block(0, { type: 'compaction', content: null }, { type: 'compaction_delta', content: 'So ', encrypted_content: null }, { type: 'compaction_delta', content: 'far…', encrypted_content: 'E' }, { type: 'x', signature: 'S', encrypted_content: null }),
        ...block(1, { type: 'container_upload', file_id: 'file_1' }),
        ...block(2, { type: 'x_tool_result' }),
      ],
    );
    expect(content).toEqual([
      { type: 'opaque', name: 'compaction', ...own(compaction) },
      { type: 'opaque', name: 'container_upload', ...own({ type: 'container_upload', file_id: 'file_1' }) },
      { type: 'opaque', name: 'x_tool_result', ...own({ type: 'x_tool_result' }) },
    ]);
  });

  it('keeps what a call says beside its arguments', () => {
    const use = { type: 'tool_use', id: 't', name: 'f', caller: { type: 'code_execution_20260521', tool_id: 's' }, toolset_name: null };
    const { content, finishReason } = both([{ ...use, input: { a: 1 } }], block(0, { ...use, input: {} }, json('{"a":1}')));
    expect(content).toEqual([{ type: 'tool-call', toolCallId: 't', toolName: 'f', arguments: { a: 1 }, ...own({ caller: use.caller }) }]);
    expect(finishReason).toBe('tool-calls');
  });

  it('makes an id for a call without one, the same both ways', () => {
    const { toolCalls } = both([{ type: 'tool_use', name: 'f', input: {} }, { type: 'tool_use', id: '', name: 'g', input: {} }], [...block(0, { type: 'tool_use', name: 'f', input: {} }), ...block(1, { type: 'tool_use', id: '', name: 'g' })]);
    expect(toolCalls.map(({ toolCallId }) => toolCallId)).toEqual(['call_0_msg1', 'call_1_msg1']);
  });

  it('puts blocks in the order in which they begin, also where their numbers repeat', () => {
    const { result } = decodeEvents([start, ...block(0, { type: 'text', text: '' }, words('A')), ...block(0, { type: 'tool_use', id: 't', name: 'f' }, json('{}')), end(), stop]);
    expect(result?.content.map(({ type }) => type)).toEqual(['text', 'tool-call']);
  });

  it('begins another part with what comes for a block that has ended', () => {
    const { parts } = decodeEvents([start, ...block(0, { type: 'text', text: '' }, words('A')), delta(0, words('B')), end(), stop]);
    expect(parts.filter(({ type }) => type === 'part')).toEqual([
      { type: 'part', index: 0, part: { type: 'text', text: 'A' } },
      { type: 'part', index: 1, part: { type: 'text', text: 'B' } },
    ]);
  });

  it('reads blocks that are open at the same time', () => {
    const open = (index: number) => ({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } });
    const { result } = decodeEvents([start, open(0), open(1), delta(0, words('A')), delta(1, words('B')), delta(0, words('C')), { type: 'content_block_stop', index: 0 }, end(), stop]);
    expect(result?.content).toEqual([{ type: 'text', text: 'AC' }, { type: 'text', text: 'B' }]);
  });

  it('passes over arguments and stops of blocks that never began, and deltas without content', () => {
    const odd = [delta(3, json('{}')), { type: 'content_block_stop', index: 3 }, { type: 'content_block_delta', index: 0 }, delta(7, { type: 'x', a: 1 }), delta(0, { type: 'citations_delta' }), { type: 'ping' }];
    const { result } = decodeEvents([start, ...odd, ...block(0, { type: 'text', text: '' }, words('A')), end(), stop]);
    expect(result?.text).toBe('A');
  });
});

describe('the end', () => {
  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool-calls'],
    ['refusal', 'content-filter'],
    ['pause_turn', 'pause'],
    ['something_new', 'other'],
  ])('%s is %s', (stop_reason, finishReason) => {
    expect(both([], [], { stop_reason })).toMatchObject({ finishReason, rawFinishReason: stop_reason });
  });

  it('is of another kind where no reason is given', () => {
    expect(decodeWhole({ content: [], stop_reason: null })).toMatchObject({ finishReason: 'other' });
  });

  it('keeps why the model refused, at what it stopped, where code ran, and that it paused', () => {
    const more = { stop_sequence: 'END', stop_details: { type: 'refusal', category: 'cyber' }, container: { id: 'c_1' } };
    expect(both([], [], more).message.providerData).toEqual({ anthropic: more });
    expect(both([], [], { stop_reason: 'pause_turn' }).message.providerData).toEqual({ anthropic: { stop_reason: 'pause_turn' } });
    expect(both([], []).message).not.toHaveProperty('providerData');
  });

  it('does not lose a container that only the beginning names', () => {
    const { result } = decodeEvents([{ ...start, message: { ...start.message, container: { id: 'c' } } }, end({ container: null }), stop]);
    expect(result?.providerData).toEqual({ anthropic: { container: { id: 'c' } } });
  });

  it('is message_stop and nothing before', () => {
    expect(decodeEvents([start, ...block(0, { type: 'text', text: '' }, words('A')), end()]).result).toBeUndefined();
  });

  it('does not deliver a call that the limit cut as one to be made', () => {
    const { result } = decodeEvents([start, ...block(0, { type: 'tool_use', id: 't', name: 'f', input: {} }, json('{"a":')), end({ stop_reason: 'max_tokens' }), stop]);
    expect(result).toMatchObject({ finishReason: 'length', content: [{ invalid: '{"a":' }] });
  });
});

describe('usage', () => {
  it('counts cached tokens and thoughts in, as the contract does', () => {
    const usage = { input_tokens: 10, cache_read_input_tokens: 20, cache_creation_input_tokens: 3, output_tokens: 12, output_tokens_details: { thinking_tokens: 5 } };
    expect(decodeWhole({ content: [], usage }).usage).toEqual({ inputTokens: 33, cachedInputTokens: 20, cacheWriteTokens: 3, outputTokens: 12, reasoningTokens: 5, totalTokens: 45, raw: usage });
  });

  it('is in a stream what its end says; what that leaves out stands at the beginning', () => {
    const { result } = decodeEvents([start, end({}, { input_tokens: 10_423, cache_read_input_tokens: null, output_tokens: 114 }), stop]);
    expect(result?.usage).toMatchObject({ inputTokens: 10_423, outputTokens: 114, totalTokens: 10_537 });
    const cached = { ...start, message: { ...start.message, usage: { input_tokens: 5, cache_read_input_tokens: 20 } } };
    expect(decodeEvents([cached, end({}, { cache_read_input_tokens: null, output_tokens: 9 }), stop]).result?.usage).toMatchObject({ inputTokens: 25, cachedInputTokens: 20 });
    expect(decodeEvents([start, end(), stop]).result?.usage).toMatchObject({ inputTokens: 2039, outputTokens: 9 });
  });

  it('is nothing where nothing is reported', () => {
    expect(decodeWhole({ content: [] }).usage).toEqual({});
    expect(decodeWhole({ content: [], usage: { output_tokens: 3 } }).usage).toEqual({ outputTokens: 3, raw: { output_tokens: 3 } });
  });
});

describe('what is no answer', () => {
  it.each([[{}], [[]], [null], ['x'], [{ content: 'x' }], [{ content: [{}] }], [{ content: [null] }], [{ content: [{ type: 'text', text: 5 }] }]])('%j is malformed', (body) => {
    expect(() => decodeWhole(body)).toThrow(/malformed/);
  });

  it.each([[[]], [{}], [{ type: 'content_block_start', index: 0 }], [delta(0, { type: 'text_delta', text: 5 })]])('an event %j is malformed', (event) => {
    expect(() => decodeEvents([event])).toThrow(/malformed/);
  });

  it.each([[{ type: 'error', error: { type: 'overloaded_error' } }], [{ error: { message: 'x' } }], [{ type: 'error' }]])('%j is an error of the vendor', (event) => {
    expect(() => decodeEvents([start, event])).toThrow(/failed/);
    expect(() => decodeWhole(event)).toThrow(/failed/);
  });

  it.each([[{ type: 'ping' }], [{ type: 'sdk_unknown' }], [{ hello: 1 }]])('an event %j is passed over', (event) => {
    expect(decodeEvents([event, start, event, end(), stop]).result?.finishReason).toBe('stop');
  });
});
