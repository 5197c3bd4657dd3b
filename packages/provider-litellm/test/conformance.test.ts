import assert from 'node:assert/strict';
import { chatCompletionsFeatures, chatCompletionsWire } from '@sdk/testing/chat-completions';
import { describeFeatures, describeProvider, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createLiteLLM } from '../src/index.ts';
import { ANSWERS, THINKING } from './fixtures/answers.ts';

/** Thoughts go back in their blocks only, and only signed ones of this proxy. */
function checkRoundTrip(request: unknown, history: 'own' | 'foreign'): void {
  for (const message of (request as { messages: { reasoning_content?: unknown; thinking_blocks?: { signature?: string; data?: string }[] }[] }).messages) {
    assert.equal(message.reasoning_content, undefined);
    if (history === 'foreign') assert.equal(message.thinking_blocks, undefined);
    for (const { signature, data } of message.thinking_blocks ?? []) assert.ok(signature ?? data);
  }
}

const subject: ProviderUnderTest = {
  name: 'litellm',
  create: createLiteLLM,
  modelId: 'claude-sonnet',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createLiteLLM' },
  unsupported: { notShown: 'The proxy takes every option, and leaves out or refuses itself what a model does not know.' },
  refused: [{ name: 'audio that is neither WAV nor MP3', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'audio/ogg', data: 'T2dnUw==' }] }] } }],
  wire: { ...chatCompletionsWire({ dirty: ANSWERS, checkRoundTrip }), reasoning: THINKING },
};

describeProvider(subject);

describeFeatures(
  subject,
  chatCompletionsFeatures({
    reasoningRoundTrip: {
      request: (body) =>
        assert.deepEqual((body as { messages: object[] }).messages[1], {
          role: 'assistant',
          content: '42',
          thinking_blocks: [{ type: 'thinking', thinking: 'Let me see…', signature: 'EqoB-sig-1' }],
        }),
    },
  }),
);
