import type { CallOptions, JSONObject } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { encode, MODEL } from './run-codec.ts';

const tool = { name: 'f', parameters: { type: 'object', properties: {} } };

function thinking(options: Partial<CallOptions>, model: string) {
  const { body, warnings } = encode(options, model);
  const config = body['output_config'] as JSONObject | undefined;
  return { thinking: body['thinking'], effort: config?.['effort'], maxTokens: body['max_tokens'], warned: warnings.map(({ kind, option }) => `${kind} ${option}`) };
}

const adaptive = { type: 'adaptive', display: 'summarized' };
const budget = (budget_tokens: number) => ({ type: 'enabled', budget_tokens });

describe('reasoning of models that think adaptively', () => {
  it.each<[string, CallOptions['reasoning'], unknown, unknown, string[]]>([
    ['claude-opus-4-7', 'low', adaptive, 'low', []],
    ['claude-opus-4-7', 'medium', adaptive, 'medium', []],
    ['claude-sonnet-5', 'high', adaptive, 'high', []],
    ['claude-opus-4-7', 'xhigh', adaptive, 'xhigh', []],
    ['claude-opus-5-5', 'max', adaptive, 'max', []],
    ['claude-opus-5', 'minimal', adaptive, 'low', ['adjusted reasoning']],
    ['claude-opus-5', 'a level of tomorrow' as 'max', adaptive, 'a level of tomorrow', []],
    ['claude-opus-5', 'none', { type: 'disabled' }, undefined, []],
    ['claude-opus-5', { budgetTokens: 0 }, { type: 'disabled' }, undefined, []],
    ['claude-opus-5', { budgetTokens: 2048 }, adaptive, 'low', ['adjusted reasoning']],
    ['claude-opus-5', { budgetTokens: 4096 }, adaptive, 'medium', ['adjusted reasoning']],
    ['claude-opus-5', { budgetTokens: 16_384 }, adaptive, 'high', ['adjusted reasoning']],
    ['my-model', 'high', adaptive, 'high', []],
    // The generation that knows both.
    ['claude-opus-4-6', 'high', adaptive, 'high', []],
    ['claude-sonnet-4-6', 'xhigh', adaptive, 'high', ['adjusted reasoning']],
    ['claude-opus-4-6', { budgetTokens: 5000 }, budget(5000), undefined, []],
  ])('%s, %j: %j, effort %s', (model, reasoning, expected, effort, warned) => {
    expect(thinking({ reasoning: reasoning! }, model)).toEqual({ thinking: expected, effort, maxTokens: 32_000, warned });
  });

  it('goes together with a schema, a forced tool and few tokens', () => {
    const options = { reasoning: 'high' as const, tools: [tool], toolChoice: 'required' as const, maxTokens: 100, responseFormat: { type: 'json' as const, schema: {} } };
    expect(thinking(options, 'claude-opus-5')).toEqual({ thinking: adaptive, effort: 'high', maxTokens: 100, warned: [] });
    expect(encode(options, 'claude-opus-5').body['output_config']).toHaveProperty('format');
  });
});

describe('reasoning of models that think by a budget', () => {
  it.each<[CallOptions['reasoning'], number | undefined, unknown, number, string[]]>([
    ['minimal', undefined, budget(1024), 32_000, []],
    ['low', undefined, budget(2048), 32_000, []],
    ['medium', undefined, budget(8192), 32_000, []],
    ['high', undefined, budget(16_384), 32_000, []],
    ['xhigh', undefined, budget(24_576), 32_000, []],
    ['max', undefined, budget(27_648), 32_000, []],
    ['a level of tomorrow' as 'max', undefined, budget(16_384), 32_000, ['adjusted reasoning']],
    [{ budgetTokens: 5000 }, undefined, budget(5000), 32_000, []],
    [{ budgetTokens: 50_000 }, undefined, budget(50_000), 54_096, []],
    [{ budgetTokens: 100 }, undefined, budget(1024), 32_000, ['adjusted reasoning']],
    [{ budgetTokens: 5000 }, 5001, budget(5000), 5001, []],
    [{ budgetTokens: 5000 }, 5000, budget(3750), 5000, ['adjusted reasoning']],
    ['high', 1100, budget(1024), 1100, ['adjusted reasoning']],
    ['low', 1025, budget(1024), 1025, ['adjusted reasoning']],
    ['low', 1024, undefined, 1024, ['unsupported reasoning']],
    ['none', 100, { type: 'disabled' }, 100, []],
  ])('%j with maxTokens %s: %j of %d', (reasoning, maxTokens, expected, sent, warned) => {
    const options = { reasoning: reasoning!, ...(maxTokens === undefined ? {} : { maxTokens }) };
    expect(thinking(options, MODEL)).toEqual({ thinking: expected, effort: undefined, maxTokens: sent, warned });
  });

  const call = { type: 'tool-call' as const, toolCallId: '1', toolName: 'f', arguments: {} };
  const thought = { type: 'reasoning' as const, text: 'Hm', providerData: { anthropic: { signature: 'S', model: MODEL } } };
  const hello = { role: 'user' as const, content: 'Hello' };
  const result = { role: 'tool' as const, content: [{ type: 'tool-result' as const, toolCallId: '1', result: 1 }] };

  it.each<[string, Partial<CallOptions>]>([
    ['a tool must be called', { tools: [tool], toolChoice: 'required' }],
    ['a certain tool must be called', { tools: [tool], toolChoice: { toolName: 'f' } }],
    ['an answer is to be continued', { messages: [hello, { role: 'assistant', content: 'A' }] }],
    ['the turn that goes on began without a thought', { messages: [hello, { role: 'assistant', content: [call] }, result] }],
    ['its thought was lost', { messages: [hello, { role: 'assistant', content: [{ ...thought, providerData: {} }, call] }, result] }],
  ])('is left out with a warning where %s', (_name, options) => {
    expect(thinking({ reasoning: 'low', ...options }, MODEL)).toMatchObject({ thinking: undefined, warned: ['unsupported reasoning'] });
  });

  it.each<[string, Partial<CallOptions>]>([
    ['no tool must be called', { tools: [tool], toolChoice: 'none' }],
    ['the turn that goes on began with a thought', { messages: [hello, { role: 'assistant', content: [thought, call] }, result] }],
    [
      'only a later step of the turn has none',
      {
        messages: [
          hello,
          { role: 'assistant', content: [thought, call] },
          result,
          { role: 'assistant', content: [{ ...call, toolCallId: '2' }] },
          { role: 'tool', content: [{ ...result.content[0]!, toolCallId: '2' }] },
        ],
      },
    ],
    ['an earlier turn has none', { messages: [hello, { role: 'assistant', content: [call] }, result, { role: 'assistant', content: 'A' }, hello] }],
  ])('stays where %s', (_name, options) => {
    expect(thinking({ reasoning: 'low', ...options }, MODEL)).toMatchObject({ thinking: budget(2048), warned: [] });
  });
});

describe('models that do not think', () => {
  it.each([['claude-3-5-haiku-20241022'], ['claude-3-opus-20240229'], ['claude-2.1']])('%s: left out with a warning', (model) => {
    expect(thinking({ reasoning: 'high' }, model)).toMatchObject({ thinking: undefined, effort: undefined, warned: ['unsupported reasoning'] });
    expect(thinking({ reasoning: 'none' }, model)).toMatchObject({ thinking: undefined, warned: [] });
  });
});
