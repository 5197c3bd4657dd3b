import { expect, test } from 'vitest';
import { lastAnswer } from '../../src/page/conversation.ts';
import { defaultSettings } from '../../src/page/settings.ts';
import { findAnswer, initialState, isAnswering, reduce, requestOf, type Action, type State } from '../../src/page/state.ts';
import type { ModelList } from '../../src/page-api.ts';
import { callParts, FINISH, START, textParts } from './answers.ts';

const model = (name: string) => ({ name, provider: 'x', modelId: name, isDefault: false, capabilities: {} });
const list: ModelList = { models: [model('a/one'), model('a/two')], providers: [{ name: 'a', id: 'x', hasBaseUrl: false }], problems: [] };

function after(...actions: Action[]): State {
  return actions.reduce(reduce, initialState(defaultSettings()));
}

const listed: Action = { type: 'listed', list };
const ask = (text: string, ...ids: number[]): Action => ({ type: 'ask', content: [{ type: 'text', text }], ids });
const came = (id: number, ...parts: (typeof START)[]): Action => ({ type: 'came', id, parts: parts.map((part) => ({ atMs: 1, part })) });
const ended = (id: number, status: 'finished' | 'stopped' | 'failed' = 'finished'): Action => ({ type: 'ended', id, ending: { status, endMs: 2 } });

test('the first model of the list is chosen, unless one has been', () => {
  expect(after(listed).panes[0]?.model).toBe('a/one');
  expect(after({ type: 'choose', pane: 0, model: 'b/mine' }, listed).panes[0]?.model).toBe('b/mine');
});

test('where no model is listed, the name begins with a provider', () => {
  expect(after({ type: 'listed', list: { ...list, models: [] } }).panes[0]?.model).toBe('a/');
});

test('a list that could not be had is told, until there is one', () => {
  const failed: Action = { type: 'not-listed', failure: { title: 'No', message: 'no' } };
  expect(after(failed).listFailure?.title).toBe('No');
  expect(after(failed, listed).listFailure).toBeUndefined();
});

test('comparing adds another model, and never a third', () => {
  const on: Action = { type: 'compare', on: true };
  expect(after(listed, on, on).panes.map((pane) => pane.model)).toEqual(['a/one', 'a/two']);
  expect(after(listed, on, { type: 'compare', on: false }).panes.map((pane) => pane.model)).toEqual(['a/one']);
});

test('the second pane, and what was said in it, comes back when comparing is switched on again', () => {
  const on: Action = { type: 'compare', on: true };
  const off: Action = { type: 'compare', on: false };
  const asked = after(listed, on, { type: 'choose', pane: 1, model: 'b/mine' }, ask('Hello', 1, 2), ended(1), ended(2), off, on);
  expect(asked.panes.map(({ model, turns }) => [model, turns.length])).toEqual([
    ['a/one', 2],
    ['b/mine', 2],
  ]);
  const steps: Action[] = [off, { type: 'clear' }, on];
  expect(steps.reduce(reduce, asked).panes[1]).toEqual({ model: 'b/mine', turns: [] });
});

test('the key is asked for, checked, and only then called wrong', () => {
  const failed: Action = { type: 'not-listed', failure: { title: 'No', message: 'no', code: 'invalid_api_key' } };
  expect(after({ type: 'listing' }).key).toBe('accepted');
  expect(after(failed)).toMatchObject({ key: 'needed', listFailure: undefined });
  expect(after(failed, { type: 'check-key' }, { type: 'listing' }).key).toBe('checking');
  expect(after(failed, { type: 'check-key' }, failed).key).toBe('wrong');
  expect(after(failed, { type: 'check-key' }, listed).key).toBe('accepted');
});

test('a key that has ceased to be the right one is asked for again', () => {
  const failure = { title: 'No', message: 'no', code: 'invalid_api_key' };
  expect(after(listed, ask('Hello', 1), { type: 'ended', id: 1, ending: { status: 'failed', endMs: 1, failure } }).key).toBe('needed');
  expect(after(listed, ask('Hello', 1), ended(1, 'failed')).key).toBe('accepted');
});

test('a question goes to every pane, each with its own model and conversation', () => {
  const state = after(listed, ask('First', 1), came(1, START, ...textParts(0, 'Yes.'), FINISH), ended(1), { type: 'compare', on: true }, ask('Second', 2, 3));
  const requests = state.panes.map(({ turns }) => lastAnswer(turns)?.request);
  expect(requests.map((request) => [request?.model, request?.messages.length])).toEqual([
    ['a/one', 3],
    ['a/two', 1],
  ]);
});

test('the request is what the settings were when it was asked', () => {
  const state = after(listed, { type: 'set', settings: { system: 'Be brief.', temperature: '0.5' } }, ask('Hello', 1), { type: 'set', settings: { temperature: '1' } });
  expect(findAnswer(state, 1)?.request).toEqual({
    model: 'a/one',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
    ],
    temperature: 0.5,
  });
});

test('parts reach the answer that they are for, and no other', () => {
  const state = after(listed, { type: 'compare', on: true }, ask('Hello', 1, 2), came(2, START, ...textParts(0, 'Two.')));
  expect(findAnswer(state, 1)?.log).toHaveLength(0);
  expect(findAnswer(state, 2)?.blocks[0]?.text).toBe('Two.');
});

test('it is answering until the last pane has ended', () => {
  const asked = after(listed, { type: 'compare', on: true }, ask('Hello', 1, 2));
  expect(isAnswering(asked)).toBe(true);
  expect(isAnswering(reduce(asked, ended(1)))).toBe(true);
  expect(isAnswering(reduce(reduce(asked, ended(1)), ended(2, 'stopped')))).toBe(false);
});

test('results are sent in their own pane', () => {
  const call = [START, ...callParts(0, 'c', 'look', '{}'), FINISH];
  const results: Action = { type: 'give-results', pane: 0, content: [{ type: 'tool-result', toolCallId: 'c', result: 1 }], id: 3 };
  const state = after(listed, { type: 'compare', on: true }, ask('Hello', 1, 2), came(1, ...call), ended(1), ended(2), results);
  expect(findAnswer(state, 3)?.request.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
  expect(state.panes[1]?.turns).toHaveLength(2);
});

test('asking again replaces the last answer, with the settings of now', () => {
  const state = after(listed, ask('Hello', 1), ended(1, 'failed'), { type: 'set', settings: { maxTokens: '5' } }, { type: 'ask-again', pane: 0, id: 2 });
  expect(state.panes[0]?.turns.map(({ type }) => type)).toEqual(['user', 'answer']);
  expect(findAnswer(state, 2)?.request).toEqual({ model: 'a/one', messages: [{ role: 'user', content: 'Hello' }], maxTokens: 5 });
});

test('clearing forgets what was said, keeps models and settings, and lets nothing late come in', () => {
  const state = after(listed, { type: 'set', settings: { system: 'Hi' } }, ask('Hello', 1), { type: 'clear' });
  expect([state.panes, state.settings.system]).toEqual([[{ model: 'a/one', turns: [] }], 'Hi']);
  expect(reduce(state, came(1, START))).toBe(state);
  expect(reduce(state, ended(1))).toBe(state);
});

test('a system prompt of blanks is not sent', () => {
  expect(requestOf({ ...defaultSettings(), system: ' \n' }, { model: 'm', turns: [] })).toEqual({ model: 'm', messages: [] });
});
