import { LLMock } from '@copilotkit/aimock';
import { collect, RateLimitError, StreamInterruptedError, type CallOptions } from '@sdk/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenRouter, type OpenRouterProvider } from '../src/index.ts';
import { KEY, MODEL } from './ask.ts';

// An independent server: nobody here wrote it.
const mock = new LLMock({ port: 0 });
let openrouter: OpenRouterProvider;

const say = (content: string): CallOptions['messages'] => [{ role: 'user', content }];

beforeAll(async () => {
  await mock.start();
  openrouter = createOpenRouter({ apiKey: KEY, baseUrl: `${mock.url}/api/v1`, models: ['openai/gpt-5.2'], provider: { sort: 'price' } });
});
beforeEach(() => {
  mock.reset();
});
afterAll(async () => {
  await openrouter.close();
  await mock.stop();
});

describe('against aimock', () => {
  it('answers whole and streamed alike', async () => {
    mock.onMessage('hello', { content: 'Grüezi, 漢字 🙂!' });
    const whole = await openrouter(MODEL).generate({ messages: say('hello') });
    const streamed = await collect(openrouter(MODEL).stream({ messages: say('hello') }));
    expect(whole.text).toBe('Grüezi, 漢字 🙂!');
    expect({ content: streamed.content, finishReason: streamed.finishReason }).toEqual({ content: whole.content, finishReason: 'stop' });
  });

  it.each(['generate', 'stream'] as const)('calls a tool and goes on with its result (%s)', async (method) => {
    mock.on({ userMessage: 'Zurich', hasToolResult: false }, { toolCalls: [{ id: 'call_7', name: 'weather', arguments: { city: 'Zürich' } }] });
    mock.on({ toolCallId: 'call_7' }, { content: 'It is sunny.' });
    const tools = [{ name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } }];
    const ask = (messages: CallOptions['messages']) =>
      method === 'generate' ? openrouter(MODEL).generate({ messages, tools }) : collect(openrouter(MODEL).stream({ messages, tools }));
    const first = await ask(say('Weather in Zurich?'));
    expect(first).toMatchObject({ finishReason: 'tool-calls', toolCalls: [{ toolCallId: 'call_7', toolName: 'weather', arguments: { city: 'Zürich' } }] });
    const second = await ask([...say('Weather in Zurich?'), first.message, { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'call_7', result: 'sun' }] }]);
    expect(second.text).toBe('It is sunny.');
  });

  it('gives a rate limit as one, and a cut stream as what it is', async () => {
    mock.nextRequestError(429, { message: 'Slow down', type: 'requests', code: 'rate_limit_exceeded' });
    await expect(openrouter(MODEL).generate({ messages: say('hello') })).rejects.toThrow(RateLimitError);
    mock.onMessage('long', { content: 'x'.repeat(500) }, { chunkSize: 10, latency: 2, truncateAfterChunks: 5 });
    await expect(collect(openrouter(MODEL).stream({ messages: say('long') }))).rejects.toThrow(StreamInterruptedError);
  });
});
