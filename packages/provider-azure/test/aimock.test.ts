import { LLMock } from '@copilotkit/aimock';
import { collect, RateLimitError, StreamInterruptedError, type CallOptions } from '@sdk/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAzure, type AzureOptions, type AzureProvider } from '../src/index.ts';
import { KEY } from './ask.ts';

// An independent server: nobody here wrote it. It speaks Azure's dated surface, and `/v1` without `/openai` before it.
const mock = new LLMock({ port: 0 });

const say = (content: string): CallOptions['messages'] => [{ role: 'user', content }];
const weather = { name: 'weather', description: 'The weather in a city', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } };

beforeAll(async () => {
  await mock.start();
});
beforeEach(() => {
  mock.reset();
});
afterAll(() => mock.stop());

describe.each<[name: string, path: string, options: AzureOptions]>([
  ['the dated surface', '', { apiVersion: '2024-10-21' }],
  ['v1', '/v1', {}],
])('against aimock, %s', (_name, path, options) => {
  let azure: AzureProvider;
  beforeAll(() => {
    azure = createAzure({ apiKey: KEY, baseUrl: mock.url + path, ...options });
  });
  afterAll(() => azure.close());

  it('answers whole and streamed alike', async () => {
    mock.onMessage('hello', { content: 'Grüezi, 漢字 🙂!' });
    const whole = await azure('my-deployment').generate({ messages: say('hello') });
    const streamed = await collect(azure('my-deployment').stream({ messages: say('hello') }));
    expect(whole.text).toBe('Grüezi, 漢字 🙂!');
    expect({ content: streamed.content, finishReason: streamed.finishReason }).toEqual({ content: whole.content, finishReason: 'stop' });
  });

  it('calls a tool and goes on with its result', async () => {
    mock.on({ userMessage: 'Zurich', hasToolResult: false }, { toolCalls: [{ id: 'call_7', name: 'weather', arguments: { city: 'Zürich' } }] });
    mock.on({ toolCallId: 'call_7' }, { content: 'It is sunny in Zürich.' });
    const ask = (messages: CallOptions['messages']) => collect(azure('my-deployment').stream({ messages, tools: [weather] }));
    const first = await ask(say('Weather in Zurich?'));
    expect(first).toMatchObject({ finishReason: 'tool-calls', toolCalls: [{ toolCallId: 'call_7', toolName: 'weather', arguments: { city: 'Zürich' } }] });
    const result = { type: 'tool-result' as const, toolCallId: 'call_7', result: { sky: 'clear' } };
    const second = await ask([...say('Weather in Zurich?'), first.message, { role: 'tool', content: [result] }]);
    expect(second).toMatchObject({ text: 'It is sunny in Zürich.', finishReason: 'stop' });
  });

  it('embeds', async () => {
    mock.onEmbedding('hello', { embedding: [0.25, -0.5] });
    const { embeddings } = await azure.embeddingModel('my-embeddings').embed({ values: ['hello'] });
    expect(embeddings).toEqual([[0.25, -0.5]]);
  });

  it('gives a rate limit as one', async () => {
    mock.nextRequestError(429, { message: 'Slow down', type: 'requests', code: '429' });
    await expect(azure('my-deployment').generate({ messages: say('hello') })).rejects.toThrow(RateLimitError);
  });

  it('takes a stream that is cut for what it is', async () => {
    mock.onMessage('long', { content: 'x'.repeat(500) }, { chunkSize: 10, latency: 2, truncateAfterChunks: 5 });
    await expect(collect(azure('my-deployment').stream({ messages: say('long') }))).rejects.toThrow(StreamInterruptedError);
  });
});
