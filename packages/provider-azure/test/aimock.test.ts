import { LLMock } from '@copilotkit/aimock';
import { describePeer } from '@sdk/testing/conformance';
import { describe, expect, it } from 'vitest';
import { AzureError, createAzure, type AzureOptions } from '../src/index.ts';
import { KEY } from './ask.ts';

// It speaks Azure's dated surface, and `/v1` without `/openai` before it.
describe.each<[name: string, path: string, options: AzureOptions]>([
  ['the dated surface', '', { apiVersion: '2024-10-21' }],
  ['v1', '/v1', {}],
])('%s', (_name, path, options) => {
  const mock = new LLMock({ port: 0 });
  const create = () => createAzure({ apiKey: KEY, baseUrl: mock.url + path, ...options });

  describePeer({ name: 'aimock', peer: mock, model: () => create()('my-deployment'), errorClass: AzureError });

  it('embeds', async () => {
    mock.onEmbedding('hello', { embedding: [0.25, -0.5] });
    const { embeddings } = await create().embeddingModel('my-embeddings').embed({ values: ['hello'] });
    expect(embeddings).toEqual([[0.25, -0.5]]);
  });
});
