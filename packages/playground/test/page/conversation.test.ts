import type { StreamPart } from '@sdk/core';
import { expect, test } from 'vitest';
import { awaited, messagesOf, type Turn } from '../../src/page/conversation.ts';
import { answerOf, callParts, FINISH, START, textParts } from './answers.ts';

const question: Turn = { type: 'user', content: [{ type: 'text', text: 'Hello' }] };
const answered = (parts: StreamPart[], end?: 'finished' | 'stopped' | 'failed'): Turn => ({ type: 'answer', answer: answerOf(parts, end) });

test('a conversation becomes messages, the vendor\'s data included', () => {
  const part: StreamPart = { type: 'part', index: 0, part: { type: 'reasoning', text: 'Hm', providerData: { anthropic: { signature: 's' } } } };
  const turns = [question, answered([START, part, ...callParts(1, 'a', 'look', '{"at":1}'), { ...FINISH, providerData: { anthropic: { id: 'x' } } } as StreamPart], 'finished')];
  const results: Turn = { type: 'results', content: [{ type: 'tool-result', toolCallId: 'a', result: 'seen' }] };
  expect(messagesOf([...turns, results])).toEqual([
    { role: 'user', content: 'Hello' },
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'Hm', providerData: { anthropic: { signature: 's' } } },
        { type: 'tool-call', toolCallId: 'a', toolName: 'look', arguments: { at: 1 } },
      ],
      providerData: { anthropic: { id: 'x' } },
    },
    { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', result: 'seen' }] },
  ]);
});

test('a question with a file stays a list', () => {
  const content = [{ type: 'file' as const, mediaType: 'image/png', data: 'AAAA' }, { type: 'text' as const, text: 'What?' }];
  expect(messagesOf([{ type: 'user', content }])).toEqual([{ role: 'user', content }]);
  expect(messagesOf([{ type: 'user', content: content.slice(0, 1) }])).toEqual([{ role: 'user', content: content.slice(0, 1) }]);
});

test('of an answer that was stopped the text that had come is sent back, and no call', () => {
  const turns = [question, answered([START, ...callParts(0, 'a', 'look', '{}'), { type: 'text-delta', index: 1, delta: 'Hal' }], 'stopped')];
  expect(messagesOf(turns).at(-1)).toEqual({ role: 'assistant', content: [{ type: 'text', text: 'Hal' }] });
});

test('a question that got nothing but a failure is left out', () => {
  expect(messagesOf([question, answered([], 'failed'), question])).toEqual([{ role: 'user', content: 'Hello' }]);
});

test('results are never left out, whatever became of them', () => {
  const results: Turn = { type: 'results', content: [{ type: 'tool-result', toolCallId: 'a', result: 1 }] };
  const turns = [question, answered([START, ...callParts(0, 'a', 'look', '{}'), FINISH], 'finished'), results, answered([], 'failed')];
  expect(messagesOf(turns).map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
});

test('sources, files by address and unknown parts are not sent back, files with data are', () => {
  const file = { type: 'file' as const, mediaType: 'image/png', data: 'AAAA' };
  const parts = [
    { type: 'source', url: 'https://a.example' },
    { type: 'file', mediaType: 'image/png', url: 'https://a.example/b.png' },
    { type: 'of-a-later-version' },
    file,
    { type: 'text', text: 'Here.' },
  ].map((part, index) => ({ type: 'part', index, part }) as StreamPart);
  expect(messagesOf([question, answered(parts, 'finished')]).at(-1)?.content).toEqual([file, { type: 'text', text: 'Here.' }]);
});

test('it waits for an answer, for results, or for the user', () => {
  expect(awaited([])).toBe('user');
  expect(awaited([question, answered([START])])).toBe('answer');
  expect(awaited([question, answered([START, ...textParts(0, 'a'), FINISH], 'finished')])).toBe('user');
  const call = answered([START, ...callParts(0, 'a', 'look', '{}'), FINISH], 'finished');
  expect(awaited([question, call])).toBe('results');
  expect(awaited([question, call, { type: 'results', content: [] }])).toBe('user');
});
