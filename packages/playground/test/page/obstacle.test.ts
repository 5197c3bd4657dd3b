import { expect, test } from 'vitest';
import { obstacleOf, obstacleToQuestions } from '../../src/page/obstacle.ts';
import { defaultSettings } from '../../src/page/settings.ts';
import { initialState, type State } from '../../src/page/state.ts';
import { answerOf, callParts, FINISH, START } from './answers.ts';

const list = { models: [], providers: [], problems: [] };
const state = (change: Partial<State> = {}): State => ({ ...initialState(defaultSettings()), list, panes: [{ model: 'a/one', turns: [] }], ...change });
const calling = state({ panes: [{ model: 'a/one', turns: [{ type: 'answer', answer: answerOf([START, ...callParts(0, 'a', 'look', '{}'), FINISH], 'finished') }] }] });

test('nothing is in the way of a model that is known, and settings without mistakes', () => {
  expect([obstacleOf(state(), {}), obstacleToQuestions(state(), {})]).toEqual([undefined, undefined]);
});

test.each<[string, State, Record<string, string>, RegExp, boolean]>([
  ['models that are not listed yet', state({ list: undefined }), {}, /being listed/, false],
  ['a list that could not be had', state({ list: undefined, listFailure: { title: 'No', message: 'no' } }), {}, /could not be listed/, false],
  ['a model without its name', state({ panes: [{ model: 'a/', turns: [] }] }), {}, /Choose a model/, false],
  ['a mistake', state(), { seed: 'No.' }, /^Correct the mistake in the settings first\.$/, true],
  ['two mistakes', state(), { seed: 'No.', topK: 'No.' }, /^Correct the 2 mistakes/, true],
])('%s: in the way of everything', (_name, given, mistakes, text, isInSettings) => {
  for (const obstacle of [obstacleOf(given, mistakes), obstacleToQuestions(given, mistakes)]) {
    expect(obstacle).toEqual({ text: expect.stringMatching(text), isInSettings });
  }
});

test('a call that waits is in the way of questions, not of its results', () => {
  expect(obstacleToQuestions(calling, {})?.text).toBe('Answer the tool calls above first.');
  expect(obstacleOf(calling, {})).toBeUndefined();
  expect(obstacleOf(calling, { seed: 'No.' })?.isInSettings).toBe(true);
});
