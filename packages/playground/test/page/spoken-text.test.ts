import { expect, test } from 'vitest';
import { spokenText } from '../../src/page/spoken-text.ts';

test.each([
  ['# A *title*\n\nSome **bold** `code` &amp; [link](https://a.example).', 'A title Some bold code & link.'],
  ['| a | b |\n|---|---|\n| 1 | 2<br>3 |', 'a, b. 1, 2 3.'],
  ['Look:\n\n```ts\nconst x = 1;\n```\n\nDone.', 'Look: Code, ts. Done.'],
  ['- one\n- [x] two\n  - three', 'one two three'],
  ['> a\n>\n> b', 'a b'],
  ['Hello there!', 'Hello there!'],
  [`${'- '.repeat(40)}deep`, ''],
])('%j is said as %j', (markdown, said) => {
  expect(spokenText(markdown)).toBe(said);
});
