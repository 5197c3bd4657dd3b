import type { Reasoning } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { encoded } from './support.ts';

type Row = [model: string, reasoning: Reasoning, config: object | undefined, warnings: number];
const shown = { includeThoughts: true };

describe('reasoning', () => {
  it.each<Row>([
    ['gemini-3.8-flash', 'none', { thinkingLevel: 'MINIMAL' }, 1],
    ['gemini-3.8-flash', 'minimal', { thinkingLevel: 'MINIMAL', ...shown }, 0],
    ['gemini-3.8-flash', 'low', { thinkingLevel: 'LOW', ...shown }, 0],
    ['gemini-3.8-flash', 'medium', { thinkingLevel: 'MEDIUM', ...shown }, 0],
    ['gemini-3.8-flash', 'high', { thinkingLevel: 'HIGH', ...shown }, 0],
    ['gemini-3.8-flash', 'xhigh', { thinkingLevel: 'HIGH', ...shown }, 1],
    ['gemini-3.8-flash', 'max', { thinkingLevel: 'HIGH', ...shown }, 1],
    ['gemini-3.8-flash', { budgetTokens: 100 }, { thinkingBudget: 100, ...shown }, 0],
    ['gemini-3.8-flash', { budgetTokens: 0 }, { thinkingLevel: 'MINIMAL' }, 1],
    ['gemini-3.1-pro-preview', 'none', { thinkingLevel: 'LOW' }, 1],
    ['gemini-3.1-pro-preview', 'minimal', { thinkingLevel: 'LOW', ...shown }, 1],
    ['gemini-4-argon', 'low', { thinkingLevel: 'LOW', ...shown }, 0],
    ['models/gemini-flash-latest', 'low', { thinkingLevel: 'LOW', ...shown }, 0],
    ['gemini-2.5-flash', 'none', { thinkingBudget: 0 }, 0],
    ['gemini-2.5-flash', 'minimal', { thinkingBudget: 1024, ...shown }, 0],
    ['gemini-2.5-flash', 'low', { thinkingBudget: 1024, ...shown }, 0],
    ['gemini-2.5-flash', 'medium', { thinkingBudget: 8192, ...shown }, 0],
    ['gemini-2.5-flash', 'high', { thinkingBudget: 24_576, ...shown }, 0],
    ['gemini-2.5-flash', 'max', { thinkingBudget: 24_576, ...shown }, 0],
    ['gemini-2.5-flash', { budgetTokens: -1 }, { thinkingBudget: -1, ...shown }, 0],
    ['gemini-2.5-flash', { budgetTokens: 5 }, { thinkingBudget: 5, ...shown }, 0],
    ['gemini-2.5-flash-lite', { budgetTokens: 5 }, { thinkingBudget: 512, ...shown }, 1],
    ['gemini-2.5-flash-lite', 'none', { thinkingBudget: 0 }, 0],
    ['gemini-2.5-pro', 'none', { thinkingBudget: 128 }, 1],
    ['gemini-2.5-pro', 'xhigh', { thinkingBudget: 32_768, ...shown }, 0],
    ['gemini-2.0-flash', 'high', undefined, 1],
    ['gemini-2.0-flash', 'none', undefined, 0],
    ['gemini-1.5-pro', { budgetTokens: 0 }, undefined, 0],
    ['gemma-3-27b-it', 'low', undefined, 1],
  ])('%s, %j: %j', (model, reasoning, config, count) => {
    const { body, warnings } = encoded({ reasoning }, model);
    expect(body.generationConfig?.['thinkingConfig']).toEqual(config);
    expect(warnings.map(({ option }) => option)).toEqual(Array<string>(count).fill('reasoning'));
  });

  it('is not spoken of where the call does not', () => {
    expect(encoded({}).body.generationConfig).toBeUndefined();
  });
});
