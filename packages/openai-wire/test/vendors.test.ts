import type { CallOptions, Message } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { createChatCodec, createEmbeddingCodec, createModelListCodec, decodeError, vendorFields, type AnswerReader, type ChatDialect } from '../src/index.ts';
import { chunk, decode, decodeStream, encode, finished } from './run-codec.ts';

const whole = (message: object, more: object = {}) => ({ id: 'c-1', model: 'm-1', choices: [{ message, finish_reason: 'stop' }], ...more });
const hello: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

describe('an answer', () => {
  it('has citations with what the search results know of them, the last ones only', () => {
    const page = { url: 'https://b.example', title: 'B', snippet: 'About B' };
    const first = { ...chunk({ content: 'Hi' }), citations: ['https://old.example'], search_results: [] };
    const last = { ...finished(), citations: ['https://a.example', page.url], search_results: [page] };
    const sources = [{ type: 'source', url: 'https://a.example' }, { type: 'source', url: page.url, title: 'B', text: 'About B' }];
    expect(decodeStream([first, last]).result?.content.slice(1)).toEqual(sources);
    expect(decode(whole({ content: 'Hi' }, { citations: last.citations, search_results: [page] })).content.slice(1)).toEqual(sources);
    expect(decode(whole({ content: 'Hi' }, { search_results: [page] })).content.slice(1)).toEqual(sources.slice(1));
  });

  it('has its annotations rather than citations, and no place where none is known', () => {
    const annotations = [{ type: 'url_citation', url_citation: { url: 'https://a.example', start_index: 0, end_index: 0 } }, { type: 'file', file: {} }];
    expect(decode(whole({ reasoning: 'Hm', content: 'Hi', annotations }, { citations: ['https://b.example'] })).content.slice(2)).toEqual([{ type: 'source', url: 'https://a.example' }]);
  });

  it('has images as files, after calls of tools and before sources', () => {
    const image = (url?: string) => ({ type: 'image_url', image_url: url === undefined ? null : { url } });
    const message = { content: 'Hi', images: [image('data:image/webp;base64,UklG'), image('https://i.example/1'), image()], tool_calls: [{ id: 't', function: { name: 'f', arguments: '{}' } }] };
    const { content } = decode(whole(message, { citations: ['https://a.example'] }));
    expect(content.map(({ type }) => type)).toEqual(['text', 'tool-call', 'file', 'file', 'source']);
    expect(content[2]).toEqual({ type: 'file', mediaType: 'image/webp', data: 'UklG' });
    expect(content[3]).toEqual({ type: 'file', mediaType: 'image/*', url: 'https://i.example/1' });
    const { parts } = decodeStream([chunk(message), finished()]);
    const places = parts.flatMap((part) => (part.type === 'part' ? [part.index] : []));
    expect(new Set(places).size).toBe(4);
  });

  it('says who answered behind a gateway', () => {
    expect(decode(whole({ content: 'Hi' }, { provider: 'Acme' })).response.origin).toBe('Acme');
    expect(decodeStream([chunk({ content: 'Hi' }), { ...finished(), provider: 'Acme' }]).result?.response.origin).toBe('Acme');
  });

  it('throws an error that stands in its choice, or has no object of its own', () => {
    const choice = { choices: [{ message: { content: '' }, finish_reason: 'error', error: { code: 502 } }] };
    expect(() => decode(choice)).toThrow(/failed: .*502/);
    expect(() => decode({ object: 'error', message: 'Down' })).toThrow(/failed: .*Down/);
    expect(() => decodeStream([chunk({ content: 'Hi' }), { object: 'error', message: 'Down' }])).toThrow(/failed: .*Down/);
  });

  it('has its rate limits where the vendor writes them', () => {
    const readRateLimit = () => ({ requests: { limit: 1 } });
    expect(createChatCodec({ wire: 'acme', readRateLimit }).readRateLimit?.({})).toEqual({ requests: { limit: 1 } });
  });

  it('has `<think>` tags by model', () => {
    const asked: string[] = [];
    const dialect: ChatDialect = { wire: 'acme', thinkTags: (modelId) => (asked.push(modelId), true) };
    expect(decode(whole({ content: '<think>Hm</think>Hi' }), dialect)).toMatchObject({ reasoning: 'Hm', text: 'Hi' });
    expect(asked).toEqual(['m']);
  });
});

describe("a vendor's reader", () => {
  class Reader implements AnswerReader {
    deltas: string[] = [];
    read(message: { content?: string | null }, from: 'delta' | 'message') {
      this.deltas.push(`${from}:${message.content}`);
      return { ...message, content: message.content?.toUpperCase() ?? '' };
    }
    end() {
      return { reasoning: { seen: this.deltas }, parts: [{ type: 'opaque' as const, name: 'x', providerData: { acme: 1 } }], result: { done: true } };
    }
  }
  const dialect: ChatDialect = { wire: 'acme', hooks: { createAnswerReader: () => new Reader() } };

  it('changes messages, and adds to the reasoning, to the end and to the result', () => {
    const { result } = decodeStream([chunk({ content: 'a' }), chunk({ content: 'b' }), finished()], dialect);
    expect(result?.content).toEqual([
      { type: 'reasoning', text: '', providerData: { acme: { seen: ['delta:a', 'delta:b', 'delta:undefined'] } } },
      { type: 'text', text: 'AB' },
      { type: 'opaque', name: 'x', providerData: { acme: 1 } },
    ]);
    expect(result?.providerData).toEqual({ acme: { done: true } });
  });

  it('is another one for each answer, and goes with reasoning that is there', () => {
    expect(decode(whole({ content: 'a' }), dialect).content[0]).toMatchObject({ providerData: { acme: { seen: ['message:a'] } } });
    const { result, parts } = decodeStream([chunk({ reasoning: 'Hm', content: 'a' }), finished()], dialect);
    expect(result?.content[0]).toMatchObject({ type: 'reasoning', text: 'Hm', providerData: { acme: {} } });
    expect(parts.filter(({ type }) => type === 'reasoning-delta')).toHaveLength(1);
  });
});

describe('a request', () => {
  const cached: Message[] = [
    { role: 'system', content: [{ type: 'text', text: 'A', cache: { ttl: '1h' } }, { type: 'text', text: 'B' }] },
    { role: 'user', content: 'C', cache: {} },
  ];

  it('marks prompt caches where the dialect says so, and else leaves texts as they are', () => {
    expect(encode({ messages: cached }, { wire: 'acme', cacheControl: true }).body['messages']).toEqual([
      { role: 'system', content: [{ type: 'text', text: 'A', cache_control: { type: 'ephemeral', ttl: '1h' } }, { type: 'text', text: 'B' }] },
      { role: 'user', content: [{ type: 'text', text: 'C', cache_control: { type: 'ephemeral' } }] },
    ]);
    expect(encode({ messages: cached }).body['messages']).toEqual([{ role: 'system', content: [{ type: 'text', text: 'A' }, { type: 'text', text: 'B' }] }, { role: 'user', content: 'C' }]);
  });

  it("marks the last part of a message that is cached whole, but keeps a part's own mark", () => {
    const content = [{ type: 'text' as const, text: 'A' }, { type: 'text' as const, text: 'B', cache: { ttl: '5m' } }];
    const { body } = encode({ messages: [{ role: 'user', content, cache: { ttl: '1h' } }] }, { wire: 'acme', cacheControl: true });
    expect(body['messages']).toMatchObject([{ content: [{ text: 'A' }, { text: 'B', cache_control: { ttl: '5m' } }] }]);
    expect(JSON.stringify(body)).not.toContain('1h');
  });

  it('has files in the words of the vendor, and the rest as OpenAI', () => {
    const dialect: ChatDialect = { wire: 'acme', hooks: { file: ({ mediaType }) => (mediaType === 'application/pdf' ? { type: 'pdf' } : undefined) } };
    const file = (mediaType: string) => ({ type: 'file' as const, mediaType, data: 'AA' });
    const { body } = encode({ messages: [{ role: 'user', content: [file('application/pdf'), file('image/png')] }] }, dialect);
    expect(body['messages']).toMatchObject([{ content: [{ type: 'pdf' }, { type: 'image_url' }] }]);
  });

  it("sends an assistant's images back where there is a place, and else says that it does not", () => {
    const messages: Message[] = [...hello, { role: 'assistant', content: [{ type: 'file', mediaType: 'image/png', data: 'AA' }] }];
    const kept = encode({ messages }, { wire: 'acme', assistantImages: true });
    expect(kept.body['messages']).toMatchObject([{}, { role: 'assistant', content: '', images: [{ type: 'image_url' }] }]);
    expect(kept.warnings).toEqual([]);
    expect(encode({ messages }).warnings).toMatchObject([{ option: 'messages' }]);
  });

  it('keeps ids of calls apart that would become one', () => {
    const dialect: ChatDialect = { wire: 'acme', toolCallId: (id) => (id.includes('#') ? 'b' : 'a') };
    const calls = ['x', 'y'].map((toolCallId) => ({ type: 'tool-call' as const, toolCallId, toolName: 'f', arguments: {} }));
    const results = ['x', 'y'].map((toolCallId) => ({ type: 'tool-result' as const, toolCallId, result: '' }));
    const { body } = encode({ messages: [...hello, { role: 'assistant', content: calls }, { role: 'tool', content: results }] }, dialect);
    expect(body['messages']).toMatchObject([{}, { tool_calls: [{ id: 'a' }, { id: 'b' }] }, { tool_call_id: 'a' }, { tool_call_id: 'b' }]);
  });

  it('asks for reasoning as the vendor wants it', () => {
    const dialect: ChatDialect = { wire: 'acme', hooks: { reasoning: (reasoning) => ({ think: reasoning as string }) } };
    expect(encode({ reasoning: 'low' }, dialect).body).toEqual({ model: 'm', messages: hello, think: 'low' });
  });

  it('takes fields for one vendor from providerData, but none that are said elsewhere', () => {
    const providerData = { acme: { a: 1, n: 2, stream: true, model: 'x', messages: [] }, other: { b: 1 } };
    expect(vendorFields({ messages: hello, providerData }, 'acme')).toEqual({ a: 1 });
    expect(vendorFields({ messages: hello, providerData: { acme: 'text' } }, 'acme')).toEqual({});
    expect(vendorFields({ messages: hello }, 'acme')).toEqual({});
  });
});

describe('embeddings of a vendor', () => {
  const codec = createEmbeddingCodec({
    encodingFormat: 'bits',
    inputType: { field: 'kind', query: 'q', document: 'd' },
    readText: (text) => [text.length],
    readUsage: (usage) => ({ ...usage, costUsd: 1 }),
  });

  it('are asked for and read in its words', () => {
    const { body } = codec.encode({ values: ['a'], inputType: 'document' }, { provider: 'acme', modelId: 'm' } as never);
    expect(body).toEqual({ model: 'm', input: ['a'], encoding_format: 'bits', kind: 'd' });
    const answer = codec.decode({ data: [{ embedding: 'abc' }], usage: { prompt_tokens: 2 } }, {} as never);
    expect(answer).toMatchObject({ embeddings: [[3]], usage: { inputTokens: 2, costUsd: 1 } });
  });
});

it('lists models below another path', () => {
  expect(createModelListCodec(undefined, 'v1/models').path).toBe('v1/models');
});

it.each([
  ["details as Mistral's message", 422, { object: 'error', message: { detail: [{ loc: ['body'], msg: 'bad' }] } }, { message: 'body: bad' }],
  ['a status beside a code of its own, in a stream', 200, { object: 'error', message: 'x', code: '3505', raw_status_code: 429 }, { message: 'x', code: '3505', status: 429 }],
])('an error may have %s', (_name, status, body, details) => {
  expect(decodeError({ status, headers: {}, body })).toEqual(details);
});
