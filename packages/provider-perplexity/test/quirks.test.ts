import { ContextLengthError, UnsupportedFeatureError, type CallOptions } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { createPerplexity } from '../src/index.ts';
import { answerOf, completion, errorOf, hello, KEY, requestOf } from './ask.ts';

const look = { name: 'look', parameters: { type: 'object', properties: {} } };
const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };

describe('a request', () => {
  it('says how to search: for all calls, for one, and for one vendor only', async () => {
    const search = { search_mode: 'academic', web_search_options: { search_context_size: 'low' } };
    expect((await requestOf({}, { search })).body).toEqual({ model: 'sonar', messages: hello, ...search });
    const call = { providerData: { perplexity: { web_search_options: { user_location: { country: 'CH' } }, stream: true }, openrouter: { x: 1 } } };
    expect((await requestOf(call, { search })).body).toEqual({ model: 'sonar', messages: hello, search_mode: 'academic', web_search_options: { search_context_size: 'low', user_location: { country: 'CH' } } });
  });

  it('has no field that Sonar does not know', async () => {
    const { body, warnings } = await requestOf({ topK: 5, userId: 'u', sessionId: 's', metadata: { a: 'b' }, presencePenalty: 1 });
    expect(body).toEqual({ model: 'sonar', messages: hello, top_k: 5, presence_penalty: 1 });
    expect(warnings).toEqual([]);
  });

  it('asks for a schema without `strict`, and refuses JSON without one', async () => {
    const { body } = await requestOf({ responseFormat: { type: 'json', schema, name: 'a' } });
    expect(body['response_format']).toEqual({ type: 'json_schema', json_schema: { name: 'a', schema } });
    await expect(requestOf({ responseFormat: { type: 'json' } })).rejects.toThrow(UnsupportedFeatureError);
  });

  it.each([
    ['minimal', 'minimal', 0],
    ['high', 'high', 0],
    ['max', 'high', 1],
    [{ budgetTokens: 5000 }, 'medium', 1],
    ['none', undefined, 1],
  ] as const)('asks for reasoning %j by %s, with %i warnings', async (reasoning, effort, count) => {
    const { body, warnings } = await requestOf({ reasoning });
    expect(body['reasoning_effort']).toBe(effort);
    expect(warnings).toHaveLength(count);
  });

  it('has images as OpenAI has them, and documents in the words of Perplexity', async () => {
    const content = [
      { type: 'file' as const, mediaType: 'image/png', data: 'iVBO' },
      { type: 'file' as const, mediaType: 'application/pdf', url: 'https://files.example/a.pdf' },
      { type: 'file' as const, mediaType: 'application/pdf', data: 'JVBE', filename: 'a.pdf' },
    ];
    expect((await requestOf({ messages: [{ role: 'user', content }] })).messages[0]?.['content']).toEqual([
      { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } },
      { type: 'file_url', file_url: { url: 'https://files.example/a.pdf' } },
      { type: 'file_url', file_url: { url: 'JVBE' }, file_name: 'a.pdf' },
    ]);
  });

  it('refuses tools, unless it is told that there are some', async () => {
    await expect(requestOf({ tools: [look] })).rejects.toThrow(UnsupportedFeatureError);
    const { body } = await requestOf({ tools: [look] }, { capabilities: { tools: true } });
    expect(body['tools']).toHaveLength(1);
  });
});

describe('a conversation', () => {
  it('is by turns: neighbours become one message', async () => {
    const { messages, warnings } = await requestOf({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'A' },
        { role: 'user', content: [{ type: 'text', text: 'B' }, { type: 'file', mediaType: 'image/png', data: 'iVBO' }] },
        { role: 'assistant', content: 'C' },
        { role: 'assistant', content: 'D' },
        { role: 'user', content: 'E' },
      ],
    });
    expect(messages).toEqual([
      { role: 'system', content: 'Be brief.\n\nBe kind.' },
      { role: 'user', content: [{ type: 'text', text: 'A' }, { type: 'text', text: 'B' }, { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } }] },
      { role: 'assistant', content: 'C\n\nD' },
      { role: 'user', content: 'E' },
    ]);
    expect(warnings).toEqual([]);
  });

  it('has later instructions first, with a warning', async () => {
    const { messages, warnings } = await requestOf({ messages: [{ role: 'user', content: 'A' }, { role: 'system', content: 'Be brief.' }, { role: 'user', content: 'B' }] });
    expect(messages).toEqual([{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'A\n\nB' }]);
    expect(warnings).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
  });

  const calls: CallOptions['messages'] = [
    ...hello,
    { role: 'assistant', content: [{ type: 'text', text: 'I look.' }, { type: 'tool-call', toolCallId: 't1', toolName: 'look', arguments: { at: 1 } }] },
    { role: 'tool', content: [{ type: 'tool-result', toolCallId: 't1', result: 'seen' }] },
    { role: 'user', content: 'And?' },
  ];

  it('tells tools of another provider in words, with a warning', async () => {
    const { messages, warnings } = await requestOf({ messages: calls });
    expect(messages).toEqual([
      ...hello,
      { role: 'assistant', content: 'I look.\n\nI call the tool look with {"at":1}.' },
      { role: 'user', content: 'Result of the tool look: seen\n\nAnd?' },
    ]);
    expect(warnings).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
  });

  it('keeps them as they are for a model that knows tools', async () => {
    const { messages, warnings } = await requestOf({ messages: calls }, { capabilities: { tools: true } });
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'user']);
    expect(warnings).toEqual([]);
    const several: CallOptions['messages'] = [
      ...hello,
      { role: 'assistant', content: 'I look.' },
      { role: 'assistant', content: ['t1', 't2'].map((toolCallId) => ({ type: 'tool-call', toolCallId, toolName: 'look', arguments: {} })) },
      { role: 'tool', content: ['t1', 't2'].map((toolCallId) => ({ type: 'tool-result', toolCallId, result: 'seen' })) },
    ];
    const kept = await requestOf({ messages: several }, { capabilities: { tools: true } });
    expect(kept.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'assistant', 'tool', 'tool']);
    const told = await requestOf({ messages: several.slice(2) });
    expect(told.messages[0]?.['content']).toBe('I call the tool look with {}.\n\nI call the tool look with {}.');
  });
});

describe('an answer', () => {
  const page = { url: 'https://a.example', title: 'A', snippet: 'About A' };

  it.each([
    ['citations with what is known of them', { citations: ['https://b.example', 'https://a.example'], search_results: [page] }, [{ url: 'https://b.example' }, { url: page.url, title: 'A', text: 'About A' }]],
    ['citations alone', { citations: ['https://b.example'] }, [{ url: 'https://b.example' }]],
    ['search results alone', { search_results: [page] }, [{ url: page.url, title: 'A', text: 'About A' }]],
    ['nothing', { citations: [], search_results: null }, []],
  ])('has sources from %s', async (_name, more, sources) => {
    const { content } = await answerOf(completion('Hi', more));
    expect(content.slice(1)).toEqual(sources.map((source) => ({ type: 'source', ...source })));
  });

  it('says what it cost, and keeps what was found beside pages', async () => {
    const images = [{ image_url: 'https://a.example/i.png' }];
    const result = await answerOf(completion('Hi', { usage: { prompt_tokens: 1, cost: { total_cost: 0.25 } }, images, related_questions: ['Why?'], videos: null }));
    expect(result.usage.costUsd).toBe(0.25);
    expect(result.providerData).toEqual({ perplexity: { images, related_questions: ['Why?'] } });
    expect((await answerOf(completion('Hi', { usage: { cost: 'free' } }))).providerData).toBeUndefined();
  });

  it.each([
    ['sonar-reasoning-pro', 'Hm', 'Hi'],
    ['sonar-deep-research', 'Hm', 'Hi'],
    ['r1-1776', 'Hm', 'Hi'],
    ['sonar', undefined, '<think>Hm</think>Hi'],
  ])('of %s has the reasoning %s', async (modelId, reasoning, text) => {
    const result = await answerOf(completion('<think>Hm</think>Hi'), modelId);
    expect({ reasoning: result.reasoning, text: result.text }).toEqual({ reasoning, text });
  });
});

describe('an error', () => {
  it.each([
    [401, '<html><head><title>401 Authorization Required</title></head></html>', 'authentication', undefined, false],
    [401, '{"error":{"message":"Invalid API key provided.","type":"invalid_api_key","code":401}}', 'authentication', 'invalid_api_key', false],
    [400, '{"error":{"message":"Too long.","type":"too_many_prompt_tokens","code":400}}', 'context-length', 'too_many_prompt_tokens', false],
    [400, '{"error":{"message":"Roles.","type":"invalid_message","code":400}}', 'invalid-request', 'invalid_message', false],
    [429, '{"error":{"message":"Slow down","type":"too_many_requests","code":429}}', 'rate-limit', 'too_many_requests', true],
    [429, '<html>429</html>', 'rate-limit', undefined, true],
  ])('%i %s is %s', async (status, body, kind, code, retryable) => {
    expect(await errorOf(status, body)).toMatchObject({ status, kind, retryable, ...(code ? { code } : {}) });
  });

  it('of a prompt that is too long can be caught as one', async () => {
    expect(await errorOf(400, '{"error":{"message":"x","type":"too_many_prompt_tokens","code":400}}')).toBeInstanceOf(ContextLengthError);
  });
});

it('embeds as signed bytes, 512 texts at once, below /v1', async () => {
  const embedding = Buffer.from([0, 1, 127, 128, 255]).toString('base64');
  await using server = await startFaultServer((request) => ({
    body: JSON.stringify({ data: (request.json() as { input: string[] }).input.map((_, index) => ({ index, embedding })), usage: { prompt_tokens: 1, cost: { total_cost: 0.5, currency: 'USD' } } }),
  }));
  await using perplexity = createPerplexity({ apiKey: KEY, baseUrl: server.url });
  const { embeddings, usage } = await perplexity.embeddingModel('pplx-embed-v1-0.6b').embed({ values: Array.from({ length: 513 }, (_, n) => String(n)), dimensions: 5 });
  expect(embeddings).toHaveLength(513);
  expect(embeddings[512]).toEqual([0, 1, 127, -128, -1]);
  expect(usage).toMatchObject({ inputTokens: 2, costUsd: 1 });
  expect(server.requests.map(({ path }) => path)).toEqual(['/v1/embeddings', '/v1/embeddings']);
  expect(server.requests[1]?.json()).toEqual({ model: 'pplx-embed-v1-0.6b', input: ['512'], encoding_format: 'base64_int8', dimensions: 5 });
});

it('lists models below /v1', async () => {
  await using server = await startFaultServer({ body: '{"data":[{"id":"sonar"}]}' });
  await using perplexity = createPerplexity({ apiKey: KEY, baseUrl: server.url });
  expect(await perplexity.listModels()).toEqual([{ id: 'sonar', raw: { id: 'sonar' } }]);
  expect(server.requests[0]?.path).toBe('/v1/models');
});
