import { LLMock } from '@copilotkit/aimock';
import { collect, type StreamInterruptedError } from '@sdk/core';
import { describePeer } from '@sdk/testing/conformance';
import { expect, it } from 'vitest';
import { createOpenAI, OpenAIError } from '../src/index.ts';
import { KEY } from './ask.ts';

const mock = new LLMock({ port: 0 });
const model = () => createOpenAI({ apiKey: KEY, baseUrl: `${mock.url}/v1` }).responses('gpt-5');

describePeer({ name: 'the Responses API of aimock', peer: mock, model, errorClass: OpenAIError, partIds: true, cutAfterChunks: 8 });

it.each(['generate', 'stream'] as const)('shows what it thinks (%s)', async (method) => {
  mock.onMessage('think', { content: '42', reasoning: 'Let me see…' });
  const messages = [{ role: 'user' as const, content: 'think' }];
  const result = await (method === 'generate' ? model().generate({ messages }) : collect(model().stream({ messages })));
  expect(result).toMatchObject({ text: '42', reasoning: 'Let me see…' });
});

it('keeps what it thought when it is cut', async () => {
  mock.onMessage('long', { content: 'x'.repeat(500) }, { chunkSize: 10, latency: 2, truncateAfterChunks: 8 });
  const error: unknown = await collect(model().stream({ messages: [{ role: 'user', content: 'long' }] })).catch((reason: unknown) => reason);
  expect((error as StreamInterruptedError).partial?.content).toMatchObject([{ type: 'reasoning' }, { type: 'text', text: expect.stringMatching(/^x+$/) as string }]);
});
