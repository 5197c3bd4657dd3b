import { LLMock } from '@copilotkit/aimock';
import { describePeer } from '@sdk/testing/conformance';
import { expect, it } from 'vitest';
import { createOllama, OllamaError } from '../src/index.ts';

const mock = new LLMock({ port: 0, chunkSize: 4 });

describePeer({
  name: 'aimock',
  peer: mock,
  model: () => createOllama({ baseUrl: mock.url })('llama3.2'),
  errorClass: OllamaError,
  callIds: false,
  checkRequest: () => expect(mock.getRequests().at(-1)).toMatchObject({ path: '/api/chat', body: { stream: false, max_tokens: 50, temperature: 0 } }),
});

it('says which model answered', async () => {
  const { response } = await createOllama({ baseUrl: mock.url })('llama3.2').generate({ messages: [{ role: 'user', content: 'Hello' }] });
  expect(response).toMatchObject({ provider: 'ollama', modelId: 'llama3.2' });
});

it('lists its models', async () => {
  // Its /api/embed still answers in the form of the older /api/embeddings, so embeddings are not for it to show.
  const models = await createOllama({ baseUrl: `${mock.url}/v1/` }).listModels();
  expect(models.every(({ id }) => id !== '')).toBe(true);
});
