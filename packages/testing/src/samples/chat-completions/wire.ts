/**
 * Answers of a Chat Completions server, for `describeProvider`: what a provider of this dialect passes as `wire`.
 *
 * Written from documentation: OpenAI's OpenAPI description and openai-node (August 2026), read 2026-11-20; the dirty variants
 * from what recorded traffic of compatible servers shows. Nothing here is recorded traffic itself.
 */
import type { AnswerSample, DirtySample, ExpectedAnswer, WireSample } from '../../conformance/wire-sample.ts';

const IDENTITY = { id: 'chatcmpl-9xyz', created: 1_763_600_000, model: 'gpt-4o-2024-08-06' };
const USAGE = {
  prompt_tokens: 26,
  completion_tokens: 12,
  total_tokens: 38,
  prompt_tokens_details: { cached_tokens: 10 },
  completion_tokens_details: { reasoning_tokens: 5 },
};
const READ_USAGE = { inputTokens: 26, cachedInputTokens: 10, outputTokens: 12, reasoningTokens: 5, totalTokens: 38 };

const frame = (json: unknown) => `data: ${JSON.stringify(json)}\n\n`;
const DONE = 'data: [DONE]\n\n';
const usageChunk = frame({ ...IDENTITY, object: 'chat.completion.chunk', choices: [], usage: USAGE });

function chunk(delta: object | null, finish_reason: string | null = null): string {
  return frame({ ...IDENTITY, object: 'chat.completion.chunk', choices: [{ index: 0, delta, logprobs: null, finish_reason }], usage: null });
}

function whole(message: object, finish_reason: string): string {
  const choices = [{ index: 0, message: { role: 'assistant', refusal: null, ...message }, logprobs: null, finish_reason }];
  return JSON.stringify({ ...IDENTITY, object: 'chat.completion', choices, usage: USAGE });
}

/** Both forms of one answer: the message, its deltas, and what they mean. */
function sample(message: object, deltas: object[], reason: string, expected: Partial<ExpectedAnswer>): AnswerSample {
  const events = [chunk({ role: 'assistant', content: '' }), ...deltas.map((delta) => chunk(delta)), chunk({}, reason)];
  return {
    whole: whole(message, reason),
    events: [...events, usageChunk, DONE],
    terminal: events.length - 1,
    expected: { text: '', finishReason: 'stop', usage: READ_USAGE, ...expected },
  };
}

const call = (id: string, name: string, args: string) => ({ id, type: 'function', function: { name, arguments: args } });
const fragment = (index: number, args: string) => ({ tool_calls: [{ index, function: { arguments: args } }] });
const opening = (index: number, id: string, name: string) => ({ tool_calls: [{ index, ...call(id, name, '') }] });

const PARIS = { id: 'call_a1', name: 'get_weather', arguments: { city: 'Paris', days: 2 } };
const ROME = { id: 'call_b2', name: 'get_weather', arguments: { city: 'Rome' } };

/** What differs between the servers of this dialect. */
export interface ChatCompletionsOptions {
  /** Key of the reasoning text in a message; `undefined` where the server shows none. @default 'reasoning_content' */
  reasoningField?: string;
  /** Looks at the request that continues a conversation. @default none */
  checkRoundTrip?: WireSample['checkRoundTrip'];
  /** Answers that only this vendor gives. @default none */
  dirty?: readonly DirtySample[];
}

/** The `wire` of a provider that speaks Chat Completions. */
export function chatCompletionsWire({ reasoningField = 'reasoning_content', checkRoundTrip, dirty = [] }: ChatCompletionsOptions = {}): WireSample {
  return {
    framing: 'sse',
    text: sample({ content: 'Grüße, 漢字 🙂!' }, [{ content: 'Grüße, ' }, { content: '漢字 ' }, { content: '🙂!' }], 'stop', { text: 'Grüße, 漢字 🙂!' }),
    repeatable: 1,
    toolCall: sample(
      { content: null, tool_calls: [call('call_a1', 'get_weather', '{"city":"Paris","days":2}')] },
      [opening(0, 'call_a1', 'get_weather'), fragment(0, '{"city":"Pa'), fragment(0, 'ris","days":2}')],
      'tool_calls',
      { toolCalls: [PARIS], finishReason: 'tool-calls' },
    ),
    parallelToolCalls: sample(
      { content: null, tool_calls: [call('call_a1', 'get_weather', '{"city":"Paris","days":2}'), call('call_b2', 'get_weather', '{"city":"Rome"}')] },
      [
        opening(0, 'call_a1', 'get_weather'),
        fragment(0, '{"city":"Paris",'),
        fragment(0, '"days":2}'),
        opening(1, 'call_b2', 'get_weather'),
        fragment(1, '{"city":"Rome"}'),
      ],
      'tool_calls',
      { toolCalls: [PARIS, ROME], finishReason: 'tool-calls' },
    ),
    reasoning: sample(
      { [reasoningField]: 'Let me see…', content: '42' },
      [{ [reasoningField]: 'Let me ', content: null }, { [reasoningField]: 'see…' }, { content: '42', [reasoningField]: null }],
      'stop',
      { reasoning: 'Let me see…', text: '42' },
    ),
    badToolArguments: sample(
      { content: null, tool_calls: [call('call_a1', 'get_weather', '{"city": Par')] },
      [opening(0, 'call_a1', 'get_weather'), fragment(0, '{"city": '), fragment(0, 'Par')],
      'tool_calls',
      { toolCalls: [{ id: 'call_a1', name: 'get_weather', arguments: {}, invalid: '{"city": Par' }], finishReason: 'tool-calls' },
    ),
    error: (_status, { message, code = null }) => ({ body: JSON.stringify({ error: { message, type: 'error', param: null, code } }) }),
    errorInside200: {
      whole: JSON.stringify({ error: { message: 'The server had an error.', type: 'server_error', param: null, code: null } }),
      events: [chunk({ content: 'Hel' }), frame({ error: { message: 'The server had an error.', type: 'server_error', param: null, code: null } })],
      kind: 'server',
    },
    dirty: [...DIRTY, ...dirty],
    errorSamples: ERRORS,
    retryable: { 409: true },
    ...(checkRoundTrip ? { checkRoundTrip } : {}),
  };
}

const CALLED: ExpectedAnswer = { text: '', toolCalls: [PARIS], finishReason: 'tool-calls' };
const calling = (...fragments: object[]) => [...fragments.map((fragment_) => chunk({ tool_calls: [fragment_] })), chunk({}, 'tool_calls'), DONE];
const part = (args: unknown, more: object = {}) => ({ ...more, function: { arguments: args } });

const DIRTY: DirtySample[] = [
  { name: 'a stream without [DONE] and without usage', events: [chunk({ content: 'Hi' }), chunk({}, 'stop')], expected: { text: 'Hi', finishReason: 'stop' } },
  {
    name: 'chunks without choices, without a delta, with nulls',
    events: [
      frame({ id: '', model: '', choices: [], prompt_filter_results: [] }),
      frame({ ...IDENTITY }),
      frame({ ...IDENTITY, choices: null, error: null }),
      frame({ ...IDENTITY, choices: [{ index: 0 }] }),
      chunk(null),
      chunk({ content: null, tool_calls: null, refusal: null }),
      chunk({ content: 'Hi' }),
      chunk(null, 'stop'),
    ],
    expected: { text: 'Hi', finishReason: 'stop' },
  },
  { name: 'a finish reason in two chunks, usage in every one', events: [frame({ choices: [{ delta: { content: 'Hi' } }], usage: { prompt_tokens: 1 } }), chunk({}, 'stop'), frame({ choices: [{ delta: {}, finish_reason: 'stop' }], usage: { prompt_tokens: 2 } }), DONE], expected: { text: 'Hi', finishReason: 'stop', usage: { inputTokens: 2 } } },
  { name: 'tool deltas without index', events: calling({ id: 'call_a1', function: { name: 'get_weather', arguments: '' } }, part('{"city":"Paris",', { id: 'call_a1' }), part('"days":2}')), expected: CALLED },
  { name: 'tool deltas with id and name in each', events: calling({ index: 0, id: 'call_a1', function: { name: 'get_weather', arguments: '{"city":"Paris",' } }, { index: 0, id: 'call_a1', function: { name: 'get_weather', arguments: '"days":2}' } }), expected: CALLED },
  { name: 'tool arguments as an object', events: calling({ index: 0, id: 'call_a1', function: { name: 'get_weather', arguments: { city: 'Paris', days: 2 } } }), expected: CALLED },
  {
    name: 'a tool call without id',
    events: calling({ index: 0, function: { name: 'get_weather', arguments: '{"city":"Paris","days":2}' } }),
    expected: { ...CALLED, toolCalls: [{ name: 'get_weather', arguments: PARIS.arguments }] },
  },
  {
    name: 'one index for two calls',
    events: calling({ index: 0, ...call('call_a1', 'get_weather', '{"city":"Paris","days":2}') }, { index: 0, ...call('call_b2', 'get_weather', '{"city":"Rome"}') }),
    expected: { ...CALLED, toolCalls: [PARIS, ROME] },
  },
  ...['', null, undefined].map((args) => ({
    name: `a tool call whose arguments are ${JSON.stringify(args) ?? 'missing'}`,
    whole: whole({ content: null, tool_calls: [{ id: 'call_a1', function: { name: 'get_weather', arguments: args } }] }, 'stop'),
    events: calling({ index: 0, id: 'call_a1', function: { name: 'get_weather', arguments: args } }),
    expected: { text: '', toolCalls: [{ id: 'call_a1', name: 'get_weather', arguments: {} }], finishReason: 'tool-calls' },
  })),
  { name: 'a whole answer where a stream was due', events: [whole({ content: 'Hi' }, 'stop')], expected: { text: 'Hi', finishReason: 'stop' } },
  { name: 'white space before a whole answer', whole: `\n\n  ${whole({ content: 'Hi' }, 'stop')}`, expected: { text: 'Hi', finishReason: 'stop' } },
  {
    name: 'a refusal',
    whole: whole({ content: null, refusal: 'I cannot.' }, 'stop'),
    events: [chunk({ refusal: 'I can' }), chunk({ refusal: 'not.' }), chunk({}, 'stop'), DONE],
    expected: { text: 'I cannot.', finishReason: 'content-filter' },
  },
];

const errorBody = (error: object) => JSON.stringify({ error });

const ERRORS: NonNullable<WireSample['errorSamples']> = [
  { name: 'a wrong key', status: 401, body: errorBody({ message: 'Incorrect API key provided', type: 'invalid_request_error', code: 'invalid_api_key' }), kind: 'authentication', retryable: false, code: 'invalid_api_key' },
  { name: 'an exhausted quota', status: 429, body: errorBody({ message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' }), kind: 'quota-exceeded', retryable: false },
  { name: 'a rate limit', status: 429, headers: { 'retry-after-ms': '1500' }, body: errorBody({ message: 'Rate limit reached', type: 'tokens', code: 'rate_limit_exceeded' }), kind: 'rate-limit', retryable: true, retryAfterMs: 1500 },
  { name: 'a prompt that is too long, by code', status: 400, body: errorBody({ message: 'Too long', type: 'invalid_request_error', code: 'context_length_exceeded' }), kind: 'context-length', retryable: false },
  { name: 'a prompt that is too long, by words', status: 400, body: errorBody({ message: "This model's maximum context length is 8192 tokens.", type: 'invalid_request_error', code: null }), kind: 'context-length', retryable: false },
  { name: 'a filtered prompt', status: 400, body: errorBody({ message: 'Filtered', code: 'content_filter' }), kind: 'content-filter', retryable: false },
  { name: 'an unknown model', status: 404, body: errorBody({ message: 'The model does not exist', type: 'invalid_request_error', code: 'model_not_found' }), kind: 'not-found', retryable: false },
  { name: 'an error as a string', status: 400, body: '{"code":"invalid-argument","error":"Incorrect API key provided: sk"}', kind: 'authentication', retryable: false },
  { name: 'a list of details', status: 422, body: '{"detail":[{"loc":["body","messages"],"msg":"field required"}]}', kind: 'invalid-request', retryable: false },
];
