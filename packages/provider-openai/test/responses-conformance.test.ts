import { describeFeatures, describeProvider, type ProviderUnderTest } from '@sdk/testing/conformance';
import { responsesFeatures, responsesWire } from '@sdk/testing/responses';
import { createOpenAIResponses } from './openai-responses.ts';

const get_weather = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };

const subject: ProviderUnderTest = {
  name: 'openai-responses',
  create: createOpenAIResponses,
  modelId: 'gpt-5',
  basePath: '/v1',
  entry: { url: new URL('./openai-responses.ts', import.meta.url).href, create: 'createOpenAIResponses' },
  unsupported: [
    { option: 'topK', options: { topK: 5 } },
    { option: 'repetitionPenalty', options: { repetitionPenalty: 1.1 } },
    { option: 'presencePenalty', options: { presencePenalty: 1 } },
    { option: 'frequencyPenalty', options: { frequencyPenalty: 1 } },
    { option: 'stopSequences', options: { stopSequences: ['x'] } },
    { option: 'seed', options: { seed: 7 } },
    { option: 'temperature', options: { temperature: 0.5 } },
    { option: 'topP', options: { topP: 0.5 } },
    { option: 'logprobs', options: { logprobs: 2 } },
    { option: 'reasoning', options: { reasoning: { budgetTokens: 1024 } } },
  ],
  refused: [
    { name: 'to continue a message of the assistant', options: { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'It' }] } },
    { name: 'the same, whatever the options claim', options: { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'It' }] }, capabilities: { prefill: true } },
    { name: 'audio', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'audio/wav', data: 'UklGRg==' }] }] } },
    { name: 'tools, where the options say there are none', options: { tools: [get_weather] }, capabilities: { tools: false } },
  ],
  wire: responsesWire(),
};

describeProvider(subject);
describeFeatures(
  subject,
  responsesFeatures({ listing: { whole: '{"object":"list","data":[{"id":"gpt-5","object":"model"},{"id":"o3"}]}', ids: ['gpt-5', 'o3'] } }),
);
