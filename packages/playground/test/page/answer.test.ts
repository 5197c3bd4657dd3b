import { expect, test } from 'vitest';
import { addParts, createAnswer, endAnswer, isRunning, openCalls, plainText } from '../../src/page/answer.ts';
import { answerOf, callParts, FINISH, START, textParts } from './answers.ts';

test('deltas become text, thoughts and arguments, each in its place', () => {
  const answer = answerOf([
    START,
    { type: 'text-delta', index: 2, delta: 'Hel' },
    { type: 'reasoning-delta', index: 0, delta: 'Hm' },
    { type: 'tool-call-start', index: 5, toolCallId: 'a', toolName: 'look' },
    { type: 'tool-call-delta', index: 5, delta: '{"at":' },
    { type: 'text-delta', index: 2, delta: 'lo' },
    { type: 'reasoning-delta', index: 0, delta: '.' },
  ]);
  expect(answer.blocks).toEqual([
    { index: 0, type: 'reasoning', text: 'Hm.' },
    { index: 2, type: 'text', text: 'Hello' },
    { index: 5, type: 'tool-call', text: '{"at":', toolName: 'look' },
  ]);
});

test('a complete part takes the place of what was written of it', () => {
  const [block] = answerOf([START, ...textParts(0, 'a', 'b')]).blocks;
  expect(block).toEqual({ index: 0, type: 'text', text: 'ab', part: { type: 'text', text: 'ab' } });
});

test('what comes whole is shown, too', () => {
  const answer = answerOf([
    { type: 'part', index: 0, part: { type: 'text', text: 'All of it' } },
    { type: 'part', index: 1, part: { type: 'tool-call', toolCallId: 'a', toolName: 'look', arguments: {}, invalid: '{"a' } },
    { type: 'part', index: 2, part: { type: 'source', url: 'https://a.example' } },
  ]);
  expect(answer.blocks.map(({ type, text, toolName }) => [type, text, toolName])).toEqual([
    ['text', 'All of it', undefined],
    ['tool-call', '{"a', 'look'],
    ['source', '', undefined],
  ]);
});

test('the status goes from waiting over streaming to its end, and stays there', () => {
  const waiting = createAnswer(1, { model: 'm', messages: [] });
  expect([waiting.status, isRunning(waiting)]).toEqual(['waiting', true]);
  const streaming = addParts(waiting, [{ atMs: 5, part: START }]);
  expect([streaming.status, isRunning(streaming)]).toEqual(['streaming', true]);
  const stopped = endAnswer(streaming, 'stopped', 9);
  expect([stopped.status, stopped.endMs, isRunning(stopped)]).toEqual(['stopped', 9, false]);
  expect(endAnswer(stopped, 'failed', 20)).toBe(stopped);
  expect(addParts(stopped, [{ atMs: 30, part: FINISH }])).toBe(stopped);
});

test('an earlier state is not touched by what comes later', () => {
  const before = answerOf([START, { type: 'text-delta', index: 0, delta: 'a' }]);
  const copy = structuredClone(before);
  addParts(before, [{ atMs: 50, part: { type: 'text-delta', index: 0, delta: 'b' } }]);
  expect(before).toEqual(copy);
});

test('everything that came is in the log, parts of an unknown kind included', () => {
  const unknown = { type: 'of-a-later-version' } as unknown as typeof START;
  const answer = answerOf([START, unknown, FINISH]);
  expect(answer.log).toEqual([START, unknown, FINISH].map((part, at) => ({ atMs: at * 10, part })));
  expect(answer.blocks).toEqual([]);
});

test('the first token is the first delta of any kind, an empty one of hidden thoughts included', () => {
  expect(answerOf([START, { type: 'reasoning-delta', index: 0, delta: '' }, ...textParts(1, 'a')]).firstTokenMs).toBe(10);
  expect(answerOf([START, ...callParts(0, 'a', 'look', '{}')]).firstTokenMs).toBe(20);
  expect(answerOf([START, FINISH]).firstTokenMs).toBeUndefined();
});

test('samples say how much had been written when, and count nothing twice', () => {
  expect(answerOf([START, ...textParts(0, 'abc', 'de')]).samples).toEqual([
    { atMs: 10, characters: 3 },
    { atMs: 20, characters: 5 },
  ]);
});

test('calls are open once the answer has finished, those that the vendor ran itself never', () => {
  const parts = [START, ...callParts(0, 'a', 'look', '{}'), { type: 'part' as const, index: 1, part: { type: 'tool-call' as const, toolCallId: 'b', toolName: 'search', arguments: {}, providerExecuted: true } }];
  expect(openCalls(answerOf(parts))).toEqual([]);
  expect(openCalls(answerOf(parts, 'stopped'))).toEqual([]);
  expect(openCalls(answerOf(parts, 'finished')).map(({ toolCallId }) => toolCallId)).toEqual(['a']);
});

test('its text is that of all text parts, without the thoughts', () => {
  expect(plainText(answerOf([{ type: 'reasoning-delta', index: 0, delta: 'Hm' }, ...textParts(1, 'a'), ...textParts(2, 'b')]))).toBe('ab');
});
