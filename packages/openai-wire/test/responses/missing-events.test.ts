import { describe, expect, it } from 'vitest';
import { added, completed, CREATED, done, frame, message, sealed, text, whole } from './frames.ts';
import { decode, decodeStream } from './run-responses.ts';

// Servers that speak this API leave out events, fields and indexes, or send them in another order.

const hi = message('Hi');
const call = { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'f', arguments: '{"a":1}' };
const opened = { ...call, arguments: '' };
const args = (delta: string, place: object = { output_index: 0 }) => frame('response.function_call_arguments.delta', { delta, ...place });

describe('an answer starts once', () => {
  it('whatever its first event is', () => {
    const { parts } = decodeStream([CREATED, CREATED, added(hi, 0), completed([hi])]);
    expect(parts.filter(({ type }) => type === 'start')).toHaveLength(1);
    const { result } = decodeStream([added(sealed, 0), CREATED, done(sealed, 0), added({ ...call, call_id: '', id: '' }, 1), completed([sealed, { ...call, call_id: '', id: '' }], { id: 'resp_7' })]);
    expect(result).toMatchObject({ response: { id: 'resp_7' }, toolCalls: [{ toolName: 'f' }] });
  });
});

describe('arguments come once', () => {
  it.each([
    ['with their end', [added(opened, 0), frame('response.function_call_arguments.done', { output_index: 0, arguments: '{"a":1}' }), done({ ...call, arguments: '' }, 0)]],
    ['with the item', [added(opened, 0), done(call, 0)]],
    ['as an object', [added(opened, 0), done({ ...call, arguments: { a: 1 } }, 0)]],
    ['with an item that was announced by its deltas', [args('{"a":'), args('1}'), done(call, 0)]],
    ['in deltas without an index', [added(opened, 0), args('{"a":', {}), args('1}', {}), done(call, 0)]],
    ['in deltas without an index, and nothing else', [added(opened, 0), args('{"a":', {}), args('1}', {})]],
    ['in deltas after words that are over', [done(hi, 0), added(opened, 1), args('{"a":1}', { output_index: 1 })]],
  ])('%s', (_name, frames) => {
    const { result } = decodeStream([CREATED, ...frames, completed()]);
    expect(result?.toolCalls).toMatchObject([{ toolCallId: 'call_1', toolName: 'f', arguments: { a: 1 } }]);
  });

  it.each([
    ['null', null],
    ['nothing', undefined],
    ['an empty text', ''],
  ])('and are none where they are %s', (_name, none) => {
    expect(decode(whole([{ ...call, arguments: none }])).toolCalls).toMatchObject([{ arguments: {} }]);
  });
});

describe('calls have ids', () => {
  const second = { ...call, id: 'fc_2', arguments: '{"a":2}' };

  it('that are all different', () => {
    const ids = (output: object[]) => decode(whole(output)).toolCalls.map(({ toolCallId }) => toolCallId);
    const [first, made] = ids([call, second]);
    expect(first).toBe('call_1');
    expect(made).not.toBe('call_1');
    expect(ids([call, second])).toEqual([first, made]);
    expect(ids([{ ...call, call_id: undefined }])).toEqual(['fc_1']);
    expect(ids([{ ...call, call_id: '', id: '' }])[0]).toMatch(/^call_0_/);
  });

  it('also where the vendor ran them', () => {
    const dialect = { hooks: { isRunByVendor: () => true } };
    expect(decode(whole([{ type: 'sdk_unknown_call', name: 'x' }]), { dialect }).content).toMatchObject([{ type: 'tool-call', toolName: 'x', providerExecuted: true }]);
  });

  it('and keep who called them', () => {
    const [kept] = decode(whole([{ ...call, caller: { type: 'program' } }])).toolCalls;
    expect(kept?.providerData).toEqual({ 'openai-responses': { model: 'gpt-5', item: { id: 'fc_1', caller: { type: 'program' } } } });
  });
});

describe('items are told apart', () => {
  const second = { ...message('Ho'), id: 'msg_2' };

  it('under one index, by their ends', () => {
    const frames = [added(sealed, 0), done(sealed, 0), text('Hi'), done(hi, 0), added({ ...second, content: [] }, 0), text('Ho'), done(second, 0)];
    const { result } = decodeStream([CREATED, ...frames, completed()]);
    expect(result?.content.map((part) => ('text' in part ? part.text : ''))).toEqual(['', 'Hi', 'Ho']);
    expect(decodeStream([CREATED, done(sealed, 0), done(hi, 0), completed()]).result?.text).toBe('Hi');
  });

  it('by their kind, where an event names neither index nor item', () => {
    const words = frame('response.output_text.delta', { delta: 'Hi' });
    const { result } = decodeStream([CREATED, frame('response.output_item.added', { item: opened }), words, words, completed()]);
    expect(result).toMatchObject({ text: 'HiHi', toolCalls: [{ toolCallId: 'call_1' }] });
  });

  it('and are announced once, whatever the server repeats', () => {
    const { parts, result } = decodeStream([CREATED, added(opened, 0), added(opened, 0), args('{"a":1}'), done(call, 0), completed([call])]);
    expect(parts.filter(({ type }) => type === 'tool-call-start')).toHaveLength(1);
    expect(result?.toolCalls).toHaveLength(1);
    const late = decodeStream([text('Hi'), added({ ...hi, id: 'msg_7', phase: 'commentary' }, 0), completed()]);
    expect(late.result?.content).toMatchObject([{ text: 'Hi', providerData: { 'openai-responses': { id: 'msg_7', phase: 'commentary' } } }]);
  });

  it('in the last event, each is taken once', () => {
    const twice = { ...sealed, encrypted_content: 'gBBB' };
    const { result } = decodeStream([CREATED, done(sealed, 0), completed([sealed, twice])]);
    expect(result?.content.map((part) => JSON.stringify(part).includes('gBBB'))).toEqual([false, true]);
  });

  it('in the last event, by their place where ids change', () => {
    const { result } = decodeStream([CREATED, text('Hi'), completed([{ ...hi, id: 'msg_other' }])]);
    expect(result?.text).toBe('Hi');
  });
});

describe('texts are told apart', () => {
  it('by their order, where the item counts otherwise than its deltas', () => {
    const { result } = decodeStream([CREATED, text('Hi', { content_index: 1 }), done(hi, 0), completed([hi])]);
    expect(result?.text).toBe('Hi');
  });

  it('have their log probabilities once', () => {
    const logprobs = [{ token: 'Hi', logprob: -1 }];
    const end = frame('response.output_text.done', { output_index: 0, content_index: 0, text: 'Hi', logprobs: [{ token: 'other', logprob: -9 }] });
    const { result } = decodeStream([CREATED, text('Hi', { logprobs }), end, completed()]);
    expect(result?.content).toMatchObject([{ logprobs }]);
  });
});

it('a summary comes once, whether in deltas or with the item', () => {
  const item = { ...sealed, summary: [{ type: 'summary_text', text: 'One.' }] };
  const delta = frame('response.reasoning_summary_text.delta', { output_index: 0, summary_index: 5, delta: 'One.' });
  expect(decodeStream([CREATED, added(sealed, 0), delta, done(item, 0), completed([item])]).result?.reasoning).toBe('One.');
});

it('an image without data is no file', () => {
  expect(decode(whole([{ type: 'image_generation_call', id: 'ig_1', result: '' }])).content).toMatchObject([{ type: 'opaque' }]);
});
