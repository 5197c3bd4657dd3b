import assert from 'node:assert/strict';
import { chatCompletionsFeatures, chatCompletionsWire } from '@sdk/testing/chat-completions';
import { describeFeatures, describeProvider, type ProviderUnderTest } from '@sdk/testing/conformance';
import { createLightLLM } from '../src/index.ts';
import { ANSWERS, MODEL } from './fixtures/answers.ts';
import { generated, sample, tokenEvent } from './fixtures/generated.ts';
import { parseChatML } from './parse-chatml.ts';

const get_weather = { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } };
const file = (mediaType: string, data = 'UklGRg==') => ({ messages: [{ role: 'user' as const, content: [{ type: 'file' as const, mediaType, data }] }] });

const FORCED = [
  { name: 'a tool that must be called', options: { tools: [get_weather], toolChoice: 'required' as const } },
  { name: 'a certain tool that must be called', options: { tools: [get_weather], toolChoice: { toolName: 'get_weather' } } },
];
const NOT_FORCED = { notShown: 'The server only chooses which tools the model is shown.' };
const NO_HEADERS = { notShown: 'The server has no headers for them.' };
const NO_SOURCES = { notShown: 'The server cites nothing.' };
const NO_EMBEDDINGS = { notShown: 'The server has no embeddings.' };

const LISTING = {
  whole: JSON.stringify({ object: 'list', data: [{ id: MODEL, object: 'model', created: 1_763_600_000, owned_by: 'lightllm', max_model_len: 32_768 }] }),
  ids: [MODEL],
};

/** Of a conversation with tools, a result must stand in a message of its own, and without tags: the template adds them. */
function checkRoundTrip(request: unknown): void {
  const { messages } = request as { messages: Record<string, unknown>[] };
  for (const { role, content } of messages) {
    assert.ok(['system', 'user', 'assistant', 'tool'].includes(role as string), `${String(role)} is no role`);
    if (role === 'tool') assert.doesNotMatch(content as string, /tool_response/);
  }
}

const subject: ProviderUnderTest = {
  name: 'lightllm',
  create: createLightLLM,
  modelId: MODEL,
  basePath: '/v1',
  entry: { url: new URL('../src/index.ts', import.meta.url).href, create: 'createLightLLM' },
  unsupported: [
    { option: 'logprobs', options: { logprobs: true } },
    { option: 'reasoning', options: { reasoning: 'max' } },
    { option: 'reasoning', options: { reasoning: { budgetTokens: 1024 } } },
  ],
  refused: [
    ...FORCED,
    { name: 'a document', options: file('application/pdf') },
    { name: 'an answer to be continued', options: { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'Hel' }] } },
  ],
  wire: {
    ...chatCompletionsWire({ dirty: ANSWERS, reasoningField: 'reasoning', checkRoundTrip }),
    errorSamples: [
      { name: 'a prompt that is too long', status: 400, body: '{"error":{"message":"The input prompt token len 40000 + max_new_tokens 10000 > max_req_total_len 16384","type":"BadRequestError","param":null,"code":400}}', kind: 'context-length', retryable: false, code: '400' },
      { name: 'a prompt that is too long, on an older server', status: 417, body: '{"message":"the req token len + max_new_tokens is too long"}', kind: 'context-length', retryable: false },
      { name: 'a general failure of an older server', status: 417, body: '{"message":"presence_penalty must >= 0.0, got -1"}', kind: 'invalid-request', retryable: false },
      { name: 'a server with too much to do', status: 429, body: '{"error":{"message":"Server is busy","type":"RateLimitError","param":null,"code":429}}', kind: 'rate-limit', retryable: true },
      { name: 'an older server with too much to do', status: 503, body: '{"message":"Server is busy"}', kind: 'overloaded', retryable: true },
      { name: 'a field of the wrong type', status: 422, body: '{"detail":[{"loc":["body","top_k"],"msg":"Input should be a valid integer","type":"int_type"}]}', kind: 'invalid-request', retryable: false },
    ],
  },
};

describeProvider(subject);
describeFeatures(
  subject,
  chatCompletionsFeatures({
    forcedTool: NOT_FORCED,
    pdf: { notShown: 'The server takes images and audio only.' },
    citations: NO_SOURCES,
    rateLimits: NO_HEADERS,
    embeddings: NO_EMBEDDINGS,
    listing: LISTING,
  }),
);

const PARIS = { name: 'get_weather', arguments: { city: 'Paris', days: 2 } };
const ROME = { name: 'get_weather', arguments: { city: 'Rome' } };
const PARIS_TOKENS = ['<tool_call>', '\n{"name": "get_', 'weather", "arguments": ', '{"city": "Paris", "days": 2}}\n', '</tool_call>'];
const ROME_TOKENS = ['<tool_call>', '\n{"name": "get_weather", "arguments": {"city": "Rome"}}', '\n</tool', '_call>'];

const native: ProviderUnderTest = {
  name: 'lightllm-generate',
  create: (options) => createLightLLM({ ...options, mode: 'generate' }),
  modelId: MODEL,
  entry: { url: new URL('./generate-mode.ts', import.meta.url).href, create: 'createGenerateMode' },
  unsupported: [
    { option: 'logprobs', options: { logprobs: 2 } },
    { option: 'parallelToolCalls', options: { tools: [get_weather], parallelToolCalls: false } },
    { option: 'reasoning', options: { reasoning: 'high' } },
    { option: 'tools', options: { tools: [{ ...get_weather, strict: true }] } },
  ],
  refused: [
    ...FORCED,
    { name: 'a document', options: file('application/pdf') },
    { name: 'audio', options: file('audio/wav') },
    { name: "a vendor's tool", options: { tools: [{ type: 'provider', name: 'web_search', args: {} }] } },
  ],
  wire: {
    framing: 'sse',
    text: sample(['Grüße, ', '漢字 ', '🙂!'], { text: 'Grüße, 漢字 🙂!' }),
    repeatable: 0,
    toolCall: sample(PARIS_TOKENS, { toolCalls: [PARIS], finishReason: 'tool-calls' }),
    parallelToolCalls: sample(['Let me look.\n', ...PARIS_TOKENS, '\n', ...ROME_TOKENS], { text: 'Let me look.', toolCalls: [PARIS, ROME], finishReason: 'tool-calls' }),
    reasoning: sample(['<think>', '\nLet me ', 'see…\n', '</think>', '\n\n42'], { reasoning: 'Let me see…', text: '42' }),
    badToolArguments: sample(['<tool_call>\n{"name": "get_weather", "arguments": {"city": Par}}', '\n</tool_call>'], {
      toolCalls: [{ name: 'get_weather', arguments: {}, invalid: '{"city": Par}' }],
      finishReason: 'tool-calls',
    }),
    error: (status, { message }) => ({ body: JSON.stringify({ error: { message, type: 'InternalServerError', param: null, code: status } }) }),
    errorInside200: {
      whole: '{"error":{"message":"The server had an error.","type":"InternalServerError","code":500}}',
      events: [tokenEvent('Hel', 1), 'data:{"error":{"message":"The server had an error.","type":"server_error","code":"stream_error"}}\n\n'],
      kind: 'server',
    },
    dirty: [
      {
        name: 'the end of a turn as text, and more after it',
        whole: generated('Hi<|im_end|>\n<|im_start|>user', 4),
        events: [tokenEvent('Hi<|im', 1), tokenEvent('_end|>', 2), tokenEvent('\n<|im_start|>user', 3), tokenEvent('', 4, 'stop')],
        expected: { text: 'Hi', finishReason: 'stop' },
      },
      {
        name: 'what only begins like the end of a turn',
        whole: generated('a <|im_end', 2, 'length'),
        events: [tokenEvent('a <|im_', 1), tokenEvent('end', 2, 'length')],
        expected: { text: 'a <|im_end', finishReason: 'length' },
      },
      { name: 'a text that is no list', whole: '{"generated_text":"Hi"}', expected: { text: 'Hi', finishReason: 'other', usage: {} } },
      { name: 'null tokens', events: ['data: {"token":null,"finished":false}\n\n', tokenEvent('Hi', 1, 'stop')], expected: { text: 'Hi', finishReason: 'stop', usage: { outputTokens: 1 } } },
    ],
    errorSamples: [
      { name: 'a prompt that is too long', status: 417, body: '{"message":"the input prompt token len is too long"}', kind: 'context-length', retryable: false },
      { name: 'a server with too much to do', status: 429, body: '{"error":{"message":"Server is busy","type":"RateLimitError","param":null,"code":429}}', kind: 'rate-limit', retryable: true },
    ],
    retryable: { 409: true },
    checkRoundTrip: (request) => void parseChatML((request as { inputs: string }).inputs),
  },
};

describeProvider(native);
describeFeatures(native, {
  forcedTool: NOT_FORCED,
  images: {},
  pdf: { notShown: 'The routes take images only.' },
  jsonSchema: { request: (body) => assert.match((body as { parameters: { guided_json: string } }).parameters.guided_json, /^\{"type":"object"/) },
  reasoningRoundTrip: { notShown: 'Thoughts of earlier turns are not shown to the model again.' },
  citations: NO_SOURCES,
  cacheUsage: { notShown: 'The routes do not count what was cached.' },
  rateLimits: NO_HEADERS,
  embeddings: NO_EMBEDDINGS,
  listing: LISTING,
});
