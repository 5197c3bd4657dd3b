import { describe, expect, it } from 'vitest';
import { decode, decodeStream, MODEL } from './run-responses.ts';
import { added, completed, CREATED, done, frame, message, sealed, streamed, text, whole } from './frames.ts';

const own = (data: object) => ({ providerData: { 'openai-responses': { model: MODEL, ...data } } });

/** What an answer is read as: whole and in events, which must agree. */
function read(...output: object[]) {
  const result = decode(whole(output));
  expect(decodeStream(streamed(output)).result).toEqual(result);
  return result;
}

describe('an answer', () => {
  it('says who gave it, how it ended and what it cost', () => {
    const usage = { input_tokens: 9, input_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 }, output_tokens: 5, output_tokens_details: { reasoning_tokens: 3 }, total_tokens: 14, extra: 1 };
    const body = whole([message('Hi')], { usage });
    const expected = {
      finishReason: 'stop',
      rawFinishReason: 'completed',
      usage: { inputTokens: 9, cachedInputTokens: 4, cacheWriteTokens: 2, outputTokens: 5, reasoningTokens: 3, totalTokens: 14, raw: usage },
      response: { id: 'resp_1', modelId: 'gpt-5-2025-08-07' },
    };
    expect(decode(body)).toMatchObject(expected);
    expect(decodeStream([CREATED, frame('response.completed', { response: body })]).result).toMatchObject(expected);
    expect(decode(whole([])).usage).toEqual({});
  });

  it('starts with the first event that is known, and says who answers as soon as that is known', () => {
    const { parts } = decodeStream([frame('response.sdk_unknown'), CREATED, frame('response.in_progress', {})]);
    expect(parts).toEqual([{ type: 'start', warnings: [], response: { provider: 'acme', id: 'resp_1', modelId: 'gpt-5' } }]);
    expect(decodeStream([text('Hi')]).parts[0]).toEqual({ type: 'start', warnings: [], response: { provider: 'acme' } });
    expect(decodeStream([frame('response.queued', { response: { id: 'resp_2' } })]).parts).toHaveLength(1);
  });

  it('is read by the hooks of the dialect', () => {
    const dialect = { hooks: { readUsage: () => ({ costUsd: 1 }) } };
    expect(decode(whole([], { usage: {} }), { dialect }).usage).toEqual({ costUsd: 1 });
    expect(decode(whole([]), { dialect }).usage).toEqual({});
  });

  it('may hold [DONE], which ends nothing', () => {
    const frames = streamed([message('Hi')]);
    const doneFrame = 'data: [DONE]\n\n';
    expect(decodeStream([doneFrame, ...frames]).result?.text).toBe('Hi');
    expect(decodeStream([...frames.slice(0, -1), doneFrame]).result).toBeUndefined();
  });

  it('is cut without its last event', () => {
    expect(decodeStream(streamed([message('Hi')]).slice(0, -1)).result).toBeUndefined();
  });

  it.each([
    ['incomplete', 'max_output_tokens', 'length'],
    ['incomplete', 'content_filter', 'content-filter'],
    ['incomplete', undefined, 'other'],
    ['completed', 'max_output_tokens', 'stop'],
  ])('that is %s because of %s ended by %s', (status, reason, finishReason) => {
    const more = { status, incomplete_details: reason ? { reason } : null };
    expect(decode(whole([], more)).finishReason).toBe(finishReason);
    expect(decodeStream([frame('response.completed', { response: whole([], more) })]).result?.finishReason).toBe(finishReason);
    expect(decodeStream([frame(`response.${status}`, { response: whole([], { ...more, status: 'in_progress' }) })]).result?.finishReason).toBe(finishReason);
  });

  it('without a status is complete', () => {
    expect(decode({ output: [] })).toMatchObject({ finishReason: 'stop', rawFinishReason: 'completed' });
  });
});

describe('words', () => {
  it('keep the message that they came in', () => {
    const item = { ...message('Hi'), phase: 'final_answer' };
    expect(read(item).content).toEqual([{ type: 'text', text: 'Hi', ...own({ id: 'msg_1', phase: 'final_answer' }) }]);
    expect(read({ ...message('Hi'), id: undefined }).content).toEqual([{ type: 'text', text: 'Hi', ...own({}) }]);
  });

  it('come in deltas, once', () => {
    const place = { content_index: 0, output_index: 0 };
    const { parts, result } = decodeStream([CREATED, added(message(''), 0), text('H'), text('i'), frame('response.output_text.done', { ...place, text: 'Hi' }), done(message('Hi'), 0), completed([message('Hi')])]);
    expect(parts.map((part) => ('delta' in part ? part.delta : part.type))).toEqual(['start', 'H', 'i', 'part']);
    expect(result?.text).toBe('Hi');
  });

  it('in several parts are several texts of one message', () => {
    const item = { ...message(''), content: [{ type: 'output_text', text: 'a' }, { type: 'output_audio' }, { type: 'output_text', text: 'b' }, { type: 'output_text', text: '' }] };
    expect(read(item).content).toMatchObject([{ text: 'a', ...own({ id: 'msg_1' }) }, { text: 'b', ...own({ id: 'msg_1' }) }]);
    const { result } = decodeStream([CREATED, text('b', { content_index: 2 }), completed([item])]);
    expect(result?.content.map((part) => part.type === 'text' && part.text).toSorted()).toEqual(['a', 'b']);
  });

  it('that are none leave an empty text, as the thoughts before them may not stand alone', () => {
    expect(read(message('')).content).toEqual([{ type: 'text', text: '', ...own({ id: 'msg_1' }) }]);
    expect(read({ ...message(''), id: undefined }).content).toEqual([]);
  });

  it('that refuse are marked', () => {
    const result = read({ ...message(''), content: [{ type: 'refusal', refusal: 'No.' }] });
    expect(result).toMatchObject({ finishReason: 'content-filter', content: [{ type: 'text', text: 'No.', ...own({ id: 'msg_1', refusal: true }) }] });
    const place = { output_index: 0, content_index: 0 };
    const alone = decodeStream([frame('response.refusal.delta', { ...place, delta: 'N' }), frame('response.refusal.done', { ...place, refusal: 'No.' }), completed()]);
    expect(alone.result).toMatchObject({ finishReason: 'content-filter', text: 'N' });
    expect(decodeStream([frame('response.refusal.done', { ...place, refusal: 'No.' }), completed()]).result).toMatchObject({ finishReason: 'content-filter', text: 'No.' });
  });

  it('have log probabilities, with the deltas or with the end', () => {
    const [a, b] = [{ token: 'a', logprob: -1, bytes: [97], top_logprobs: [{ token: 'a', logprob: -1, bytes: [97] }] }, { token: 'b', logprob: -2, top_logprobs: [] }];
    const expected = [{ type: 'text', text: 'ab', logprobs: [{ token: 'a', logprob: -1, bytes: [97], top: [{ token: 'a', logprob: -1 }] }, { token: 'b', logprob: -2 }] }];
    const item = message('ab', { logprobs: [a, b] });
    expect(read(item).content).toMatchObject(expected);
    expect(decodeStream([CREATED, text('a', { logprobs: [a] }), text('b', { logprobs: [b] }), done(item, 0), completed([item])]).result?.content).toMatchObject(expected);
    const end = frame('response.output_text.done', { output_index: 0, content_index: 0, text: 'ab', logprobs: [a, b] });
    expect(decodeStream([CREATED, text('ab'), end, completed()]).result?.content).toMatchObject(expected);
    expect(decodeStream([CREATED, text('a', { logprobs: [a] }), text('b', { logprobs: [b] }), completed()]).result?.content).toMatchObject(expected);
    expect(read(message('ab', { logprobs: [] })).content[0]).not.toHaveProperty('logprobs');
  });
});

describe('sources', () => {
  const url = { type: 'url_citation', url: 'https://a.example', title: 'A', start_index: 0, end_index: 2 };
  const file = { type: 'file_citation', file_id: 'file-1', filename: 'a.pdf', index: 7 };
  const inContainer = { type: 'container_file_citation', container_id: 'c', file_id: 'file-2', filename: 'b.csv', start_index: 1, end_index: 2 };

  it('come last, and name the text and the place that they support', () => {
    const { content } = read(sealed, message('Hi', { annotations: [url, file] }), { ...message('Ho', { annotations: [inContainer] }), id: 'msg_2' });
    expect(content.slice(3)).toEqual([
      { type: 'source', url: 'https://a.example', title: 'A', of: 1, start: 0, end: 2 },
      { type: 'source', title: 'a.pdf', of: 1, providerData: { 'openai-responses': { type: 'file_citation', file_id: 'file-1' } } },
      { type: 'source', title: 'b.csv', of: 2, start: 1, end: 2, providerData: { 'openai-responses': { type: 'container_file_citation', file_id: 'file-2', container_id: 'c' } } },
    ]);
  });

  it('count every part before their text', () => {
    const search = { type: 'web_search_call', id: 'ws_1', action: {} };
    const two = { ...message(''), content: [{ type: 'output_text', text: 'a' }, { type: 'output_text', text: 'b', annotations: [url] }] };
    const { content } = read(search, { ...sealed, summary: [{ text: 'One.' }, { text: 'Two.' }] }, two, { ...message('c'), id: 'msg_2' });
    expect(content.map((part) => ('text' in part ? part.text : part.type))).toEqual(['tool-call', 'One.', 'Two.', 'a', 'b', 'c', 'source']);
    expect(content.at(-1)).toMatchObject({ type: 'source', of: 4 });
  });

  it('come once, though an event and the item both tell of them', () => {
    const event = frame('response.output_text.annotation.added', { output_index: 0, content_index: 0, annotation: url });
    const sources = (frames: string[]) => decodeStream(frames).result?.content.filter(({ type }) => type === 'source').length;
    expect(sources([CREATED, text('Hi'), event, done(message('Hi', { annotations: [url] }), 0), completed()])).toBe(1);
    expect(sources([CREATED, text('Hi'), event, done(message('Hi'), 0), completed()])).toBe(1);
    expect(sources([CREATED, text('Hi'), event, completed()])).toBe(1);
  });
});

describe('thoughts', () => {
  it('that are sealed are an empty reasoning, which opens at once', () => {
    expect(read(sealed)).toMatchObject({ reasoning: '', content: [{ type: 'reasoning', text: '', ...own({ item: { type: 'reasoning', id: 'rs_1', content: [], encrypted_content: 'gAAA' } }) }] });
    expect(decodeStream([CREATED, added(sealed, 0)]).parts.at(-1)).toEqual({ type: 'reasoning-delta', index: 0, delta: '' });
  });

  it('have the seal of their end, not that of their beginning', () => {
    const { result } = decodeStream([CREATED, added({ ...sealed, encrypted_content: 'early' }, 0), done(sealed, 0), completed([{ ...sealed, encrypted_content: 'late' }])]);
    expect(JSON.stringify(result?.content)).toContain('gAAA');
  });

  it('are one part each; the first holds the seal', () => {
    const item = { ...sealed, summary: [{ type: 'summary_text', text: 'One.' }, { type: 'summary_text', text: '' }, { type: 'summary_text', text: 'Two.' }], content: [{ type: 'reasoning_text', text: 'Raw.' }] };
    expect(read(item).content).toEqual([
      { type: 'reasoning', text: 'One.', ...own({ item: { type: 'reasoning', id: 'rs_1', content: [], encrypted_content: 'gAAA' } }) },
      { type: 'reasoning', text: 'Two.', ...own({}) },
      { type: 'reasoning', text: 'Raw.', ...own({ raw: true }) },
    ]);
  });

  it('come in deltas, once', () => {
    const item = { ...sealed, summary: [{ type: 'summary_text', text: 'One.' }, { type: 'summary_text', text: 'Two.' }], content: [{ type: 'reasoning_text', text: 'Raw.' }] };
    const summary = (summary_index: number, delta: string) => frame('response.reasoning_summary_text.delta', { output_index: 0, summary_index, delta });
    const raw = (delta: string) => frame('response.reasoning_text.delta', { output_index: 0, content_index: 0, delta });
    const ends = [frame('response.reasoning_summary_text.done', { output_index: 0, summary_index: 1, text: 'Two.' }), frame('response.reasoning_text.done', { output_index: 0, content_index: 0, text: 'Raw.' })];
    const { result, parts } = decodeStream([CREATED, added({ ...item, summary: [], content: [] }, 0), summary(0, 'One.'), summary(1, 'Two'), summary(1, '.'), raw('Raw'), raw('.'), ...ends, done(item, 0), completed([item])]);
    expect(result).toEqual(decode(whole([item])));
    expect(parts.filter(({ type }) => type === 'reasoning-delta').map((part) => ('delta' in part ? [part.index, part.delta] : []))).toEqual([[0, ''], [0, 'One.'], [1, 'Two'], [1, '.'], [2, 'Raw'], [2, '.']]);
    const atEnd = decodeStream([CREATED, frame('response.reasoning_summary_text.done', { output_index: 0, summary_index: 0, text: 'One.' }), completed()]);
    expect(atEnd.result?.reasoning).toBe('One.');
    const rawAtEnd = decodeStream([CREATED, frame('response.reasoning_text.done', { output_index: 0, content_index: 0, text: 'Raw.' }), completed()]);
    expect(rawAtEnd.result?.reasoning).toBe('Raw.');
  });

  it('of one id may stand in several places', () => {
    const again = { ...sealed, encrypted_content: 'gBBB' };
    expect(read(sealed, message('Hi'), again).content.map(({ type }) => type)).toEqual(['reasoning', 'text', 'reasoning']);
  });
});

describe('calls', () => {
  const call = { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'f', arguments: '{"a":1}', status: 'completed', namespace: 'n' };

  it('are answered under the id of the call, and keep that of the item', () => {
    expect(read(call)).toMatchObject({
      finishReason: 'tool-calls',
      toolCalls: [{ type: 'tool-call', toolCallId: 'call_1', toolName: 'f', arguments: { a: 1 }, ...own({ item: { id: 'fc_1', namespace: 'n' } }) }],
    });
  });

  it('are announced before their arguments, which come once', () => {
    const deltas = ['{"a"', ':1}'].map((delta) => frame('response.function_call_arguments.delta', { output_index: 0, delta }));
    const end = frame('response.function_call_arguments.done', { output_index: 0, arguments: '{"a":1}' });
    const { parts, result } = decodeStream([CREATED, added({ ...call, arguments: '' }, 0), ...deltas, end, done(call, 0), completed([call])]);
    expect(parts.slice(1, 4)).toEqual([
      { type: 'tool-call-start', index: 0, toolCallId: 'call_1', toolName: 'f' },
      { type: 'tool-call-delta', index: 0, delta: '{"a"' },
      { type: 'tool-call-delta', index: 0, delta: ':1}' },
    ]);
    expect(result).toEqual(decode(whole([call])));
  });

  it('that were cut by the limit are none', () => {
    const cut = { ...call, arguments: '{"a', status: 'incomplete' };
    expect(decode(whole([cut], { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }))).toMatchObject({ finishReason: 'length', toolCalls: [{ invalid: '{"a' }] });
  });

  it('without a name are nothing', () => {
    const { result } = decodeStream([CREATED, frame('response.function_call_arguments.delta', { output_index: 0, delta: '{}' }), completed()]);
    expect(result).toMatchObject({ content: [], finishReason: 'stop' });
  });

  it.each([
    [{ type: 'custom_tool_call', call_id: 'call_1', name: 'sql', input: 'SELECT 1' }, 'sql', { input: 'SELECT 1' }],
    [{ type: 'computer_call', call_id: 'call_1', id: 'cu_1', action: { type: 'click' } }, 'computer', { type: 'click' }],
    [{ type: 'computer_call', call_id: 'call_1', id: 'cu_1', actions: [{ type: 'click' }] }, 'computer', { actions: [{ type: 'click' }] }],
    [{ type: 'local_shell_call', call_id: 'call_1', id: 'ls_1', action: { command: ['ls'] } }, 'local_shell', { command: ['ls'] }],
    [{ type: 'shell_call', call_id: 'call_1', id: 'sh_1', action: { commands: ['ls'] }, environment: { type: 'local' } }, 'shell', { commands: ['ls'] }],
    [{ type: 'apply_patch_call', call_id: 'call_1', id: 'ap_1', operation: { type: 'delete_file' } }, 'apply_patch', { type: 'delete_file' }],
  ])('of the vendor’s tools that the caller runs are to be answered: $type', (item, toolName, args) => {
    expect(read(item)).toMatchObject({ finishReason: 'tool-calls', toolCalls: [{ toolCallId: 'call_1', toolName, arguments: args, ...own({ item }) }] });
  });

  it.each([
    [{ type: 'web_search_call', id: 'x_1', action: { type: 'search', query: 'q' } }, 'web_search', { type: 'search', query: 'q' }],
    [{ type: 'file_search_call', id: 'x_1', queries: ['q'], results: [] }, 'file_search', { queries: ['q'] }],
    [{ type: 'code_interpreter_call', id: 'x_1', code: '1+1' }, 'code_interpreter', { code: '1+1' }],
    [{ type: 'mcp_call', id: 'x_1', name: 'ask', arguments: '{"q":1}', output: 'a' }, 'ask', { q: 1 }],
    [{ type: 'shell_call', id: 'sh_1', call_id: 'x_1', action: { commands: ['ls'] }, environment: { type: 'container_reference' } }, 'shell', { commands: ['ls'] }],
  ])('that the vendor ran are done: $type', (item, toolName, args) => {
    const result = read(item, message('Hi'));
    expect(result).toMatchObject({ finishReason: 'stop', toolCalls: [] });
    expect(result.content[0]).toEqual({ type: 'tool-call', toolCallId: 'x_1', toolName, arguments: args, providerExecuted: true, ...own({ item }) });
  });

  it('are the vendor’s where the dialect says so', () => {
    const dialect = { hooks: { isRunByVendor: () => true } };
    expect(decode(whole([{ type: 'custom_tool_call', id: 'x_1', name: 'x_search', input: 'q' }]), { dialect }).toolCalls).toEqual([]);
  });
});

describe('other items', () => {
  it('are images', () => {
    const item = { type: 'image_generation_call', id: 'ig_1', status: 'completed', output_format: 'webp' };
    expect(read({ ...item, result: 'UklG' }).content).toEqual([{ type: 'file', mediaType: 'image/webp', data: 'UklG', ...own({ item }) }]);
    expect(read({ type: item.type, result: 'iVBO' }).content).toMatchObject([{ mediaType: 'image/png' }]);
    expect(read({ ...item, result: null }).content).toMatchObject([{ type: 'opaque', name: 'image_generation_call' }]);
  });

  it('are kept as they are', () => {
    const item = { type: 'mcp_approval_request', id: 'mcpr_1', arguments: '{}' };
    expect(read(item).content).toEqual([{ type: 'opaque', name: 'mcp_approval_request', ...own({ item }) }]);
  });
});

describe('items out of order', () => {
  it('are not read twice when the last event leaves one out, or has one more', () => {
    const [a, b, c] = [{ ...message('a'), id: 'msg_a' }, { type: 'sdk_unknown', id: 'u' }, { ...message('c'), id: 'msg_c' }];
    const stream = (items: object[], last: object[]) => decodeStream([...streamed(items).slice(0, -1), completed(last)]).result?.text;
    expect(stream([sealed, a], [a])).toBe('a');
    expect(stream([a], [b, a])).toBe('a');
    expect(stream([a], [a, b, c])).toBe('ac');
    expect(stream([a, b, c], [c, a])).toBe('ac');
  });

  it('are told apart by id where there is no index', () => {
    const [a, b] = [{ ...message('aA'), id: 'msg_a' }, { ...message('bB'), id: 'msg_b' }];
    const delta = (item_id: string, words: string) => frame('response.output_text.delta', { item_id, delta: words });
    const announced = [a, b].map((item) => frame('response.output_item.added', { item: { ...item, content: [] } }));
    const { result } = decodeStream([...announced, delta('msg_b', 'b'), delta('msg_a', 'a'), delta('msg_b', 'B'), delta('msg_a', 'A'), frame('response.output_item.done', { item: a }), completed([a, b])]);
    expect(result?.content).toMatchObject([{ text: 'aA' }, { text: 'bB' }]);
  });

  it('of a last event without output are complete all the same', () => {
    const call = { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'f', arguments: '' };
    const { result } = decodeStream([CREATED, added(sealed, 0), text('Hi', { output_index: 1 }), added(call, 2), frame('response.function_call_arguments.delta', { output_index: 2, delta: '{}' }), completed()]);
    expect(result).toMatchObject({ finishReason: 'tool-calls', content: [{ type: 'reasoning' }, { text: 'Hi' }, { toolCallId: 'call_1', ...own({ item: { id: 'fc_1' } }) }] });
  });
});

describe('failures', () => {
  const error = { code: 'server_error', message: 'No.' };

  it.each([
    ['an event `error`', frame('error', error)],
    ['an event of the type `error`', `data: ${JSON.stringify({ type: 'error', ...error })}\n\n`],
    ['an event named `error`', `event: error\ndata: ${JSON.stringify({ error })}\n\n`],
    ['an event named `error` without a type', `event: error\ndata: ${JSON.stringify(error)}\n\n`],
    ['an event that holds an error', `data: ${JSON.stringify({ error })}\n\n`],
    ['a response that failed', frame('response.failed', { response: { error } })],
    ['a response that says that it failed', frame('response.completed', { response: { status: 'failed', error } })],
    ['a response that was cancelled', frame('response.cancelled', { response: { error } })],
  ])('are thrown: %s', (_name, last) => {
    expect(() => decodeStream([CREATED, text('H'), last])).toThrow(/failed: .*No\./);
  });

  it('are thrown from whole answers', () => {
    expect(() => decode({ status: 'failed', error, output: [] })).toThrow('failed: {"error":{"code":"server_error","message":"No."}}');
    expect(() => decode({ error })).toThrow(/failed/);
    expect(() => decode({ code: 'x', error: 'No.' })).toThrow('failed: {"code":"x","error":"No."}');
    expect(() => decode({ status: 'failed', output: [] })).toThrow(/The response failed/);
    expect(() => decode({ status: 'cancelled', output: [] })).toThrow(/cancelled/);
  });

  it.each([
    ['queued', /status is queued, as of a call in the background/],
    ['in_progress', /status is in_progress/],
  ])('name an answer that is not there yet: %s', (status, words) => {
    expect(() => decode({ status, output: [] })).toThrow(words);
  });

  it.each([[{}], [[]], ['x'], [null], [{ status: 'completed' }], [{ output: {} }]])('name what is no answer: %j', (body) => {
    expect(() => decode(body)).toThrow(/malformed/);
  });

  it.each(['{"broken": tru', 'null', '[]', '7'])('name an event that is none: %s', (data) => {
    expect(() => decodeStream([CREATED, `data: ${data}\n\n`])).toThrow(/malformed/);
  });
});
