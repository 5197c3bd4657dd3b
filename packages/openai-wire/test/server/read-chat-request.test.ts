import type { CallOptions, JSONObject, Message, Tool } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { readChatRequest } from '../../src/server/index.ts';

const hello = { role: 'user', content: 'Hello' };
const read = (fields: object) => readChatRequest({ model: 'm', messages: [hello], ...fields });
const options = (fields: object): Partial<CallOptions> => {
  const { messages: _messages, ...rest } = read(fields).options;
  return rest;
};
const messages = (...entries: object[]): Message[] => read({ messages: entries }).options.messages;
const userParts = (...content: object[]) => messages({ role: 'user', content })[0]?.content;

const parameters = { type: 'object', properties: { city: { type: 'string' } } };
const f = { type: 'function', function: { name: 'f', description: 'does', parameters } };
const g = { type: 'function', function: { name: 'g', parameters, strict: true } };
const readF: Tool = { name: 'f', description: 'does', parameters };
const readG: Tool = { name: 'g', parameters, strict: true };

const ownFormat = (json_schema: JSONObject) => ({ providerData: { openai: { response_format: { json_schema } } } });

describe('fields of a request', () => {
  it('gives the model, and a call with nothing but the messages', () => {
    expect(readChatRequest({ model: 'acme/m', messages: [hello] })).toEqual({
      model: 'acme/m',
      stream: false,
      includeUsage: false,
      options: { messages: [hello] },
      legacyFunctions: false,
      unread: {},
    });
  });

  it.each<[object, Partial<CallOptions>]>([
    [{ max_tokens: 5 }, { maxTokens: 5 }],
    [{ max_tokens: 5, max_completion_tokens: 7 }, { maxTokens: 7 }],
    [{ temperature: 0, top_p: 0.5, top_k: -1, seed: -3 }, { temperature: 0, topP: 0.5, topK: -1, seed: -3 }],
    [{ presence_penalty: -1, frequency_penalty: 1, repetition_penalty: 1.1 }, { presencePenalty: -1, frequencyPenalty: 1, repetitionPenalty: 1.1 }],
    [{ stop: 'END' }, { stopSequences: ['END'] }],
    [{ stop: ['a', 'b'] }, { stopSequences: ['a', 'b'] }],
    [{ stop: [] }, {}],
    [{ logprobs: true }, { logprobs: true }],
    [{ logprobs: true, top_logprobs: 0 }, { logprobs: true }],
    [{ logprobs: true, top_logprobs: 4 }, { logprobs: 4 }],
    [{ logprobs: false, top_logprobs: 0 }, {}],
    [{ reasoning_effort: 'minimal' }, { reasoning: 'minimal' }],
    [{ user: 'u' }, { userId: 'u' }],
    [{ user: 'u', safety_identifier: 's' }, { userId: 's' }],
    [{ prompt_cache_key: 'k', metadata: { a: 'b' } }, { sessionId: 'k', metadata: { a: 'b' } }],
    [{ n: 1, modalities: ['text'] }, {}],
    [{ response_format: { type: 'text' } }, { responseFormat: { type: 'text' } }],
    [{ response_format: { type: 'json_object' } }, { responseFormat: { type: 'json' } }],
    [{ response_format: { type: 'json_schema', json_schema: { name: 'p', schema: parameters } } }, { responseFormat: { type: 'json', name: 'p', schema: parameters }, ...ownFormat({ strict: false }) }],
    [{ response_format: { type: 'json_schema', json_schema: { name: 'p', description: 'd', strict: true, schema: parameters } } }, { responseFormat: { type: 'json', name: 'p', schema: parameters }, ...ownFormat({ strict: true, description: 'd' }) }],
    [{ parallel_tool_calls: false, tools: [] }, { parallelToolCalls: false }],
    [{ tools: [f, g], tool_choice: 'required' }, { tools: [readF, readG], toolChoice: 'required' }],
    [{ tools: [f], tool_choice: { type: 'function', function: { name: 'f' } } }, { tools: [readF], toolChoice: { toolName: 'f' } }],
    [{ tools: [{ type: 'function', function: { name: 'now' } }] }, { tools: [{ name: 'now', parameters: { type: 'object', properties: {} } }] }],
    [{ tools: [{ type: 'web_search', size: 'low' }] }, { tools: [{ type: 'provider', name: 'web_search', args: { size: 'low' } }] }],
    [
      { tools: [f, g], tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'g' } }] } } },
      { tools: [readG], toolChoice: 'auto' },
    ],
    [
      { tools: [f, { type: 'web_search' }], tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'required', tools: [{ type: 'web_search' }] } } },
      { tools: [{ type: 'provider', name: 'web_search', args: {} }], toolChoice: 'required' },
    ],
  ])('%j', (fields, expected) => {
    expect(options(fields)).toEqual(expected);
    expect(read(fields).unread).toEqual({});
  });

  it('takes null for missing', () => {
    const names = ['stream', 'stream_options', 'n', 'tools', 'tool_choice', 'parallel_tool_calls', 'functions', 'function_call', 'response_format', 'max_tokens', 'max_completion_tokens', 'temperature', 'top_p', 'stop', 'seed', 'logprobs', 'top_logprobs', 'reasoning_effort', 'user', 'metadata', 'modalities', 'verbosity'];
    expect(read(Object.fromEntries(names.map((name) => [name, null])))).toEqual(read({}));
  });

  it('says whether chunks, and usage in them, were asked for', () => {
    expect(read({ stream: true, stream_options: { include_usage: true } })).toMatchObject({ stream: true, includeUsage: true });
    expect(read({ stream: true })).toMatchObject({ stream: true, includeUsage: false });
    expect(read({ stream_options: { include_usage: true } })).toMatchObject({ stream: false, includeUsage: false });
  });

  it('keeps aside what a call has no place for', () => {
    expect(read({ logit_bias: { 50256: -100 }, verbosity: 'low', store: false }).unread).toEqual({ logit_bias: { 50256: -100 }, verbosity: 'low', store: false });
  });

  it('reads functions, the old form of tools', () => {
    const request = read({ functions: [{ name: 'f', description: 'does', parameters }], function_call: { name: 'f' } });
    expect(request.legacyFunctions).toBe(true);
    expect(request.options).toMatchObject({ tools: [readF], toolChoice: { toolName: 'f' }, parallelToolCalls: false });
    expect(options({ functions: [{ name: 'f' }], function_call: 'none' })).toMatchObject({ toolChoice: 'none' });
  });
});

describe('messages of a request', () => {
  it('makes system messages of both roles', () => {
    expect(messages({ role: 'system', content: 'a' }, { role: 'developer', content: [{ type: 'text', text: 'b' }] })).toEqual([
      { role: 'system', content: 'a' },
      { role: 'system', content: [{ type: 'text', text: 'b' }] },
    ]);
  });

  it.each<[object, object]>([
    [{ type: 'text', text: '' }, { type: 'text', text: '' }],
    [{ type: 'text', text: 'a', prompt_cache_breakpoint: { mode: 'explicit', ttl: '30m' } }, { type: 'text', text: 'a', cache: { ttl: '30m' } }],
    [{ type: 'image_url', image_url: { url: 'https://a.example/b.png' } }, { type: 'file', mediaType: 'image/*', url: 'https://a.example/b.png' }],
    [{ type: 'image_url', image_url: { url: 'HTTP://a.example/b', detail: 'low' }, prompt_cache_breakpoint: { mode: 'explicit' } }, { type: 'file', mediaType: 'image/*', url: 'HTTP://a.example/b', providerData: { openai: { detail: 'low' } }, cache: {} }],
    [{ type: 'image_url', image_url: { url: 'data:image/PNG;base64,iVBORw==' } }, { type: 'file', mediaType: 'image/png', data: 'iVBORw==' }],
    [{ type: 'image_url', image_url: { url: 'DATA:image/svg+xml;charset=utf-8,%3Csvg%2F%3E' } }, { type: 'file', mediaType: 'image/svg+xml', data: 'PHN2Zy8+' }],
    [{ type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } }, { type: 'file', mediaType: 'audio/wav', data: 'UklGRg==' }],
    [{ type: 'input_audio', input_audio: { data: 'SUQz', format: 'mp3' } }, { type: 'file', mediaType: 'audio/mpeg', data: 'SUQz' }],
    [{ type: 'file', file: { filename: 'a.txt', file_data: 'data:text/plain;base64,YQ==' } }, { type: 'file', mediaType: 'text/plain', data: 'YQ==', filename: 'a.txt' }],
    [{ type: 'file', file: { filename: 'A.PDF', file_data: 'JVBERg==' } }, { type: 'file', mediaType: 'application/pdf', data: 'JVBERg==', filename: 'A.PDF' }],
    [{ type: 'image_url', image_url: { url: 'data:image/jpg;base64,/9j/' } }, { type: 'file', mediaType: 'image/jpeg', data: '/9j/' }],
    [{ type: 'file', file: { file_data: 'https://a.example/b.pdf' } }, { type: 'file', mediaType: 'application/pdf', url: 'https://a.example/b.pdf' }],
    [{ type: 'file', file: { file_id: 'file-1' } }, { type: 'file', mediaType: 'application/pdf', url: 'file-1', providerData: { openai: { file_id: 'file-1' } } }],
  ])('reads the part %j', (part, expected) => {
    expect(userParts(part)).toEqual([expected]);
  });

  it('keeps who speaks', () => {
    expect(messages({ ...hello, name: 'Ada' })).toEqual([{ ...hello, providerData: { openai: { name: 'Ada' } } }]);
  });

  it('reads what the model said: thoughts, text, refusals, calls', () => {
    const [answer] = messages({
      role: 'assistant',
      reasoning_content: 'Hm.',
      content: [{ type: 'text', text: 'a' }, { type: 'refusal', refusal: 'No.' }],
      tool_calls: [
        { id: 'c1', type: 'function', function: { name: 'f', arguments: '{"city":"Zürich"}' } },
        { id: 'c2', type: 'function', function: { name: 'f', arguments: '{"city"' } },
      ],
    });
    expect(answer).toEqual({
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'Hm.' },
        { type: 'text', text: 'a' },
        { type: 'text', text: 'No.', providerData: { openai: { refusal: true } } },
        { type: 'tool-call', toolCallId: 'c1', toolName: 'f', arguments: { city: 'Zürich' } },
        { type: 'tool-call', toolCallId: 'c2', toolName: 'f', arguments: {}, invalid: '{"city"' },
      ],
    });
  });

  it.each<[object, object]>([
    [{ content: 'a', reasoning: 'Hm.' }, { content: [{ type: 'reasoning', text: 'Hm.' }, { type: 'text', text: 'a' }] }],
    [{ content: 'a', reasoning_content: '', tool_calls: [], refusal: null }, { content: 'a' }],
    [{ content: '' }, { content: '' }],
    [{ content: null, refusal: 'No.' }, { content: [{ type: 'text', text: 'No.', providerData: { openai: { refusal: true } } }] }],
    [{ content: '', tool_calls: [{ id: 'c', function: { name: 'f', arguments: '' } }] }, { content: [{ type: 'tool-call', toolCallId: 'c', toolName: 'f', arguments: {} }] }],
  ])('reads the answer %j', (fields, expected) => {
    expect(messages({ role: 'assistant', ...fields })).toEqual([{ role: 'assistant', ...expected }]);
  });

  it('gathers the results of tools, and says which tool each is of', () => {
    const call = (id: string, name: string) => ({ id, type: 'function', function: { name, arguments: '{}' } });
    const result = (tool_call_id: string, content: unknown) => ({ role: 'tool', tool_call_id, content });
    const read = messages(
      { role: 'assistant', content: null, tool_calls: [call('c1', 'f'), call('c2', 'g')] },
      result('c1', '{"sky":"clear"}'),
      result('c2', [{ type: 'text', text: 'a' }, { type: 'text', text: 'b' }]),
      hello,
      result('c9', [{ type: 'text', text: 'late' }]),
    );
    expect(read.slice(1)).toEqual([
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: 'c1', toolName: 'f', result: '{"sky":"clear"}' },
          { type: 'tool-result', toolCallId: 'c2', toolName: 'g', result: 'a\nb', content: [{ type: 'text', text: 'a' }, { type: 'text', text: 'b' }] },
        ],
      },
      hello,
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c9', result: 'late' }] },
    ]);
  });

  it('joins calls of the old form with their results, oldest first', () => {
    const call = (city: string) => ({ role: 'assistant', content: null, function_call: { name: 'f', arguments: `{"city":"${city}"}` } });
    const result = (content: string | null) => ({ role: 'function', name: 'f', content });
    const read = messages(call('a'), result('1'), call('b'), result(null));
    const ids = read.flatMap(({ content }) => (content as { toolCallId: string }[]).map(({ toolCallId }) => toolCallId));
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).toBe(ids[3]);
    expect(ids[0]).not.toBe(ids[2]);
    expect(read[1]?.content).toMatchObject([{ type: 'tool-result', toolName: 'f', result: '1' }]);
    expect(read[3]?.content).toMatchObject([{ type: 'tool-result', toolName: 'f', result: '' }]);
  });
});
