import { UnsupportedFeatureError, type CallOptions } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { encode, plain } from './run-codec.ts';

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const closed = { ...schema, additionalProperties: false };
const tool = { name: 'f', description: 'does', parameters: schema };
const wireTool = { type: 'function', function: { name: 'f', description: 'does', parameters: schema } };

it.each(['image/*', 'application/pdf'])('a file of another vendor is refused: %s', (mediaType) => {
  const part = { type: 'file' as const, mediaType, url: 'file_1', providerData: { anthropic: { source: { type: 'file', file_id: 'file_1' } } } };
  expect(() => encode({ messages: [{ role: 'user', content: [part] }] })).toThrow(UnsupportedFeatureError);
});

describe('a request', () => {
  it('holds what was set, nothing else', () => {
    expect(encode({}).body).toEqual({ model: 'm', messages: [{ role: 'user', content: 'Hello' }] });
  });

  it('asks for usage in streams', () => {
    expect(encode({}, plain, true).body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
    expect(encode({}, { ...plain, includeUsage: false }, true).body).not.toHaveProperty('stream_options');
  });

  it.each<[Partial<CallOptions>, object]>([
    [{ maxTokens: 5 }, { max_tokens: 5 }],
    [{ temperature: 0, topP: 0 }, { temperature: 0, top_p: 0 }],
    [{ seed: 1, stopSequences: ['x'], presencePenalty: 1, frequencyPenalty: -1 }, { seed: 1, stop: ['x'], presence_penalty: 1, frequency_penalty: -1 }],
    [{ stopSequences: [] }, {}],
    [{ logprobs: true }, { logprobs: true }],
    [{ logprobs: 3 }, { logprobs: true, top_logprobs: 3 }],
    [{ logprobs: false }, {}],
    [{ reasoning: 'low' }, { reasoning_effort: 'low' }],
    [{ userId: 'u' }, { user: 'u' }],
    [{ tools: [tool] }, { tools: [wireTool] }],
    [{ tools: [tool], toolChoice: 'required', parallelToolCalls: false }, { tools: [wireTool], tool_choice: 'required', parallel_tool_calls: false }],
    [{ tools: [tool], toolChoice: { toolName: 'f' } }, { tools: [wireTool], tool_choice: { type: 'function', function: { name: 'f' } } }],
    [{ tools: [{ ...tool, strict: true }] }, { tools: [{ type: 'function', function: { ...wireTool.function, parameters: closed, strict: true } }] }],
    [{ tools: [], toolChoice: 'auto', parallelToolCalls: true }, {}],
    [{ tools: [{ type: 'provider', name: 'web_search', args: { size: 'low' } }] }, { tools: [{ type: 'web_search', size: 'low' }] }],
    [{ responseFormat: { type: 'text' } }, {}],
    [{ responseFormat: { type: 'json' } }, { response_format: { type: 'json_object' } }],
    [{ responseFormat: { type: 'json', schema, name: 'place' } }, { response_format: { type: 'json_schema', json_schema: { name: 'place', schema: closed, strict: true } } }],
    [{ responseFormat: { type: 'json', schema: { type: 'object' } } }, { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: { type: 'object' } } } }],
    [{ sessionId: 's', metadata: { a: 'b' } }, {}],
  ])('%o', (options, fields) => {
    const { body, warnings } = encode(options);
    expect(body).toEqual({ model: 'm', messages: [{ role: 'user', content: 'Hello' }], ...fields });
    expect(warnings).toEqual([]);
  });

  it.each<[Partial<CallOptions>, string]>([
    [{ topK: 5 }, 'topK'],
    [{ repetitionPenalty: 1.1 }, 'repetitionPenalty'],
  ])('warns of %o, which the wire does not know', (options, option) => {
    const { body, warnings } = encode(options);
    expect(Object.keys(body)).toEqual(['model', 'messages']);
    expect(warnings).toMatchObject([{ kind: 'unsupported', option }]);
  });

  it('makes an effort of a token budget, with a warning', () => {
    const { body, warnings } = encode({ reasoning: { budgetTokens: 10_000 } });
    expect(body).toMatchObject({ reasoning_effort: 'medium' });
    expect(warnings).toMatchObject([{ kind: 'adjusted', option: 'reasoning' }]);
  });

  it('follows the dialect', () => {
    const dialect = {
      ...plain,
      fields: { topK: 'top_k', seed: 'random_seed', logprobs: false as const },
      maxTokensField: () => 'max_completion_tokens' as const,
      systemRole: () => 'developer' as const,
      jsonFormat: 'json_object' as const,
      strict: false,
      toolChoiceRequired: 'any',
    };
    const messages = [{ role: 'system' as const, content: 'Be brief.' }];
    const options = { messages, topK: 3, seed: 1, logprobs: 2, maxTokens: 9, tools: [{ ...tool, strict: true }], toolChoice: 'required' as const, responseFormat: { type: 'json' as const, schema } };
    const { body, warnings } = encode(options, dialect);
    expect(body).toEqual({
      model: 'm',
      messages: [{ role: 'developer', content: `Answer with JSON that fits this JSON Schema:\n${JSON.stringify(schema)}` }, { role: 'developer', content: 'Be brief.' }],
      max_completion_tokens: 9,
      top_k: 3,
      random_seed: 1,
      tools: [wireTool],
      tool_choice: 'any',
      response_format: { type: 'json_object' },
    });
    expect(warnings).toMatchObject([{ option: 'logprobs' }, { kind: 'adjusted', option: 'responseFormat' }]);
  });
});

describe('messages', () => {
  const png = { type: 'file' as const, mediaType: 'image/png', data: 'aGk=' };
  const text = (value: string) => ({ type: 'text' as const, text: value });
  const call = { type: 'tool-call' as const, toolCallId: 'a', toolName: 'f', arguments: { x: 1 } };
  const wireCall = { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } };
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } };

  it.each<[string, CallOptions['messages'], object[]]>([
    ['system parts', [{ role: 'system', content: [text('a'), text(''), text('b')] }], [{ role: 'system', content: [{ type: 'text', text: 'a' }, { type: 'text', text: 'b' }] }]],
    ['one user part', [{ role: 'user', content: [text('a')] }], [{ role: 'user', content: 'a' }]],
    ['an image', [{ role: 'user', content: [text('a'), png] }], [{ role: 'user', content: [{ type: 'text', text: 'a' }, image] }]],
    ['an image by URL, with detail', [{ role: 'user', content: [{ type: 'file', mediaType: 'image/*', url: 'https://x.test/a', providerData: { openai: { detail: 'low' } } }] }], [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x.test/a', detail: 'low' } }] }]],
    ['audio', [{ role: 'user', content: [{ ...png, mediaType: 'audio/mpeg' }] }], [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'aGk=', format: 'mp3' } }] }]],
    ['a PDF', [{ role: 'user', content: [{ ...png, mediaType: 'application/pdf' }] }], [{ role: 'user', content: [{ type: 'file', file: { filename: 'file.pdf', file_data: 'data:application/pdf;base64,aGk=' } }] }]],
    ['an uploaded file', [{ role: 'user', content: [{ ...png, mediaType: 'application/pdf', providerData: { openai: { file_id: 'file-1' } } }] }], [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] }]],
    [
      'what the assistant said',
      [{ role: 'assistant', content: [{ type: 'reasoning', text: 'Hm' }, text('a'), text('b'), { type: 'source', url: 'https://x.test' }, { type: 'opaque', name: 'x', providerData: { other: 1 } }, call, { ...call, toolCallId: 'p', providerExecuted: true }] }],
      [{ role: 'assistant', content: 'ab', tool_calls: [wireCall] }],
    ],
    ['calls alone', [{ role: 'assistant', content: [call] }], [{ role: 'assistant', content: null, tool_calls: [wireCall] }]],
    ['malformed arguments, as the model wrote them', [{ role: 'assistant', content: [{ ...call, arguments: {}, invalid: '{"x":' }] }], [{ role: 'assistant', content: null, tool_calls: [{ ...wireCall, function: { name: 'f', arguments: '{"x":' } }] }]],
    ['an assistant that only thought', [{ role: 'user', content: 'a' }, { role: 'assistant', content: [{ type: 'reasoning', text: 'Hm' }] }], [{ role: 'user', content: 'a' }]],
    [
      'results',
      [{ role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', result: 'ok' }, { type: 'tool-result', toolCallId: 'b', result: { x: [1] } }, { type: 'tool-result', toolCallId: 'c', result: null }] }],
      [{ role: 'tool', tool_call_id: 'a', content: 'ok' }, { role: 'tool', tool_call_id: 'b', content: '{"x":[1]}' }, { role: 'tool', tool_call_id: 'c', content: 'null' }],
    ],
  ])('%s', (_name, messages, wire) => {
    const { body, warnings } = encode({ messages });
    expect(body['messages']).toEqual(wire);
    expect(warnings).toEqual([]);
  });

  it('sends the images of tool results in a user message after all results, and says so', () => {
    const content = [
      { type: 'tool-result' as const, toolCallId: 'a', result: 1, content: [text('see'), png] },
      { type: 'tool-result' as const, toolCallId: 'b', result: 2 },
    ];
    const { body, warnings } = encode({ messages: [{ role: 'tool', content }] });
    expect(body['messages']).toEqual([
      { role: 'tool', tool_call_id: 'a', content: 'see' },
      { role: 'tool', tool_call_id: 'b', content: '2' },
      { role: 'user', content: [{ type: 'text', text: 'From tool call a:' }, image] },
    ]);
    expect(warnings).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
  });

  it('maps tool ids of calls and results alike', () => {
    const dialect = { ...plain, toolCallId: (id: string) => `x${id}` };
    const messages: CallOptions['messages'] = [
      { role: 'assistant', content: [call] },
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'a', result: 1 }] },
    ];
    expect(encode({ messages }, dialect).body['messages']).toMatchObject([{ tool_calls: [{ id: 'xa' }] }, { tool_call_id: 'xa' }]);
  });

  it('refuses audio that the wire has no word for', () => {
    const messages: CallOptions['messages'] = [{ role: 'user', content: [{ ...png, mediaType: 'audio/ogg' }] }];
    expect(() => encode({ messages })).toThrow(UnsupportedFeatureError);
  });
});
