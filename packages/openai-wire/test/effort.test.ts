import type { Reasoning, Warning } from '@sdk/core';
import { expect, it } from 'vitest';
import { EFFORTS, encodeEffort, nearestEffort } from '../src/index.ts';

it.each([
  ['none', 'low'],
  ['minimal', 'low'],
  ['low', 'low'],
  ['medium', 'high'],
  ['high', 'high'],
  ['xhigh', 'max'],
  ['max', 'max'],
] as const)('%s is nearest to %s', (effort, nearest) => {
  expect(nearestEffort(effort, ['low', 'high', 'max'])).toBe(nearest);
});

it('takes the highest known word for what is above all', () => {
  expect(nearestEffort('max', ['low', 'high'])).toBe('high');
  expect(nearestEffort('low', [])).toBeUndefined();
});

function ask(reasoning: Reasoning, wordOf: (effort: string) => string | undefined) {
  const warnings: Warning[] = [];
  const context = { provider: 'acme', modelId: 'm', stream: false, warn: (warning: Warning) => void warnings.push(warning), unsupported: fail, invalid: fail };
  return { fields: encodeEffort(reasoning, context, wordOf), warnings };
}

function fail(message: string): never {
  throw new Error(message);
}

it.each(EFFORTS)('sends %s in silence where the vendor has the same word', (effort) => {
  expect(ask(effort, (word) => word)).toEqual({ fields: { reasoning_effort: effort }, warnings: [] });
});

it('warns once of another word, naming both', () => {
  const { fields, warnings } = ask('minimal', () => 'low');
  expect(fields).toEqual({ reasoning_effort: 'low' });
  expect(warnings).toMatchObject([{ kind: 'adjusted', option: 'reasoning', message: expect.stringMatching(/"minimal".*"low"/) as string }]);
});

it.each([
  [4_095, 'low'],
  [4_096, 'medium'],
  [16_383, 'medium'],
  [16_384, 'high'],
])('makes a budget of %i tokens the effort %s, with one warning', (budgetTokens, effort) => {
  const { fields, warnings } = ask({ budgetTokens }, (word) => word);
  expect(fields).toEqual({ reasoning_effort: effort });
  expect(warnings).toMatchObject([{ kind: 'adjusted', option: 'reasoning', message: expect.stringContaining(String(budgetTokens)) as string }]);
});

it('warns where a model takes no effort, unless it was not to think anyway', () => {
  expect(ask('high', () => undefined)).toMatchObject({ fields: undefined, warnings: [{ kind: 'unsupported', option: 'reasoning' }] });
  expect(ask('none', () => undefined)).toEqual({ fields: undefined, warnings: [] });
});
