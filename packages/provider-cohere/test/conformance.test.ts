import assert from 'node:assert/strict';
import { describeFeatures, describeProvider, type AnswerSample, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createCohere } from '../src/index.ts';
import * as chat from './fixtures/chat.ts';

const get_weather = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };

function sample(whole: string, events: string[], expected: Partial<AnswerSample['expected']>): AnswerSample {
  return { whole, events, terminal: events.length - 2, expected: { text: '', finishReason: 'stop', usage: chat.USAGE, ...expected } };
}

const PARIS = { id: 'get_weather_a1', name: 'get_weather', arguments: { city: 'Paris', days: 2 } };
const ROME = { id: 'get_weather_b2', name: 'get_weather', arguments: { city: 'Rome' } };
const OSLO = { function: { name: 'get_weather', arguments: { city: 'Oslo' } } };

type Sent = { role: string; content?: unknown; tool_plan?: unknown; tool_calls?: { id: string; function: { arguments: string } }[]; tool_call_id?: string };

const KNOWN = new Set(['role', 'content', 'tool_plan', 'tool_calls', 'tool_call_id']);

/** Looks at a request as Cohere would: no empty message, every call answered at once, nothing answered that was not called. */
function checkRoundTrip(request: unknown, history: 'own' | 'foreign'): void {
  const { messages } = request as { messages: Sent[] };
  for (const [at, message] of messages.entries()) {
    for (const key of Object.keys(message)) assert.ok(KNOWN.has(key), `${key} is no field of a message`);
    assert.ok(message.content !== undefined || message.tool_calls, 'a message must not be empty');
    if (history === 'foreign') assert.ok(message.tool_plan === undefined, "another model's thoughts must not be sent");
    const calls = message.tool_calls ?? [];
    for (const { function: called } of calls) assert.equal(typeof JSON.parse(called.arguments), 'object', 'arguments must be JSON');
    const answers = messages.slice(at + 1, at + 1 + calls.length).map((next) => next.tool_call_id);
    assert.deepEqual(answers, calls.map(({ id }) => id), 'every call must be answered next');
  }
}

const textFile = { type: 'file' as const, mediaType: 'text/plain', data: 'aGk=' };

const subject: ProviderUnderTest = {
  name: 'cohere',
  create: createCohere,
  modelId: chat.MODEL,
  basePath: '/v2/',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createCohere' },
  unsupported: [
    { option: 'repetitionPenalty', options: { repetitionPenalty: 1.1 } },
    { option: 'reasoning', options: { reasoning: 'low' } },
    { option: 'logprobs', options: { logprobs: 3 } },
    { option: 'parallelToolCalls', options: { tools: [get_weather], parallelToolCalls: false } },
    { option: 'tools', options: { tools: [{ ...get_weather, strict: true }, { ...get_weather, name: 'other' }] } },
  ],
  refused: [
    { name: "a vendor's tool", options: { tools: [{ type: 'provider', name: 'web_search', args: {} }] } },
    { name: 'a text file', options: { messages: [{ role: 'user', content: [textFile] }] } },
    { name: 'a text file, whatever the options claim', options: { messages: [{ role: 'user', content: [textFile] }] }, capabilities: { files: true } },
    { name: 'JSON beside tools', options: { tools: [get_weather], responseFormat: { type: 'json' } } },
  ],
  wire: {
    framing: 'sse',
    text: sample(chat.TEXT_WHOLE, chat.TEXT_EVENTS, { text: 'Grüße, 漢字 🙂!' }),
    repeatable: 2,
    toolCall: sample(chat.CALL_WHOLE, chat.CALL_EVENTS, { reasoning: 'I will look it up.', toolCalls: [PARIS], finishReason: 'tool-calls' }),
    parallelToolCalls: sample(chat.CALLS_WHOLE, chat.CALLS_EVENTS, { toolCalls: [PARIS, ROME], finishReason: 'tool-calls' }),
    reasoning: sample(chat.THINKING_WHOLE, chat.THINKING_EVENTS, { reasoning: 'Let me see…', text: '42' }),
    badToolArguments: sample(
      chat.whole({ tool_calls: [chat.call('get_weather_a1', 'get_weather', '{"city": Par')] }, 'TOOL_CALL'),
      chat.stream(chat.callEvents(0, 'get_weather_a1', 'get_weather', ['{"city"', ': Par']), 'TOOL_CALL'),
      { toolCalls: [{ ...PARIS, arguments: {}, invalid: '{"city": Par' }], finishReason: 'tool-calls' },
    ),
    error: (_status, { message }) => ({ body: chat.errorBody(message) }),
    errorInside200: { whole: chat.errorBody('internal server error'), events: [...chat.TEXT_EVENTS.slice(0, 3), chat.FAILED_END], kind: 'server' },
    dirty: [
      {
        name: 'calls without index and id, with the name alone and an object for arguments',
        whole: chat.whole({ tool_calls: [OSLO, OSLO] }, 'TOOL_CALL'),
        events: chat.stream(
          [OSLO, OSLO].flatMap((one) => [
            chat.event('tool-call-start', { delta: { message: { tool_calls: { function: { name: one.function.name } } } } }),
            chat.event('tool-call-delta', { delta: { message: { tool_calls: one } } }),
            chat.event('tool-call-end'),
          ]),
          'TOOL_CALL',
        ),
        expected: {
          text: '',
          toolCalls: [
            { name: 'get_weather', arguments: { city: 'Oslo' } },
            { name: 'get_weather', arguments: { city: 'Oslo' } },
          ],
          finishReason: 'tool-calls',
        },
      },
      {
        name: 'blocks without index, lists where one was due, and nulls',
        whole: chat.whole({ content: [{ type: 'thinking', thinking: 'Hm', text: null }, { type: 'text', text: 'Hi' }], tool_calls: null, tool_plan: null, citations: null }),
        events: chat.stream([
          chat.event('content-start', { delta: { message: { content: [{ type: 'thinking' }] } } }),
          chat.event('content-delta', { index: null, delta: { message: { content: [{ thinking: 'Hm', text: null }] } } }),
          chat.event('content-end', { delta: null }),
          chat.event('content-delta', { delta: { message: { content: null, tool_plan: null } } }),
          chat.event('content-delta', { delta: { message: { content: 'Hi' } } }),
          chat.event('content-delta', { delta: null }),
        ]),
        expected: { text: 'Hi', reasoning: 'Hm', finishReason: 'stop' },
      },
      {
        name: 'a stream without its first event, whose kinds stand in `event:` alone',
        events: [
          'event: content-delta\ndata: {"index":0,"delta":{"message":{"content":{"text":"Hi"}}}}\n\n',
          'event: message-end\ndata: {"delta":{"finish_reason":"COMPLETE"}}\n\n',
        ],
        expected: { text: 'Hi', finishReason: 'stop' },
      },
      { name: 'a whole answer where a stream was due', events: [chat.TEXT_WHOLE], expected: { text: 'Grüße, 漢字 🙂!', finishReason: 'stop', usage: chat.USAGE } },
      { name: 'a content that is a string', whole: chat.whole({ content: 'Hi' }), expected: { text: 'Hi', finishReason: 'stop' } },
      { name: 'a message with nothing in it', whole: chat.whole({}), events: chat.stream([]), expected: { text: '', finishReason: 'stop' } },
    ],
    errorSamples: [
      { name: 'a prompt that is too long', status: 400, body: chat.TOO_LONG, kind: 'context-length', retryable: false, code: 'TOO_MANY_TOKENS' },
      {
        name: 'more tokens asked for than the model writes',
        status: 400,
        body: chat.errorBody('too many tokens: max tokens must be less than or equal to 4096, the maximum output for this model - received 8192.'),
        kind: 'invalid-request',
        retryable: false,
      },
      { name: 'a bad key', status: 401, body: chat.errorBody('invalid api token'), kind: 'authentication', retryable: false },
      {
        name: "a trial key's month is used up",
        status: 429,
        body: chat.errorBody('You are using a Trial key, which is limited to 1000 API calls / month.'),
        kind: 'quota-exceeded',
        retryable: false,
      },
      {
        name: 'too many calls in a minute',
        status: 429,
        body: chat.errorBody('You are using a Trial key, which is limited to 20 API calls / minute.'),
        kind: 'rate-limit',
        retryable: true,
      },
      { name: 'a text that is blocked', status: 498, body: chat.errorBody('blocked input'), kind: 'content-filter', retryable: false },
      { name: 'a call that was given up', status: 499, body: chat.errorBody('request cancelled'), kind: 'invalid-request', retryable: false },
      { name: 'what is not built yet', status: 501, body: chat.errorBody('not implemented'), kind: 'server', retryable: false },
    ],
    checkRoundTrip,
  },
};

describeProvider(subject);

describeFeatures(subject, {
  forcedTool: {
    request(body) {
      const { tools, tool_choice } = body as { tools: { function: { name: string } }[]; tool_choice: string };
      assert.deepEqual(tools.map(({ function: { name } }) => name), ['get_weather'], 'only the tool that must be called is offered');
      assert.equal(tool_choice, 'REQUIRED');
    },
  },
  images: {
    request(body) {
      const { messages } = body as { messages: { content: { type: string; image_url?: { url: string } }[] }[] };
      assert.match(messages[0]!.content[1]!.image_url!.url, /^data:image\/png;base64,iVBOR/);
    },
  },
  pdf: { notShown: 'Messages take text and images only.' },
  jsonSchema: {
    request(body) {
      const { response_format } = body as { response_format: { type: string; json_schema: { type: string } } };
      assert.equal(response_format.type, 'json_object');
      assert.equal(response_format.json_schema.type, 'object');
    },
  },
  reasoningRoundTrip: {
    request(body) {
      const { messages } = body as { messages: Sent[] };
      assert.deepEqual(messages[1], { role: 'assistant', content: [{ type: 'thinking', thinking: 'Let me see…' }, { type: 'text', text: '42' }] });
    },
  },
  citations: {
    whole: chat.CITED_WHOLE,
    result({ content, text }) {
      const cited = content.flatMap((part) => (part.type === 'source' ? [text.slice(part.start, part.end)] : []));
      assert.deepEqual(cited, ['Matz', 'Ruby', 'Ruby']);
    },
  },
  cacheUsage: {
    result({ usage }) {
      assert.equal(usage.cachedInputTokens, 448);
    },
  },
  rateLimits: {
    headers: { 'x-trial-endpoint-call-limit': '20', 'x-trial-endpoint-call-remaining': '8', 'x-endpoint-monthly-call-limit': '1000' },
    rateLimit: { requests: { limit: 20, remaining: 8 }, 'requests-per-month': { limit: 1000 } },
  },
  embeddings: {
    whole: JSON.stringify({ ...chat.EMBEDDINGS, texts: ['Zanzibar'], embeddings: { float: [[0.25, -0.5]] } }),
    vector: [0.25, -0.5],
    request(body) {
      assert.equal((body as { input_type: string }).input_type, 'search_document');
    },
  },
  listing: { whole: JSON.stringify({ ...chat.MODEL_PAGES[0], next_page_token: '' }), ids: ['command-a-03-2025', 'embed-v4.0'] },
});
