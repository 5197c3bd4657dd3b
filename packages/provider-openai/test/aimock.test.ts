import { LLMock } from '@copilotkit/aimock';
import { APITimeoutError, collect } from '@sdk/core';
import { describePeer } from '@sdk/testing/conformance';
import { expect, it } from 'vitest';
import { createOpenAI, OpenAIError } from '../src/index.ts';
import { KEY } from './ask.ts';

const mock = new LLMock({ port: 0 });
const create = () => createOpenAI({ apiKey: KEY, baseUrl: `${mock.url}/v1` });

describePeer({ name: 'aimock', peer: mock, model: () => create()('gpt-4o'), errorClass: OpenAIError });

it('embeds', async () => {
  mock.onEmbedding('hello', { embedding: [0.25, -0.5] });
  const { embeddings } = await create().embeddingModel('text-embedding-3-small').embed({ values: ['hello'] });
  expect(embeddings).toEqual([[0.25, -0.5]]);
});

it('does not wait for ever', async () => {
  mock.onMessage('slow', { content: 'late' }, { latency: 2_000 });
  const messages = [{ role: 'user' as const, content: 'slow' }];
  await expect(collect(create()('gpt-4o').stream({ messages, timeouts: { totalMs: 100 } }))).rejects.toThrow(APITimeoutError);
});
