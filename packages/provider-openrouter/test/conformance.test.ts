import assert from 'node:assert/strict';
import { chatCompletionsFeatures, chatCompletionsWire, comparableChatMessage, readChatMessages } from '@sdk/testing/chat-completions';
import { describeConversations, describeFeatures, describeProvider, describeRecordings, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createOpenRouter } from '../src/index.ts';
import { ANSWERS, BROKEN_OFF, REASONING } from './fixtures/answers.ts';

/** Thoughts that were signed, and only those, go back. */
function checkRoundTrip(request: unknown, history: 'own' | 'foreign'): void {
  const { messages } = request as { messages: { role: string; content: unknown; reasoning?: unknown; reasoning_details?: { signature?: string }[] }[] };
  for (const message of messages) {
    assert.equal(message.reasoning, undefined, 'reasoning goes back in its details only');
    if (history === 'foreign') assert.equal(message.reasoning_details, undefined, 'foreign thoughts stay away');
    for (const { signature } of message.reasoning_details ?? []) assert.ok(signature, 'a thought without its signature');
  }
}

const subject: ProviderUnderTest = {
  name: 'openrouter',
  create: createOpenRouter,
  modelId: 'anthropic/claude-haiku-4.5',
  basePath: '/api/v1',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createOpenRouter' },
  unsupported: { notShown: 'OpenRouter takes every option, and leaves out itself what a model does not know.' },
  refused: [{ name: 'audio that is neither WAV nor MP3', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'audio/ogg', data: 'T2dnUw==' }] }] } }],
  wire: { ...chatCompletionsWire({ dirty: ANSWERS, checkRoundTrip }), reasoning: REASONING, errorInside200: BROKEN_OFF },
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
          reasoning_details: [{ type: 'reasoning.text', text: 'Let me see…', format: 'anthropic-claude-v1', index: 0, signature: 'sig-1' }],
        }),
    },
    rateLimits: {
      headers: { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '19', 'x-ratelimit-reset': '0' },
      rateLimit: { requests: { limit: 20, remaining: 19, resetMs: 0 } },
    },
    listing: {
      whole: JSON.stringify({ data: [{ id: 'anthropic/claude-haiku-4.5', name: 'Anthropic: Claude Haiku 4.5', context_length: 200_000 }, { id: 'openrouter/auto' }] }),
      ids: ['anthropic/claude-haiku-4.5', 'openrouter/auto'],
    },
  }),
);

describeRecordings({
  name: 'openrouter',
  create: createOpenRouter,
  basePath: '/api/v1',
  filter: ({ provider, kind }) => provider === 'openrouter' && ['chat', 'embeddings', 'models'].includes(kind),
});

describeConversations({
  name: 'openrouter',
  create: createOpenRouter,
  filter: ({ provider, kind }) => provider === 'openrouter' && kind === 'chat',
  read: (messages) => readChatMessages(messages),
  // Two names of one role.
  comparable: (message) => comparableChatMessage(message['role'] === 'developer' ? { ...message, role: 'system' } : message),
});
