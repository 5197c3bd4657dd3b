import { LLMock } from '@copilotkit/aimock';
import { collect, RateLimitError, StreamInterruptedError, textOf, type CallOptions } from '@sdk/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenAI, type OpenAIProvider } from '../src/index.ts';
import { KEY } from './ask.ts';

// An independent server: nobody here wrote it.
const mock = new LLMock({ port: 0 });
let openai: OpenAIProvider;

const say = (content: string): CallOptions['messages'] => [{ role: 'user', content }];
const weather = { name: 'weather', description: 'The weather in a city', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } };

beforeAll(async () => {
  await mock.start();
  openai = createOpenAI({ apiKey: KEY, baseUrl: `${mock.url}/v1` });
});
beforeEach(() => {
  mock.reset();
});
afterAll(async () => {
  await openai.close();
  await mock.stop();
});

describe('the Responses API of aimock', () => {
  it('answers whole and streamed alike', async () => {
    mock.onMessage('hello', { content: 'Grüezi, 漢字 🙂!' });
    const whole = await openai.responses('gpt-5').generate({ messages: say('hello') });
    const streamed = await collect(openai.responses('gpt-5').stream({ messages: say('hello') }));
    expect(whole).toMatchObject({ text: 'Grüezi, 漢字 🙂!', finishReason: 'stop' });
    expect(streamed).toMatchObject({ text: whole.text, finishReason: 'stop' });
    const pieces = await Array.fromAsync(textOf(openai.responses('gpt-5').stream({ messages: say('hello') })));
    expect(pieces.join('')).toBe(whole.text);
  });

  it.each(['generate', 'stream'] as const)('shows what it thinks (%s)', async (method) => {
    mock.onMessage('think', { content: '42', reasoning: 'Let me see…' });
    const model = openai.responses('gpt-5');
    const result = await (method === 'generate' ? model.generate({ messages: say('think') }) : collect(model.stream({ messages: say('think') })));
    expect(result).toMatchObject({ text: '42', reasoning: 'Let me see…' });
  });

  it.each(['generate', 'stream'] as const)('calls a tool and goes on with its result (%s)', async (method) => {
    mock.on({ userMessage: 'Zurich', hasToolResult: false }, { toolCalls: [{ id: 'call_7', name: 'weather', arguments: { city: 'Zürich' } }] });
    mock.on({ toolCallId: 'call_7' }, { content: 'It is sunny in Zürich.' });
    const model = openai.responses('gpt-5');
    const ask = (messages: CallOptions['messages']) => {
      const options = { messages, tools: [weather] };
      return method === 'generate' ? model.generate(options) : collect(model.stream(options));
    };
    const first = await ask(say('Weather in Zurich?'));
    expect(first).toMatchObject({ finishReason: 'tool-calls', toolCalls: [{ toolCallId: 'call_7', toolName: 'weather', arguments: { city: 'Zürich' } }] });
    const result = { type: 'tool-result' as const, toolCallId: 'call_7', result: { sky: 'clear' } };
    const second = await ask([...say('Weather in Zurich?'), first.message, { role: 'tool', content: [result] }]);
    expect(second).toMatchObject({ text: 'It is sunny in Zürich.', finishReason: 'stop' });
  });

  it('gives a rate limit as one', async () => {
    mock.nextRequestError(429, { message: 'Slow down', type: 'requests', code: 'rate_limit_exceeded' });
    await expect(openai.responses('gpt-5').generate({ messages: say('hello') })).rejects.toThrow(RateLimitError);
  });

  it('is not taken for complete where it is cut', async () => {
    mock.onMessage('long', { content: 'x'.repeat(500) }, { chunkSize: 10, latency: 2, truncateAfterChunks: 8 });
    const error: unknown = await collect(openai.responses('gpt-5').stream({ messages: say('long') })).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StreamInterruptedError);
    expect((error as StreamInterruptedError).partial?.content).toMatchObject([{ type: 'reasoning' }, { type: 'text', text: expect.stringMatching(/^x+$/) as string }]);
  });
});
