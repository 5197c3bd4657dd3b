import type { StreamPart } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { createPartWriter, parseArguments, type Finish } from '../src/part-writer.ts';

function record() {
  const parts: StreamPart[] = [];
  const finishes: Finish[] = [];
  const writer = createPartWriter({
    wantsDeltas: true,
    onStart: () => {},
    onPart: (part) => parts.push(part),
    onFinish: (finish) => finishes.push(finish),
  });
  return { writer, parts, finishes };
}

describe('a part writer', () => {
  it('joins deltas and completes what is open at the finish, in order', () => {
    const { writer, parts } = record();
    writer.toolCall(2, 'call_1', 'f');
    writer.text(1, 'Hel');
    writer.reasoning(0, '');
    writer.text(1, 'lo');
    writer.toolArguments(2, '{"a":1}');
    writer.finish({ finishReason: 'stop', usage: {} });
    expect(parts.filter((part) => part.type === 'part')).toEqual([
      { type: 'part', index: 0, part: { type: 'reasoning', text: '' } },
      { type: 'part', index: 1, part: { type: 'text', text: 'Hello' } },
      { type: 'part', index: 2, part: { type: 'tool-call', toolCallId: 'call_1', toolName: 'f', arguments: { a: 1 } } },
    ]);
  });

  it.each([
    ['stop', '{}', 'tool-calls'],
    ['length', '{}', 'tool-calls'],
    ['length', '{"a":', 'length'],
    ['stop', '{"a":', 'tool-calls'],
  ])('a wire that says %s after the arguments %s finishes with %s', (said, args, reason) => {
    const { writer, finishes } = record();
    writer.toolCall(2, 'call_1', 'f');
    writer.toolArguments(2, args);
    writer.finish({ finishReason: said, usage: {} });
    expect(finishes).toMatchObject([{ finishReason: reason }]);
  });

  it('does not count tools that the vendor ran itself', () => {
    const { writer, finishes } = record();
    writer.part(2, { type: 'tool-call', toolCallId: '1', toolName: 'search', arguments: {}, providerExecuted: true });
    writer.finish({ finishReason: 'stop', usage: {} });
    expect(finishes).toMatchObject([{ finishReason: 'stop' }]);
  });

  it('gives data that matter at once to the deltas, and to the part', () => {
    const { writer, parts } = record();
    const providerData = { acme: { refusal: true } };
    writer.text(0, '', providerData);
    writer.text(0, 'N', providerData);
    writer.text(0, 'o.');
    writer.close(0);
    expect(parts).toEqual([
      { type: 'text-delta', index: 0, delta: 'N', providerData },
      { type: 'text-delta', index: 0, delta: 'o.' },
      { type: 'part', index: 0, part: { type: 'text', text: 'No.', providerData } },
    ]);
  });

  it('finishes once', () => {
    const { writer, finishes } = record();
    writer.finish({ finishReason: 'stop', usage: {} });
    writer.finish({ finishReason: 'length', usage: {} });
    expect(finishes).toHaveLength(1);
  });

  it('leaves a tool call that was cut out of the partial answer', () => {
    const { writer } = record();
    writer.text(1, 'so far');
    writer.toolCall(2, 'call_1', 'f');
    writer.toolArguments(2, '{"a"');
    expect(writer.partial()).toEqual({ content: [{ type: 'text', text: 'so far' }] });
  });
});

describe('parseArguments', () => {
  it.each([
    ['', { arguments: {} }],
    ['  ', { arguments: {} }],
    ['null', { arguments: {} }],
    ['{"a":[1]}', { arguments: { a: [1] } }],
    ['{"a":', { arguments: {}, invalid: '{"a":' }],
    ['[1]', { arguments: {}, invalid: '[1]' }],
    ['"x"', { arguments: {}, invalid: '"x"' }],
  ])('%s', (text, result) => {
    expect(parseArguments(text)).toEqual(result);
  });

  it('keeps __proto__ as a key of the data and leaves the prototype alone', () => {
    const { arguments: args } = parseArguments('{"__proto__":{"polluted":true},"a":1}');
    expect(Object.keys(args)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(args)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
