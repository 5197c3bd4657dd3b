import { LLMock } from '@copilotkit/aimock';
import { collect } from '@sdk/core';
import { describePeer } from '@sdk/testing/conformance';
import { beforeAll, expect, it } from 'vitest';
import { AnthropicError, createAnthropic } from '../src/index.ts';

const mock = new LLMock({ port: 0, chunkSize: 4 });
const model = () => createAnthropic({ baseUrl: mock.url, apiKey: 'none' })('claude-haiku-4-5');

describePeer({ name: 'aimock', peer: mock, model, errorClass: AnthropicError });

beforeAll(() => void mock.onMessage('think', { content: '42', reasoning: 'Let me see…' }));

it('thinks before it answers', async () => {
  const call = { messages: [{ role: 'user' as const, content: 'think' }], reasoning: 'low' as const };
  expect(await model().generate(call)).toMatchObject({ reasoning: 'Let me see…', text: '42' });
  expect(await collect(model().stream(call))).toMatchObject({ reasoning: 'Let me see…', text: '42' });
});
