import type { StreamPart } from '@sdk/core';
import { checkParts } from '@sdk/testing/conformance';
import { describe, expect, it } from 'vitest';

const start: StreamPart = { type: 'start', warnings: [], response: { provider: 'x' } };
const finish: StreamPart = { type: 'finish', finishReason: 'stop', usage: {}, timing: { totalMs: 1 } };
const delta = (text: string, index = 0): StreamPart => ({ type: 'text-delta', index, delta: text });
const text = (value: string, index = 0): StreamPart => ({ type: 'part', index, part: { type: 'text', text: value } });
const call = (given: object, index = 0): StreamPart => ({
  type: 'part',
  index,
  part: { type: 'tool-call', toolCallId: 'c', toolName: 't', arguments: given as never },
});
const opening: StreamPart = { type: 'tool-call-start', index: 0, toolCallId: 'c', toolName: 't' };
const piece = (json: string): StreamPart => ({ type: 'tool-call-delta', index: 0, delta: json });

describe('checkParts', () => {
  it.each<[string, StreamPart[]]>([
    ['an empty answer', []],
    ['text in deltas', [delta('a'), delta('b'), text('ab')]],
    ['an empty delta', [delta(''), delta('b'), text('b')]],
    ['parts that complete out of order, with gaps', [delta('a', 5), delta('b', 2), text('b', 2), text('a', 5)]],
    ['parts that come whole', [{ type: 'part', index: 0, part: { type: 'source', url: 'u' } }, call({ a: 1 }, 1)]],
    ['a call in deltas', [opening, piece('{"a"'), piece(':1}'), call({ a: 1 })]],
    ['a call without arguments', [opening, call({})]],
    ['parts of a kind that nobody knows', [{ type: 'future', index: 0 } as never]],
  ])('accepts %s', (_name, parts) => {
    expect(() => checkParts([start, ...parts, finish])).not.toThrow();
  });

  it.each<[string, StreamPart[], RegExp]>([
    ['no start', [finish], /first part must be the start/],
    ['no finish', [start], /last part must be the finish/],
    ['text that is not its deltas', [start, delta('a'), text('ab'), finish], /not the text of its part/],
    ['text without deltas', [start, text('ab'), finish], /not the text of its part/],
    ['deltas without a part', [start, delta('a'), finish], /must get its part/],
    ['a delta after its part', [start, delta('a'), text('a'), delta('b'), finish], /after the part/],
    ['two parts of one index', [start, delta('a'), text('a'), text(''), finish], /Two parts have the index 0/],
    ['two kinds of deltas', [start, delta('a'), { type: 'reasoning-delta', index: 0, delta: 'b' }, finish], /two kinds/],
    ['deltas of another kind than the part', [start, delta('a'), call({}), finish], /another kind/],
    [
      'arguments that are not the deltas',
      [start, opening, piece('{"a":1}'), call({ a: 2 }), finish],
      /do not parse to the arguments/,
    ],
    ['arguments that are no JSON', [start, opening, piece('{"a'), call({}), finish], /no JSON/],
    ['a call that changes its id', [start, { ...opening, toolCallId: 'd' }, piece('{}'), call({}), finish], /changes its id/],
  ])('refuses %s', (_name, parts, says) => {
    expect(() => checkParts(parts)).toThrow(says);
  });
});
