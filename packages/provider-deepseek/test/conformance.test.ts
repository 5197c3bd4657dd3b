import assert from 'node:assert/strict';
import { chatCompletionsFeatures, chatCompletionsWire, comparableChatMessage, readChatMessages } from '@sdk/testing/chat-completions';
import { describeConversations, describeFeatures, describeProvider, describeRecordings, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createDeepSeek } from '../src/index.ts';
import { ANSWERS } from './fixtures/answers.ts';

interface WireMessage {
  role: string;
  tool_calls?: object[];
  reasoning_content?: string;
}

/** DeepSeek refuses calls without their thoughts. */
function checkRoundTrip(request: unknown): void {
  for (const message of (request as { messages: WireMessage[] }).messages) {
    if (message.tool_calls) assert.equal(typeof message.reasoning_content, 'string', 'a call has its thoughts');
  }
}

const subject: ProviderUnderTest = {
  name: 'deepseek',
  create: createDeepSeek,
  modelId: 'deepseek-v4-pro',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createDeepSeek' },
  unsupported: [
    { option: 'topK', options: { topK: 5 } },
    { option: 'repetitionPenalty', options: { repetitionPenalty: 1.1 } },
    { option: 'seed', options: { seed: 5 } },
    { option: 'temperature', options: { temperature: 0.5 } },
    { option: 'presencePenalty', options: { presencePenalty: 1 } },
    { option: 'frequencyPenalty', options: { frequencyPenalty: 1 } },
    { option: 'reasoning', options: { reasoning: 'medium' } },
    { option: 'responseFormat', options: { responseFormat: { type: 'json', schema: { type: 'object' } } } },
  ],
  refused: [
    { name: 'to continue a message of the assistant', options: { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'It' }] } },
    { name: 'a document', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'application/pdf', data: 'JVBERi0xLjQK' }] }] } },
    { name: 'audio', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'audio/wav', data: 'UklGRiQAAABXQVZF' }] }] } },
  ],
  wire: chatCompletionsWire({ checkRoundTrip, dirty: ANSWERS }),
};

describeProvider(subject);

describeFeatures(
  subject,
  chatCompletionsFeatures({
    pdf: { notShown: 'DeepSeek takes no documents.' },
    jsonSchema: { notShown: 'DeepSeek holds answers to JSON only; a schema is told in words, with a warning.' },
    citations: { notShown: 'DeepSeek does not search.' },
    rateLimits: { notShown: 'DeepSeek sends no such headers.' },
    embeddings: { notShown: 'DeepSeek has no embedding models.' },
    reasoningRoundTrip: {
      request: (body) => assert.equal((body as { messages: WireMessage[] }).messages[1]?.reasoning_content, 'Let me see…'),
    },
  }),
);

describeRecordings({
  name: 'deepseek',
  create: createDeepSeek,
  filter: ({ provider, kind }) => provider === 'deepseek' && ['chat', 'models'].includes(kind),
});

describeConversations({
  name: 'deepseek',
  create: createDeepSeek,
  filter: ({ provider, kind }) => provider === 'deepseek' && kind === 'chat',
  read: (messages) => readChatMessages(messages, { deepseek: { own: true } }),
  // A client that keeps no thoughts recorded them: for its calls an empty text stands in.
  comparable: (message) => comparableChatMessage(message['tool_calls'] ? { reasoning_content: '', ...message } : message),
});
