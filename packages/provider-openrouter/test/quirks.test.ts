import { collect, type CallOptions, type Message } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { createOpenRouter } from '../src/index.ts';
import { answerOf, completion, hello, KEY, MODEL, requestOf, stream } from './ask.ts';

describe('a request', () => {
  it('holds what the options say, and what one call says instead', async () => {
    const provider = { models: ['openai/gpt-5.2'], provider: { order: ['anthropic'], allow_fallbacks: false }, plugins: [{ id: 'web' }], referer: 'https://app.example', title: 'App' };
    const { body, headers } = await requestOf({}, provider);
    expect(body).toEqual({ model: MODEL, messages: hello, models: ['openai/gpt-5.2'], provider: provider.provider, plugins: [{ id: 'web' }] });
    expect(headers).toMatchObject({ 'http-referer': 'https://app.example', 'x-title': 'App' });
    const own = await requestOf({ providerData: { openrouter: { provider: { order: ['google-vertex'] }, models: [], n: 3, stream: true, messages: [] }, anthropic: { x: 1 } } }, provider);
    expect(own.body).toEqual({ model: MODEL, messages: hello, models: [], provider: { order: ['google-vertex'], allow_fallbacks: false }, plugins: [{ id: 'web' }] });
  });

  it('takes every sampling option', async () => {
    const { body, warnings } = await requestOf({ topK: 5, repetitionPenalty: 1.1, seed: 7, stopSequences: ['x'], logprobs: 2, presencePenalty: 1 });
    expect(body).toMatchObject({ top_k: 5, repetition_penalty: 1.1, seed: 7, stop: ['x'], logprobs: true, top_logprobs: 2, presence_penalty: 1 });
    expect(warnings).toEqual([]);
  });

  it('puts hints where OpenRouter has a place for them', async () => {
    const { body, warnings } = await requestOf({ userId: 'u1', sessionId: 's1', metadata: { team: 'a' } });
    expect(body).toEqual({ model: MODEL, messages: hello, user: 'u1', session_id: 's1', metadata: { team: 'a' } });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['high', { effort: 'high' }],
    ['none', { effort: 'none' }],
    ['max', { effort: 'max' }],
    [{ budgetTokens: 2000 }, { max_tokens: 2000 }],
  ] as const)('asks for reasoning %j as %j', async (reasoning, wire) => {
    const { body, warnings } = await requestOf({ reasoning });
    expect(body).toEqual({ model: MODEL, messages: hello, reasoning: wire });
    expect(warnings).toEqual([]);
  });

  it('hides reasoning where the call says so', async () => {
    const { body } = await requestOf({ reasoning: 'low', providerData: { openrouter: { reasoning: { exclude: true } } } });
    expect(body['reasoning']).toEqual({ effort: 'low', exclude: true });
  });

  it('marks where the prompt is worth caching', async () => {
    const messages: CallOptions['messages'] = [
      { role: 'system', content: 'Long instructions.', cache: { ttl: '1h' } },
      { role: 'user', content: [{ type: 'text', text: 'A book', cache: {} }, { type: 'file', mediaType: 'image/png', data: 'iVBO' }], cache: {} },
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 't1', toolName: 'look', arguments: {} }], cache: {} },
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: 't1', result: 'seen' }], cache: {} },
    ];
    const tools = [{ name: 'look', parameters: { type: 'object' }, cache: { ttl: '5m' } }];
    const { body, warnings } = await requestOf({ messages, tools });
    const mark = { cache_control: { type: 'ephemeral' } };
    expect(body['messages']).toEqual([
      { role: 'system', content: [{ type: 'text', text: 'Long instructions.', cache_control: { type: 'ephemeral', ttl: '1h' } }] },
      { role: 'user', content: [{ type: 'text', text: 'A book', ...mark }, { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' }, ...mark }] },
      { role: 'assistant', content: null, tool_calls: [{ id: 't1', type: 'function', function: { name: 'look', arguments: '{}' } }], ...mark },
      { role: 'tool', tool_call_id: 't1', content: 'seen', ...mark },
    ]);
    expect(body['tools']).toMatchObject([{ cache_control: { type: 'ephemeral', ttl: '5m' } }]);
    expect(warnings).toEqual([]);
  });

  it('passes on files by URL, documents as files and videos in their own words', async () => {
    const content = [
      { type: 'file' as const, mediaType: 'image/*', url: 'https://files.example/a.png' },
      { type: 'file' as const, mediaType: 'application/pdf', url: 'https://files.example/a.pdf', filename: 'a.pdf' },
      { type: 'file' as const, mediaType: 'application/pdf', data: 'JVBE', filename: 'b.pdf' },
      { type: 'file' as const, mediaType: 'video/mp4', url: 'https://files.example/a.mp4' },
      { type: 'file' as const, mediaType: 'video/mp4', data: 'AAAA' },
    ];
    const { body } = await requestOf({ messages: [{ role: 'user', content }] });
    expect(body['messages']).toEqual([
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'https://files.example/a.png' } },
          { type: 'file', file: { filename: 'a.pdf', file_data: 'https://files.example/a.pdf' } },
          { type: 'file', file: { filename: 'b.pdf', file_data: 'data:application/pdf;base64,JVBE' } },
          { type: 'video_url', video_url: { url: 'https://files.example/a.mp4' } },
          { type: 'video_url', video_url: { url: 'data:video/mp4;base64,AAAA' } },
        ],
      },
    ]);
  });

  it('continues a message of the assistant', async () => {
    const { body } = await requestOf({ messages: [...hello, { role: 'assistant', content: 'It is' }] });
    expect(body['messages']).toEqual([...hello, { role: 'assistant', content: 'It is' }]);
  });

  it('can ask for a tool of OpenRouter', async () => {
    const { body } = await requestOf({ tools: [{ type: 'provider', name: 'openrouter:web_search', args: {} }] });
    expect(body['tools']).toEqual([{ type: 'openrouter:web_search' }]);
  });
});

describe('an answer', () => {
  it('says who gave it, how it ended there, and what it cost', async () => {
    const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5, cost: 0.25, prompt_tokens_details: { cached_tokens: 1, cache_write_tokens: 2 } };
    const body = completion({ content: 'Hi' }, { provider: 'Anthropic', usage });
    Object.assign(body.choices[0] as object, { native_finish_reason: 'end_turn' });
    const result = await answerOf(body, { 'x-generation-id': 'gen-1' });
    expect(result.response).toMatchObject({ origin: 'Anthropic', id: 'gen-1', modelId: MODEL, requestId: 'gen-1' });
    expect(result).toMatchObject({ finishReason: 'stop', rawFinishReason: 'stop', providerData: { openrouter: { native_finish_reason: 'end_turn' } } });
    expect(result.usage).toMatchObject({ inputTokens: 3, cachedInputTokens: 1, cacheWriteTokens: 2, costUsd: 0.25 });
  });

  it('holds its images as files, and they go back', async () => {
    const images = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } }, { type: 'image_url', image_url: { url: 'https://images.example/b' } }, { type: 'image_url' }];
    const { content, message } = await answerOf(completion({ content: 'Look:', images }));
    expect(content).toEqual([
      { type: 'text', text: 'Look:' },
      { type: 'file', mediaType: 'image/png', data: 'iVBO' },
      { type: 'file', mediaType: 'image/*', url: 'https://images.example/b' },
    ]);
    const { body, warnings } = await requestOf({ messages: [...hello, message, ...hello] });
    expect((body['messages'] as unknown[])[1]).toEqual({ role: 'assistant', content: 'Look:', images: images.slice(0, 2) });
    expect(warnings).toEqual([]);
  });

  it('holds its citations as sources, without a place where none is known', async () => {
    const annotations = [
      { type: 'url_citation', url_citation: { url: 'https://a.example', title: 'A', start_index: 0, end_index: 0 } },
      { type: 'url_citation', url_citation: { url: 'https://b.example', content: 'B', start_index: 1, end_index: 4 } },
    ];
    const { content } = await answerOf(completion({ content: 'Text.', annotations }));
    expect(content.slice(1)).toEqual([
      { type: 'source', url: 'https://a.example', title: 'A' },
      { type: 'source', url: 'https://b.example', text: 'B', of: 0, start: 1, end: 4 },
    ]);
  });

  it('keeps what was read out of a document, and sends it back', async () => {
    const annotation = { type: 'file', file: { hash: 'h1', name: 'a.pdf', content: [{ type: 'text', text: 'Words' }] } };
    const { content, message } = await answerOf(completion({ content: 'Read.', annotations: [annotation] }));
    expect(content).toEqual([{ type: 'text', text: 'Read.' }, { type: 'opaque', name: 'file', providerData: { openrouter: { annotation } } }]);
    const { body } = await requestOf({ messages: [...hello, message, ...hello] });
    expect((body['messages'] as unknown[])[1]).toEqual({ role: 'assistant', content: 'Read.', annotations: [annotation] });
  });
});

describe('reasoning_details', () => {
  const sealed = { type: 'reasoning.encrypted', data: 'c2VhbGVk', format: 'openai-responses-v1', id: 'rs_1', index: 0 };
  const summary = { type: 'reasoning.summary', summary: 'Looked.', format: 'openai-responses-v1', index: 1 };

  /** What goes back of an answer, as the assistant's message on the wire. */
  async function sentBack(message: Message, modelId = MODEL): Promise<unknown> {
    const { body } = await requestOf({ messages: [...hello, message, ...hello] }, {}, modelId);
    return ((body['messages'] as { reasoning_details?: unknown }[])[1] ?? {}).reasoning_details;
  }

  async function streamed(...deltas: object[]) {
    await using server = await startFaultServer({ body: stream(...deltas), headers: { 'content-type': 'text/event-stream' } });
    await using openrouter = createOpenRouter({ apiKey: KEY, baseUrl: server.url });
    return await collect(openrouter(MODEL).stream({ messages: hello }));
  }

  it('of a whole answer go back as they came, in their order', async () => {
    const details = [sealed, summary, { ...sealed, id: 'rs_2', index: 2 }];
    const { message, reasoning } = await answerOf(completion({ content: 'Hi', reasoning: null, reasoning_details: details }));
    expect(reasoning).toBe('Looked.');
    expect(await sentBack(message, 'openai/gpt-5.2')).toEqual(details);
  });

  it('are not read where the answer has its reasoning in other words beside them', async () => {
    const { reasoning } = await answerOf(completion({ content: 'Hi', reasoning: '**Looked.**', reasoning_details: [summary] }));
    expect(reasoning).toBe('**Looked.**');
  });

  it('without any text still open a thought', async () => {
    const { content } = await answerOf(completion({ content: 'Hi', reasoning_details: [sealed] }));
    expect(content).toEqual([{ type: 'reasoning', text: '', providerData: { openrouter: { reasoning_details: [sealed] } } }, { type: 'text', text: 'Hi' }]);
  });

  it('of a stream are put together: text by index, the last signature wins, sealed ones stand alone', async () => {
    const text = (words: string, more: object = {}) => ({ type: 'reasoning.text', text: words, signature: null, format: 'google-gemini-v1', index: 0, ...more });
    const { message, reasoning, text: said } = await streamed(
      { reasoning: 'Let ', reasoning_details: [text('Let ')] },
      { reasoning: 'me', reasoning_details: [text('me')] },
      { reasoning_details: [{ type: 'reasoning.text', signature: 's1', index: 0 }] },
      { reasoning_details: [{ type: 'reasoning.text', signature: 's2', index: 0 }] },
      { reasoning_details: [text('', { signature: null })] },
      { reasoning: ' see', reasoning_details: [text(' see', { index: 1 })] },
      { reasoning_details: [sealed] },
      { reasoning_details: [{ ...sealed, data: 'bW9yZQ' }] },
      { content: 'Hi' },
    );
    expect({ reasoning, said }).toEqual({ reasoning: 'Let me see', said: 'Hi' });
    expect(await sentBack(message, 'mistralai/some-model')).toEqual([text('Let me', { signature: 's2' }), text(' see', { index: 1 }), sealed, { ...sealed, data: 'bW9yZQ' }]);
  });

  it('without an index begin anew after a signature, or with another id', async () => {
    const { message } = await streamed(
      { reasoning_details: [{ type: 'reasoning.text', text: 'A', signature: 's1' }] },
      { reasoning_details: [{ type: 'reasoning.text', text: 'B', id: 'x' }] },
      { reasoning_details: [{ type: 'reasoning.text', text: 'C', id: 'y' }] },
      { reasoning_details: [{ type: 'reasoning.summary', summary: 'D' }] },
      { reasoning_details: [{ type: 'reasoning.summary', summary: 'E' }] },
    );
    expect(await sentBack(message)).toEqual([
      { type: 'reasoning.text', text: 'A', signature: 's1' },
      { type: 'reasoning.text', text: 'B', id: 'x' },
      { type: 'reasoning.text', text: 'C', id: 'y' },
      { type: 'reasoning.summary', summary: 'DE' },
    ]);
  });

  it('of another author are left out, by the format; a router may read all', async () => {
    const { message } = await answerOf(completion({ content: 'Hi', reasoning_details: [sealed] }));
    expect(await sentBack(message, 'anthropic/claude-haiku-4.5')).toBeUndefined();
    expect(await sentBack(message, '~anthropic/claude-sonnet-latest')).toBeUndefined();
    expect(await sentBack(message, '~openai/gpt-latest')).toEqual([sealed]);
    expect(await sentBack(message, 'openrouter/auto')).toEqual([sealed]);
  });

  it('of Anthropic without a signature are left out, as it would refuse them', async () => {
    const signed = { type: 'reasoning.text', text: 'A', format: 'anthropic-claude-v1', signature: 's' };
    const { message } = await answerOf(completion({ content: 'Hi', reasoning_details: [{ ...signed, signature: null }, signed] }));
    expect(await sentBack(message)).toEqual([signed]);
  });

  it('that are another provider\'s are left out', async () => {
    const foreign: Message = { role: 'assistant', content: [{ type: 'reasoning', text: 'Hm', providerData: { other: { reasoning_details: [sealed] } } }, { type: 'text', text: 'Hi' }] };
    expect(await sentBack(foreign, 'openai/gpt-5.2')).toBeUndefined();
  });
});
