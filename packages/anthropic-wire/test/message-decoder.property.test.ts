import type { StreamPart } from '@sdk/core';
import { createPartWriter } from '@sdk/http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMessagesCodec } from '../src/index.ts';
import { decodeContext } from './run-codec.ts';

const frame = (index: number, kind: 'text' | 'thinking', json: string, padding = '') =>
  `{"type":"content_block_delta","index":${index},"delta":{"type":"${kind}_delta","${kind}":${json}}${padding}}${padding}`;

/** The parts that come of events as they stand on the wire. */
function read(kind: 'text' | 'thinking', events: string[]): StreamPart[] {
  const parts: StreamPart[] = [];
  const writer = createPartWriter({ wantsDeltas: true, onStart: () => undefined, onPart: (part) => void parts.push(part), onFinish: () => undefined });
  const decoder = createMessagesCodec().decodeStream(writer, decodeContext);
  decoder.event('{"type":"message_start","message":{}}', undefined);
  decoder.event(JSON.stringify({ type: 'content_block_start', index: 1, content_block: { type: kind, [kind]: '' } }), undefined);
  for (const event of events) decoder.event(event, undefined);
  decoder.event('{"type":"content_block_stop","index":1}', undefined);
  return parts;
}

/** JSON with a space in it, which is no longer as the vendor writes it. */
const spaced = (event: string) => event.replace('{"type"', '{ "type"');

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', '}}', '"}}', '\n', '🙂', '\u2028'));
const kind = fc.constantFrom('text', 'thinking');

describe('a delta', () => {
  it('is the same however it is written', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), kind, fc.constantFrom('', ' ', '        '), (texts, which, padding) => {
        const events = texts.map((value) => frame(1, which, JSON.stringify(value), padding));
        const parts = read(which, events);
        expect(parts).toEqual(read(which, events.map(spaced)));
        expect(parts.at(-1)).toMatchObject(texts.join('') === '' && which === 'text' ? {} : { type: 'part', part: { text: texts.join('') } });
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, string]>([
    ['ends early', '{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"A"}'],
    ['ends in its text', '{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"A'],
    ['has a brace too many', `${frame(1, 'text', '"A"')}}`],
    ['goes on behind its end', `${frame(1, 'text', '"A"')} x`],
    ['holds a tab that is not escaped', frame(1, 'text', '"A\tB"')],
  ])('that %s is no JSON', (_name, event) => {
    expect(() => read('text', [event])).toThrow(/malformed: an event of the stream is not JSON/);
  });

  it('with further fields is read', () => {
    expect(read('text', ['{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"A","p":"x"}}'])[0]).toEqual({ type: 'text-delta', index: 0, delta: 'A' });
  });

  it('of another block goes there', () => {
    const parts = read('text', [frame(12, 'text', '"B"'), frame(1, 'text', '"A"')]);
    expect(parts.slice(0, 2)).toEqual([{ type: 'text-delta', index: 1, delta: 'B' }, { type: 'text-delta', index: 0, delta: 'A' }]);
  });
});
