import { UnsupportedFeatureError, type CallOptions, type JSONObject } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { createMessagesCodec } from '../src/index.ts';
import { encode, encodeContext, MODEL } from './run-codec.ts';

const tool = { name: 'get_weather', description: 'The weather.', parameters: { type: 'object', properties: { city: { type: 'string' } } } };
const schema = { type: 'object', properties: { a: { type: 'number' } } };
const hello = [{ role: 'user' as const, content: 'Hello' }];
const prefill = [...hello, { role: 'assistant' as const, content: 'It is ' }];

describe('a request to /v1/messages', () => {
  it('says no more than it must', () => {
    expect(encode()).toEqual({
      path: 'v1/messages',
      body: { model: MODEL, max_tokens: 32_000, messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }] },
      warnings: [],
    });
    expect(encode({}, MODEL, true).body['stream']).toBe(true);
  });

  it.each<[Partial<CallOptions>, JSONObject]>([
    [{ maxTokens: 0 }, { max_tokens: 0 }],
    [{ temperature: 0 }, { temperature: 0 }],
    [{ topP: 0.5 }, { top_p: 0.5 }],
    [{ topK: 3 }, { top_k: 3 }],
    [{ stopSequences: ['a', 'b'] }, { stop_sequences: ['a', 'b'] }],
    [{ userId: 'u' }, { metadata: { user_id: 'u' } }],
    [{ tools: [tool], toolChoice: 'auto' }, { tool_choice: { type: 'auto' } }],
    [{ tools: [tool], toolChoice: 'none' }, { tool_choice: { type: 'none' } }],
    [{ tools: [tool], toolChoice: 'required' }, { tool_choice: { type: 'any' } }],
    [{ tools: [tool], toolChoice: { toolName: 'get_weather' } }, { tool_choice: { type: 'tool', name: 'get_weather' } }],
    [{ tools: [tool], toolChoice: 'required', parallelToolCalls: false }, { tool_choice: { type: 'any', disable_parallel_tool_use: true } }],
    [{ tools: [tool], toolChoice: { toolName: 'get_weather' }, parallelToolCalls: false }, { tool_choice: { type: 'tool', name: 'get_weather', disable_parallel_tool_use: true } }],
    [{ tools: [tool], parallelToolCalls: false }, { tool_choice: { type: 'auto', disable_parallel_tool_use: true } }],
    [{ responseFormat: { type: 'json', schema } }, { output_config: { format: { type: 'json_schema', schema: { ...schema, additionalProperties: false } } } }],
  ])('puts %j as %j', (options, expected) => {
    const { body, warnings } = encode(options);
    expect(body).toMatchObject(expected);
    expect(warnings).toEqual([]);
  });

  it.each<[Partial<CallOptions>, string]>([
    [{ stopSequences: [] }, 'stop_sequences'],
    [{ tools: [] }, 'tools'],
    [{ toolChoice: 'auto' }, 'tool_choice'],
    [{ tools: [tool], parallelToolCalls: true }, 'tool_choice'],
    [{ responseFormat: { type: 'text' } }, 'output_config'],
    [{ sessionId: 's', metadata: { a: 'b' } }, 'metadata'],
    [{ logprobs: false }, 'logprobs'],
  ])('leaves out what %j does not ask for: %s', (options, field) => {
    const { body, warnings } = encode(options);
    expect(body).not.toHaveProperty(field);
    expect(warnings).toEqual([]);
  });

  it.each<[Partial<CallOptions>, string]>([
    [{ seed: 1 }, 'seed'],
    [{ presencePenalty: 0 }, 'presencePenalty'],
    [{ frequencyPenalty: 1 }, 'frequencyPenalty'],
    [{ repetitionPenalty: 1 }, 'repetitionPenalty'],
    [{ logprobs: 3 }, 'logprobs'],
    [{ stopSequences: ['a', ' \n'] }, 'stopSequences'],
  ])('warns once of %j', (options, option) => {
    expect(encode(options).warnings).toMatchObject([{ kind: 'unsupported', option }]);
  });

  it('holds no stop sequence of white space alone', () => {
    expect(encode({ stopSequences: ['a', ' \n'] }).body['stop_sequences']).toEqual(['a']);
    expect(encode({ stopSequences: [' '] }).body).not.toHaveProperty('stop_sequences');
  });

  it('tells the model to write JSON where there is no schema, with a warning', () => {
    const { body, warnings } = encode({ messages: [{ role: 'system', content: 'Be brief.' }, ...hello], responseFormat: { type: 'json' } });
    expect(body.system).toMatchObject([{ text: 'Be brief.' }, { text: expect.stringContaining('JSON') as string }]);
    expect(body).not.toHaveProperty('output_config');
    expect(warnings).toMatchObject([{ kind: 'adjusted', option: 'responseFormat' }]);
  });

  it('closes every object of a schema that does not say itself what else it admits', () => {
    const inner = { properties: { b: {} } };
    const given = {
      type: 'object',
      properties: { list: { type: 'array', items: inner }, free: { type: 'object', additionalProperties: true }, one: { anyOf: [inner, { type: 'string' }] } },
      $defs: { inner },
    };
    const { body } = encode({ responseFormat: { type: 'json', schema: given } });
    const closed = { ...inner, additionalProperties: false };
    expect((body['output_config'] as { format: JSONObject }).format['schema']).toEqual({
      ...given,
      additionalProperties: false,
      properties: { ...given.properties, list: { type: 'array', items: closed }, one: { anyOf: [closed, { type: 'string' }] } },
      $defs: { inner: closed },
    });
  });

  it('goes where a host says, in its form, and such a host counts no tokens', () => {
    const { decodeStream: _, ...codec } = createMessagesCodec({
      request: ({ model, ...body }, { stream }) => ({ path: `model/${model as string}/${stream ? 'stream' : 'invoke'}`, body: { anthropic_version: 'x', ...body } }),
    });
    const { path, body } = codec.encode({ messages: hello }, encodeContext());
    expect(path).toBe(`model/${MODEL}/invoke`);
    expect(Object.keys(body)).toEqual(['anthropic_version', 'max_tokens', 'messages']);
    expect(codec.tokenCount).toBeUndefined();
  });
});

describe('max_tokens, which the API demands', () => {
  it.each([
    ['claude-3-haiku-20240307', 4096],
    ['claude-3-opus-latest', 4096],
    ['claude-3-5-sonnet-20241022', 8192],
    ['claude-3-7-sonnet-20250219', 32_000],
    ['claude-opus-4-20250514', 32_000],
    ['claude-opus-5-5', 32_000],
    ['anthropic.claude-3-haiku-20240307-v1:0', 4096],
    ['my-model', 32_000],
  ])('is what every model of its generation can write: %s, %d', (model, maxTokens) => {
    expect(encode({}, model).body['max_tokens']).toBe(maxTokens);
  });
});

describe('an answer to continue', () => {
  it('ends without white space', () => {
    expect(encode({ messages: prefill }).body.messages[1]).toEqual({ role: 'assistant', content: [{ type: 'text', text: 'It is' }] });
  });

  it.each(['claude-opus-4-6', 'claude-sonnet-4-6', 'claude-opus-4-7', 'claude-sonnet-5', 'us.anthropic.claude-opus-4-6-v1:0', 'claude-opus-4-10'])('is refused for %s', (model) => {
    expect(() => encode({ messages: prefill }, model)).toThrow(UnsupportedFeatureError);
  });

  it.each(['claude-opus-4-5-20251101', 'claude-opus-4-20250514', 'claude-3-7-sonnet-20250219', 'my-model', 'claude-latest'])('is left to %s', (model) => {
    expect(encode({ messages: prefill }, model).warnings).toEqual([]);
  });

  it('is refused together with a schema, whatever the model', () => {
    expect(() => encode({ messages: prefill, responseFormat: { type: 'json', schema } })).toThrow(/JSON schema/);
    expect(() => encode({ messages: prefill, responseFormat: { type: 'json', schema } }, 'my-model')).toThrow(UnsupportedFeatureError);
  });

  it('is none where the vendor paused, by its word or in the middle of its tools', () => {
    const paused = { role: 'assistant' as const, content: 'Let me go on', providerData: { anthropic: { stop_reason: 'pause_turn' } } };
    expect(encode({ messages: [...hello, paused] }, 'claude-opus-5').body.messages).toHaveLength(2);
    const search = { type: 'tool-call' as const, toolCallId: 's', toolName: 'web_search', arguments: {}, providerExecuted: true, providerData: { anthropic: { type: 'server_tool_use' } } };
    expect(encode({ messages: [...hello, { role: 'assistant', content: [search] }] }, 'claude-opus-5').body.messages).toHaveLength(2);
  });
});

describe('sampling', () => {
  it.each<[string, Partial<CallOptions>, JSONObject, string[]]>([
    ['claude-opus-4-7', { temperature: 0.5, topP: 0.5, topK: 5 }, {}, ['temperature', 'topP', 'topK']],
    ['claude-opus-4-8', { temperature: 1 }, { temperature: 1 }, []],
    ['claude-sonnet-5', { topP: 0.99 }, { top_p: 0.99 }, []],
    ['claude-opus-4-6', { temperature: 0.5 }, { temperature: 0.5 }, []],
    ['claude-opus-4-6', { temperature: 0.5, reasoning: 'high' }, {}, ['temperature']],
    [MODEL, { temperature: 0.5, topK: 5, topP: 0.5, reasoning: 'low' }, {}, ['temperature', 'topP', 'topK']],
    [MODEL, { topP: 0.95, reasoning: 'low' }, { top_p: 0.95 }, []],
    [MODEL, { temperature: 0.5, reasoning: 'none' }, { temperature: 0.5 }, []],
    [MODEL, { temperature: 0.5, topP: 0.5 }, { temperature: 0.5 }, ['topP']],
    ['claude-opus-4-20250514', { temperature: 0.5, topP: 0.5 }, { temperature: 0.5, top_p: 0.5 }, []],
    ['my-model', { temperature: 0.5, topP: 0.5, topK: 5 }, { temperature: 0.5, top_p: 0.5, top_k: 5 }, []],
  ])('of %s: %j becomes %j, with warnings of %j', (model, options, expected, warned) => {
    const { body, warnings } = encode(options, model);
    const { temperature, top_p, top_k } = body;
    expect(JSON.parse(JSON.stringify({ temperature, top_p, top_k }))).toEqual(expected);
    expect(warnings.map(({ kind, option }) => [kind, option])).toEqual(warned.map((option) => ['unsupported', option]));
  });
});

describe('tools', () => {
  it('are functions with a schema of an object', () => {
    expect(encode({ tools: [tool] }).body['tools']).toEqual([{ name: 'get_weather', description: 'The weather.', input_schema: tool.parameters }]);
    expect(encode({ tools: [{ name: 'f', parameters: {} }] }).body['tools']).toEqual([{ name: 'f', input_schema: { type: 'object' } }]);
  });

  it('are held to their schema where asked, which is then closed', () => {
    const [strict, loose] = encode({ tools: [{ ...tool, strict: true }, { ...tool, name: 'b', strict: false }] }).body['tools'] as JSONObject[];
    expect(strict).toMatchObject({ strict: true, input_schema: { additionalProperties: false } });
    expect(loose).toMatchObject({ strict: false, input_schema: tool.parameters });
    expect(loose!['input_schema']).not.toHaveProperty('additionalProperties');
  });

  it("carry the vendor's own fields", () => {
    const own = { ...tool, providerData: { anthropic: { defer_loading: true }, openai: { x: 1 } } };
    expect(encode({ tools: [own] }).body['tools']).toEqual([{ defer_loading: true, name: 'get_weather', description: 'The weather.', input_schema: tool.parameters }]);
  });

  it.each<[string, JSONObject, JSONObject]>([
    ['web_search_20260318', { max_uses: 5 }, { type: 'web_search_20260318', name: 'web_search', max_uses: 5 }],
    ['tool_search_tool_bm25_20251119', {}, { type: 'tool_search_tool_bm25_20251119', name: 'tool_search_tool_bm25' }],
    ['text_editor_20250728', {}, { type: 'text_editor_20250728', name: 'str_replace_based_edit_tool' }],
    ['text_editor_20250124', {}, { type: 'text_editor_20250124', name: 'str_replace_editor' }],
    ['computer_toolset_20260801', {}, { type: 'computer_toolset_20260801' }],
    ['mcp_toolset', { mcp_server_name: 'm' }, { type: 'mcp_toolset', mcp_server_name: 'm' }],
    ['web_search', { type: 'web_search_20250305' }, { type: 'web_search_20250305', name: 'web_search' }],
    ['memory_20250818', { name: 'mine' }, { type: 'memory_20250818', name: 'mine' }],
  ])('of the vendor: %s with %j is %j', (name, args, expected) => {
    expect(encode({ tools: [{ type: 'provider', name, args }] }).body['tools']).toEqual([expected]);
  });

  it('of the vendor are chosen by the name that they have there', () => {
    const tools = [{ type: 'provider' as const, name: 'web_search_20260318', args: {} }];
    expect(encode({ tools, toolChoice: { toolName: 'web_search_20260318' } }).body['tool_choice']).toEqual({ type: 'tool', name: 'web_search' });
    const typed = [{ type: 'provider' as const, name: 'search_20260318', args: { type: 'web_search_20260318' } }];
    expect(encode({ tools: typed, toolChoice: { toolName: 'search_20260318' } }).body['tool_choice']).toEqual({ type: 'tool', name: 'search_20260318' });
  });
});

describe('cache hints', () => {
  const text = (value: string, cache?: { ttl?: string }) => ({ type: 'text' as const, text: value, ...(cache ? { cache } : {}) });
  const user = (...content: ReturnType<typeof text>[]) => ({ role: 'user' as const, content });
  const marksOf = (options: Partial<CallOptions>) => {
    const { body, warnings } = encode(options);
    expect(warnings).toEqual([]);
    const blocks = [...((body['tools'] as JSONObject[]) ?? []), ...(body.system ?? []), ...body.messages.flatMap(({ content }) => content)];
    return blocks.map((block) => [block['text'] ?? block['name'] ?? block['type'], block['cache_control']]).filter(([, mark]) => mark);
  };
  const mark = { type: 'ephemeral' };
  const hour = { type: 'ephemeral', ttl: '1h' };

  it('mark tools, system, parts, and the last part of a message', () => {
    expect(
      marksOf({
        tools: [{ ...tool, cache: {} }],
        messages: [
          { role: 'system', content: 'S', cache: { ttl: '5m' } },
          { ...user(text('A'), text('B')), cache: {} },
          user(text('C', {}), text('D')),
        ],
      }),
    ).toEqual([['get_weather', mark], ['S', { ...mark, ttl: '5m' }], ['B', mark], ['C', mark]]);
  });

  it('of more than four, keep the first and the last three', () => {
    const messages = ['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => user(text(letter, {})));
    expect(marksOf({ messages }).map(([name]) => name)).toEqual(['A', 'D', 'E', 'F']);
  });

  it('never ask for an hour after less: what stands before gets the hour, too', () => {
    expect(marksOf({ messages: [user(text('A', {}), text('B', { ttl: '1h' }), text('C', { ttl: '5m' }))] })).toEqual([['A', hour], ['B', hour], ['C', { ...mark, ttl: '5m' }]]);
  });

  it('leave out a time that the vendor does not know', () => {
    expect(marksOf({ messages: [user(text('A', { ttl: '3600s' }))] })).toEqual([['A', mark]]);
  });

  it('on a thought, or on a message that ends with one, go to what can be cached', () => {
    const thought = { type: 'reasoning' as const, text: 'Hm', cache: {}, providerData: { anthropic: { signature: 'S' } } };
    const messages: CallOptions['messages'] = [...hello, { role: 'assistant', content: [text('A'), thought], cache: {} }, { role: 'assistant', content: 'B' }, ...hello];
    expect(marksOf({ messages })).toEqual([['A', mark]]);
  });

  it('inside a tool result mark the result', () => {
    const messages: CallOptions['messages'] = [
      ...hello,
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: '1', toolName: 'f', arguments: {} }] },
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: '1', result: null, content: [text('x', {}), text('y')] }] },
    ];
    expect(marksOf({ messages })).toEqual([['tool_result', mark]]);
  });
});
