import { InvalidRequestError, type CallOptions, type Message } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { createMistral } from '../src/index.ts';
import { answerOf, completion, errorOf, hello, KEY, MODEL, requestOf } from './ask.ts';

const look = { name: 'look', parameters: { type: 'object', properties: {} } };

describe('a request', () => {
  it('uses the words of Mistral, and none that it refuses', async () => {
    const { body, warnings } = await requestOf({ seed: 7, maxTokens: 5, stopSequences: ['x'], userId: 'u1', sessionId: 's1', metadata: { a: 'b' }, tools: [look], toolChoice: 'required', parallelToolCalls: false });
    const tools = [{ type: 'function', function: { name: 'look', parameters: look.parameters } }];
    expect(body).toEqual({ model: MODEL, messages: hello, max_tokens: 5, random_seed: 7, stop: ['x'], tools, tool_choice: 'any', parallel_tool_calls: false, prompt_cache_key: 's1', metadata: { a: 'b' } });
    expect(warnings).toEqual([]);
  });

  it('does not ask for usage in streams, which comes anyway', async () => {
    await using server = await startFaultServer({ body: 'data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\n', headers: { 'content-type': 'text/event-stream' } });
    await using mistral = createMistral({ apiKey: KEY, baseUrl: server.url });
    await Array.fromAsync(mistral(MODEL).stream({ messages: hello }));
    expect(server.requests[0]?.json()).toEqual({ model: MODEL, messages: hello, stream: true });
  });

  it('takes further fields from providerData', async () => {
    const { body } = await requestOf({ providerData: { mistral: { safe_prompt: true } } });
    expect(body).toEqual({ model: MODEL, messages: hello, safe_prompt: true });
  });

  it.each([
    [MODEL, 'high', { reasoning_effort: 'high' }, 0],
    [MODEL, 'none', { reasoning_effort: 'none' }, 0],
    [MODEL, 'max', { reasoning_effort: 'xhigh' }, 1],
    [MODEL, { budgetTokens: 100 }, { reasoning_effort: 'low' }, 1],
    ['magistral-medium-2509', 'high', { prompt_mode: 'reasoning' }, 1],
    ['magistral-medium-2509', 'none', {}, 1],
  ] as const)('asks %s for reasoning %j by %j, with %i warnings', async (modelId, reasoning, wire, count) => {
    const { body, warnings } = await requestOf({ reasoning }, modelId);
    expect(body).toEqual({ model: modelId, messages: hello, ...wire });
    expect(warnings.map(({ option }) => option)).toEqual(Array.from({ length: count }, () => 'reasoning'));
  });

  it('has files in the words of Mistral', async () => {
    const content = [
      { type: 'file' as const, mediaType: 'image/png', data: 'iVBO' },
      { type: 'file' as const, mediaType: 'image/*', url: 'https://files.example/a.png', providerData: { mistral: { detail: 'low' } } },
      { type: 'file' as const, mediaType: 'application/pdf', url: 'https://files.example/a.pdf', filename: 'a.pdf' },
      { type: 'file' as const, mediaType: 'application/pdf', data: 'JVBE' },
      { type: 'file' as const, mediaType: 'audio/mpeg', data: 'SUQz' },
      { type: 'file' as const, mediaType: 'audio/mpeg', url: 'https://files.example/a.mp3' },
      { type: 'file' as const, mediaType: 'application/pdf', data: 'JVBE', providerData: { mistral: { file_id: 'f1' } } },
    ];
    const { messages, warnings } = await requestOf({ messages: [{ role: 'user', content }] });
    expect(messages[0]?.['content']).toEqual([
      { type: 'image_url', image_url: 'data:image/png;base64,iVBO' },
      { type: 'image_url', image_url: { url: 'https://files.example/a.png', detail: 'low' } },
      { type: 'document_url', document_url: 'https://files.example/a.pdf', document_name: 'a.pdf' },
      { type: 'document_url', document_url: 'data:application/pdf;base64,JVBE' },
      { type: 'input_audio', input_audio: 'SUQz' },
      { type: 'input_audio', input_audio: 'https://files.example/a.mp3' },
      { type: 'file', file_id: 'f1' },
    ]);
    expect(warnings).toEqual([]);
  });
});

describe('the ids of tool calls', () => {
  const called = (...ids: string[]): CallOptions['messages'] => [
    ...hello,
    { role: 'assistant', content: ids.map((toolCallId) => ({ type: 'tool-call', toolCallId, toolName: 'look', arguments: {} })) },
    { role: 'tool', content: ids.map((toolCallId) => ({ type: 'tool-result', toolCallId, result: 'seen' })) },
  ];

  async function idsOf(...ids: string[]): Promise<{ calls: string[]; results: string[] }> {
    const { messages } = await requestOf({ messages: called(...ids) });
    const calls = (messages[1]?.['tool_calls'] as { id: string }[]).map(({ id }) => id);
    return { calls, results: messages.slice(2).map(({ tool_call_id: id }) => id as string) };
  }

  it('of Mistral stay as they are', async () => {
    expect(await idsOf('Or5TU38vr', 'wyFNfgjhN')).toEqual({ calls: ['Or5TU38vr', 'wyFNfgjhN'], results: ['Or5TU38vr', 'wyFNfgjhN'] });
  });

  it('of others become nine letters or digits, the same at call and result and in every request', async () => {
    const ids = Array.from({ length: 300 }, (_, at) => `call_${at}`);
    const { calls, results } = await idsOf(...ids, 'functions.look:0/é', 'short', 'ten4567890');
    expect(calls).toEqual(results);
    for (const id of calls) expect(id).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(new Set(calls).size).toBe(303);
    expect((await idsOf('call_7')).calls).toEqual([calls[7]]);
  });

  it('stay apart also where the form of one is the id of another', async () => {
    const [given = ''] = (await idsOf('call_7')).calls;
    const { calls, results } = await idsOf('call_7', given);
    expect(calls).toEqual(results);
    expect(calls[0]).toBe(given);
    expect(calls[1]).not.toBe(given);
    expect(calls[1]).toMatch(/^[a-zA-Z0-9]{9}$/);
  });
});

describe('a conversation', () => {
  it('has something of the assistant between a result and the user for old models only, with a warning', async () => {
    const messages: CallOptions['messages'] = [
      ...hello,
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'Or5TU38vr', toolName: 'look', arguments: {} }] },
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'Or5TU38vr', result: 'seen' }] },
      ...hello,
    ];
    const plain = await requestOf({ messages });
    expect(plain.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'user']);
    expect(plain.warnings).toEqual([]);
    const sent = await requestOf({ messages }, 'open-mixtral-8x7b');
    expect(sent.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant', 'user']);
    expect(sent.messages[1]).toMatchObject({ content: '' });
    expect(sent.messages[3]).toEqual({ role: 'assistant', content: 'OK.' });
    expect(sent.warnings).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
  });

  it('gives thoughts back as chunks, with their signature', async () => {
    const content = [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }], signature: 's1', closed: true }, { type: 'text', text: 'Hi' }];
    const { message, content: parts } = await answerOf(completion(content));
    expect(parts).toEqual([{ type: 'reasoning', text: 'Hm', providerData: { mistral: { signature: 's1', closed: true } } }, { type: 'text', text: 'Hi' }]);
    expect((await requestOf({ messages: [...hello, message, ...hello] })).messages[1]).toEqual({ role: 'assistant', content });
  });

  it('gives thoughts back before calls, and leaves out those of others', async () => {
    const call = { type: 'tool-call' as const, toolCallId: 'Or5TU38vr', toolName: 'look', arguments: {} };
    const thought = (providerData?: { mistral: object }): Message => ({
      role: 'assistant',
      content: [{ type: 'reasoning', text: 'Hm', ...(providerData ? { providerData: providerData as never } : {}) }, call],
    });
    const result: Message = { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'Or5TU38vr', result: 1 }] };
    expect((await requestOf({ messages: [...hello, thought({ mistral: {} }), result] })).messages[1]?.['content']).toEqual([{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }]);
    expect((await requestOf({ messages: [...hello, thought(), result] })).messages[1]?.['content']).toBe('');
  });
});

describe('an answer', () => {
  it('may have thoughts as a text, plain strings and chunks of unknown kinds', async () => {
    const result = await answerOf(completion(['Gr', { type: 'thinking', thinking: 'Hm' }, null, { type: 'later', body: 1 }, { type: 'text', text: 'üezi' }]));
    expect(result).toMatchObject({ text: 'Grüezi', reasoning: 'Hm' });
  });

  it('has its references as sources, also those in thoughts', async () => {
    const { content } = await answerOf(completion([{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }, { type: 'reference', reference_ids: ['a'] }] }, { type: 'text', text: 'Hi' }, { type: 'reference', reference_ids: [1, 2] }]));
    expect(content.slice(2)).toEqual(['a', 1, 2].map((id) => ({ type: 'source', providerData: { mistral: { reference_id: id } } })));
  });

  it('counts cached tokens under both names', async () => {
    const usage = { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10 };
    expect((await answerOf(completion('Hi', { usage: { ...usage, num_cached_tokens: 4 } }))).usage.cachedInputTokens).toBe(4);
    expect((await answerOf(completion('Hi', { usage: { ...usage, num_cached_tokens: 4, prompt_tokens_details: { cached_tokens: 5 } } }))).usage.cachedInputTokens).toBe(5);
  });

  it('names the request for the support', async () => {
    const { response } = await answerOf(completion('Hi'), {}, { 'mistral-correlation-id': 'c-1', 'x-kong-request-id': 'k-1' });
    expect(response.requestId).toBe('c-1');
  });
});

describe('an error', () => {
  it.each([
    [401, { detail: 'Unauthorized' }, 'authentication', 'Unauthorized'],
    [422, { object: 'error', message: { detail: [{ loc: ['body', 'messages'], msg: 'Field required' }] }, type: 'invalid_request_error' }, 'invalid-request', 'body.messages: Field required'],
    [422, { detail: [{ loc: ['body', 'n'], msg: 'Extra inputs' }] }, 'invalid-request', 'body.n: Extra inputs'],
    [400, { object: 'error', message: 'Prompt contains 40000 tokens, too large for model with 32768 maximum context length', type: 'invalid_request_error', code: '3051' }, 'context-length', 'Prompt contains'],
    [429, { object: 'error', message: 'Service tier capacity exceeded', code: '3505' }, 'rate-limit', 'capacity'],
    [404, { message: 'no Route matched', request_id: 'r' }, 'not-found', 'no Route'],
  ])('%i %j is %s', async (status, body, kind, words) => {
    const error = await errorOf(status, body);
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(words);
  });

  it('that is no choice of ours is said by Mistral itself', async () => {
    expect(await errorOf(400, { object: 'error', message: 'Bad id', type: 'invalid_function_call', code: '3280' })).toBeInstanceOf(InvalidRequestError);
  });
});

it('lists models with what they can do, and embeds in the length asked for', async () => {
  const model = { id: 'm', name: 'M', max_context_length: 131_072, capabilities: { completion_chat: true, function_calling: false, vision: true, fine_tuning: true } };
  await using server = await startFaultServer(({ path }) => ({ body: path === '/models' ? JSON.stringify({ data: [model, { id: 'n' }] }) : '{"data":[{"embedding":[1,2]}]}' }));
  await using mistral = createMistral({ apiKey: KEY, baseUrl: server.url });
  expect(await mistral.listModels()).toEqual([
    { id: 'm', name: 'M', contextWindow: 131_072, capabilities: { chat: true, tools: false, vision: true }, raw: model },
    { id: 'n', raw: { id: 'n' } },
  ]);
  await mistral.embeddingModel('mistral-embed').embed({ values: ['a'], dimensions: 2 });
  expect(server.requests[1]?.json()).toEqual({ model: 'mistral-embed', input: ['a'], encoding_format: 'float', output_dimension: 2 });
});

it('sends at most 32 texts at once', async () => {
  await using server = await startFaultServer((request) => ({ body: JSON.stringify({ data: (request.json() as { input: string[] }).input.map(() => ({ embedding: [1] })) }) }));
  await using mistral = createMistral({ apiKey: KEY, baseUrl: server.url });
  const { embeddings } = await mistral.embeddingModel('mistral-embed').embed({ values: Array.from({ length: 40 }, (_, n) => String(n)) });
  expect(embeddings).toHaveLength(40);
  expect(server.requests.map((request) => (request.json() as { input: string[] }).input.length)).toEqual([32, 8]);
});
