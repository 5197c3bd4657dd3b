import assert from 'node:assert/strict';
import { describeFeatures, describeProvider, type AnswerSample, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createOllama } from '../src/index.ts';
import * as chat from './fixtures/chat.ts';

const get_weather = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };

function sample(whole: string, events: string[], expected: Partial<AnswerSample['expected']>): AnswerSample {
  return { whole, events, terminal: events.length - 1, expected: { text: '', finishReason: 'stop', usage: chat.USAGE, ...expected } };
}

const BAD_CALL = [chat.call(0, 'get_weather', '{"city": Par', 'call_a1')];
const PARIS = { id: 'call_a1', name: 'get_weather', arguments: { city: 'Paris', days: 2 } };
const NO_ID = chat.call(0, 'get_weather', { city: 'Oslo' });

/** Looks at a request as the server's own types would: @see api/types.go, `Message` and `ToolCall`. */
function checkRoundTrip(request: unknown, history: 'own' | 'foreign'): void {
  const { messages } = request as { messages: Record<string, unknown>[] };
  const known = new Set(['role', 'content', 'thinking', 'images', 'tool_calls', 'tool_name', 'tool_call_id']);
  for (const message of messages) {
    assert.ok(typeof message['content'] === 'string', 'content must be a string');
    for (const key of Object.keys(message)) assert.ok(known.has(key), `${key} is no field of a message`);
    for (const { function: called } of (message['tool_calls'] ?? []) as { function: { arguments: unknown } }[]) {
      assert.equal(Object.prototype.toString.call(called.arguments), '[object Object]', 'arguments must be an object');
    }
    if (message['role'] === 'tool') assert.ok(message['tool_name'] && message['tool_call_id'], 'a result must say name and id');
    if (history === 'foreign') assert.ok(!('thinking' in message), "another model's thoughts must not be sent");
  }
}

const subject: ProviderUnderTest = {
  name: 'ollama',
  create: createOllama,
  modelId: chat.MODEL,
  basePath: '/api/',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createOllama' },
  unsupported: [
    { option: 'parallelToolCalls', options: { tools: [get_weather], parallelToolCalls: false } },
    { option: 'tools', options: { tools: [{ ...get_weather, strict: true }] } },
    { option: 'reasoning', options: { reasoning: { budgetTokens: 1024 } } },
    { option: 'reasoning', options: { reasoning: 'xhigh' } },
  ],
  refused: [
    { name: 'a tool that must be called', options: { tools: [get_weather], toolChoice: 'required' } },
    { name: 'a tool that must be called, whatever the options claim', options: { tools: [get_weather], toolChoice: 'required' }, capabilities: { toolChoice: true } },
    { name: "a vendor's tool", options: { tools: [{ type: 'provider', name: 'web_search', args: {} }] } },
    { name: 'audio', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'audio/wav', data: 'UklGRg==' }] }] } },
  ],
  wire: {
    framing: 'ndjson',
    text: sample(chat.TEXT_WHOLE, chat.TEXT_EVENTS, { text: 'Grüße, 漢字 🙂!' }),
    repeatable: 1,
    toolCall: sample(chat.CALL_WHOLE, chat.CALL_EVENTS, { toolCalls: [PARIS], finishReason: 'tool-calls' }),
    parallelToolCalls: sample(chat.CALLS_WHOLE, chat.CALLS_EVENTS, {
      toolCalls: [PARIS, { id: 'call_b2', name: 'get_weather', arguments: { city: 'Rome' } }],
      finishReason: 'tool-calls',
    }),
    reasoning: sample(chat.THINKING_WHOLE, chat.THINKING_EVENTS, { reasoning: 'Let me see…', text: '42' }),
    badToolArguments: sample(chat.whole({ tool_calls: BAD_CALL }), [chat.line({ tool_calls: BAD_CALL }), chat.doneLine()], {
      toolCalls: [{ id: 'call_a1', name: 'get_weather', arguments: {}, invalid: '{"city": Par' }],
      finishReason: 'tool-calls',
    }),
    error: (_status, { message }) => ({ body: JSON.stringify({ error: message }) }),
    errorInside200: {
      whole: '{"error":"an error was encountered while running the model"}',
      events: [chat.TEXT_EVENTS[0]!, '{"error":"an error was encountered while running the model"}\n'],
      kind: 'server',
    },
    dirty: [
      {
        name: 'calls without id',
        whole: chat.whole({ tool_calls: [NO_ID, NO_ID] }),
        events: [chat.line({ tool_calls: [NO_ID, NO_ID] }), chat.doneLine()],
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
        name: 'null deltas and a last line without counts',
        whole: '{"message":{"content":"Hi","thinking":null,"tool_calls":null},"done":true,"done_reason":"stop"}',
        events: ['{"message":{"content":null},"done":false}\n', '{"message":{"content":"Hi"},"done":false}\n', '{"done":true,"done_reason":"stop"}\n'],
        expected: { text: 'Hi', finishReason: 'stop' },
      },
      { name: 'a whole answer where a stream was due', events: [chat.TEXT_WHOLE], expected: { text: 'Grüße, 漢字 🙂!', finishReason: 'stop', usage: chat.USAGE } },
    ],
    errorSamples: [
      { name: 'a model that is not there', status: 404, body: chat.NOT_FOUND, kind: 'not-found', retryable: false },
      { name: 'a prompt that is too long', status: 400, body: '{"error":"the input length exceeds the context length"}', kind: 'context-length', retryable: false },
      { name: 'no tools', status: 400, body: '{"error":"\\"gemma\\" does not support tools"}', kind: 'invalid-request', retryable: false },
      { name: 'the plan is used up', status: 429, body: '{"error":"you (me) have reached your weekly usage limit, upgrade for higher limits: https://ollama.com/upgrade"}', kind: 'quota-exceeded', retryable: false },
      { name: 'too many requests', status: 429, body: '{"error":"too many concurrent requests"}', kind: 'rate-limit', retryable: true },
      { name: 'too little memory', status: 500, body: '{"error":"model requires more system memory (9.1 GiB) than is available (4.2 GiB)"}', kind: 'server', retryable: false },
      { name: 'a crash', status: 500, body: '{"error":"llama runner process has terminated: exit status 2"}', kind: 'server', retryable: true },
      { name: 'a full queue', status: 503, body: '{"error":"server busy, please try again.  maximum pending requests exceeded"}', kind: 'overloaded', retryable: true },
      { name: 'not signed in', status: 401, body: '{"error":"unauthorized","signin_url":"https://ollama.com/connect?name=a&key=b"}', kind: 'authentication', retryable: false },
    ],
    checkRoundTrip,
  },
};

describeProvider(subject);
describeFeatures(subject, {
  forcedTool: { notShown: 'The server lets the model choose.' },
  images: {},
  pdf: { notShown: 'The server takes images only.' },
  jsonSchema: { request: (body) => assert.ok('format' in (body as object)) },
  reasoningRoundTrip: { request: (body) => assert.match(JSON.stringify(body), /"thinking":"Let me see…"/) },
  citations: { notShown: 'The server cites nothing.' },
  cacheUsage: { notShown: 'The server does not count what was cached.' },
  rateLimits: { notShown: 'The server has no headers for them.' },
  embeddings: { whole: JSON.stringify({ ...chat.EMBEDDINGS, embeddings: [[0.25, -0.5]] }), vector: [0.25, -0.5] },
  listing: { whole: JSON.stringify(chat.TAGS), ids: ['qwen3:8b', 'nomic-embed-text:latest'] },
});
