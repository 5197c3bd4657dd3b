import { ContentFilterError, ContextLengthError, InvalidRequestError, NotFoundError, PermissionDeniedError, RateLimitError, ServerError, type CallOptions } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { AzureError, createAzure } from '../src/index.ts';
import { chunk, failureOf, hello, KEY, readingOf, requestOf, whole } from './ask.ts';

describe('a deployment of a model that thinks', () => {
  const call: Partial<CallOptions> = { maxTokens: 9, temperature: 0.5, stopSequences: ['x'], messages: [{ role: 'system', content: 'Be brief.' }, ...hello] };

  it.each(['o4-mini', 'gpt-5-nano'])('is known by its name: %s', async (deployment) => {
    const { body, warnings } = await requestOf(deployment, call);
    expect(body).toEqual({ model: deployment, max_completion_tokens: 9, messages: [{ role: 'developer', content: 'Be brief.' }, ...hello] });
    expect(warnings.map(({ option }) => option).sort()).toEqual(['stopSequences', 'temperature']);
  });

  it.each(['my-deployment', 'gpt-4o', 'gpt-5-chat'])('is not assumed: %s', async (deployment) => {
    const { body, warnings } = await requestOf(deployment, call);
    expect(body).toEqual({ model: deployment, max_tokens: 9, temperature: 0.5, stop: ['x'], messages: call.messages });
    expect(warnings).toEqual([]);
  });

  it('is what the option says', async () => {
    const isReasoningModel = (deployment: string) => deployment === 'thinker';
    expect((await requestOf('thinker', call, { isReasoningModel })).body).toHaveProperty('max_completion_tokens');
    expect((await requestOf('o4-mini', call, { isReasoningModel })).body).toHaveProperty('max_tokens');
  });
});

describe('content filters', () => {
  const prompt = [{ prompt_index: 0, content_filter_results: { jailbreak: { filtered: false, detected: true } } }];
  const level = (severity: string, filtered = false) => ({ filtered, severity });

  it('leave what they found with the result', async () => {
    const results = { hate: level('low'), protected_material_code: { filtered: false, detected: false } };
    const answer = { prompt_filter_results: prompt, choices: [{ message: { content: 'x' }, finish_reason: 'stop', content_filter_results: results }] };
    expect((await readingOf(answer)).providerData).toEqual({ azure: { prompt_filter_results: prompt, content_filter_results: results } });
  });

  it('leave the worst of each category, over a stream', async () => {
    const filtered = (results: object, reason: string | null = null) => ({ choices: [{ delta: { content: 'x' }, finish_reason: reason, content_filter_results: results }] });
    const { providerData } = await readingOf([
      { choices: [], prompt_filter_results: prompt },
      filtered({ hate: level('safe'), violence: level('medium'), text: { filtered: false, detected: false } }),
      filtered({ hate: level('low'), violence: level('safe'), text: { filtered: false, detected: true } }),
      filtered({ hate: level('safe'), violence: level('low', true), text: { filtered: false, detected: false } }),
      filtered({}, 'stop'),
    ]);
    expect(providerData).toEqual({
      azure: { prompt_filter_results: prompt, content_filter_results: { hate: level('low'), violence: level('low', true), text: { filtered: false, detected: true } } },
    });
  });

  it('leave nothing where there are none', async () => {
    expect(await readingOf(whole({ content: 'x' }, { prompt_filter_results: null }))).not.toHaveProperty('providerData');
    expect(await readingOf([chunk({ content: 'x' }), { choices: [{ delta: {}, finish_reason: 'stop', content_filter_results: {} }], prompt_filter_results: [] }])).not.toHaveProperty('providerData');
  });

  it('cut an answer, which then ends for them', async () => {
    const result = await readingOf([chunk({ content: 'Some' }), chunk({}, 'content_filter')]);
    expect(result).toMatchObject({ text: 'Some', finishReason: 'content-filter', rawFinishReason: 'content_filter' });
  });

  it.each([
    { code: 'content_filter', message: 'The response was filtered.', param: 'prompt', type: null, status: 400, innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: { violence: level('medium', true) } } },
    { code: null, message: 'The response was filtered.', innererror: { code: 'ResponsibleAIPolicyViolation' } },
  ])('refuse a prompt', async (error) => {
    const failure = await failureOf(400, { error });
    expect(failure).toBeInstanceOf(ContentFilterError);
    expect(failure).toMatchObject({ retryable: false, status: 400 });
  });
});

describe('"on your data"', () => {
  const citations = [
    { content: 'It rains.', title: 'Weather', url: 'https://x.test/w', filepath: 'w.md', chunk_id: '0' },
    { content: 'Text', title: null, url: null },
  ];
  const sources = [
    { type: 'source', url: 'https://x.test/w', title: 'Weather', text: 'It rains.', providerData: { azure: { filepath: 'w.md', chunk_id: '0' } } },
    { type: 'source', text: 'Text' },
  ];

  it('gives its citations as sources, and what it looked for', async () => {
    const result = await readingOf(whole({ content: 'Rain [doc1].', context: { citations, intent: '["weather"]' } }));
    expect(result.content).toEqual([{ type: 'text', text: 'Rain [doc1].' }, ...sources]);
    expect(result.providerData).toEqual({ azure: { intent: '["weather"]' } });
  });

  it('does so in a stream, whose first deltas hold them', async () => {
    const result = await readingOf([
      chunk({ role: 'assistant', context: { citations } }),
      chunk({ context: { intent: '["weather"]' } }),
      chunk({ content: 'Rain [doc1].' }),
      chunk({}, 'stop'),
    ]);
    expect(result.content).toEqual([{ type: 'text', text: 'Rain [doc1].' }, ...sources]);
    expect(result.providerData).toEqual({ azure: { intent: '["weather"]' } });
  });
});

describe('errors', () => {
  const sentence = 'Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 37 seconds.';

  it.each([
    ['an unknown deployment', 404, { code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' }, NotFoundError, /name of their deployment/],
    ['an unknown version', 404, { code: '404', message: 'Resource not found' }, NotFoundError, /baseUrl.*apiVersion/],
    ['a prompt that is too long', 400, { code: 'context_length_exceeded', message: 'Too long' }, ContextLengthError, /Too long/],
    ['what the deployment cannot', 400, { code: 'OperationNotSupported', message: 'The chatCompletion operation does not work with the specified model.' }, InvalidRequestError, /operation/],
    ['a network rule', 403, { code: '403', message: 'Access denied due to Virtual Network/Firewall rules.' }, PermissionDeniedError, /Firewall/],
    ['a rate limit', 429, { code: '429', message: sentence }, RateLimitError, /exceeded/],
    ['a time-out there', 408, { code: 'Timeout', message: 'The operation was timeout.' }, ServerError, /timeout/],
  ])('%s', async (_name, status, error, kind, words) => {
    const failure = await failureOf(status, { error });
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toBeInstanceOf(AzureError);
    expect(failure).toMatchObject({ status, code: error.code, message: expect.stringMatching(words) as string, retryable: status === 429 || status === 408 });
  });

  it('of the gateway before it are read, too', async () => {
    expect(await failureOf(404, { statusCode: 404, message: 'Resource not found' })).toMatchObject({ kind: 'not-found', message: expect.stringMatching(/apiVersion/) as string });
  });

  it.each([
    ['retry-after-ms', { 'retry-after-ms': '1500', 'retry-after': '2' }, 1_500],
    // Recorded.
    ['retry-after, where retry-after-ms is 0', { 'retry-after-ms': '0', 'retry-after': '1' }, 1_000],
    ['the message', {}, 37_000],
  ])('say how long to wait by %s', async (_name, headers, retryAfterMs) => {
    expect(await failureOf(429, { error: { code: '429', message: sentence } }, headers)).toMatchObject({ retryAfterMs });
  });

  it.each([
    [{ 'apim-request-id': 'a', 'x-request-id': 'b', 'x-ms-request-id': 'c' }, 'a'],
    [{ 'x-request-id': 'b', 'x-ms-request-id': 'c' }, 'b'],
    [{ 'x-ms-request-id': 'c' }, 'c'],
  ])('name the request, for support: %o', async (headers, requestId) => {
    expect(await failureOf(500, { error: { message: 'Oops' } }, headers)).toMatchObject({ requestId });
  });
});

it('leaves region and tier in the headers of the answer', async () => {
  await using server = await startFaultServer({ headers: { 'x-ms-region': 'West Europe' }, body: JSON.stringify(whole({ content: 'x' })) });
  await using azure = createAzure({ apiKey: KEY, baseUrl: server.url });
  const { response } = await azure('d').generate({ messages: hello });
  expect(response).toMatchObject({ provider: 'azure', modelId: 'm-1', headers: { 'x-ms-region': 'West Europe' } });
});

it('lists base models with what they can', async () => {
  const chat = { id: 'gpt-4o-2024-11-20', capabilities: { inference: true, chat_completion: true, embeddings: false }, lifecycle_status: 'generally-available' };
  await using server = await startFaultServer({ body: JSON.stringify({ data: [chat, { id: 'x', capabilities: {} }, { id: 'y' }], object: 'list' }) });
  await using azure = createAzure({ apiKey: KEY, baseUrl: server.url });
  expect(await azure.listModels()).toEqual([
    { id: 'gpt-4o-2024-11-20', capabilities: { chat: true, embeddings: false }, raw: chat },
    { id: 'x', capabilities: {}, raw: { id: 'x', capabilities: {} } },
    { id: 'y', raw: { id: 'y' } },
  ]);
});
