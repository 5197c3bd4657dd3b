import assert from 'node:assert/strict';
import type { JSONObject } from '@sdk/core';
import { chatCompletionsFeatures, chatCompletionsWire, comparableChatMessage, readChatMessages } from '@sdk/testing/chat-completions';
import { describeConversations, describeFeatures, describeProvider, describeRecordings, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createMistral } from '../src/index.ts';
import { ANSWERS, ERROR_IN_STREAM, REASONING, withNineCharacters } from './fixtures/answers.ts';

interface WireMessage {
  role: string;
  content: unknown;
  tool_calls?: { id: string }[];
  tool_call_id?: string;
}

const KNOWN = new Set(['role', 'content', 'tool_calls', 'tool_call_id', 'prefix']);

/** What Mistral's own validation demands of a conversation. */
function checkRoundTrip(request: unknown): void {
  let open = new Set<string>();
  for (const message of (request as { messages: WireMessage[] }).messages) {
    for (const key of Object.keys(message)) assert.ok(KNOWN.has(key), `${key} is no field that Mistral knows`);
    if (message.role === 'tool') assert.ok(open.delete(message.tool_call_id ?? ''), 'a result answers a call of the message before');
    else assert.equal(open.size, 0, 'as many results as calls');
    for (const { id } of message.tool_calls ?? []) assert.match(id, /^[a-zA-Z0-9]{9}$/);
    if (message.role === 'assistant') open = new Set(message.tool_calls?.map(({ id }) => id));
  }
}

const subject: ProviderUnderTest = {
  name: 'mistral',
  create: createMistral,
  modelId: 'mistral-small-latest',
  basePath: '/v1',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createMistral' },
  unsupported: [
    { option: 'topK', options: { topK: 5 } },
    { option: 'repetitionPenalty', options: { repetitionPenalty: 1.1 } },
    { option: 'logprobs', options: { logprobs: 2 } },
    { option: 'reasoning', options: { reasoning: { budgetTokens: 1024 } } },
    { option: 'reasoning', options: { reasoning: 'max' } },
  ],
  wire: {
    ...withNineCharacters(chatCompletionsWire({ dirty: ANSWERS, checkRoundTrip })),
    reasoning: REASONING,
    errorInside200: ERROR_IN_STREAM,
    retryable: {},
  },
};

describeProvider(subject);

describeFeatures(
  subject,
  chatCompletionsFeatures({
    pdf: {
      request: (body) =>
        assert.deepEqual(Object.keys((body as { messages: { content: object[] }[] }).messages[0]?.content[1] ?? {}), ['type', 'document_url', 'document_name']),
    },
    reasoningRoundTrip: {
      request: (body) =>
        assert.deepEqual((body as { messages: object[] }).messages[1], {
          role: 'assistant',
          content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Let me see…' }], closed: true }, { type: 'text', text: '42' }],
        }),
    },
    citations: {
      whole: JSON.stringify({ choices: [{ message: { content: [{ type: 'text', text: 'It rained' }, { type: 'reference', reference_ids: [0] }, { type: 'text', text: '.' }] }, finish_reason: 'stop' }] }),
      result: ({ content }) => assert.deepEqual(content, [{ type: 'text', text: 'It rained.' }, { type: 'source', providerData: { mistral: { reference_id: 0 } } }]),
    },
    rateLimits: {
      headers: {
        'x-ratelimit-limit-tokens-minute': '100000',
        'x-ratelimit-remaining-tokens-minute': '97715',
        'x-ratelimit-tokens-query-cost': '171',
        'x-ratelimit-limit-req-minute': '100',
        'x-ratelimit-remaining-req-minute': '97',
      },
      rateLimit: { 'tokens-minute': { limit: 100_000, remaining: 97_715 }, 'req-minute': { limit: 100, remaining: 97 } },
    },
  }),
);

describeRecordings({
  name: 'mistral',
  create: createMistral,
  basePath: '/v1',
  filter: ({ provider, kind }) => provider === 'mistral' && ['chat', 'embeddings', 'models'].includes(kind),
});

describeConversations({
  name: 'mistral',
  create: createMistral,
  filter: ({ provider, kind }) => provider === 'mistral' && kind === 'chat',
  read: (messages) => readChatMessages(messages),
  comparable: withoutClosed,
});

/** Without `closed`, which the recorded client did not send back. */
function withoutClosed(message: JSONObject): JSONObject {
  const { content } = message;
  const open = Array.isArray(content) ? { content: content.map((chunk) => ({ ...(chunk as JSONObject), closed: undefined })) } : {};
  return comparableChatMessage({ ...message, ...open });
}
