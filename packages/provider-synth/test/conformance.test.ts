import { chatCompletionsFeatures, chatCompletionsWire } from '@sdk/testing/chat-completions';
import { describeFeatures, describeProvider, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createSynth } from '../src/index.ts';

/** Written from the documentation of vLLM, with and without a reasoning parser, read 2026-11-20. */
const answerOf = (message: object) => JSON.stringify({ id: 'c1', model: 'm', choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }] });
const THOUGHT = { text: 'Yes.', reasoning: 'Hm.', finishReason: 'stop' as const };

const subject: ProviderUnderTest = {
  name: 'synth',
  create: createSynth,
  modelId: 'Qwen/Qwen2.5-7B-Instruct',
  basePath: '/v1',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createSynth' },
  unsupported: [{ option: 'reasoning', options: { reasoning: { budgetTokens: 1024 } } }],
  refused: [{ name: 'to continue a message of the assistant', options: { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'It' }] } }],
  wire: chatCompletionsWire({
    dirty: [
      { name: 'thoughts between tags', whole: answerOf({ content: '<think>\nHm.\n</think>\n\nYes.' }), expected: THOUGHT },
      { name: 'thoughts under their old name', whole: answerOf({ content: 'Yes.', reasoning_content: 'Hm.' }), expected: THOUGHT },
      { name: 'thoughts under their new name', whole: answerOf({ content: 'Yes.', reasoning: 'Hm.' }), expected: THOUGHT },
    ],
  }),
};

describeProvider(subject);
describeFeatures(subject, chatCompletionsFeatures());
