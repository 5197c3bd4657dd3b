import { LLMock } from '@copilotkit/aimock';
import { describePeer } from '@sdk/testing/conformance';
import { expect, it } from 'vitest';
import { CohereError, createCohere } from '../src/index.ts';

const mock = new LLMock({ port: 0, chunkSize: 4 });

describePeer({
  name: 'aimock',
  peer: mock,
  model: () => createCohere({ baseUrl: mock.url, apiKey: 'key-of-the-mock' })('command-a-03-2025'),
  errorClass: CohereError,
  checkRequest: () => expect(mock.getRequests().at(-1)).toMatchObject({ path: '/v2/chat', body: { stream: false, max_tokens: 50, temperature: 0 } }),
});

it('embeds', async () => {
  const { embeddings } = await createCohere({ baseUrl: `${mock.url}/v2/`, apiKey: 'key-of-the-mock' }).embeddingModel('embed-v4.0').embed({ values: ['a', 'b'] });
  expect(embeddings).toHaveLength(2);
  expect(embeddings.every((vector) => vector.length > 0)).toBe(true);
});
