import { describe, expect, it } from 'vitest';
import { decode } from '../src/decode.ts';
import * as chat from './fixtures/chat.ts';
import { decodeContext, written } from './support.ts';

const read = (body: string) => written((writer) => decode(JSON.parse(body), writer, decodeContext)).result;

describe('a whole answer', () => {
  it('gives text, finish reason, model, and what it cost', () => {
    expect(read(chat.TEXT_WHOLE)).toMatchObject({
      content: [{ type: 'text', text: 'Grüße, 漢字 🙂!' }],
      finishReason: 'stop',
      rawFinishReason: 'stop',
      usage: { ...chat.USAGE, raw: { total_duration: 4_883_583_458, eval_count: 12 } },
      response: { modelId: 'qwen3' },
    });
  });

  it('gives thoughts first, marked with the model that had them', () => {
    expect(read(chat.THINKING_WHOLE)?.content).toEqual([
      { type: 'reasoning', text: 'Let me see…', providerData: { ollama: { model: 'qwen3' } } },
      { type: 'text', text: '42' },
    ]);
  });

  it('gives calls last, and their finish reason whatever the wire says', () => {
    expect(read(chat.whole({ thinking: 'Hm', content: 'Wait.', tool_calls: [chat.call(0, 'f', { a: 1 }, 'id1')] }))).toMatchObject({
      content: [{ type: 'reasoning' }, { type: 'text' }, { type: 'tool-call', toolCallId: 'id1', toolName: 'f', arguments: { a: 1 } }],
      finishReason: 'tool-calls',
      rawFinishReason: 'stop',
    });
  });

  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['load', 'other'],
    ['unload', 'other'],
    ['something new', 'other'],
    ['constructor', 'other'],
  ])('that is done for "%s" finished with "%s"', (done_reason, finishReason) => {
    expect(read(chat.whole({ content: 'x' }, { done_reason }))).toMatchObject({ finishReason, rawFinishReason: done_reason });
  });

  it.each([[''], [null]])('that is done for %j does not say why', (done_reason) => {
    const result = read(chat.whole({ content: 'x' }, { done_reason }));
    expect(result?.finishReason).toBe('other');
    expect(result).not.toHaveProperty('rawFinishReason');
  });

  it('reports no tokens that the server does not report', () => {
    const cached = read(chat.whole({ content: 'x' }, { prompt_eval_count: undefined }))!;
    expect(cached.usage).toMatchObject({ outputTokens: 12 });
    expect(cached.usage).not.toHaveProperty('inputTokens');
    expect(cached.usage).not.toHaveProperty('totalTokens');
    expect(read('{"message":{"content":"x"},"done":true}')?.usage).toEqual({});
  });

  it('says which host of the cloud answered', () => {
    expect(read(chat.whole({ content: 'x' }, { remote_model: 'gpt-oss:120b', remote_host: 'https://ollama.com:443' }))?.response).toMatchObject({
      modelId: 'qwen3',
      origin: 'https://ollama.com:443',
    });
  });

  it('gives the log probabilities of its tokens', () => {
    const logprobs = [{ token: 'x', logprob: -0.1, bytes: [120], top_logprobs: [{ token: 'x', logprob: -0.1, bytes: [120] }, { token: 'y', logprob: -3 }] }, { token: '!', logprob: -1 }];
    expect(read(chat.whole({ content: 'x!' }, { logprobs }))?.content).toEqual([
      {
        type: 'text',
        text: 'x!',
        logprobs: [
          { token: 'x', logprob: -0.1, bytes: [120], top: [{ token: 'x', logprob: -0.1 }, { token: 'y', logprob: -3 }] },
          { token: '!', logprob: -1 },
        ],
      },
    ]);
  });

  it.each([
    ['{}', /malformed/],
    ['[]', /malformed/],
    ['null', /malformed/],
    ['"text"', /malformed/],
    ['{"done":true}', /malformed/],
    ['{"message":"text","done":true}', /malformed/],
    ['{"message":{"content":["text"]},"done":true}', /malformed/],
    ['{"error":"llama runner process has terminated"}', /failed: .*terminated/],
  ])('that is %s is none', (body, message) => {
    expect(() => read(body)).toThrow(message);
  });

  it('that is not done has no end', () => {
    expect(read('{"message":{"content":"x"},"done":false}')).toBeUndefined();
  });
});

describe('tool calls', () => {
  const calls = (...tool_calls: unknown[]) => read(chat.whole({ tool_calls }))!.toolCalls;

  it.each([
    [{ a: { b: [1, 'é'] } }, { arguments: { a: { b: [1, 'é'] } } }],
    [{}, { arguments: {} }],
    [null, { arguments: {} }],
    [undefined, { arguments: {} }],
    ['', { arguments: {} }],
    ['{"a":1}', { arguments: { a: 1 } }],
    ['{"a":', { arguments: {}, invalid: '{"a":' }],
    [[1], { arguments: {}, invalid: '[1]' }],
  ])('with arguments %j have %j', (args, expected) => {
    expect(calls(chat.call(0, 'f', args, 'id1'))).toEqual([{ type: 'tool-call', toolCallId: 'id1', toolName: 'f', ...expected }]);
  });

  it('keep a key named __proto__', () => {
    const body = chat.whole({}).replace('"content":""', '"content":"","tool_calls":[{"function":{"name":"f","arguments":{"__proto__":{"a":1}}}}]');
    expect(JSON.stringify(read(body)!.toolCalls[0]!.arguments)).toBe('{"__proto__":{"a":1}}');
  });

  it('without an id get one: unlike the others, and the same each time', () => {
    const ids = () => calls(chat.call(0, 'f', {}), chat.call(0, 'f', {}, 'x'), chat.call(0, 'g', {}, 'x'), { function: { name: 'h' } }).map(({ toolCallId }) => toolCallId);
    expect(new Set(ids()).size).toBe(4);
    expect(ids()).toEqual(ids());
    expect(ids()[1]).toBe('x');
    expect(ids()[0]).toMatch(/^[a-zA-Z0-9_-]+$/);
  });

  it('without an id get another one in another answer, also where it bears no date', () => {
    const id = (body: object) => read(JSON.stringify({ message: { tool_calls: [chat.call(0, 'f', {})] }, done: true, ...body }))!.toolCalls[0]!.toolCallId;
    expect(id({ created_at: '2026-11-20T10:00:00.000000001Z' })).not.toBe(id({ created_at: '2026-11-20T10:00:00.000000002Z' }));
    expect(id({})).not.toBe(id({}));
  });

  it('without anything are calls all the same', () => {
    expect(calls({}, { function: null })).toMatchObject([{ toolName: '' }, { toolName: '' }]);
  });
});
