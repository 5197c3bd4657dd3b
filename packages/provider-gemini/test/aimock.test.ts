import { LLMock } from '@copilotkit/aimock';
import { collect, NotFoundError, ServerError, StreamInterruptedError, textOf, type CallOptions } from '@sdk/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGemini, GeminiError } from '../src/index.ts';

const mock = new LLMock({ port: 0, chunkSize: 4 });
const tools = [{ name: 'get_weather', description: 'The weather.', parameters: { type: 'object', properties: { city: { type: 'string' } } } }];
const ask = (content: string) => [{ role: 'user' as const, content }];

beforeAll(async () => {
  mock.on({ userMessage: 'weather', hasToolResult: true }, { content: 'It is sunny in Paris.' });
  mock.on({ userMessage: 'weather' }, { toolCalls: [{ name: 'get_weather', arguments: '{"city":"Paris"}' }, { name: 'get_weather', arguments: '{"city":"Rome"}' }] });
  mock.onMessage('Hello', { content: 'Grüße 🙂 from the mock' });
  mock.onMessage('break', { content: 'This will be cut somewhere' }, { latency: 1, truncateAfterChunks: 2 });
  mock.onMessage('crash', { error: { message: 'boom', type: 'server_error' }, status: 500 });
  await mock.start();
});
afterAll(() => mock.stop());

/** A server that was written by somebody else, from the same documentation. */
describe('aimock', () => {
  const model = () => createGemini({ baseUrl: `${mock.url}/v1beta`, apiKey: 'key' })('gemini-2.5-flash');

  it('answers whole and streamed with the same', async () => {
    const messages = ask('Hello');
    const whole = await model().generate({ messages, maxTokens: 50, temperature: 0 });
    const streamed = await collect(model().stream({ messages }));
    expect(whole).toMatchObject({ text: 'Grüße 🙂 from the mock', finishReason: 'stop', response: { provider: 'gemini' } });
    expect(streamed.content).toEqual(whole.content);
    let text = '';
    for await (const delta of textOf(model().stream({ messages }))) text += delta;
    expect(text).toBe(whole.text);
  });

  it.each(['whole', 'streamed'] as const)('takes the results of the tools that it called, %s', async (form) => {
    const run = (messages: CallOptions['messages']) => (form === 'whole' ? model().generate({ messages, tools }) : collect(model().stream({ messages, tools })));
    const messages = ask('What is the weather?');
    const first = await run(messages);
    // Its own word for a call, "FUNCTION_CALL", is not the vendor's.
    expect(first.finishReason).toBe('tool-calls');
    expect(first.toolCalls.map((call) => call.arguments)).toEqual([{ city: 'Paris' }, { city: 'Rome' }]);
    expect(new Set(first.toolCalls.map((call) => call.toolCallId)).size).toBe(2);
    const results = first.toolCalls.map(({ toolCallId }) => ({ type: 'tool-result' as const, toolCallId, result: 'sunny' }));
    const second = await run([...messages, first.message, { role: 'tool', content: results }]);
    expect(second).toMatchObject({ text: 'It is sunny in Paris.', finishReason: 'stop' });
  });

  it('fails with its status and words', async () => {
    await expect(model().generate({ messages: ask('crash') })).rejects.toThrow(ServerError);
    await expect(model().generate({ messages: ask('crash') })).rejects.toThrow(GeminiError);
    await expect(model().generate({ messages: ask('nobody knows this') })).rejects.toThrow(NotFoundError);
  });

  it('hangs up in the middle of a stream, which is no success', async () => {
    await expect(collect(model().stream({ messages: ask('break') }))).rejects.toThrow(StreamInterruptedError);
  });
});
