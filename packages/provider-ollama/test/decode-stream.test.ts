import { describe, expect, it } from 'vitest';
import { decode } from '../src/decode.ts';
import { decodeStream } from '../src/decode-stream.ts';
import * as chat from './fixtures/chat.ts';
import { decodeContext, written } from './support.ts';

const read = (...lines: string[]) =>
  written((writer) => {
    const decoder = decodeStream(writer, decodeContext);
    for (const line of lines) decoder.event(line.trim(), undefined);
    decoder.end();
  });

describe('a streamed answer', () => {
  it.each([
    ['text', chat.TEXT_EVENTS, chat.TEXT_WHOLE],
    ['thoughts and text', chat.THINKING_EVENTS, chat.THINKING_WHOLE],
    ['a call', chat.CALL_EVENTS, chat.CALL_WHOLE],
    ['two calls in two lines', chat.CALLS_EVENTS, chat.CALLS_WHOLE],
    ['two calls without ids in one line', [chat.line({ tool_calls: [chat.call(0, 'f', {}), chat.call(1, 'f', {})] }), chat.doneLine()], chat.whole({ tool_calls: [chat.call(0, 'f', {}), chat.call(1, 'f', {})] })],
    [
      'log probabilities',
      [chat.line({ content: 'a' }, { logprobs: [{ token: 'a', logprob: -1 }] }), chat.line({ content: 'b' }, { logprobs: [{ token: 'b', logprob: -2 }] }), chat.doneLine()],
      chat.whole({ content: 'ab' }, { logprobs: [{ token: 'a', logprob: -1 }, { token: 'b', logprob: -2 }] }),
    ],
    ['an answer in one line', [chat.TEXT_WHOLE], chat.TEXT_WHOLE],
  ])('is the same as the whole one: %s', (_name, lines, whole) => {
    expect(read(...lines).result).toEqual(written((writer) => decode(JSON.parse(whole), writer, decodeContext)).result);
  });

  it('comes in deltas; a call comes whole and is complete at once', () => {
    const { parts } = read(chat.line({ thinking: 'Hm' }), chat.line({ content: 'Wait' }), ...chat.CALL_EVENTS);
    expect(parts.map((part) => [part.type, 'index' in part && part.index, 'delta' in part ? part.delta : undefined])).toEqual([
      ['start', false, undefined],
      ['reasoning-delta', 0, 'Hm'],
      ['text-delta', 1, 'Wait'],
      ['tool-call-start', 2, undefined],
      ['tool-call-delta', 2, '{"city":"Paris","days":2}'],
      ['part', 2, undefined],
      ['part', 0, undefined],
      ['part', 1, undefined],
    ]);
  });

  it('keeps the order of its parts, though text comes after a call', () => {
    const { result } = read(chat.line({ tool_calls: [chat.call(0, 'f', {})] }), chat.line({ content: 'A' }), chat.line({ thinking: 'Hm' }), chat.doneLine());
    expect(result?.content.map(({ type }) => type)).toEqual(['reasoning', 'text', 'tool-call']);
  });

  it('is cut when no line is done, though all lines are whole', () => {
    expect(read(...chat.TEXT_EVENTS.slice(0, -1)).result).toBeUndefined();
    expect(read().result).toBeUndefined();
  });

  it('passes over lines, fields and nulls that it does not know', () => {
    const { result } = read(
      '{"type":"news","a":[1]}',
      chat.line({ content: null, thinking: null, tool_calls: null, news: {} }, { logprobs: null, news: 1 }),
      '{}',
      chat.line({ content: 'x' }),
      '{"done":false}',
      chat.doneLine(),
    );
    expect(result?.content).toEqual([{ type: 'text', text: 'x' }]);
  });

  it.each([
    ['{"error":"an error was encountered while running the model"}', /failed: .*while running/],
    ['{"broken": tru', /malformed/],
    ['null', /malformed/],
    ['[]', /malformed/],
    ['{"message":{"tool_calls":{}}}', /not iterable/],
  ])('fails at the line %s', (line, message) => {
    expect(() => read(chat.line({ content: 'x' }), line)).toThrow(message);
  });

  it('that begins with {} is none', () => {
    expect(() => read('{}')).toThrow(/malformed/);
  });
});
