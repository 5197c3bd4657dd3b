import type { StreamPart } from '@sdk/core';
import { expect, test } from 'vitest';
import { timesOf } from '../../src/page/answer-times.ts';
import { answerOf, START, textParts } from './answers.ts';

const finish = (timing: { firstTokenMs?: number; totalMs: number }): StreamPart => ({ type: 'finish', finishReason: 'stop', usage: {}, timing });

test('both times are the server\'s when it tells both', () => {
  expect(timesOf(answerOf([START, ...textParts(0, 'a'), finish({ firstTokenMs: 5, totalMs: 8 })], 'finished'))).toEqual({ firstTokenMs: 5, totalMs: 8 });
});

test('both times are the browser\'s when the server does not, so that the first token is never after the end', () => {
  expect(timesOf(answerOf([START, ...textParts(0, 'a'), finish({ totalMs: 0 })], 'finished'))).toEqual({ firstTokenMs: 10, totalMs: 40 });
  expect(timesOf(answerOf([START, ...textParts(0, 'a')], 'stopped'))).toEqual({ firstTokenMs: 10, totalMs: 30 });
});

test('what has not come has no time', () => {
  expect(timesOf(answerOf([START]))).toEqual({ firstTokenMs: undefined, totalMs: undefined });
});
