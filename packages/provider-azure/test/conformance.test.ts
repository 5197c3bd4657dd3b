import { chatCompletionsFeatures, chatCompletionsWire, comparableChatMessage, readChatMessages } from '@sdk/testing/chat-completions';
import { describeConversations, describeFeatures, describeProvider, describeRecordings, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createAzure } from '../src/index.ts';
import { ANSWERS } from './fixtures/answers.ts';

const subject: ProviderUnderTest = {
  name: 'azure',
  create: createAzure,
  modelId: 'my-deployment',
  basePath: '/openai/v1',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createAzure' },
  unsupported: [
    { option: 'topK', options: { topK: 5 } },
    { option: 'repetitionPenalty', options: { repetitionPenalty: 1.1 } },
    { option: 'reasoning', options: { reasoning: { budgetTokens: 1024 } } },
  ],
  refused: [
    { name: 'to continue a message of the assistant', options: { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'It' }] } },
  ],
  wire: chatCompletionsWire({ dirty: ANSWERS }),
};

describeProvider(subject);

describeFeatures(
  subject,
  chatCompletionsFeatures({
    // Azure counts the seconds.
    rateLimits: {
      headers: {
        'x-ratelimit-limit-tokens': '50000',
        'x-ratelimit-remaining-tokens': '49000',
        'x-ratelimit-reset-tokens': '37',
        'x-ratelimit-limit-requests': '50',
        'x-ratelimit-remaining-requests': '-1',
      },
      rateLimit: { tokens: { limit: 50_000, remaining: 49_000, resetMs: 37_000 }, requests: { limit: 50 } },
    },
  }),
);

const KINDS = ['chat', 'embeddings', 'models'];
describeRecordings({
  name: 'azure',
  create: createAzure,
  // The surface on which most of them were recorded.
  basePath: '/models?api-version=2024-05-01-preview',
  filter: ({ provider, kind }) => provider === 'azure' && KINDS.includes(kind),
});

describeConversations({
  name: 'azure',
  create: createAzure,
  filter: ({ provider, kind }) => provider === 'azure' && kind === 'chat',
  read: (messages) => readChatMessages(messages, { azure: { own: true } }),
  comparable: comparableChatMessage,
});
