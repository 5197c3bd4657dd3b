import { describe, expect, it } from 'vitest';
import { ndjson } from '../src/ndjson.ts';

function parse(...pieces: string[]): string[] {
  const lines: string[] = [];
  const framer = ndjson(
    {
      onEvent: (data) => lines.push(data),
      onOverflow() {
        throw new Error('overflow');
      },
    },
    100,
  );
  for (const piece of pieces) framer.push(piece);
  framer.end();
  return lines;
}

describe('NDJSON', () => {
  it.each([
    ['lines', ['{"a":1}\n{"b":2}\n'], ['{"a":1}', '{"b":2}']],
    ['CRLF and empty lines', ['{"a":1}\r\n\r\n\n{"b":2}\r\n'], ['{"a":1}', '{"b":2}']],
    ['a line in pieces', ['{"a"', ':', '1}', '\n'], ['{"a":1}']],
    ['a whole last line without its end', ['{"a":1}\n{"b":2}'], ['{"a":1}', '{"b":2}']],
    ['a last line that was cut is none', ['{"a":1}\n{"b":'], ['{"a":1}']],
    ['a line that is not JSON is passed on', ['oops\n'], ['oops']],
  ])('%s', (_name, pieces, lines) => {
    expect(parse(...pieces)).toEqual(lines);
  });

  it('stops at an endless line', () => {
    expect(() => parse(...Array<string>(20).fill('x'.repeat(10)))).toThrow('overflow');
  });
});
