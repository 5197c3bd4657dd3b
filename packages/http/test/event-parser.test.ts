import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEventParser, type Varying } from '../src/event-parser.ts';
import { decodeContext } from '../src/testing/index.ts';

interface Event {
  id?: unknown;
  delta?: { text?: unknown; args?: unknown } | null;
  usage?: { count?: unknown; text?: unknown };
}

const varyingIn = ({ delta, usage }: Event): readonly Varying[] => [
  [delta, 'text'],
  [delta, 'args'],
  [usage, 'count'],
  [usage, 'text'],
];

function parser() {
  return createEventParser<Event>(decodeContext({ provider: 'acme', modelId: 'm' }), varyingIn);
}

/** What every event is read as, one after the other. */
function readAll(events: readonly string[]): unknown[] {
  const parse = parser();
  return events.map((event) => structuredClone(parse(event)));
}

function expectAsParsed(events: readonly string[]): void {
  expect(readAll(events)).toStrictEqual(events.map((event) => JSON.parse(event) as unknown));
}

const event = (text: string, count = 1) => JSON.stringify({ id: 'a', delta: { text }, usage: { count } });

describe('an event that differs from the one before in the values that vary', () => {
  test('is read without being parsed: it comes as the same object', () => {
    const parse = parser();
    const first = parse(event('one', 1));
    const second = parse(event('two', 2));
    expect(first).toEqual({ id: 'a', delta: { text: 'one' }, usage: { count: 1 } });
    expect(second).toEqual({ id: 'a', delta: { text: 'two' }, usage: { count: 2 } });
    expect(parse(event('three', 3))).toBe(second);
    expect(second).toEqual({ id: 'a', delta: { text: 'three' }, usage: { count: 3 } });
  });

  test.each([
    ['escapes', [event('a'), event('"b"\n\\'), event('\u0007'), event('é — 👍'), String.raw`{"id":"a","delta":{"text":"\u2019\ud83d"},"usage":{"count":1}}`]],
    ['nothing', [event('a'), event(''), event('b')]],
    ['numbers of any form', ['1', '0', '-0', '12.50', '1e3', '-1.5E-3', '123456789012345678'].map((count) => `{"usage":{"count":${count}}}`)],
    ['Python’s spaces', ['a', 'b', 'c'].map((text) => `{"id": "a", "delta": {"text": "${text}"}}`)],
    ['Anthropic’s spaces', ['', '  ', '      ', ' '].map((spaces, n) => `{"delta":{"text":"${n}"}${spaces}}`)],
    ['a long text', [event('a'), event('b'.repeat(70_000)), event('c')]],
  ])('is what JSON.parse makes of it: %s', (_name, events) => {
    expectAsParsed(events);
    const parse = parser();
    parse(events[0] as string);
    expect(parse(events.at(-1) as string)).toBe(parse(events.at(-1) as string));
  });
});

describe('an event that differs in anything else', () => {
  test.each([
    ['another value', [event('a'), event('b').replace('"id":"a"', '"id":"b"'), event('c')]],
    ['another field', [event('a'), event('b').replace('{', '{"more":1,'), event('c')]],
    ['a text that is another kind of value', [event('a'), '{"id":"a","delta":{"text":null},"usage":{"count":1}}', '{"id":"a","delta":{"text":["a"]},"usage":{"count":1}}']],
    ['a number that is text', [event('a'), '{"id":"a","delta":{"text":"b"},"usage":{"count":"1"}}']],
    ['the same text elsewhere', ['{"id":"x","delta":{"text":"x"}}', '{"id":"y","delta":{"text":"y"}}', '{"id":"x","delta":{"text":"z"}}']],
    ['the same field elsewhere', ['{"usage":{"text":"x"},"delta":{"text":"x"}}', '{"usage":{"text":"y"},"delta":{"text":"x"}}', '{"usage":{"text":"x"},"delta":{"text":"y"}}']],
    ['the text of the proof elsewhere', ['{"more":{"text":"?"},"delta":{"text":"?"}}', '{"more":{"text":"x"},"delta":{"text":"?"}}', '{"more":{"text":"?"},"delta":{"text":"y"}}']],
    ['the number of the proof elsewhere', ['{"more":{"count":1},"usage":{"count":1}}', '{"more":{"count":2},"usage":{"count":1}}', '{"more":{"count":1},"usage":{"count":3}}']],
    ['one text for two fields', ['{"delta":{"text":"x"},"usage":{"text":"x"}}', '{"delta":{"text":"y"},"usage":{"text":"x"}}', '{"delta":{"text":"x"},"usage":{"text":"z"}}']],
    ['spaces in a text', ['{"delta":{"text":"a"},"id":"x y"}', '{"delta":{"text":"b"},"id":"xy"}', '{"delta":{"text":"c"},"id":"x  y"}']],
    ['the field twice', ['{"delta":{"text":"x","text":"y"}}', '{"delta":{"text":"x","text":"z"}}', '{"delta":{"text":"z","text":"y"}}']],
    ['a text that holds JSON', [event('","x":"'), event('y"},"usage":{"count":5}}'), event('{"delta":{"text":"q"}}')]],
    ['a text that is what the proof writes', [event('?'), event('!'), event('?'), event('x')]],
    ['closing brackets', ['{"delta":{"text":"a"}}', '{"delta":{"text":"b"},"usage":{}}', '{"delta":{"text":"c"}  }']],
  ])('is what JSON.parse makes of it: %s', (_name, events) => expectAsParsed(events));

  test('is malformed when its number is none', () => {
    const parse = parser();
    for (const count of [1, 2, 3]) parse(`{"usage":{"count":${count}}}`);
    for (const bad of ['01', '1.', '.5', '1e', '+1', '-', '0x1', '1_0']) expect(() => parse(`{"usage":{"count":${bad}}}`)).toThrow('not JSON');
  });

  test.each(['{"delta":{"text":"b}}', '{"delta":{"text":"b"}', '{"delta":{"text":"b"}}}', '{"delta":{"text":"b"}}x', '{"delta":{"text":"\u0007"}}', String.raw`{"delta":{"text":"\x"}}`, '{"delta":{"text":"b"', '', 'null', '7', '[]', '[{"delta":{"text":"b"}}]'])(
    'is malformed when it is no JSON object: %j',
    (bad) => {
      const parse = parser();
      for (const text of ['a', 'b']) parse(`{"delta":{"text":"${text}"}}`);
      expect(() => parse(bad)).toThrow('an event of the stream is no');
      expect(parse('{"delta":{"text":"c"}}')).toEqual({ delta: { text: 'c' } });
    },
  );
});

test('an event may be an array where that is taken', () => {
  const parse = createEventParser<Event>(decodeContext({ provider: 'acme', modelId: 'm' }), varyingIn, true);
  for (const data of [event('a'), '[{"delta":{"text":"a"}}]', event('b')]) expect(parse(data)).toEqual(JSON.parse(data));
});

test('a stream of events that have little in common is not compared for ever', () => {
  let looks = 0;
  const parse = createEventParser<Event>(decodeContext({ provider: 'acme', modelId: 'm' }), (event) => {
    looks++;
    return varyingIn(event);
  });
  const unlike = (n: number) => parse(`{"id":${n},"delta":{"text":"a"}}`);
  for (let n = 0; n < 3; n++) unlike(n);
  for (let n = 0; n < 2; n++) parse(event('a')); // one that fits begins the count anew
  const before = looks;
  for (let n = 0; n < 100; n++) unlike(n);
  expect(looks - before).toBe(8); // each of four is looked at, and proved
});

test('any events in any order are what JSON.parse makes of them', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('', 'a', '?', '!', 'text', '"', '\\', '","text":"', '}}', '0', '1'));
  const value = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(20), fc.constant(null), fc.constant([]));
  const delta = fc.record({ text: value, args: value }, { requiredKeys: [] });
  const anyEvent = fc.record({ id: text, delta, usage: fc.record({ count: value, text: value }), padding: text }, { requiredKeys: ['delta'] });
  const written = fc.tuple(anyEvent, fc.constantFrom(undefined, undefined, undefined, 1)).map(([value, indent]) => JSON.stringify(value, null, indent));
  const alike = fc.tuple(anyEvent, fc.array(value, { minLength: 1, maxLength: 8 })).map(([base, texts]) => texts.map((text) => JSON.stringify({ ...base, delta: { ...base.delta, text } })));
  fc.assert(
    fc.property(fc.array(fc.oneof(written.map((one) => [one]), alike), { maxLength: 6 }), (runs) => expectAsParsed(runs.flat())),
    { numRuns: 3_000 },
  );
});
