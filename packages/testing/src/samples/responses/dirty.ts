import type { DirtySample, ExpectedAnswer } from '../../conformance/wire-sample.ts';
import {
  added, call, callEvents, completed, CREATED, done, event, message, messageEvents, reasoning, response, textDelta, wholeResponse, type OutputItem,
} from './events.ts';

const HI: ExpectedAnswer = { text: 'Hi', finishReason: 'stop' };
const hi = message('Hi');
const PARIS = { id: 'call_a1', name: 'get_weather', arguments: { city: 'Paris', days: 2 } };
const CALLED: ExpectedAnswer = { text: '', toolCalls: [PARIS], finishReason: 'tool-calls' };
const ARGUMENTS = '{"city":"Paris","days":2}';
const paris = call('call_a1', 'get_weather', ARGUMENTS);
const opened = { ...paris, arguments: '', status: 'in_progress' };
const argumentsDelta = (more: object) => event('response.function_call_arguments.delta', more);

/** Text that comes in fewer or other events than OpenAI sends. */
const TEXTS: DirtySample[] = [
  { name: 'text in deltas alone', events: [CREATED, textDelta(hi, 0, 'H'), textDelta(hi, 0, 'i'), completed([])], expected: HI },
  { name: 'text that comes with the item only', events: [CREATED, added(message(''), 0), done(hi, 0), completed([hi])], expected: HI },
  { name: 'text that comes with its end only', events: [CREATED, event('response.output_text.done', { output_index: 0, content_index: 0, text: 'Hi' }), completed([])], expected: HI },
  { name: 'an output that comes with the last event only', events: [CREATED, completed([hi])], expected: HI },
  { name: 'a stream of its last event', events: [completed([hi])], expected: HI },
  { name: 'an item that is announced twice', events: [CREATED, added(message(''), 0), ...messageEvents(hi, 0, ['H', 'i']), completed([hi])], expected: HI },
  { name: 'an item that comes under another id in each event', events: [CREATED, ...messageEvents(hi, 0, ['Hi']).map((frame, n) => frame.replaceAll('msg_0a1', `msg_${n}`)), completed([{ ...hi, id: 'msg_last' }])], expected: HI },
  { name: 'a stream with [DONE] at its end and in it', events: [CREATED, 'data: [DONE]\n\n', completed([hi]), 'data: [DONE]\n\n'], expected: HI },
  { name: 'events without a name', events: [CREATED, ...messageEvents(hi, 0, ['Hi']), completed([hi])].map((frame) => frame.replace(/^event: .*\n/, '')), expected: HI },
  { name: 'events without indexes', events: [CREATED, ...messageEvents(hi, 0, ['H', 'i']), completed([hi])].map((frame) => frame.replace(/,"(?:output|content)_index":0/g, '')), expected: HI },
  { name: 'text that is the second part in deltas and the first in the item', events: [CREATED, ...messageEvents(hi, 0, ['Hi']).map((frame) => frame.replace('"content_index":0', '"content_index":1')), completed([hi])], expected: HI },
  { name: 'two items under one index', events: [CREATED, added(reasoning(), 0), done(reasoning(), 0), ...messageEvents(hi, 0, ['Hi']), ...callEvents(paris, 0, [ARGUMENTS]), completed([])], expected: { ...CALLED, text: 'Hi' } },
  { name: 'a last event that leaves out an item', events: [CREATED, added(reasoning(), 0), done(reasoning(), 0), ...messageEvents(hi, 1, ['Hi']), completed([hi])], expected: HI },
  { name: 'nulls', whole: wholeResponse([{ ...hi, phase: null }], { usage: null, status: null }), events: [CREATED, added(message(''), 0), textDelta(hi, 0, null), textDelta(hi, 0, 'Hi'), completed([], { status: null, usage: null, output: null })], expected: HI },
  { name: 'items of kinds that are not known', whole: wholeResponse([{ type: 'sdk_unknown', id: 'u_1' }, hi]), events: [CREATED, added({ type: 'sdk_unknown' }, 0), done({ type: 'sdk_unknown' }, 0), ...messageEvents(hi, 1, ['Hi']), completed([{ type: 'sdk_unknown' }, hi])], expected: HI },
  { name: 'a whole answer where a stream was due', events: [wholeResponse([hi])], expected: HI },
  { name: 'an answer without any output', whole: wholeResponse([]), events: [CREATED, completed([])], expected: { text: '', finishReason: 'stop' } },
];

const calling = (...events: string[]) => [CREATED, ...events, completed([])];
const withArguments = (args: unknown): OutputItem => ({ ...paris, arguments: args });

/** Calls that come in fewer or other events than OpenAI sends. */
const CALLS: DirtySample[] = [
  { name: 'arguments that come with their end only', events: calling(added(opened, 0), event('response.function_call_arguments.done', { output_index: 0, arguments: ARGUMENTS }), done({ ...paris, arguments: '' }, 0)), expected: CALLED },
  { name: 'arguments that come with the item only', events: calling(added(opened, 0), done(paris, 0)), expected: CALLED },
  { name: 'arguments that come with the last event only', events: [CREATED, added(opened, 0), completed([paris])], expected: CALLED },
  { name: 'arguments in deltas alone', events: calling(added(opened, 0), argumentsDelta({ output_index: 0, delta: '{"city":"Paris",' }), argumentsDelta({ output_index: 0, delta: '"days":2}' })), expected: CALLED },
  { name: 'a call whose name comes with its end', events: calling(argumentsDelta({ output_index: 0, delta: ARGUMENTS }), done(paris, 0)), expected: CALLED },
  { name: 'a call without an id of its item', whole: wholeResponse([{ ...paris, id: undefined, item_id: 'fc_1', output_index: 0 }]), expected: CALLED },
  { name: 'a call with the id of its item only', whole: wholeResponse([{ ...paris, id: 'fc_7', call_id: undefined }]), events: calling(added({ ...opened, id: 'fc_7', call_id: undefined }, 0), done({ ...paris, id: 'fc_7', call_id: undefined }, 0)), expected: { ...CALLED, toolCalls: [{ ...PARIS, id: 'fc_7' }] } },
  { name: 'a call without any id', whole: wholeResponse([{ ...paris, id: '', call_id: '' }]), events: calling(done({ ...paris, id: '', call_id: '' }, 0)), expected: { ...CALLED, toolCalls: [{ name: PARIS.name, arguments: PARIS.arguments }] } },
  { name: 'one id for two calls', whole: wholeResponse([paris, paris]), events: calling(...callEvents(paris, 0, [ARGUMENTS]), ...callEvents(paris, 1, [ARGUMENTS])), expected: { ...CALLED, toolCalls: [PARIS, { name: PARIS.name, arguments: PARIS.arguments }] } },
  { name: 'arguments as an object', whole: wholeResponse([withArguments(PARIS.arguments)]), events: calling(added(opened, 0), done(withArguments(PARIS.arguments), 0)), expected: CALLED },
  ...['', null, undefined].map((args) => ({
    name: `a call whose arguments are ${JSON.stringify(args) ?? 'missing'}`,
    whole: wholeResponse([withArguments(args)]),
    events: calling(added(opened, 0), done(withArguments(args), 0)),
    expected: { ...CALLED, toolCalls: [{ ...PARIS, arguments: {} }] },
  })),
];

const refused = message('', { content: [{ type: 'refusal', refusal: 'I cannot.' }] });
const thoughts = { ...reasoning(), encrypted_content: undefined, content: [{ type: 'reasoning_text', text: 'Let me see…' }] };
const ended = (reason: string, text = 'Hi') => {
  const more = { status: 'incomplete', incomplete_details: { reason } };
  return { whole: wholeResponse([message(text)], more), events: [CREATED, textDelta(hi, 0, text), event('response.incomplete', { response: response([message(text)], more) })] };
};

/** Other ends, and thoughts in other forms. */
const ENDS: DirtySample[] = [
  {
    name: 'a refusal',
    whole: wholeResponse([refused]),
    events: [CREATED, added(message(''), 0), event('response.refusal.delta', { output_index: 0, content_index: 0, delta: 'I can' }), event('response.refusal.delta', { output_index: 0, content_index: 0, delta: 'not.' }), done(refused, 0), completed([refused])],
    expected: { text: 'I cannot.', finishReason: 'content-filter' },
  },
  { name: 'a refusal in deltas alone', events: [CREATED, event('response.refusal.delta', { output_index: 0, content_index: 0, delta: 'No.' }), completed([])], expected: { text: 'No.', finishReason: 'content-filter' } },
  { name: 'an answer that ran into the limit', ...ended('max_output_tokens'), expected: { text: 'Hi', finishReason: 'length' } },
  { name: 'an answer that was filtered', ...ended('content_filter'), expected: { text: 'Hi', finishReason: 'content-filter' } },
  { name: 'an answer that ended for another reason', ...ended('sdk_unknown'), expected: { text: 'Hi', finishReason: 'other' } },
  {
    name: 'a summary of two thoughts',
    whole: wholeResponse([reasoning('First. ', 'Second.'), message('42')]),
    events: [CREATED, ...['First. ', 'Second.'].map((delta, summary_index) => event('response.reasoning_summary_text.delta', { output_index: 0, summary_index, delta })), done(reasoning('First. ', 'Second.'), 0), textDelta(message('42'), 1, '42'), completed([])],
    expected: { text: '42', reasoning: 'First. Second.', finishReason: 'stop' },
  },
  {
    name: 'thoughts in full',
    whole: wholeResponse([thoughts, message('42')]),
    events: [CREATED, added({ ...thoughts, content: [] }, 0), event('response.reasoning_text.delta', { output_index: 0, content_index: 0, delta: 'Let me ' }), event('response.reasoning_text.delta', { output_index: 0, content_index: 0, delta: 'see…' }), done(thoughts, 0), ...messageEvents(message('42'), 1, ['42']), completed([])],
    expected: { text: '42', reasoning: 'Let me see…', finishReason: 'stop' },
  },
  {
    name: 'thoughts in full that come with their end only',
    events: [CREATED, event('response.reasoning_text.done', { output_index: 0, content_index: 0, text: 'Let me see…' }), textDelta(message('42'), 1, '42'), completed([])],
    expected: { text: '42', reasoning: 'Let me see…', finishReason: 'stop' },
  },
];

/** What servers of this wire are known, or likely, to write otherwise. */
export const DIRTY: readonly DirtySample[] = [...TEXTS, ...CALLS, ...ENDS];
