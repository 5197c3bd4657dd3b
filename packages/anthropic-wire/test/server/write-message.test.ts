import { createResult, type ContentPart, type FinishReason, type GenerateResult, type JSONObject, type Usage } from '@sdk/core';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { messageStatusOf, readRequest, writeMessage, writeMessageError } from '../../src/server/index.ts';
import { decodeWhole } from '../run-codec.ts';

const identity = { id: 'msg_1', model: 'gemini-3' };

function resultOf(content: ContentPart[], more: Partial<GenerateResult> = {}): GenerateResult {
  return createResult({ content, finishReason: 'stop', usage: {}, warnings: [], response: { provider: 'x' }, timing: { totalMs: 0 }, ...more });
}

const blocksOf = (...content: ContentPart[]) => writeMessage(resultOf(content), identity).content;
const own = (data: JSONObject) => ({ providerData: { anthropic: data } });

describe('a whole answer', () => {
  it('has every field that clients look at, also where the vendor said nothing', () => {
    expect(writeMessage(resultOf([{ type: 'text', text: 'Hi' }]), identity)).toEqual({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'gemini-3',
      content: [{ type: 'text', text: 'Hi' }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 0 },
    });
  });

  test.each<[string, ContentPart, JSONObject | undefined]>([
    ['a text with citations', { type: 'text', text: 'a', ...own({ citations: [{ type: 'x' }] }) }, { type: 'text', text: 'a', citations: [{ type: 'x' }] }],
    ['an empty text', { type: 'text', text: '' }, undefined],
    ['a thought of Anthropic', { type: 'reasoning', text: 'a', ...own({ signature: 's', model: 'm' }) }, { type: 'thinking', thinking: 'a', signature: 's' }],
    ['a thought that is only a signature', { type: 'reasoning', text: '', ...own({ signature: 's' }) }, { type: 'thinking', thinking: '', signature: 's' }],
    ['a sealed thought', { type: 'reasoning', text: '', ...own({ redacted: 'r', model: 'm' }) }, { type: 'redacted_thinking', data: 'r' }],
    ['a thought of another vendor', { type: 'reasoning', text: 'a', providerData: { gemini: { thoughtSignature: 's' } } }, { type: 'thinking', thinking: 'a', signature: '' }],
    ['a sealed thought of another vendor', { type: 'reasoning', text: '', providerData: { openai: { id: 's' } } }, undefined],
    ['a call', { type: 'tool-call', toolCallId: 'c', toolName: 't', arguments: { a: 1 } }, { type: 'tool_use', id: 'c', name: 't', input: { a: 1 } }],
    ['a call with a caller', { type: 'tool-call', toolCallId: 'c', toolName: 't', arguments: {}, ...own({ caller: { type: 'direct' } }) }, { type: 'tool_use', id: 'c', name: 't', input: {}, caller: { type: 'direct' } }],
    ['a call that is not JSON', { type: 'tool-call', toolCallId: 'c', toolName: 't', arguments: {}, invalid: '{"a' }, { type: 'tool_use', id: 'c', name: 't', input: { INVALID_JSON: '{"a' } }],
    ['a call that Anthropic ran', { type: 'tool-call', toolCallId: 'c', toolName: 'web_search', arguments: { q: 1 }, providerExecuted: true, ...own({ type: 'server_tool_use' }) }, { type: 'server_tool_use', id: 'c', name: 'web_search', input: { q: 1 } }],
    ['its result', { type: 'tool-result', toolCallId: 'c', result: [1], providerExecuted: true, ...own({ type: 'web_search_tool_result' }) }, { type: 'web_search_tool_result', tool_use_id: 'c', content: [1] }],
    ['a call that another vendor ran', { type: 'tool-call', toolCallId: 'c', toolName: 't', arguments: {}, providerExecuted: true }, undefined],
    ['a block that nobody models', { type: 'opaque', name: 'container_upload', ...own({ type: 'container_upload', file_id: 'f' }) }, { type: 'container_upload', file_id: 'f' }],
    ['a block that lacks its type', { type: 'opaque', name: 'x', ...own({ a: 1 }) }, undefined],
    ['a block of another vendor', { type: 'opaque', name: 'x', providerData: { gemini: { type: 'x' } } }, undefined],
    ['a source', { type: 'source', url: 'https://a.example' }, undefined],
    ['an image', { type: 'file', mediaType: 'image/png', data: 'YQ==' }, undefined],
    ['a kind of a later version', { type: 'hologram' } as never, undefined],
  ])('%s', (_name, part, block) => {
    expect(blocksOf(part)).toEqual(block ? [block] : []);
  });

  test.each<[FinishReason, JSONObject | undefined, object]>([
    ['stop', undefined, { stop_reason: 'end_turn', stop_sequence: null }],
    ['stop', { stop_sequence: 'END' }, { stop_reason: 'stop_sequence', stop_sequence: 'END' }],
    ['length', undefined, { stop_reason: 'max_tokens', stop_sequence: null }],
    ['tool-calls', { stop_sequence: 'END' }, { stop_reason: 'tool_use', stop_sequence: null }],
    ['content-filter', { stop_details: { category: 'cyber' } }, { stop_reason: 'refusal', stop_sequence: null, stop_details: { category: 'cyber' } }],
    ['pause', { container: { id: 'c' } }, { stop_reason: 'pause_turn', stop_sequence: null, container: { id: 'c' } }],
    ['error', undefined, { stop_reason: 'end_turn', stop_sequence: null }],
    ['other', undefined, { stop_reason: 'end_turn', stop_sequence: null }],
    ['toString', undefined, { stop_reason: 'end_turn', stop_sequence: null }],
  ])('%s %j', (finishReason, data, stop) => {
    const { stop_reason, stop_sequence, stop_details, container } = writeMessage(resultOf([], { finishReason, ...(data ? own(data) : {}) }), identity);
    expect({ stop_reason, stop_sequence, stop_details, container }).toEqual(stop);
  });

  it('counts tokens so that a client of ours reads the same again', () => {
    const count = fc.nat(10_000);
    fc.assert(
      fc.property(count, count, count, count, count, (fresh, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens) => {
        const inputTokens = fresh + cachedInputTokens + cacheWriteTokens;
        const usage: Usage = { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens, totalTokens: inputTokens + outputTokens };
        const message = writeMessage(resultOf([], { usage }), identity);
        expect(message.usage.input_tokens).toBe(fresh);
        expect(decodeWhole(message).usage).toEqual({ ...usage, raw: message.usage });
      }),
    );
  });

  it('never counts below zero', () => {
    expect(writeMessage(resultOf([], { usage: { inputTokens: 5, cachedInputTokens: 9 } }), identity).usage).toMatchObject({ input_tokens: 0, cache_read_input_tokens: 9 });
  });

  it('can be sent back as it is', () => {
    const content = blocksOf(
      { type: 'reasoning', text: 'a', ...own({ signature: 's' }) },
      { type: 'text', text: 'b' },
      { type: 'tool-call', toolCallId: 'c', toolName: 't', arguments: {}, invalid: '{' },
    );
    const result = { type: 'tool_result', tool_use_id: 'c', content: 'd' };
    expect(() => readRequest({ model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'q' }, { role: 'assistant', content }, { role: 'user', content: [result] }] })).not.toThrow();
  });
});

describe('an error', () => {
  test.each([
    [400, 'invalid_request_error'],
    [401, 'authentication_error'],
    [402, 'billing_error'],
    [403, 'permission_error'],
    [404, 'not_found_error'],
    [409, 'conflict_error'],
    [413, 'request_too_large'],
    [415, 'invalid_request_error'],
    [429, 'rate_limit_error'],
    [500, 'api_error'],
    [502, 'api_error'],
    [504, 'timeout_error'],
    [529, 'overloaded_error'],
  ])('of status %i is an %s', (status, type) => {
    expect(writeMessageError(status, 'No.')).toEqual({ type: 'error', error: { type, message: 'No.' } });
    expect(writeMessageError(status, 'No.', 'req_1')).toEqual({ type: 'error', error: { type, message: 'No.' }, request_id: 'req_1' });
  });

  it('of a busy vendor has the status that Anthropic has for it', () => {
    expect(messageStatusOf('overloaded', 503)).toBe(529);
    expect(messageStatusOf('server', 503)).toBe(503);
  });
});
