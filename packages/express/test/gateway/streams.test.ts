import { wrapModel, type LanguageModel, type StreamPart } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { describe, expect, test } from 'vitest';
import { createTextTemplate } from '../../src/gateway/text-template.ts';
import { eventsOf } from '../support.ts';
import { CHAT, chatBody, dataOf, MESSAGES, messagesBody, post, startGateway } from './support.ts';

const APIS = [
  [CHAT, chatBody],
  [MESSAGES, messagesBody],
] as const;

/** A model whose streams are the given function's. */
function streaming(stream: LanguageModel['stream']): LanguageModel {
  return wrapModel(scriptedModel('x'), { stream });
}

describe.each(APIS)('the stream of %s', (path, bodyOf) => {
  const part = (index: number, delta: string): StreamPart => ({ type: 'text-delta', index, delta });

  test('holds every text as it was, and in its place', async () => {
    const texts = ['a', '"quoted" \\ \n', '\ud800', '\u0000', '', '🙂', '</script>', 'data: x\n\n'];
    const model = streaming(async function* () {
      yield { type: 'start', warnings: [], response: { provider: 'main', id: 'id-1', modelId: 'model"1' } };
      for (const text of texts) yield part(0, text);
      for (const text of texts) yield part(1, text);
      yield part(0, 'again');
      yield { type: 'finish', finishReason: 'stop', usage: { outputTokens: 3 }, timing: { totalMs: 1 } };
    });
    const origin = await startGateway({ model });
    const data = dataOf(await (await post(origin, path, bodyOf({ stream: true, ...(path === CHAT ? { stream_options: { include_usage: true } } : {}) }))).text());
    const told = data.filter((each) => path === CHAT ? (each as { choices?: { delta: { content?: string } }[] }).choices?.[0]?.delta.content : (each as { type?: string }).type === 'content_block_delta');
    const expected = [...texts, ...texts, 'again'].filter((text) => text !== '');
    if (path === CHAT) {
      const chunk = { id: 'id-1', object: 'chat.completion.chunk', created: expect.any(Number), model: 'model"1', usage: null };
      expect(told).toEqual(expected.map((content) => ({ ...chunk, choices: [{ index: 0, delta: { content }, logprobs: null, finish_reason: null }] })));
    } else {
      const blockOf = (at: number) => (at < 7 ? 0 : at < 14 ? 1 : 2);
      expect(told).toEqual(expected.map((text, at) => ({ type: 'content_block_delta', index: blockOf(at), delta: { type: 'text_delta', text } })));
    }
  });
});

test('a template holds one place, or is none', () => {
  expect(createTextTemplate((text) => JSON.stringify({ a: 1, text, b: 2 }))).toEqual({ before: '{"a":1,"text":', after: ',"b":2}' });
  expect(createTextTemplate((text) => JSON.stringify({ model: '\u0000', text }))).toBeUndefined();
  expect(createTextTemplate(() => '{}')).toBeUndefined();
});

test('every event of a message has its type as its name', async () => {
  const origin = await startGateway();
  const events = eventsOf(await (await post(origin, MESSAGES, messagesBody({ stream: true }))).text());
  expect(events.map(({ name }) => name)).toEqual(events.map(({ data }) => data.type));
  expect(events.at(-1)?.name).toBe('message_stop');
});

test('a stream of Chat Completions ends with usage, where it is asked for, and [DONE]', async () => {
  const origin = await startGateway({ model: scriptedModel({ content: 'Hello there.', usage: { inputTokens: 3, outputTokens: 2 } }) });
  const read = async (more: object) => dataOf(await (await post(origin, CHAT, chatBody({ stream: true, ...more }))).text());
  const plain = await read({});
  expect(plain.at(-1)).toBe('[DONE]');
  expect(JSON.stringify(plain)).not.toContain('usage');
  expect((await read({ stream_options: { include_usage: true } })).at(-2)).toMatchObject({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } });
});
