import assert from 'node:assert/strict';
import { describeFeatures, describeProvider, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createAnthropic } from '../src/index.ts';
import * as answers from './fixtures/answers.ts';

const get_weather = { name: 'get_weather', parameters: { type: 'object', properties: {} } };
const speech = { type: 'file' as const, mediaType: 'audio/wav', data: 'UklGRg==' };

type Blocks = Record<string, unknown>[];

/** What the API demands of a request that goes on with a conversation. @see https://platform.claude.com/docs/en/api/messages (read 2026-11-20) */
function checkRoundTrip(request: unknown, history: 'own' | 'foreign'): void {
  const { messages } = request as { messages: { role: string; content: Blocks }[] };
  messages.forEach(({ role, content }, at) => {
    assert.equal(role, at % 2 === 0 ? 'user' : 'assistant', 'the sides must take turns');
    const called = content.filter(({ type }) => type === 'tool_use').map(({ id }) => id);
    const answered = messages[at + 1]?.content.slice(0, called.length).map(({ tool_use_id: id }) => id) ?? [];
    if (role === 'assistant') assert.deepEqual(answered, called, 'results must stand first behind their calls');
    for (const id of called) assert.match(String(id), /^[a-zA-Z0-9_-]+$/);
  });
  const thoughts = messages.flatMap(({ content }) => content).filter(({ type }) => String(type).endsWith('thinking'));
  if (history === 'foreign') assert.equal(thoughts.length, 0, "another model's thoughts must not be sent");
  else if (thoughts.length > 0) assert.deepEqual(thoughts, answers.REASONING_BLOCKS, 'thoughts must go back as they came');
}

const subject: ProviderUnderTest = {
  name: 'anthropic',
  create: createAnthropic,
  modelId: answers.MODEL,
  basePath: '/v1/',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createAnthropic' },
  unsupported: [
    { option: 'seed', options: { seed: 1 } },
    { option: 'presencePenalty', options: { presencePenalty: 1 } },
    { option: 'frequencyPenalty', options: { frequencyPenalty: 1 } },
    { option: 'repetitionPenalty', options: { repetitionPenalty: 1.1 } },
    { option: 'logprobs', options: { logprobs: true } },
    { option: 'temperature', options: { temperature: 0.5, reasoning: 'low' } },
    { option: 'topK', options: { topK: 5, reasoning: 'low' } },
    { option: 'topP', options: { temperature: 0.5, topP: 0.5 } },
    { option: 'reasoning', options: { tools: [get_weather], toolChoice: 'required', reasoning: 'low' } },
    { option: 'reasoning', options: { reasoning: 'low', maxTokens: 1000 } },
    { option: 'responseFormat', options: { responseFormat: { type: 'json' } } },
  ],
  refused: [
    { name: 'audio', options: { messages: [{ role: 'user', content: [speech] }] } },
    { name: 'audio, whatever the options claim', capabilities: { audio: true }, options: { messages: [{ role: 'user', content: [speech] }] } },
    { name: 'an image of another format', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'image/tiff', data: 'SUkq' }] }] } },
    {
      name: 'an answer to continue as JSON',
      options: {
        messages: [{ role: 'user', content: 'Hello' }, { role: 'assistant', content: '{' }],
        responseFormat: { type: 'json', schema: { type: 'object', properties: {} } },
      },
    },
  ],
  wire: {
    framing: 'sse',
    text: answers.TEXT,
    repeatable: answers.TEXT_DELTA_AT,
    toolCall: answers.CALL,
    parallelToolCalls: answers.CALLS,
    reasoning: answers.REASONING,
    badToolArguments: answers.BAD_CALL,
    error: (status, { message, code }) => ({
      headers: { 'request-id': 'req_011' },
      body: answers.errorBody(answers.typeOf(status), message, code === undefined ? {} : { details: { error_code: code } }),
    }),
    errorInside200: answers.ERROR_INSIDE_200,
    dirty: answers.DIRTY,
    errorSamples: answers.ERRORS,
    retryable: { 409: true },
    checkRoundTrip,
  },
};

describeProvider(subject);

interface WireRequest {
  messages: { content: Blocks }[];
  tool_choice?: unknown;
  output_config?: { format: { type: string; schema: object } };
}

/** The blocks of the last message. */
const lastOf = (body: unknown) => (body as WireRequest).messages.at(-1)!.content;

describeFeatures(subject, {
  forcedTool: { request: (body) => assert.deepEqual((body as WireRequest).tool_choice, { type: 'tool', name: 'get_weather' }) },
  images: { request: (body) => assert.deepEqual(Object.keys(lastOf(body)[1]!['source'] as object), ['type', 'media_type', 'data']) },
  pdf: { request: (body) => assert.partialDeepStrictEqual(lastOf(body)[1], { type: 'document', title: 'small.pdf', source: { type: 'base64', media_type: 'application/pdf' } }) },
  jsonSchema: { request: (body) => assert.equal((body as WireRequest).output_config?.format.type, 'json_schema') },
  reasoningRoundTrip: { request: (body) => assert.deepEqual((body as WireRequest).messages.at(-2)!.content.slice(0, 2), answers.REASONING_BLOCKS) },
  citations: {
    whole: answers.whole([{ type: 'text', text: 'Fun.', citations: [answers.CITATION] }], 'end_turn'),
    result: ({ content }) => assert.partialDeepStrictEqual(content[1], { type: 'source', title: 'facts.txt', text: 'Fun fun fun.', of: 0, start: 0, end: 4 }),
  },
  cacheUsage: { result: ({ usage }) => assert.partialDeepStrictEqual(usage, { inputTokens: 33, cachedInputTokens: 20, cacheWriteTokens: 3 }) },
  rateLimits: {
    headers: {
      'anthropic-ratelimit-requests-limit': '10000',
      'anthropic-ratelimit-requests-remaining': '9999',
      'anthropic-ratelimit-requests-reset': '2026-08-19T14:34:21Z',
      'anthropic-ratelimit-input-tokens-remaining': '9994000',
    },
    rateLimit: { requests: { limit: 10_000, remaining: 9999, resetMs: 0 }, 'input-tokens': { remaining: 9_994_000 } },
  },
  embeddings: { notShown: 'Anthropic has no embedding models.' },
  listing: {
    whole: JSON.stringify({ data: [{ type: 'model', id: 'claude-opus-5' }, { type: 'model', id: 'claude-haiku-4-5' }], first_id: 'claude-opus-5', last_id: 'claude-haiku-4-5', has_more: false }),
    ids: ['claude-opus-5', 'claude-haiku-4-5'],
  },
});
