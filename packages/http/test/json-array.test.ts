import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Framer, Framing } from '../src/framing.ts';
import { jsonArray } from '../src/json-array.ts';
import { sse } from '../src/sse.ts';
import { sseOrJSONArray } from '../src/sse-or-json-array.ts';

function start(framing: Framing, maxLength: number): { framer: Framer; elements: string[] } {
  const elements: string[] = [];
  const framer = framing(
    {
      onEvent: (data) => elements.push(data),
      onOverflow() {
        throw new Error('overflow');
      },
    },
    maxLength,
  );
  return { framer, elements };
}

function cut(pieces: readonly string[], { framing = jsonArray, maxLength = 1_000 } = {}): string[] {
  const { framer, elements } = start(framing, maxLength);
  for (const piece of pieces) framer.push(piece);
  framer.end();
  return elements;
}

const characters = (text: string) => text.split('');

describe('a JSON array', () => {
  it.each<[string, string, string[]]>([
    ['objects', '[{"a":1},{"b":2}]', ['{"a":1}', '{"b":2}']],
    ['white space anywhere', ' \r\n[ {"a" : 1}\n,\r\n{"b":2}\t]\n', ['{"a" : 1}', '{"b":2}']],
    ['brackets and commas in strings', '[{"a":"}],{[\\"}"},{"b":"\\\\"}]', ['{"a":"}],{[\\"}"}', '{"b":"\\\\"}']],
    ['nested objects and arrays', '[{"a":[{"b":[1,{}]}]},[1,[2]],[]]', ['{"a":[{"b":[1,{}]}]}', '[1,[2]]', '[]']],
    ['values that are no objects', '[1, "a,]b" ,null,true]', ['1', '"a,]b"', 'null', 'true']],
    ['no elements', ' [ ] ', []],
    ['nothing after the array', '[1] [2] {"a":1}', ['1']],
    ['an element that was cut is none', '[{"a":1},{"b":', ['{"a":1}']],
    ['a whole last element of an array that was cut', '[{"a":1},{"b":2}', ['{"a":1}', '{"b":2}']],
    ['a number that was cut is none', '[1,2', ['1']],
    ['brackets that were never opened', '[oops},{"a":1,"b":2}]', ['oops}', '{"a":1,"b":2}']],
    ['what is no JSON is passed on', '[oops,{"a":1} oops]', ['oops', '{"a":1}', 'oops']],
  ])('%s', (_name, text, elements) => {
    expect(cut([text])).toEqual(elements);
    expect(cut(characters(text))).toEqual(elements);
  });

  it('gives an object as soon as its last brace is there', () => {
    const { framer, elements } = start(jsonArray, 100);
    framer.push('[{"a":1}');
    expect(elements).toEqual(['{"a":1}']);
  });

  it('gives the elements of any array, however it is written and cut', () => {
    const spaces = fc.constantFrom(undefined, 1, '\t', '\r\n ');
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), spaces, fc.array(fc.nat(2_000)), (values, space, places) => {
        const text = JSON.stringify(values, undefined, space);
        const at = [0, ...places.filter((place) => place < text.length).sort((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, n) => text.slice(at[n], end));
        for (const framing of [jsonArray, sseOrJSONArray]) {
          const elements = cut(pieces, { framing, maxLength: Infinity });
          expect(elements.map((element) => JSON.parse(element) as unknown)).toEqual(JSON.parse(text));
        }
      }),
    );
  });

  it.each([
    ['an endless string', ['[{"a":"', ...Array<string>(200).fill('x'.repeat(10))]],
    ['an endless number', ['[', ...Array<string>(200).fill('1234567890')]],
    ['one piece that is too long', [`["${'x'.repeat(2_000)}"]`]],
    ['an element that is too long by its end only', ['[{"a":"', 'x'.repeat(993), '"}]']],
  ])('stops at %s', (_name, pieces) => {
    expect(() => cut(pieces)).toThrow('overflow');
  });

  it('counts the length of each element, not of all', () => {
    const many = Array<string>(300).fill('{"a":"xxxx"}');
    expect(cut(characters(`[${many.join(' , ')}]`), { maxLength: 12 })).toEqual(many);
  });

  it('costs what its length costs', () => {
    const text = `[${Array<string>(20_000).fill('{"text":"Grüße, \\"漢字\\"","n":[1,2]}').join(',')}]`;
    const cpuMs = (length: number) => {
      const pieces = text.slice(0, length).match(/[^]{1,16}/g)!;
      const runs = Array.from({ length: 3 }, () => {
        const from = process.cpuUsage();
        cut(pieces, { maxLength: Infinity });
        const { user, system } = process.cpuUsage(from);
        return (user + system) / 1_000;
      });
      return Math.min(...runs);
    };
    cpuMs(text.length);
    expect(cpuMs(text.length)).toBeLessThan(Math.max(cpuMs(text.length / 10), 1) * 40);
  });

  it('is recognized by its bracket, unless it turns out to hold nothing', () => {
    const { framer } = start(jsonArray, 100);
    expect(framer.isRecognized()).toBe(false);
    framer.push('[');
    expect(framer.isRecognized()).toBe(true);
    framer.push(']');
    expect(framer.isRecognized()).toBe(false);
    const filled = start(jsonArray, 100).framer;
    filled.push('[1]');
    expect(filled.isRecognized()).toBe(true);
    expect(['[', '{', 'd', '<'].map((character) => filled.canBegin(character))).toEqual([true, false, false, false]);
  });
});

describe('server-sent events or a JSON array', () => {
  const either = (...pieces: string[]) => cut(pieces, { framing: sseOrJSONArray });
  const BARE = '{\n  "error": {\n    "code": 503\n  }\n}\n';

  it.each<[string, string, string[]]>([
    ['events', 'data: {"a":1}\n\ndata: [2]\n\n', ['{"a":1}', '[2]']],
    ['events after white space', '\n\n \r\ndata: 1\n\n', ['1']],
    ['a field after a space, which is none', ' data: 1\n\ndata: 2\n\n', ['2']],
    ['an array after white space', ' \n\n [1,{"a":2}]', ['1', '{"a":2}']],
    ['a document between events', `data: {"a":1}\r\n\r\n${BARE}`, ['{"a":1}', BARE.trim()]],
    ['a document after CR', `data: 1\r\r${BARE.replaceAll('\n', '\r')}`, ['1', BARE.trim().replaceAll('\n', '\r')]],
    ['a document that was cut is none', 'data: 1\n\n{"error":{', ['1']],
    ['a brace inside an event begins no document', 'data: {"a":\ndata: {"b":1}}\n\n', ['{"a":\n{"b":1}}']],
  ])('%s', (_name, text, events) => {
    expect(either(text)).toEqual(events);
    expect(either(...characters(text))).toEqual(events);
  });

  it('gives the same events as the framing of events alone, however they are written and cut', () => {
    const line = fc.constantFrom('data: {"a":1}', 'data:{"b":"é"}', 'data:  x', 'data', 'event: e', ': c', 'id: 1', '', '', '');
    const lineEnd = fc.constantFrom('\n', '\r\n', '\r\n', '\r\n\r\n', '\r');
    fc.assert(
      fc.property(fc.array(fc.tuple(line, lineEnd), { minLength: 1, maxLength: 20 }), fc.array(fc.nat(200)), (lines, places) => {
        const text = `: begin\r\n${lines.flat().join('')}`;
        const at = [0, ...places.filter((place) => place < text.length).sort((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, n) => text.slice(at[n], end));
        expect(cut(pieces, { framing: sseOrJSONArray })).toEqual(cut([text], { framing: sse }));
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads a document that holds what ends an event', () => {
    expect(either('data: 1\r\n', '\r\n{"error":\r\n\r\n1}')).toEqual(['1', '{"error":\r\n\r\n1}']);
  });

  it('recognizes events that it reads in one step, and stops at one that is too long', () => {
    const { framer, elements } = start(sseOrJSONArray, 20);
    framer.push('data: {"a":1}\r\n\r\ndata:2\r\n\r\n');
    expect(framer.isRecognized()).toBe(true);
    framer.push('{"error":1}');
    expect(elements).toEqual(['{"a":1}', '2', '{"error":1}']);
    expect(() => either(`data: 1\r\n\r\ndata: "${'x'.repeat(2_000)}"\r\n\r\n`)).toThrow('overflow');
  });

  it('recognizes either by its beginning', () => {
    const recognized = (text: string) => {
      const { framer } = start(sseOrJSONArray, 100);
      framer.push(text);
      return framer.isRecognized();
    };
    expect(['[', 'da', ': hi', ' [1]'].map(recognized)).toEqual([true, true, true, true]);
    expect([' ', 'oops', '[]'].map(recognized)).toEqual([false, false, false]);
    const { framer } = start(sseOrJSONArray, 100);
    expect(['[', 'd', ':', '{', '<'].map((character) => framer.canBegin(character))).toEqual([true, true, true, false, false]);
  });

  it('stops at endless white space', () => {
    expect(() => either(...Array<string>(200).fill(' '.repeat(10)))).toThrow('overflow');
  });
});
