import { chatCompletionsFeatures, chatCompletionsWire } from '@sdk/testing/chat-completions';
import { describeFeatures, describeProvider, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createLepton } from '../src/index.ts';

const subject: ProviderUnderTest = {
  name: 'lepton',
  create: createLepton,
  modelId: 'llama3-70b',
  basePath: '/api/v1',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createLepton' },
  unsupported: [{ option: 'reasoning', options: { reasoning: { budgetTokens: 1024 } } }],
  refused: [
    { name: 'an image', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'image/png', data: 'aGk=' }] }] } },
    { name: 'to continue a message of the assistant', options: { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'It' }] } },
  ],
  wire: chatCompletionsWire({
    dirty: [{ name: 'thoughts between tags', whole: answerOf('<think>\nHm.\n</think>\n\nYes.'), expected: { text: 'Yes.', reasoning: 'Hm.', finishReason: 'stop' } }],
  }),
};

/** Written from the documentation of vLLM without a reasoning parser, read 2026-11-20. */
function answerOf(content: string): string {
  return JSON.stringify({ id: 'c1', model: 'm', choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] });
}

describeProvider(subject);
describeFeatures(subject, chatCompletionsFeatures({ images: { notShown: 'Lepton served models of text only.' } }));
