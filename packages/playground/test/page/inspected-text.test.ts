import type { StreamPart } from '@sdk/core';
import { expect, test } from 'vitest';
import { createAnswer } from '../../src/page/answer.ts';
import { shownText, wholeText } from '../../src/page/inspected-text.ts';
import { answerOf, FINISH, START, textParts } from './answers.ts';

/** Base64 of a megabyte and a half. */
const LONG = 'A'.repeat(2e6);

test('of a long stream the end is shown, and all of it copied', () => {
  const deltas = Array.from({ length: 3000 }, (_, at): StreamPart => ({ type: 'text-delta', index: 0, delta: `${at} ` }));
  const answer = answerOf([START, ...deltas, FINISH], 'finished');
  const shown = shownText('stream', answer, undefined).split('\n');
  expect([shown.length, shown[0]]).toEqual([1001, '… 2002 earlier parts are left out here; Copy has them.']);
  expect(shown.at(-1)).toContain('"type":"finish"');
  expect(wholeText('stream', answer, undefined).split('\n')).toHaveLength(3002);
});

test('a short stream is shown as it is copied, its failure last', () => {
  const answer = { ...answerOf([START, ...textParts(0, 'a')], 'failed'), failure: { title: 'No', message: 'no' } };
  expect(shownText('stream', answer, undefined)).toBe(wholeText('stream', answer, undefined));
  expect(shownText('stream', answer, undefined).split('\n').at(-1)).toMatch(/^ +30 ms {2}\{"error":/);
});

test.each([
  ['A'.repeat(400), '… 1 kB'],
  [LONG, '… 1.5 MB'],
  [LONG.repeat(8), '… 12 MB'],
])('of a file its size is shown, and all of it copied', (data, size) => {
  const answer = createAnswer(1, { model: 'a/b', messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'image/png', data }] }] });
  expect(shownText('call', answer, undefined)).toContain(`"data": "${size}"`);
  expect(shownText('call', answer, undefined).length).toBeLessThan(400);
  expect(wholeText('call', answer, undefined)).toContain(data);
  const made = answerOf([{ type: 'part', index: 0, part: { type: 'file', mediaType: 'image/png', data } }]);
  expect(shownText('stream', made, undefined)).toContain(`"data":"${size}"`);
});
