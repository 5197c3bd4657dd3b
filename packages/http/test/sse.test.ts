import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sse } from '../src/sse.ts';

type Event = [data: string, name: string | undefined];

function parse(pieces: string[], maxLength = 1_000): Event[] {
  const events: Event[] = [];
  const framer = sse(
    {
      onEvent: (data, name) => events.push([data, name]),
      onOverflow() {
        throw new Error('overflow');
      },
    },
    maxLength,
  );
  for (const piece of pieces) framer.push(piece);
  framer.end();
  return events;
}

describe('server-sent events', () => {
  it.each<[string, string, Event[]]>([
    ['one event', 'data: {"a":1}\n\n', [['{"a":1}', undefined]]],
    ['no space after the colon', 'data:{"a":1}\n\n', [['{"a":1}', undefined]]],
    ['only one space is taken off', 'data:  x\n\n', [[' x', undefined]]],
    ['a named event', 'event: ping\ndata: {}\n\n', [['{}', 'ping']]],
    ['the name does not stay for the next event', 'event: a\ndata: 1\n\ndata: 2\n\n', [['1', 'a'], ['2', undefined]]],
    ['several data lines', 'data: a\ndata: b\n\n', [['a\nb', undefined]]],
    ['a data line without a value', 'data\ndata: b\n\n', [['\nb', undefined]]],
    ['comments and unknown fields', ': hi\nid: 3\nretry: 10\nfoo: bar\ndata: x\n\n', [['x', undefined]]],
    ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n', [['a', undefined], ['b', undefined]]],
    ['CR', 'data: a\r\rdata: b\r\r', [['a', undefined], ['b', undefined]]],
    ['empty lines between events', '\n\n\ndata: a\n\n\n\ndata: b\n\n', [['a', undefined], ['b', undefined]]],
    ['a name without data is no event', 'event: ping\n\n', []],
    ['a line `error:` without data', 'error: {"code":1}\n\n', [['{"code":1}', 'error']]],
    ['a whole event without its empty line', 'data: {"a":1}', [['{"a":1}', undefined]]],
    ['[DONE] without its line end', 'data: a\n\ndata: [DONE]', [['a', undefined], ['[DONE]', undefined]]],
    ['an event that was cut is none', 'data: a\n\ndata: {"a":', [['a', undefined]]],
  ])('%s', (_name, text, events) => {
    expect(parse([text])).toEqual(events);
  });

  it.each([
    [': c\r\nevent: x\r\ndata: {"é":"漢🙂"}\r\n\r\ndata: a\rdata: b\r\rdata: c\n\ndata: [DONE]\n\n'],
    ['event: a\ndata: {"n":1}\n\nevent:b\ndata:{"n":2}\n\ndata: {"n":3}\n\nevent: ping\ndata: a\ndata: b\n\n'],
    ['event: a\r\ndata: {"n":1}\r\n\r\n: hi\r\ndata: {"n":2}\r\n\r\ndata: {"n":3}\n\ndata: {"n":4}\r\n\r\ndata: {"n":5}\r\n\r\n'],
  ])('gives the same events however the text is cut: %j', (text) => {
    const whole = parse([text]);
    expect(whole.length).toBeGreaterThan(3);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        expect(parse(at.slice(1).map((end, n) => text.slice(at[n], end)))).toEqual(whole);
      }),
    );
  });

  it.each([
    ['an endless line', ['data: ', ...Array<string>(200).fill('x'.repeat(10))]],
    ['a long event that comes at once', [`data: ${'x'.repeat(2_000)}\n\n`]],
    ['an endless comment', [':', ...Array<string>(200).fill('x'.repeat(10))]],
    ['an event of endless lines', Array<string>(300).fill('data: xxxx\n')],
  ])('stops at %s', (_name, pieces) => {
    expect(() => parse(pieces)).toThrow('overflow');
  });
});
