import { collect, textOf, type CallOptions } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { createMistral } from '../src/index.ts';
import { answerOf, completion, hello, KEY, MODEL, requestOf } from './ask.ts';

const PREFILL = 'It is ';
const messages: CallOptions['messages'] = [...hello, { role: 'assistant', content: PREFILL }];

async function streamed(deltas: string[], call: CallOptions = { messages }) {
  const chunk = (delta: object, finish_reason: string | null = null) => `data: ${JSON.stringify({ choices: [{ delta, finish_reason }] })}\n\n`;
  const body = [...deltas.map((content) => chunk({ content })), chunk({}, 'stop')].join('');
  await using server = await startFaultServer({ body, headers: { 'content-type': 'text/event-stream' } });
  await using mistral = createMistral({ apiKey: KEY, baseUrl: server.url });
  const pieces = await Array.fromAsync(textOf(mistral(MODEL).stream(call)));
  const { text, content, message } = await collect(mistral(MODEL).stream(call));
  expect(pieces.join('')).toBe(text);
  return { pieces, text, content, message };
}

describe('continuing a message of the assistant', () => {
  it('marks it as one to continue', async () => {
    expect((await requestOf({ messages })).messages).toEqual([...hello, { role: 'assistant', content: PREFILL, prefix: true }]);
  });

  it.each([
    [[PREFILL, 'four.']],
    [['It', ' is', ' fo', 'ur.']],
    [['It is four.']],
    [['four', '.']],
  ])('gives only what is new of the deltas %j', async (deltas) => {
    expect((await streamed(deltas)).text).toBe('four.');
  });

  it('lets go of a text that only begins like it', async () => {
    const { text, pieces } = await streamed(['It', ' was', ' four.']);
    expect(text).toBe('It was four.');
    expect(pieces).toEqual(['It was', ' four.']);
    expect((await streamed(['It'])).text).toBe('It');
  });

  it('gives nothing where nothing is new', async () => {
    expect((await streamed(['It is ', ''])).content).toEqual([]);
    expect((await answerOf(completion(PREFILL), { messages })).content).toEqual([]);
  });

  it('reads whole answers alike', async () => {
    const result = await answerOf(completion('It is four.'), { messages: [...hello, { role: 'assistant', content: [{ type: 'text', text: 'It ' }, { type: 'text', text: 'is ' }] }] });
    expect(result).toMatchObject({ text: 'four.', content: [{ type: 'text', text: 'four.' }], message: { role: 'assistant', content: [{ type: 'text', text: 'four.' }] } });
    expect((await answerOf(completion('Four.'), { messages })).text).toBe('Four.');
  });

  it('does not touch other answers', async () => {
    expect((await streamed(['It is ', 'four.'], { messages: hello })).pieces).toEqual(['It is ', 'four.']);
    expect((await answerOf(completion('It is four.'))).text).toBe('It is four.');
    // Also where the answer begins as the user did.
    expect((await answerOf(completion('Hello to you.'))).text).toBe('Hello to you.');
    expect((await streamed(['Hello', ' to you.'], { messages: hello })).text).toBe('Hello to you.');
  });
});
