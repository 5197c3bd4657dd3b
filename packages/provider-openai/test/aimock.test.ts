import { LLMock } from '@copilotkit/aimock';
import { APITimeoutError, collect, RateLimitError, StreamInterruptedError, textOf, type CallOptions } from '@sdk/core';
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

describe('against aimock', () => {
  it('answers whole and streamed alike', async () => {
    mock.onMessage('hello', { content: 'Grüezi, 漢字 🙂!' });
    const whole = await openai('gpt-4o').generate({ messages: say('hello') });
    const streamed = await collect(openai('gpt-4o').stream({ messages: say('hello') }));
    expect(whole.text).toBe('Grüezi, 漢字 🙂!');
    expect({ content: streamed.content, finishReason: streamed.finishReason }).toEqual({ content: whole.content, finishReason: 'stop' });
    const pieces = await Array.fromAsync(textOf(openai('gpt-4o').stream({ messages: say('hello') })));
    expect(pieces.join('')).toBe(whole.text);
  });

  it.each(['generate', 'stream'] as const)('calls a tool and goes on with its result (%s)', async (method) => {
    mock.on({ userMessage: 'Zurich', hasToolResult: false }, { toolCalls: [{ id: 'call_7', name: 'weather', arguments: { city: 'Zürich' } }] });
    mock.on({ toolCallId: 'call_7' }, { content: 'It is sunny in Zürich.' });
    const ask = (messages: CallOptions['messages']) => {
      const options = { messages, tools: [weather] };
      return method === 'generate' ? openai('gpt-4o').generate(options) : collect(openai('gpt-4o').stream(options));
    };
    const first = await ask(say('Weather in Zurich?'));
    expect(first).toMatchObject({ finishReason: 'tool-calls', toolCalls: [{ toolCallId: 'call_7', toolName: 'weather', arguments: { city: 'Zürich' } }] });
    const result = { type: 'tool-result' as const, toolCallId: 'call_7', result: { sky: 'clear' } };
    const second = await ask([...say('Weather in Zurich?'), first.message, { role: 'tool', content: [result] }]);
    expect(second).toMatchObject({ text: 'It is sunny in Zürich.', finishReason: 'stop' });
  });

  it('embeds', async () => {
    mock.onEmbedding('hello', { embedding: [0.25, -0.5] });
    const { embeddings } = await openai.embeddingModel('text-embedding-3-small').embed({ values: ['hello'] });
    expect(embeddings).toEqual([[0.25, -0.5]]);
  });

  it('gives a rate limit as one', async () => {
    mock.nextRequestError(429, { message: 'Slow down', type: 'requests', code: 'rate_limit_exceeded' });
    await expect(openai('gpt-4o').generate({ messages: say('hello') })).rejects.toThrow(RateLimitError);
  });

  it('takes a stream that is cut for what it is', async () => {
    mock.onMessage('long', { content: 'x'.repeat(500) }, { chunkSize: 10, latency: 2, truncateAfterChunks: 5 });
    const error: unknown = await collect(openai('gpt-4o').stream({ messages: say('long') })).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StreamInterruptedError);
    expect((error as StreamInterruptedError).partial?.content).toMatchObject([{ type: 'text', text: expect.stringMatching(/^x+$/) as string }]);
  });

  it('does not wait for ever', async () => {
    mock.onMessage('slow', { content: 'late' }, { latency: 2_000 });
    const pending = collect(openai('gpt-4o').stream({ messages: say('slow'), timeouts: { totalMs: 100 } }));
    await expect(pending).rejects.toThrow(APITimeoutError);
  });
});
