import { chatCompletionsFeatures, chatCompletionsWire } from '@sdk/testing/chat-completions';
import { describeFeatures, describeProvider, type ProviderUnderTest } from '@sdk/testing/conformance';
import { expect } from 'vitest';
import { createXAI } from '../src/index.ts';
import { ANSWERS, CITATIONS, CITED } from './fixtures/answers.ts';

const subject: ProviderUnderTest = {
  name: 'xai',
  create: createXAI,
  modelId: 'grok-4.7',
  basePath: '/v1',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createXAI' },
  unsupported: [
    { option: 'topK', options: { topK: 5 } },
    { option: 'repetitionPenalty', options: { repetitionPenalty: 1.1 } },
    { option: 'stopSequences', options: { stopSequences: ['x'] } },
    { option: 'presencePenalty', options: { presencePenalty: 1 } },
    { option: 'frequencyPenalty', options: { frequencyPenalty: 1 } },
    { option: 'reasoning', options: { reasoning: 'max' } },
  ],
  refused: [
    { name: 'to continue a message of the assistant', options: { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'It' }] } },
    { name: 'a document', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'application/pdf', data: 'JVBERi0xLjQK' }] }] } },
    { name: 'audio', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'audio/wav', data: 'UklGRiQAAABXQVZF' }] }] } },
  ],
  wire: chatCompletionsWire({ dirty: ANSWERS }),
};

describeProvider(subject);

describeFeatures(
  subject,
  chatCompletionsFeatures({
    pdf: { notShown: 'Chat Completions of xAI takes no documents.' },
    reasoningRoundTrip: { notShown: 'Chat Completions of xAI takes no reasoning back.' },
    embeddings: { notShown: 'xAI documents no embedding models.' },
    citations: {
      whole: CITED,
      result: ({ content }) => expect(content.filter(({ type }) => type === 'source')).toEqual(CITATIONS.map((url) => ({ type: 'source', url }))),
    },
    listing: { whole: JSON.stringify({ models: [{ id: 'grok-4.7' }, { id: 'grok-4.3' }] }), ids: ['grok-4.7', 'grok-4.3'] },
  }),
);
