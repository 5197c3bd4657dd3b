import { InvalidRequestError, type CallOptions, type JSONObject, type JSONValue } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { readRequest } from '../../src/server/index.ts';
import { assertAccepted } from '../api-rules.ts';
import { encode, MODEL } from '../run-codec.ts';

const base = { model: MODEL, max_tokens: 100, messages: [{ role: 'user', content: 'Hello' }] };
const read = (more: object = {}) => readRequest({ ...base, ...more });
const user = (...content: object[]) => ({ messages: [{ role: 'user', content }] });
const conversation = (...content: object[]) => ({ messages: [{ role: 'user', content: 'Hello' }, { role: 'assistant', content }] });
const own = (data: JSONObject) => ({ providerData: { anthropic: data } });

describe('a request', () => {
  it('becomes a call, its model, and whether to stream', () => {
    expect(read()).toEqual({ modelId: MODEL, stream: false, options: { maxTokens: 100, messages: [{ role: 'user', content: 'Hello' }] }, rest: {} });
    expect(read({ stream: true }).stream).toBe(true);
  });

  it.each<[object, Partial<CallOptions>]>([
    [{ max_tokens: 0 }, { maxTokens: 0 }],
    [{ temperature: 0 }, { temperature: 0 }],
    [{ top_p: 0.5 }, { topP: 0.5 }],
    [{ top_k: 5 }, { topK: 5 }],
    [{ stop_sequences: ['a'] }, { stopSequences: ['a'] }],
    [{ metadata: { user_id: 'u' } }, { userId: 'u' }],
    [{ tool_choice: { type: 'auto' } }, { toolChoice: 'auto' }],
    [{ tool_choice: { type: 'any', disable_parallel_tool_use: true } }, { toolChoice: 'required', parallelToolCalls: false }],
    [{ tool_choice: { type: 'none' } }, { toolChoice: 'none' }],
    [{ tool_choice: { type: 'tool', name: 'f' } }, { toolChoice: { toolName: 'f' } }],
    [{ thinking: { type: 'enabled', budget_tokens: 2000 } }, { reasoning: { budgetTokens: 2000 }, ...own({ thinking: { type: 'enabled', budget_tokens: 2000 } }) }],
    [{ thinking: { type: 'disabled' } }, { reasoning: 'none', ...own({ thinking: { type: 'disabled' } }) }],
    [{ thinking: { type: 'adaptive' } }, { reasoning: 'high', ...own({ thinking: { type: 'adaptive' } }) }],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 'max' } }, { reasoning: 'max', ...own({ thinking: { type: 'adaptive' }, output_config: { effort: 'max' } }) }],
    [{ thinking: { type: 'between_tools' }, output_config: { effort: 'max' } }, { reasoning: 'max', ...own({ thinking: { type: 'between_tools' }, output_config: { effort: 'max' } }) }],
    [{ output_config: { effort: 'low' } }, { reasoning: 'low', ...own({ output_config: { effort: 'low' } }) }],
    [{ output_config: { task_budget: { type: 'tokens', total: 1 } } }, own({ output_config: { task_budget: { type: 'tokens', total: 1 } } })],
    [{ output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } }, { responseFormat: { type: 'json', schema: { type: 'object' } } }],
    [{ output_format: { type: 'json_schema', schema: {} } }, { responseFormat: { type: 'json', schema: {} } }],
    [{ tools: [{ name: 'f', description: 'D', input_schema: { type: 'object' }, strict: true, cache_control: { type: 'ephemeral', ttl: '1h' }, defer_loading: true }] }, { tools: [{ name: 'f', description: 'D', parameters: { type: 'object' }, strict: true, cache: { ttl: '1h' }, ...own({ defer_loading: true }) }] }],
    [{ tools: [{ type: 'custom', name: 'f', input_schema: {} }] }, { tools: [{ name: 'f', parameters: {} }] }],
    [{ tools: [{ type: 'web_search_20260318', name: 'web_search', max_uses: 3, cache_control: { type: 'ephemeral' } }] }, { tools: [{ type: 'provider', name: 'web_search', args: { type: 'web_search_20260318', max_uses: 3 }, cache: {} }] }],
    [{ tools: [{ type: 'mcp_toolset', mcp_server_name: 'm' }] }, { tools: [{ type: 'provider', name: 'mcp_toolset', args: { mcp_server_name: 'm' } }] }],
    [{ temperature: null, stop_sequences: null, tools: null, metadata: null, thinking: null, tool_choice: null, system: null }, {}],
    [{ metadata: {}, output_config: null, output_format: null }, {}],
  ])('with %j is a call with %j', (more, expected) => {
    const { messages: _, ...options } = read(more).options;
    expect(options).toEqual({ maxTokens: 100, ...expected });
  });

  it('gives what it has no place for to the host', () => {
    expect(read({ service_tier: 'auto', container: 'c', inference_geo: null }).rest).toEqual({ service_tier: 'auto', container: 'c' });
  });

  it.each<[unknown, object[]]>([
    ['S', [{ role: 'system', content: 'S' }]],
    [[{ type: 'text', text: 'S', cache_control: { type: 'ephemeral' } }], [{ role: 'system', content: [{ type: 'text', text: 'S', cache: {} }] }]],
    ['', []],
    [[], []],
  ])('puts the system %j first', (system, expected) => {
    expect(read({ system }).options.messages.slice(0, -1)).toEqual(expected);
  });

  it('has system messages where they stand', () => {
    const messages = [{ role: 'user', content: 'A' }, { role: 'system', content: [{ type: 'text', text: 'S' }] }, { role: 'system', content: 'T' }];
    expect(read({ messages }).options.messages).toEqual(messages);
  });
});

describe('blocks of the user', () => {
  it.each<[object, object]>([
    [{ type: 'text', text: 'A', cache_control: { type: 'ephemeral', ttl: '5m' } }, { type: 'text', text: 'A', cache: { ttl: '5m' } }],
    [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } }, { type: 'file', mediaType: 'image/png', data: 'iVBO' }],
    [{ type: 'image', source: { type: 'url', url: 'https://x.example' } }, { type: 'file', mediaType: 'image/*', url: 'https://x.example' }],
    [{ type: 'image', source: { type: 'file', file_id: 'f' } }, { type: 'file', mediaType: 'image/*', url: 'f', ...own({ source: { type: 'file', file_id: 'f' } }) }],
    [{ type: 'document', source: { type: 'url', url: 'https://x.example' } }, { type: 'file', mediaType: 'application/pdf', url: 'https://x.example' }],
    [{ type: 'document', title: 'T', citations: { enabled: true }, source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' } }, { type: 'file', mediaType: 'application/pdf', data: 'JVBE', filename: 'T', ...own({ citations: { enabled: true } }) }],
    [{ type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Grüße' } }, { type: 'file', mediaType: 'text/plain', data: 'R3LDvMOfZQ==' }],
    [{ type: 'document', title: 'T', source: { type: 'file', file_id: 'f' } }, { type: 'file', mediaType: 'application/pdf', url: 'f', filename: 'T', ...own({ source: { type: 'file', file_id: 'f' } }) }],
    [{ type: 'document', source: { type: 'of tomorrow' } }, { type: 'opaque', name: 'document', ...own({ type: 'document', source: { type: 'of tomorrow' } }) }],
    [{ type: 'container_upload', file_id: 'f', cache_control: { type: 'ephemeral' } }, { type: 'opaque', name: 'container_upload', cache: {}, ...own({ type: 'container_upload', file_id: 'f' }) }],
  ])('%j is %j', (block, expected) => {
    expect(read(user(block)).options.messages).toEqual([{ role: 'user', content: [expected] }]);
  });

  const found = { type: 'search_result', source: 'https://x.example', title: 'T', content: [{ type: 'text', text: 'A' }, { type: 'text', text: 'B' }], citations: { enabled: true } };
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } };
  const inPieces = (content: JSONValue) => ({ type: 'document', title: 'T', context: 'C', source: { type: 'content', content } });
  const within = own({ within: true });

  it.each<[string, JSONObject, object[]]>([
    ['something found', found, [{ type: 'text', text: 'T\nhttps://x.example\n\nA\n\nB' }]],
    ['a document that is a text', inPieces('A'), [{ type: 'text', text: 'T\nC\n\nA' }]],
    ['a document with images', inPieces([{ type: 'text', text: 'A' }, image, { type: 'text', text: 'B' }]), [{ type: 'text', text: 'T\nC\n\nA' }, { type: 'file', mediaType: 'image/png', data: 'iVBO', ...within }, { type: 'text', text: 'B', ...within }]],
    ['a document of nothing', { type: 'document', source: { type: 'content', content: [] } }, [{ type: 'text', text: '' }]],
  ])('%s is words for all vendors, and the block for this one', (_name, block, expected) => {
    const { options } = read(user({ ...block, cache_control: { type: 'ephemeral' } }));
    const [first, ...others] = expected;
    expect(options.messages).toEqual([{ role: 'user', content: [{ ...first, cache: {}, ...own(block) }, ...others] }]);
    expect(encode(options).body.messages).toEqual([{ role: 'user', content: [{ ...block, cache_control: { type: 'ephemeral' } }] }]);
  });

  it('what was found by a tool is in its result, as JSON for other vendors', () => {
    const { options } = read(user({ type: 'tool_result', tool_use_id: '1', content: [found] }));
    expect(options.messages[0]?.content[0]).toMatchObject({ result: [found], ...own({ content: [found] }) });
  });

  it('that are results of tools stand in a message of their own, before the rest', () => {
    const blocks = [{ type: 'text', text: 'And?' }, { type: 'tool_result', tool_use_id: '1', content: 'R' }];
    expect(read(user(...blocks)).options.messages).toEqual([
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: '1', result: 'R' }] },
      { role: 'user', content: [{ type: 'text', text: 'And?' }] },
    ]);
    expect(read(user()).options.messages).toEqual([{ role: 'user', content: [] }]);
  });

  it.each<[object, object]>([
    [{ content: 'R', is_error: true, cache_control: { type: 'ephemeral' } }, { result: 'R', isError: true, cache: {} }],
    [{ is_error: false }, { result: '' }],
    [{ content: [{ type: 'text', text: 'A' }, { type: 'text', text: 'B' }] }, { result: 'AB', content: [{ type: 'text', text: 'A' }, { type: 'text', text: 'B' }] }],
    [{ content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } }] }, { result: '', content: [{ type: 'file', mediaType: 'image/png', data: 'iVBO' }] }],
    [{ content: [{ type: 'tool_reference', tool_name: 'f' }], toolset_name: 't' }, { result: [{ type: 'tool_reference', tool_name: 'f' }], ...own({ toolset_name: 't', content: [{ type: 'tool_reference', tool_name: 'f' }] }) }],
  ])('a result %j is %j', (block, expected) => {
    expect(read(user({ type: 'tool_result', tool_use_id: '1', ...block })).options.messages[0]?.content).toEqual([{ type: 'tool-result', toolCallId: '1', ...expected }]);
  });
});

describe('blocks of the assistant', () => {
  it.each<[object, object]>([
    [{ type: 'text', text: 'A', citations: null }, { type: 'text', text: 'A' }],
    [{ type: 'text', text: 'A', citations: [] }, { type: 'text', text: 'A' }],
    [{ type: 'text', text: 'A', citations: [{ type: 'char_location' }] }, { type: 'text', text: 'A', ...own({ citations: [{ type: 'char_location' }] }) }],
    [{ type: 'thinking', thinking: 'Hm', signature: 'S' }, { type: 'reasoning', text: 'Hm', ...own({ signature: 'S' }) }],
    [{ type: 'thinking', thinking: 'Hm' }, { type: 'reasoning', text: 'Hm' }],
    [{ type: 'thinking', thinking: 'Hm', signature: '' }, { type: 'reasoning', text: 'Hm' }],
    [{ type: 'redacted_thinking', data: 'D' }, { type: 'reasoning', text: '', ...own({ redacted: 'D' }) }],
    [{ type: 'tool_use', id: '1', name: 'f', input: { a: 1 }, caller: { type: 'direct' } }, { type: 'tool-call', toolCallId: '1', toolName: 'f', arguments: { a: 1 }, ...own({ caller: { type: 'direct' } }) }],
    [{ type: 'server_tool_use', id: 's', name: 'web_search', input: {} }, { type: 'tool-call', toolCallId: 's', toolName: 'web_search', arguments: {}, providerExecuted: true, ...own({ type: 'server_tool_use' }) }],
    [{ type: 'compaction', content: 'C' }, { type: 'opaque', name: 'compaction', ...own({ type: 'compaction', content: 'C' }) }],
  ])('%j is %j', (block, expected) => {
    expect(read(conversation(block)).options.messages[1]).toEqual({ role: 'assistant', content: [expected] });
  });

  it('results of server tools know the name of their tool', () => {
    const blocks = [{ type: 'server_tool_use', id: 's', name: 'web_search', input: {} }, { type: 'web_search_tool_result', tool_use_id: 's', content: [] }];
    expect(read(conversation(...blocks)).options.messages[1]?.content[1]).toEqual({
      type: 'tool-result', toolCallId: 's', toolName: 'web_search', result: [], providerExecuted: true, ...own({ type: 'web_search_tool_result' }),
    });
  });
});

it('everything that is read is encoded again as it was, apart from what is normal form', () => {
  const body = {
    model: MODEL,
    max_tokens: 5000,
    system: [{ type: 'text', text: 'S', cache_control: { type: 'ephemeral', ttl: '1h' } }],
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'A' }, { type: 'image', source: { type: 'file', file_id: 'f' } }, { type: 'document', title: 'T', context: 'C', citations: { enabled: true }, source: { type: 'text', media_type: 'text/plain', data: 'Grüße' } }] },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm', signature: 'S==' },
          { type: 'redacted_thinking', data: 'D==' },
          { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' }, caller: { type: 'direct' } },
          { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [{ type: 'web_search_result', encrypted_content: 'E', page_age: null }] },
          { type: 'text', text: 'B', citations: [{ type: 'web_search_result_location', encrypted_index: 'I' }] },
          { type: 'tool_use', id: 'toolu_1', name: 'f', input: { a: 1 }, caller: { type: 'direct' } },
        ],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', is_error: true, content: [{ type: 'text', text: 'R' }], cache_control: { type: 'ephemeral' } }, { type: 'text', text: 'C' }] },
    ],
    tools: [{ name: 'f', description: 'D', input_schema: { type: 'object' }, strict: false, defer_loading: true }, { type: 'web_search_20260318', name: 'web_search', max_uses: 2 }],
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    thinking: { type: 'enabled', budget_tokens: 2000 },
    output_config: { format: { type: 'json_schema', schema: { type: 'object', additionalProperties: false } } },
    temperature: 1,
    stop_sequences: ['END'],
    metadata: { user_id: 'u' },
    stream: true,
  };
  const { modelId, stream, options, rest } = readRequest(body);
  const encoded = encode(options, modelId, stream);
  expect(rest).toEqual({});
  expect(encoded.warnings).toEqual([]);
  expect(encoded.body).toEqual(body);
  assertAccepted(encoded.body);
});

describe('thinking goes to a model of this API as it was asked for', () => {
  const budget = { type: 'enabled', budget_tokens: 2000 };
  it.each<[string, JSONObject]>([
    ['claude-opus-4-6', { output_config: { effort: 'low' } }],
    ['claude-opus-4-5', { output_config: { effort: 'low', task_budget: { total: 5 } } }],
    ['claude-opus-4-6', { output_config: { effort: 'low' }, thinking: { type: 'disabled' } }],
    ['claude-opus-4-6', { output_config: { effort: 'low' }, thinking: budget }],
    ['claude-haiku-4-5', { thinking: { ...budget, display: 'omitted' } }],
    ['claude-opus-4-7', { thinking: { type: 'adaptive', display: 'omitted' } }],
    ['claude-opus-5', { thinking: { type: 'adaptive' } }],
    ['claude-opus-5', { thinking: { type: 'between_tools' }, output_config: { effort: 'max' } }],
    ['claude-opus-5', { output_config: { effort: 'high', format: { type: 'json_schema', schema: { type: 'object', additionalProperties: false } } } }],
  ])('%s, %j', (model, more) => {
    const { options } = read({ ...more, max_tokens: 5000 });
    const { body, warnings } = encode(options, model);
    expect({ thinking: body['thinking'], output_config: body['output_config'] }).toEqual({ thinking: more['thinking'], output_config: more['output_config'] });
    expect(warnings).toEqual([]);
  });

  it('and an effort alone leaves the temperature', () => {
    const { body } = encode(read({ output_config: { effort: 'low' }, temperature: 0.2 }).options, 'claude-opus-4-6');
    expect(body['temperature']).toBe(0.2);
  });

  it.each<[string, JSONObject, unknown, string[]]>([
    ['claude-opus-4-7', { thinking: budget }, { type: 'adaptive', display: 'summarized' }, ['adjusted reasoning']],
    ['claude-haiku-4-5', { thinking: { type: 'adaptive' } }, { type: 'enabled', budget_tokens: 16_384 }, []],
    ['claude-haiku-4-5', { thinking: { type: 'disabled' }, output_config: { effort: 'low' } }, { type: 'disabled' }, ['unsupported reasoning']],
    ['claude-3-5-haiku', { thinking: budget }, undefined, ['unsupported reasoning']],
    ['claude-haiku-4-5', { thinking: budget, tools: [{ name: 'f', input_schema: {} }], tool_choice: { type: 'any' } }, undefined, ['unsupported reasoning']],
  ])('unless the model takes no such thing: %s, %j', (model, more, expected, warned) => {
    const { body, warnings } = encode(read({ ...more, max_tokens: 20_000 }).options, model);
    expect(body['thinking']).toEqual(expected);
    expect(warnings.map(({ kind, option }) => `${kind} ${option}`)).toEqual(warned);
  });

  it('unless the call was changed on its way', () => {
    const { options } = read({ thinking: { type: 'adaptive', display: 'omitted' } });
    expect(encode({ ...options, reasoning: 'none' }, 'claude-opus-4-6').body['thinking']).toEqual({ type: 'disabled' });
    expect(encode({ ...options, reasoning: undefined }, 'claude-opus-4-6').body['thinking']).toBeUndefined();
  });
});

it('a cache mark of the whole request is one at its end', () => {
  const { options, rest } = read({ cache_control: { type: 'ephemeral', ttl: '1h' } });
  expect(rest).toEqual({});
  expect(options.messages).toEqual([{ role: 'user', content: 'Hello', cache: { ttl: '1h' } }]);
  expect(encode(options).body.messages[0]?.content).toEqual([{ type: 'text', text: 'Hello', cache_control: { type: 'ephemeral', ttl: '1h' } }]);
});

it('a thought of another vendor is not sent as one that is signed', () => {
  const { options } = read(conversation({ type: 'thinking', thinking: 'Hm', signature: '' }, { type: 'text', text: 'A' }));
  expect(encode({ messages: [...options.messages, { role: 'user', content: 'B' }] }).body.messages[1]?.content).toEqual([{ type: 'text', text: 'A' }]);
});

describe('a malformed body', () => {
  const image = (source: unknown) => user({ type: 'image', source });
  it.each<[unknown, string]>([
    [undefined, 'The body must be an object'],
    [[], 'The body must be an object'],
    [{ ...base, model: undefined }, 'model must be a string'],
    [{ ...base, model: '' }, 'model must not be empty'],
    [{ ...base, max_tokens: undefined }, 'max_tokens must be a whole number'],
    [{ ...base, max_tokens: 1.5 }, 'max_tokens must be a whole number'],
    [{ ...base, max_tokens: -1 }, 'max_tokens must be a whole number'],
    [{ ...base, max_tokens: '5' }, 'max_tokens must be a number'],
    [{ ...base, stream: 'yes' }, 'stream must be true or false'],
    [{ ...base, temperature: 'hot' }, 'temperature must be a number'],
    [{ ...base, top_k: [] }, 'top_k must be a number'],
    [{ ...base, stop_sequences: 'a' }, 'stop_sequences must be a list'],
    [{ ...base, stop_sequences: ['a', 5] }, 'stop_sequences[1] must be a string'],
    [{ ...base, metadata: 'u' }, 'metadata must be an object'],
    [{ ...base, metadata: { user_id: 5 } }, 'metadata.user_id must be a string'],
    [{ ...base, system: 5 }, 'system must be a list'],
    [{ ...base, system: [{ type: 'image' }] }, 'system[0].type must be "text"'],
    [{ ...base, messages: undefined }, 'messages must be a list'],
    [{ ...base, messages: [] }, 'messages must hold at least one message'],
    [{ ...base, messages: [null] }, 'messages[0] must be an object'],
    [{ ...base, messages: [{ role: 'tool', content: 'x' }] }, 'messages[0].role must be'],
    [{ ...base, messages: [{ role: 'user' }] }, 'messages[0].content must be a list'],
    [{ ...base, ...user({ text: 'x' }) }, 'messages[0].content[0].type must be a string'],
    [{ ...base, ...user({ type: 'text' }) }, 'messages[0].content[0].text must be a string'],
    [{ ...base, ...user({ type: 'text', text: 'x', cache_control: 5 }) }, 'messages[0].content[0].cache_control must be an object'],
    [{ ...base, ...user({ type: 'text', text: 'x', cache_control: { ttl: 5 } }) }, 'messages[0].content[0].cache_control.ttl must be a string'],
    [{ ...base, ...user({ type: 'tool_use', id: '1', name: 'f', input: {} }) }, 'messages[0].content[0] is "tool_use"'],
    [{ ...base, ...user({ type: 'redacted_thinking', data: 'D' }) }, 'messages[0].content[0] is "redacted_thinking"'],
    [{ ...base, ...image(undefined) }, 'messages[0].content[0].source must be an object'],
    [{ ...base, ...image({}) }, 'messages[0].content[0].source.type must be a string'],
    [{ ...base, ...image({ type: 'url' }) }, 'messages[0].content[0].source.url must be a string'],
    [{ ...base, ...image({ type: 'base64', media_type: 'image/png' }) }, 'messages[0].content[0].source.data must be a string'],
    [{ ...base, ...image({ type: 'base64', data: '' }) }, 'messages[0].content[0].source.media_type must be a string'],
    [{ ...base, ...image({ type: 'base64', data: '', media_type: 'png' }) }, 'messages[0].content[0].source.media_type must be a media type'],
    [{ ...base, ...user({ type: 'search_result', content: [{ type: 'document' }] }) }, 'messages[0].content[0].content[0] must be a text or an image'],
    [{ ...base, ...user({ type: 'search_result', title: 5, content: [] }) }, 'messages[0].content[0].title must be a string'],
    [{ ...base, ...user({ type: 'document', source: { type: 'content' } }) }, 'messages[0].content[0].source.content must be a list'],
    [{ ...base, ...user({ type: 'document', source: { type: 'file' } }) }, 'messages[0].content[0].source.file_id must be a string'],
    [{ ...base, cache_control: 5 }, 'cache_control must be an object'],
    [{ ...base, ...user({ type: 'tool_result' }) }, 'messages[0].content[0].tool_use_id must be a string'],
    [{ ...base, ...user({ type: 'tool_result', tool_use_id: '' }) }, 'messages[0].content[0].tool_use_id must not be empty'],
    [{ ...base, ...user({ type: 'tool_result', tool_use_id: '1', is_error: 1 }) }, 'messages[0].content[0].is_error must be'],
    [{ ...base, ...user({ type: 'tool_result', tool_use_id: '1', content: 5 }) }, 'messages[0].content[0].content must be a list'],
    [{ ...base, ...user({ type: 'tool_result', tool_use_id: '1', content: [{ type: 'text', text: 5 }] }) }, 'messages[0].content[0].content[0].text must be a string'],
    [{ ...base, ...conversation({ type: 'tool_use', id: '1', input: {} }) }, 'messages[1].content[0].name must be a string'],
    [{ ...base, ...conversation({ type: 'tool_use', id: '1', name: 'f', input: '{}' }) }, 'messages[1].content[0].input must be an object'],
    [{ ...base, ...conversation({ type: 'tool_use', id: '', name: 'f', input: {} }) }, 'messages[1].content[0].id must not be empty'],
    [{ ...base, ...conversation({ type: 'thinking', signature: 'S' }) }, 'messages[1].content[0].thinking must be a string'],
    [{ ...base, ...conversation({ type: 'redacted_thinking' }) }, 'messages[1].content[0].data must be a string'],
    [{ ...base, ...conversation({ type: 'tool_result', tool_use_id: '1' }) }, 'messages[1].content[0] is "tool_result"'],
    [{ ...base, ...conversation({ type: 'web_search_tool_result' }) }, 'messages[1].content[0].tool_use_id must be a string'],
    [{ ...base, tools: {} }, 'tools must be a list'],
    [{ ...base, tools: [5] }, 'tools[0] must be an object'],
    [{ ...base, tools: [{ name: 'f' }] }, 'tools[0].input_schema must be an object'],
    [{ ...base, tools: [{ input_schema: {} }] }, 'tools[0].name must be a string'],
    [{ ...base, tools: [{ name: '', input_schema: {} }] }, 'tools[0].name must not be empty'],
    [{ ...base, tools: [{ type: 5 }] }, 'tools[0].type must be a string'],
    [{ ...base, tool_choice: 'auto' }, 'tool_choice must be an object'],
    [{ ...base, tool_choice: { type: 'some' } }, 'tool_choice.type must be'],
    [{ ...base, tool_choice: { type: 'tool' } }, 'tool_choice.name must be a string'],
    [{ ...base, thinking: true }, 'thinking must be an object'],
    [{ ...base, thinking: {} }, 'thinking.type must be a string'],
    [{ ...base, thinking: { type: 'enabled' } }, 'thinking.budget_tokens must be a number'],
    [{ ...base, output_config: 5 }, 'output_config must be an object'],
    [{ ...base, output_config: { format: { type: 'xml' } } }, 'output_config.format.type must be "json_schema"'],
    [{ ...base, output_format: { type: 'json_schema' } }, 'output_format.schema must be an object'],
  ])('%j: %s', (body, message) => {
    let failure: unknown;
    try {
      readRequest(body);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(InvalidRequestError);
    expect((failure as Error).message).toContain(message);
  });
});
