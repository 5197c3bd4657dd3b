import type { CallOptions } from '@sdk/core';
import { isReasoningModel } from '@sdk/openai-wire';
import { describe, expect, it } from 'vitest';
import { hello, requestOf } from './ask.ts';

it.each([
  ['o1', true],
  ['o3-mini', true],
  ['o4-mini-2025-04-16', true],
  ['gpt-5', true],
  ['gpt-5.6-sol', true],
  ['gpt-5-nano-2025-08-07', true],
  ['ft:o4-mini:acme::1', true],
  ['gpt-5-chat-latest', false],
  ['gpt-5.2-chat-latest', false],
  ['gpt-4o', false],
  ['gpt-4.1', false],
  ['gpt-oss:120b', false],
  ['olmo-3', false],
  ['library/o3', false],
])('%s thinks first: %s', (modelId, thinks) => {
  expect(isReasoningModel(modelId)).toBe(thinks);
});

const sampling: Partial<CallOptions> = {
  maxTokens: 100,
  temperature: 0.5,
  topP: 0.5,
  presencePenalty: 1,
  frequencyPenalty: 1,
  stopSequences: ['x'],
  logprobs: 2,
  seed: 7,
};

describe('sampling', () => {
  it('is sent to a model that takes it', async () => {
    const { body, warnings } = await requestOf('gpt-4o', sampling);
    expect(body).toEqual({
      model: 'gpt-4o',
      messages: hello,
      max_tokens: 100,
      temperature: 0.5,
      top_p: 0.5,
      presence_penalty: 1,
      frequency_penalty: 1,
      stop: ['x'],
      logprobs: true,
      top_logprobs: 2,
      seed: 7,
    });
    expect(warnings).toEqual([]);
  });

  it('is kept from a reasoning model, with one warning each, and the limit has another name', async () => {
    const { body, warnings } = await requestOf('gpt-5', { ...sampling, reasoning: 'low' });
    expect(body).toEqual({ model: 'gpt-5', messages: hello, max_completion_tokens: 100, reasoning_effort: 'low', seed: 7 });
    expect(warnings.map(({ option }) => option).sort()).toEqual(['frequencyPenalty', 'logprobs', 'presencePenalty', 'stopSequences', 'temperature', 'topP']);
  });

  it('is sent to a reasoning model that is told not to reason', async () => {
    const { body, warnings } = await requestOf('gpt-5.2', { temperature: 0.5, reasoning: 'none' });
    expect(body).toMatchObject({ temperature: 0.5, reasoning_effort: 'none' });
    expect(warnings).toEqual([]);
  });
});

it.each([
  ['gpt-5', 'developer'],
  ['gpt-4o', 'system'],
  ['llama3', 'system'],
])('instructions for %s have the role %s', async (modelId, role) => {
  const { body } = await requestOf(modelId, { messages: [{ role: 'system', content: 'Be brief.' }, ...hello] });
  expect(body['messages']).toMatchObject([{ role, content: 'Be brief.' }, {}]);
});

it('puts hints where OpenAI has a place for them', async () => {
  const { body, warnings } = await requestOf('gpt-4o', { userId: 'u1', sessionId: 's1', metadata: { a: 'b' } });
  expect(body).toEqual({ model: 'gpt-4o', messages: hello, safety_identifier: 'u1', prompt_cache_key: 's1' });
  expect(warnings).toEqual([]);
});

it('names organization and project', async () => {
  const { headers } = await requestOf('gpt-4o', {}, { organization: 'org-1', project: 'proj-1' });
  expect(headers).toMatchObject({ 'openai-organization': 'org-1', 'openai-project': 'proj-1' });
});

it('sends a model id as it is', async () => {
  expect((await requestOf('org/a model?#')).body['model']).toBe('org/a model?#');
});
