import { expect, test } from 'vitest';
import { defaultSettings, type Settings, type ToolDraft } from '../../src/page/settings.ts';
import { SUGGESTIONS } from '../../src/page/suggestions.tsx';

const mine: ToolDraft = { id: 1, name: 'mine', description: '', parameters: '{}', strict: false };
const choose = (before: Settings, ...labels: RegExp[]) =>
  labels.reduce((settings, label) => ({ ...settings, ...SUGGESTIONS.find((each) => label.test(each.label))?.settings(settings) }), before);
const names = ({ tools }: Settings) => tools.map(({ id, name }) => `${id} ${name}`);

test('the tool of an example stands beside those of the user, once', () => {
  const before = { ...defaultSettings(), tools: [mine] };
  expect(names(choose(before, /tool call/))).toEqual(['1 mine', '2 get_weather']);
  expect(names(choose(before, /tool call/, /tool call/))).toEqual(['1 mine', '2 get_weather']);
});

test('a tool of the user that has the name of the example stays as it is', () => {
  const before = { ...defaultSettings(), tools: [{ ...mine, name: 'get_weather' }] };
  expect(choose(before, /tool call/).tools).toEqual(before.tools);
});

test('nothing is left over from another example', () => {
  const after = choose({ ...defaultSettings(), tools: [mine] }, /JSON/, /tool call/, /table/);
  expect([names(after), after.format, after.toolChoice]).toEqual([['1 mine'], 'text', '']);
  expect(choose({ ...defaultSettings(), toolChoice: 'required' }, /tool call/, /JSON/)).toMatchObject({ tools: [], format: 'schema', toolChoice: '' });
});
