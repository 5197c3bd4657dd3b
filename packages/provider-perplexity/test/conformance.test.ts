import assert from 'node:assert/strict';
import { chatCompletionsFeatures, chatCompletionsWire, readChatMessages } from '@sdk/testing/chat-completions';
import { describeConversations, describeFeatures, describeProvider, describeRecordings, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createPerplexity } from '../src/index.ts';
import { ANSWERS, CITED, REASONING } from './fixtures/answers.ts';

const NO_TOOLS = { notShown: 'Sonar calls no tools.' };
const get_weather = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };

/** No role speaks twice in a row, but for tools. */
function checkRoundTrip(request: unknown): void {
  const roles = (request as { messages: { role: string }[] }).messages.map(({ role }) => role);
  assert.equal(roles[0], 'user');
  roles.forEach((role, at) => assert.ok(role === 'tool' || role !== roles[at - 1], `the ${role} speaks twice`));
}

const subject: ProviderUnderTest = {
  name: 'perplexity',
  // Sonar calls no tools; the laws about calls are run as for a model that does.
  create: (options) => createPerplexity({ ...options, capabilities: { tools: true, ...options.capabilities } }),
  modelId: 'sonar-reasoning-pro',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createPerplexity' },
  unsupported: [
    { option: 'seed', options: { seed: 7 } },
    { option: 'stopSequences', options: { stopSequences: ['x'] } },
    { option: 'logprobs', options: { logprobs: 2 } },
    { option: 'repetitionPenalty', options: { repetitionPenalty: 1.1 } },
    { option: 'reasoning', options: { reasoning: 'none' } },
    { option: 'reasoning', options: { reasoning: 'xhigh' } },
  ],
  refused: [
    { name: 'tools, as no model takes them', options: { tools: [get_weather] }, capabilities: { tools: false } },
    { name: 'audio', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'audio/wav', data: 'UklGRg==' }] }] } },
    { name: 'videos', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'video/mp4', url: 'https://videos.example/a.mp4' }] }] } },
    { name: 'JSON without a schema', options: { responseFormat: { type: 'json' } } },
    { name: 'to continue a message of the assistant', options: { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'It' }] } },
  ],
  wire: { ...chatCompletionsWire({ dirty: ANSWERS, checkRoundTrip }), reasoning: REASONING, retryable: {} },
};

describeProvider(subject);

describeFeatures(
  { ...subject, create: createPerplexity, wire: { ...subject.wire, toolCall: NO_TOOLS, parallelToolCalls: NO_TOOLS, badToolArguments: NO_TOOLS } },
  chatCompletionsFeatures({
    forcedTool: NO_TOOLS,
    pdf: {
      request: (body) =>
        assert.deepEqual(Object.keys((body as { messages: { content: object[] }[] }).messages[0]?.content[1] ?? {}), ['type', 'file_url', 'file_name']),
    },
    citations: {
      whole: CITED,
      result: ({ content }) =>
        assert.deepEqual(content.slice(1), [
          { type: 'source', url: 'https://numbers.example/1-3', title: 'Counting', text: 'One, two, three.' },
          { type: 'source', url: 'https://numbers.example/all', title: 'Numbers', text: 'All of them.' },
        ]),
    },
    cacheUsage: { notShown: 'Perplexity counts no cached tokens.' },
    embeddings: {
      whole: JSON.stringify({ object: 'list', data: [{ object: 'embedding', index: 0, embedding: Buffer.from([0, 1, 127, 128, 255]).toString('base64') }], usage: { prompt_tokens: 2 } }),
      vector: [0, 1, 127, -128, -1],
    },
  }),
);

describeRecordings({
  name: 'perplexity',
  create: createPerplexity,
  // Vectors of signed bytes are compared in recorded-embeddings.test.ts.
  filter: ({ provider, kind }) => provider === 'perplexity' && ['chat', 'models'].includes(kind),
});

describeConversations({
  name: 'perplexity',
  create: createPerplexity,
  filter: ({ provider, kind }) => provider === 'perplexity' && kind === 'chat',
  read: (messages) => readChatMessages(messages),
});
