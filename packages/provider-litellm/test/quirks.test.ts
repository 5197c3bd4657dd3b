import { AuthenticationError, ContentFilterError, ContextLengthError, InvalidRequestError, NotFoundError, OverloadedError, PermissionDeniedError, QuotaExceededError, RateLimitError, ServerError, type AssistantMessage, type Message } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { LiteLLMError } from '../src/index.ts';
import { failureOf, hello, MODEL, readingOf, requestOf } from './ask.ts';
import { chunk, frame, SIGNED, THINKING, USAGE, whole } from './fixtures/answers.ts';

describe('a request', () => {
  it('carries session and metadata where the proxy logs them', async () => {
    const { body, warnings } = await requestOf({ sessionId: 'task-1', metadata: { team: 'a' }, userId: 'u-1' });
    expect(body).toMatchObject({ metadata: { team: 'a', session_id: 'task-1' }, user: 'u-1' });
    expect(warnings).toEqual([]);
    expect((await requestOf({ metadata: { team: 'a' } })).body['metadata']).toEqual({ team: 'a' });
    expect((await requestOf({ sessionId: 'task-1' })).body['metadata']).toEqual({ session_id: 'task-1' });
  });

  it('carries further fields for the proxy, over all others', async () => {
    const { body } = await requestOf(
      { sessionId: 's', temperature: 1, providerData: { litellm: { tags: ['a'], metadata: { trace_id: 't' }, model: 'x' } }, extraBody: { temperature: 0, fallbacks: ['gpt-4'] } },
      { extraBody: { num_retries: 0, temperature: 2 } },
    );
    expect(body).toMatchObject({ model: MODEL, tags: ['a'], metadata: { session_id: 's', trace_id: 't' }, temperature: 0, fallbacks: ['gpt-4'], num_retries: 0 });
  });

  it('carries sampling that only some vendors know', async () => {
    expect((await requestOf({ topK: 5, repetitionPenalty: 1.1, maxTokens: 9 })).body).toMatchObject({ top_k: 5, repetition_penalty: 1.1, max_tokens: 9 });
  });

  it.each([
    ['high' as const, { reasoning_effort: 'high' }],
    ['none' as const, { reasoning_effort: 'none' }],
    [{ budgetTokens: 2048 }, { thinking: { type: 'enabled', budget_tokens: 2048 } }],
  ])('asks for reasoning %j', async (reasoning, fields) => {
    const { body, warnings } = await requestOf({ reasoning });
    expect(body).toEqual({ model: MODEL, messages: hello, ...fields });
    expect(warnings).toEqual([]);
  });

  it('marks what is to be cached', async () => {
    const { body } = await requestOf({ messages: [{ role: 'system', content: 'Be brief.', cache: {} }, ...hello], tools: [{ name: 't', parameters: { type: 'object' }, cache: { ttl: '1h' } }] });
    expect(body['messages']).toEqual([{ role: 'system', content: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }] }, ...hello]);
    expect(body['tools']).toMatchObject([{ cache_control: { type: 'ephemeral', ttl: '1h' } }]);
  });
});

describe('thinking blocks', () => {
  const sentBack = async (message: Message, modelId = MODEL) => ((await requestOf({ messages: [...hello, message, ...hello] }, {}, modelId)).body['messages'] as object[])[1];
  const redacted = { type: 'redacted_thinking', data: 'EmwK' };

  it.each([
    ['whole', THINKING.whole as string],
    ['streamed', [...THINKING.events] as string[]],
  ])('go back to the same model as they came, %s', async (_name, answer) => {
    const { message } = await readingOf(answer);
    expect(await sentBack(message)).toEqual({ role: 'assistant', content: '42', thinking_blocks: [SIGNED] });
  });

  it('go back without a text of their own, and in their order', async () => {
    const second = { type: 'thinking', thinking: 'Again.', signature: 'sig-2' };
    const blocks = [redacted, SIGNED, second];
    const events = [
      chunk({ thinking_blocks: [redacted] }),
      chunk({ thinking_blocks: [{ type: 'thinking', thinking: 'Let me ' }] }),
      chunk({ thinking_blocks: [{ type: 'thinking', thinking: 'see…' }] }),
      chunk({ thinking_blocks: [{ type: 'thinking', thinking: '', signature: SIGNED.signature }] }),
      chunk({ thinking_blocks: [{ type: 'thinking', thinking: 'Again.', signature: 'sig-2' }] }),
      chunk({ content: 'Hi' }, 'stop'),
    ];
    for (const answer of [whole({ content: 'Hi', thinking_blocks: blocks }), events]) {
      const { message, reasoning } = await readingOf(answer);
      expect(reasoning).toBe('Let me see…Again.');
      expect(await sentBack(message)).toEqual({ role: 'assistant', content: 'Hi', thinking_blocks: blocks });
    }
    const { message, reasoning } = await readingOf(whole({ content: 'Hi', thinking_blocks: [redacted] }));
    expect(reasoning).toBe('');
    expect(await sentBack(message)).toEqual({ role: 'assistant', content: 'Hi', thinking_blocks: [redacted] });
  });

  it('go back with tool calls', async () => {
    const call = { id: 'toolu_1', type: 'function', function: { name: 't', arguments: '{}' } };
    const { message } = await readingOf(whole({ content: null, tool_calls: [call], thinking_blocks: [SIGNED] }));
    expect(await sentBack(message)).toEqual({ role: 'assistant', content: null, tool_calls: [call], thinking_blocks: [SIGNED] });
  });

  it('stay away from another model, from foreign thoughts, and without a signature', async () => {
    const { message } = await readingOf(THINKING.whole as string);
    expect(await sentBack(message, 'gpt-4')).toEqual({ role: 'assistant', content: '42' });
    const unsigned = await readingOf(whole({ content: 'Hi', thinking_blocks: [{ type: 'thinking', thinking: 'Hm.', signature: null }] }));
    expect(unsigned.reasoning).toBe('Hm.');
    expect(await sentBack(unsigned.message)).toEqual({ role: 'assistant', content: 'Hi' });
    const mixed = await readingOf(whole({ content: 'Hi', thinking_blocks: [{ type: 'thinking', thinking: 'Hm.', signature: null }, SIGNED] }));
    expect(await sentBack(mixed.message)).toEqual({ role: 'assistant', content: 'Hi', thinking_blocks: [SIGNED] });
    const foreign: AssistantMessage = { role: 'assistant', content: [{ type: 'reasoning', text: 'Hm.', providerData: { openrouter: { thinking_blocks: [SIGNED], model: MODEL } } }, { type: 'text', text: 'Hi' }] };
    expect(await sentBack(foreign)).toEqual({ role: 'assistant', content: 'Hi' });
  });

  it('do not say twice what reasoning_content has said', async () => {
    expect((await readingOf(THINKING.whole as string)).reasoning).toBe('Let me see…');
    expect((await readingOf(whole({ content: 'Hi', reasoning: 'Short.', thinking_blocks: [SIGNED] }))).reasoning).toBe('Short.');
  });
});

describe('an answer', () => {
  const HEADERS = { 'x-litellm-response-cost': '2.85e-05', 'x-litellm-call-id': 'call-uuid', 'x-litellm-model-id': 'deployment-1', 'x-request-id': 'other' };

  it('says its cost, its call and its deployment', async () => {
    const { usage, response } = await readingOf(whole({ content: 'Hi' }), HEADERS);
    expect(usage).toMatchObject({ costUsd: 0.0000285, totalTokens: 38, cachedInputTokens: 10, cacheWriteTokens: 4 });
    expect(response).toMatchObject({ requestId: 'call-uuid', modelId: 'claude-sonnet-4-5-20250929', headers: { 'x-litellm-model-id': 'deployment-1' } });
  });

  it.each(['0', '0.0', 'None', '', undefined])('has no cost where the header says %j', async (cost) => {
    const headers: Record<string, string> = cost === undefined ? {} : { 'x-litellm-response-cost': cost };
    expect((await readingOf(whole({ content: 'Hi' }), headers)).usage).not.toHaveProperty('costUsd');
  });

  it('says its cost in the usage of a stream, where the proxy puts it there', async () => {
    const events = [chunk({ content: 'Hi' }, 'stop'), frame({ choices: [], usage: { ...USAGE, cost: 0.5 } })];
    expect((await readingOf(events, { 'x-litellm-response-cost': '0' })).usage.costUsd).toBe(0.5);
  });

  it('counts tokens from a cache in either form', async () => {
    expect((await readingOf(whole({ content: 'Hi' }, { usage: { prompt_tokens: 9, cache_read_input_tokens: 7 } }))).usage.cachedInputTokens).toBe(7);
    expect((await readingOf(whole({ content: 'Hi' }, { usage: { prompt_tokens: 9, cache_read_input_tokens: 7, prompt_tokens_details: { cached_tokens: 8 } } }))).usage.cachedInputTokens).toBe(8);
  });

  it('may hold images', async () => {
    const images = [{ index: 0, type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } }];
    for (const answer of [whole({ content: 'Here.', images }), [chunk({ content: 'Here.' }), chunk({ images }), chunk({}, 'stop')]]) {
      expect((await readingOf(answer)).content).toEqual([{ type: 'text', text: 'Here.' }, { type: 'file', mediaType: 'image/png', data: 'iVBORw==' }]);
    }
  });

  it('says what is left to the key, beside the usual limits', async () => {
    const key = { 'x-litellm-key-rpm-limit': '100', 'x-litellm-key-tpm-limit': 'None', 'x-litellm-key-remaining-requests-claude-sonnet': '99', 'x-litellm-key-remaining-tokens-claude-sonnet': '5000', 'x-litellm-key-spend': '3' };
    const own = { 'key-requests': { limit: 100, remaining: 99 }, 'key-tokens': { remaining: 5000 } };
    expect((await readingOf(whole({ content: 'Hi' }), key)).rateLimit).toEqual(own);
    const usual = { 'x-ratelimit-limit-requests': '60', 'x-ratelimit-reset-requests': '1s' };
    expect((await readingOf(whole({ content: 'Hi' }), { ...key, ...usual })).rateLimit).toEqual({ ...own, requests: { limit: 60, resetMs: 1000 } });
    expect((await readingOf(whole({ content: 'Hi' }), usual)).rateLimit).toEqual({ requests: { limit: 60, resetMs: 1000 } });
    expect(await readingOf(whole({ content: 'Hi' }))).not.toHaveProperty('rateLimit');
  });
});

describe('errors', () => {
  it.each([
    ['a long context', 400, { message: "litellm.ContextWindowExceededError: litellm.BadRequestError: ContextWindowExceededError: OpenAIException - Too much.", type: 'invalid_request_error', param: 'messages', code: '400' }, ContextLengthError, 'ContextWindowExceededError', false],
    ['a long context inside', 400, { message: 'litellm.BadRequestError: litellm.ContextWindowExceededError: AnthropicException - Too much.', type: 'None', param: 'None', code: '400' }, ContextLengthError, 'ContextWindowExceededError', false],
    ['a blocked prompt', 400, { message: 'litellm.ContentPolicyViolationError: AzureException - Blocked.', type: 'None', param: 'None', code: '400' }, ContentFilterError, 'ContentPolicyViolationError', false],
    ['a budget', 400, { message: 'Budget has been exceeded! Current cost: 1.2, Max budget: 1.0', type: 'budget_exceeded', param: null, code: '400' }, QuotaExceededError, 'budget_exceeded', false],
    ['a budget by class', 400, { message: 'litellm.BudgetExceededError: no more.', type: 'None', param: null, code: '400' }, QuotaExceededError, 'BudgetExceededError', false],
    ['a budget by words', 429, { message: 'ExceededBudget: User=1 over budget.', type: 'None', param: null, code: '429' }, QuotaExceededError, 'budget_exceeded', false],
    ['a bad request', 400, { message: 'litellm.BadRequestError: OpenAIException - What the user wrote. ContextWindowExceededError: no.', type: 'invalid_request_error', param: null, code: '400' }, InvalidRequestError, 'BadRequestError', false],
    ['a wrong key', 401, { message: 'Authentication Error, Invalid proxy server token passed.', type: 'auth_error', param: 'None', code: '401' }, AuthenticationError, 'auth_error', false],
    ['a key that the vendor behind refuses', 400, { message: 'litellm.AuthenticationError: GroqException - nope', type: null, param: null, code: '400' }, AuthenticationError, 'AuthenticationError', false],
    ['a model that is not for this key', 403, { message: 'key not allowed to access model.', type: 'key_model_access_denied', param: 'model', code: '403' }, PermissionDeniedError, 'key_model_access_denied', false],
    ['no such model', 404, { message: 'litellm.NotFoundError: OpenAIException - No such model.', type: null, param: null, code: '404' }, NotFoundError, 'NotFoundError', false],
    ['no such model, by another status', 400, { message: 'litellm.NotFoundError: VertexException - Gone.', type: null, param: null, code: '400' }, NotFoundError, 'NotFoundError', false],
    ['a vendor that is too slow', 408, { message: 'litellm.Timeout: APITimeoutError - Request timed out.', type: 'None', param: 'None', code: '408' }, ServerError, 'Timeout', true],
    ['too many requests', 429, { message: 'litellm.RateLimitError: OpenAIException - Rate limit reached.', type: 'throttling_error', param: null, code: '429' }, RateLimitError, 'RateLimitError', true],
    ['an exhausted quota', 429, { message: 'litellm.RateLimitError: OpenAIException - You exceeded your current quota.', type: 'None', param: null, code: '429' }, QuotaExceededError, 'RateLimitError', false],
    ['an overloaded vendor', 500, { message: 'litellm.InternalServerError: AnthropicException - Overloaded', type: null, param: null, code: '500' }, ServerError, 'InternalServerError', true],
    ['a vendor that is away', 503, { message: 'litellm.ServiceUnavailableError: BedrockException - busy', type: null, param: null, code: '503' }, OverloadedError, 'ServiceUnavailableError', true],
    ["the vendor's own code", 400, { message: 'Bad.', type: 'invalid_request_error', param: null, code: 'unsupported_value' }, InvalidRequestError, 'unsupported_value', false],
    ['a status and nothing else', 400, { message: 'Bad.', type: 'None', param: 'None', code: '400' }, InvalidRequestError, '400', false],
    ['a conflict', 409, { message: 'Bad.' }, InvalidRequestError, undefined, true],
  ])('%s', async (_name, status, error, kind, code, retryable) => {
    const failure = await failureOf(status, error, { 'x-litellm-call-id': 'call-1' });
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toBeInstanceOf(LiteLLMError);
    expect(failure).toMatchObject({ status, retryable, requestId: 'call-1' });
    expect(failure.code).toBe(code);
  });

  it('say how long no deployment will answer', async () => {
    expect(await failureOf(429, { message: 'No deployments available for selected model, Try again in 5 seconds. Passed model=gpt-4.', type: 'None', code: '429' })).toMatchObject({ retryAfterMs: 5_000, retryable: true });
  });

  it.each([
    ['a status as text', { message: 'litellm.RateLimitError: OpenAIException - slow down', type: 'None', param: 'None', code: '429' }, RateLimitError],
    ['only a class', { message: 'litellm.ServiceUnavailableError: OpenAIException - away', type: 'None', param: 'None', code: 'None' }, OverloadedError],
    ['a class with a kind', { message: 'litellm.ContextWindowExceededError: litellm.BadRequestError: AnthropicException - x', type: null, code: null }, ContextLengthError],
    ['nothing', { message: 'Oh.', type: 'None', param: 'None', code: 'None' }, ServerError],
  ])('are thrown in the middle of a stream, with %s', async (_name, error, kind) => {
    const failure = await readingOf([chunk({ content: 'Hi' }), frame({ error })]).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toMatchObject({ partial: { content: [{ type: 'text', text: 'Hi' }] } });
  });
});
