import type { AnswerSample, DirtySample, ExpectedAnswer, WireSample } from '../../conformance/wire-sample.ts';
import { checkResponsesInput } from './check-input.ts';
import { DIRTY } from './dirty.ts';
import {
  call, callEvents, completed, CREATED, event, message, messageEvents, READ_USAGE, reasoning, reasoningEvents, wholeResponse, type OutputItem,
} from './events.ts';

/** Both forms of one answer: its items, their events, and what they mean. */
function sample(output: readonly OutputItem[], events: readonly string[], expected: Partial<ExpectedAnswer>): AnswerSample {
  const frames = [CREATED, ...events, completed(output)];
  return {
    whole: wholeResponse(output),
    events: frames,
    terminal: frames.length - 1,
    expected: { text: '', finishReason: 'stop', usage: READ_USAGE, ...expected },
  };
}

const GREETING = message('Grüße, 漢字 🙂!');
const PARIS = { id: 'call_a1', name: 'get_weather', arguments: { city: 'Paris', days: 2 } };
const ROME = { id: 'call_b2', name: 'get_weather', arguments: { city: 'Rome' } };
const paris = call('call_a1', 'get_weather', '{"city":"Paris","days":2}');
const rome = call('call_b2', 'get_weather', '{"city":"Rome"}');
const broken = call('call_a1', 'get_weather', '{"city": Par');
const thoughts = reasoning('Let me see…');

/** What differs between the servers of this wire. */
export interface ResponsesOptions {
  /** Looks at the request that continues a conversation. @default checkResponsesInput */
  checkRoundTrip?: NonNullable<WireSample['checkRoundTrip']>;
  /** Answers that only this vendor gives. @default none */
  dirty?: readonly DirtySample[];
}

/** The `wire` of a provider that speaks the Responses API. */
export function responsesWire({ checkRoundTrip = checkResponsesInput, dirty = [] }: ResponsesOptions = {}): WireSample {
  const failure = { code: 'server_error', message: 'The server had an error.', param: null };
  return {
    framing: 'sse',
    text: sample([GREETING], messageEvents(GREETING, 0, ['Grüße, ', '漢字 ', '🙂!']), { text: 'Grüße, 漢字 🙂!' }),
    // After `created`, the item and its part are announced.
    repeatable: 3,
    toolCall: sample([paris], callEvents(paris, 0, ['{"city":"Pa', 'ris","days":2}']), { toolCalls: [PARIS], finishReason: 'tool-calls' }),
    parallelToolCalls: sample(
      [paris, rome],
      [...callEvents(paris, 0, ['{"city":"Paris",', '"days":2}']), ...callEvents(rome, 1, ['{"city":"Rome"}'])],
      { toolCalls: [PARIS, ROME], finishReason: 'tool-calls' },
    ),
    reasoning: sample(
      [thoughts, message('42')],
      [...reasoningEvents(thoughts, 0, ['Let me ', 'see…']), ...messageEvents(message('42'), 1, ['42'])],
      { reasoning: 'Let me see…', text: '42' },
    ),
    badToolArguments: sample([broken], callEvents(broken, 0, ['{"city": ', 'Par']), {
      toolCalls: [{ id: 'call_a1', name: 'get_weather', arguments: {}, invalid: '{"city": Par' }],
      finishReason: 'tool-calls',
    }),
    error: (_status, { message: words, code = null }) => ({ body: errorBody({ message: words, type: 'error', param: null, code }) }),
    errorInside200: {
      whole: errorBody({ ...failure, type: 'server_error' }),
      events: [CREATED, ...messageEvents(GREETING, 0, ['Grüße, ']).slice(0, 3), event('error', failure)],
      kind: 'server',
    },
    dirty: [...DIRTY, ...dirty],
    errorSamples: ERRORS,
    retryable: { 409: true },
    checkRoundTrip,
  };
}

function errorBody(error: object): string {
  return JSON.stringify({ error });
}

const ERRORS: NonNullable<WireSample['errorSamples']> = [
  { name: 'a wrong key', status: 401, body: errorBody({ message: 'Incorrect API key provided', type: 'invalid_request_error', code: 'invalid_api_key' }), kind: 'authentication', retryable: false, code: 'invalid_api_key' },
  { name: 'an exhausted quota', status: 429, body: errorBody({ message: 'You exceeded your current quota', type: 'insufficient_quota', code: 'insufficient_quota' }), kind: 'quota-exceeded', retryable: false },
  { name: 'a rate limit', status: 429, headers: { 'retry-after-ms': '1500' }, body: errorBody({ message: 'Rate limit reached', type: 'tokens', code: 'rate_limit_exceeded' }), kind: 'rate-limit', retryable: true, retryAfterMs: 1500 },
  { name: 'a prompt that is too long', status: 400, body: errorBody({ message: 'Too long', type: 'invalid_request_error', code: 'context_length_exceeded' }), kind: 'context-length', retryable: false },
  { name: 'a prompt that was flagged', status: 400, body: errorBody({ message: 'Your prompt was flagged as potentially violating our usage policy.', type: 'invalid_request_error', code: 'invalid_prompt' }), kind: 'content-filter', retryable: false },
  { name: 'a prompt that is malformed', status: 400, body: errorBody({ message: 'Invalid prompt.', type: 'invalid_request_error', code: 'invalid_prompt' }), kind: 'invalid-request', retryable: false },
  { name: 'an unknown model', status: 404, body: errorBody({ message: 'The model does not exist', type: 'invalid_request_error', code: 'model_not_found' }), kind: 'not-found', retryable: false },
];
