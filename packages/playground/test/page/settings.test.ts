import { expect, test } from 'vitest';
import { defaultSettings, EXAMPLE_PARAMETERS, readSettings, type Settings, type ToolDraft } from '../../src/page/settings.ts';

const read = (settings: Partial<Settings>) => readSettings({ ...defaultSettings(), ...settings });
const tool = (draft: Partial<ToolDraft> = {}): ToolDraft => ({ id: 1, name: 'look', description: '', parameters: '{"type":"object"}', strict: false, ...draft });

test('nothing that is not set is sent', () => {
  expect(read({})).toEqual({ options: {}, mistakes: {} });
});

test('every field becomes its option', () => {
  const { options, mistakes } = read({
    temperature: '0.7',
    topP: ' 1 ',
    maxTokens: '100',
    topK: '0',
    seed: '-3',
    presencePenalty: '-0.5',
    stopSequences: 'END\n\n###\n',
    reasoning: 'high',
    tools: [tool({ description: 'Looks.', strict: true })],
    toolChoice: 'tool:1',
    format: 'schema',
    schema: '{"type":"object"}',
  });
  expect(mistakes).toEqual({});
  expect(options).toEqual({
    temperature: 0.7,
    topP: 1,
    maxTokens: 100,
    topK: 0,
    seed: -3,
    presencePenalty: -0.5,
    stopSequences: ['END', '###'],
    reasoning: 'high',
    tools: [{ name: 'look', description: 'Looks.', parameters: { type: 'object' }, strict: true }],
    toolChoice: { toolName: 'look' },
    responseFormat: { type: 'json', schema: { type: 'object' } },
  });
});

test.each<[string, Partial<Settings>, object]>([
  ['a budget', { reasoning: 'budget', reasoningBudget: '2000' }, { reasoning: { budgetTokens: 2000 } }],
  ['any JSON', { format: 'json' }, { responseFormat: { type: 'json' } }],
  ['a choice without tools', { toolChoice: 'required' }, {}],
  ['a schema that is not chosen', { schema: '{' }, {}],
])('%s', (_name, settings, options) => {
  expect(read(settings)).toEqual({ options, mistakes: {} });
});

test.each<[Partial<Settings>, string, RegExp]>([
  [{ temperature: 'hot' }, 'temperature', /number/],
  [{ temperature: '-1' }, 'temperature', /At least 0/],
  [{ topP: '1.1' }, 'topP', /At most 1/],
  [{ maxTokens: '1.5' }, 'maxTokens', /whole/],
  [{ maxTokens: '0' }, 'maxTokens', /At least 1/],
  [{ seed: 'Infinity' }, 'seed', /number/],
  [{ reasoning: 'budget' }, 'reasoningBudget', /How many/],
  [{ tools: [tool({ name: 'two words' })] }, 'tool-1-name', /Letters/],
  [{ tools: [tool({ name: '' })] }, 'tool-1-name', /Letters/],
  [{ tools: [tool(), tool({ id: 2 })] }, 'tool-2-name', /Another/],
  [{ tools: [tool({ parameters: '[1]' })] }, 'tool-1-parameters', /object/],
  [{ tools: [tool({ parameters: '{"a"' })] }, 'tool-1-parameters', /Not JSON/],
  [{ tools: [tool()], toolChoice: 'tool:2' }, 'toolChoice', /no longer/],
  [{ format: 'schema', schema: 'null' }, 'schema', /object/],
])('%j is a mistake of %s', (settings, field, words) => {
  const { mistakes } = read(settings);
  expect(Object.keys(mistakes)).toEqual([field]);
  expect(mistakes[field]).toMatch(words);
});

test('a tool that is chosen may get another name', () => {
  const { options, mistakes } = read({ tools: [tool(), tool({ id: 2, name: 'renamed' })], toolChoice: 'tool:2' });
  expect([options.toolChoice, mistakes]).toEqual([{ toolName: 'renamed' }, {}]);
});

test('the example of a tool is one', () => {
  expect(read({ tools: [tool({ parameters: EXAMPLE_PARAMETERS })] }).mistakes).toEqual({});
});
