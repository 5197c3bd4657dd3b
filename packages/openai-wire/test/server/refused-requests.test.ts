import { InvalidRequestError, type JSONObject } from '@sdk/core';
import { describe, expect, it } from 'vitest';
import { readChatRequest, RequestFieldError } from '../../src/server/index.ts';
import { catchError } from './catch-error.ts';

const hello = { role: 'user', content: 'Hello' };
const read = (fields: object) => readChatRequest({ model: 'm', messages: [hello], ...fields });
const parameters = { type: 'object', properties: { city: { type: 'string' } } };
const f = { type: 'function', function: { name: 'f', description: 'does', parameters } };

describe('a request that is wrong', () => {
  const inMessages = (...entries: object[]) => ({ messages: entries });
  const user = (part: object) => inMessages(hello, { role: 'user', content: [part] });
  const said = (fields: object) => inMessages(hello, { role: 'assistant', ...fields });
  const called = (call: object) => said({ tool_calls: [call] });

  it.each<[object, string, string]>([
    [{ model: undefined }, 'model', 'missing_required_parameter'],
    [{ model: '' }, 'model', 'missing_required_parameter'],
    [{ model: 5 }, 'model', 'invalid_type'],
    [{ messages: undefined }, 'messages', 'missing_required_parameter'],
    [{ messages: [] }, 'messages', 'invalid_type'],
    [{ messages: 'Hello' }, 'messages', 'invalid_type'],
    [inMessages(hello, 'a' as never), 'messages[1]', 'invalid_type'],
    [inMessages({ content: 'a' }), 'messages[0].role', 'missing_required_parameter'],
    [inMessages({ role: 'robot', content: 'a' }), 'messages[0].role', 'invalid_value'],
    [inMessages({ role: 'user' }), 'messages[0].content', 'missing_required_parameter'],
    [inMessages({ role: 'user', content: null }), 'messages[0].content', 'invalid_type'],
    [inMessages({ role: 'user', content: [] }), 'messages[0].content', 'invalid_type'],
    [inMessages({ role: 'user', content: 'a', name: 5 }), 'messages[0].name', 'invalid_type'],
    [inMessages({ role: 'system', content: [{ type: 'image_url' }] }), 'messages[0].content[0].type', 'invalid_value'],
    [user({ type: 'video' }), 'messages[1].content[0].type', 'invalid_value'],
    [user({ type: 'text' }), 'messages[1].content[0].text', 'missing_required_parameter'],
    [user({ type: 'image_url' }), 'messages[1].content[0].image_url', 'missing_required_parameter'],
    [user({ type: 'image_url', image_url: 'https://a.example' }), 'messages[1].content[0].image_url', 'invalid_type'],
    [user({ type: 'image_url', image_url: { url: 5 } }), 'messages[1].content[0].image_url.url', 'invalid_type'],
    [user({ type: 'image_url', image_url: { url: 'file:///etc/passwd' } }), 'messages[1].content[0].image_url.url', 'invalid_value'],
    [user({ type: 'image_url', image_url: { url: 'https://' } }), 'messages[1].content[0].image_url.url', 'invalid_value'],
    [user({ type: 'image_url', image_url: { url: 'data:image/png;base64' } }), 'messages[1].content[0].image_url.url', 'invalid_value'],
    [user({ type: 'image_url', image_url: { url: 'data:;base64,YQ==' } }), 'messages[1].content[0].image_url.url', 'invalid_value'],
    [user({ type: 'image_url', image_url: { url: 'data:image/png;base64,a b' } }), 'messages[1].content[0].image_url.url', 'invalid_value'],
    [user({ type: 'image_url', image_url: { url: 'data:image/svg+xml,%zz' } }), 'messages[1].content[0].image_url.url', 'invalid_value'],
    [user({ type: 'image_url', image_url: { url: 'data:text/plain;base64,YQ==' } }), 'messages[1].content[0].image_url.url', 'invalid_value'],
    [user({ type: 'input_audio', input_audio: { data: 'YQ==', format: 'ogg' } }), 'messages[1].content[0].input_audio.format', 'invalid_value'],
    [user({ type: 'input_audio', input_audio: { data: '§', format: 'wav' } }), 'messages[1].content[0].input_audio.data', 'invalid_value'],
    [user({ type: 'file', file: { filename: 'a.pdf' } }), 'messages[1].content[0].file.file_data', 'missing_required_parameter'],
    [user({ type: 'file', file: { filename: 'a.txt', file_data: 'YQ==' } }), 'messages[1].content[0].file.file_data', 'invalid_value'],
    [user({ type: 'file', file: { file_id: 'http://10.0.0.1/a.pdf' } }), 'messages[1].content[0].file.file_id', 'invalid_value'],
    [user({ type: 'file', file: { file_id: '' } }), 'messages[1].content[0].file.file_id', 'invalid_value'],
    [said({}), 'messages[1].content', 'missing_required_parameter'],
    [said({ content: 5 }), 'messages[1].content', 'invalid_type'],
    [said({ content: [{ type: 'image_url' }] }), 'messages[1].content[0].type', 'invalid_value'],
    [said({ content: 'a', audio: { id: 'x' } }), 'messages[1].audio', 'unsupported_value'],
    [said({ content: 'a', reasoning_content: {} }), 'messages[1].reasoning_content', 'invalid_type'],
    [said({ tool_calls: {} }), 'messages[1].tool_calls', 'invalid_type'],
    [called({ type: 'function', function: { name: 'f', arguments: '' } }), 'messages[1].tool_calls[0].id', 'missing_required_parameter'],
    [called({ id: 'c', type: 'function', function: { arguments: '' } }), 'messages[1].tool_calls[0].function.name', 'missing_required_parameter'],
    [called({ id: 'c', type: 'function', function: { name: 'f', arguments: {} } }), 'messages[1].tool_calls[0].function.arguments', 'invalid_type'],
    [called({ id: 'c', type: 'custom', custom: { name: 'f', input: 'a' } }), 'messages[1].tool_calls[0].type', 'unsupported_value'],
    [said({ function_call: { name: 'f' } }), 'messages[1].function_call.arguments', 'missing_required_parameter'],
    [inMessages({ role: 'tool', content: 'a' }), 'messages[0].tool_call_id', 'missing_required_parameter'],
    [inMessages({ role: 'tool', tool_call_id: 'c' }), 'messages[0].content', 'missing_required_parameter'],
    [inMessages({ role: 'function', name: 'f', content: 'a' }), 'messages[0].name', 'invalid_value'],
    [{ stream: 'yes' }, 'stream', 'invalid_type'],
    [{ stream_options: { include_usage: 1 } }, 'stream_options.include_usage', 'invalid_type'],
    [{ n: 2 }, 'n', 'unsupported_value'],
    [{ n: 0 }, 'n', 'invalid_value'],
    [{ modalities: ['text', 'audio'] }, 'modalities[1]', 'unsupported_value'],
    [{ temperature: '1' }, 'temperature', 'invalid_type'],
    [{ max_tokens: 0 }, 'max_tokens', 'invalid_value'],
    [{ max_completion_tokens: 1.5 }, 'max_completion_tokens', 'invalid_value'],
    [{ seed: 0.5 }, 'seed', 'invalid_value'],
    [{ stop: 5 }, 'stop', 'invalid_type'],
    [{ stop: ['a', 5] }, 'stop[1]', 'invalid_type'],
    [{ top_logprobs: 3 }, 'top_logprobs', 'invalid_value'],
    [{ reasoning_effort: 'hard' }, 'reasoning_effort', 'invalid_value'],
    [{ metadata: { a: 1 } }, 'metadata', 'invalid_type'],
    [{ response_format: { type: 'xml' } }, 'response_format.type', 'invalid_value'],
    [{ response_format: { type: 'json_schema' } }, 'response_format.json_schema', 'missing_required_parameter'],
    [{ response_format: { type: 'json_schema', json_schema: { schema: 'a' } } }, 'response_format.json_schema.schema', 'invalid_type'],
    [{ tools: {} }, 'tools', 'invalid_type'],
    [{ tools: [{ function: {} }] }, 'tools[0].type', 'missing_required_parameter'],
    [{ tools: [{ type: 'function' }] }, 'tools[0].function', 'missing_required_parameter'],
    [{ tools: [f, { type: 'function', function: { name: 'g', parameters: 'a' } }] }, 'tools[1].function.parameters', 'invalid_type'],
    [{ tools: [{ type: 'function', function: { name: 'g', strict: 'yes' } }] }, 'tools[0].function.strict', 'invalid_type'],
    [{ tools: [f, { type: 'custom', custom: { name: 'grep' } }] }, 'tools[1].type', 'unsupported_value'],
    [{ tool_choice: 'required' }, 'tool_choice', 'invalid_value'],
    [{ tools: [f], tool_choice: 'always' }, 'tool_choice', 'invalid_value'],
    [{ tools: [f], tool_choice: { type: 'function', function: { name: 'g' } } }, 'tool_choice.function.name', 'invalid_value'],
    [{ tools: [f], tool_choice: { type: 'custom', custom: { name: 'f' } } }, 'tool_choice.type', 'unsupported_value'],
    [{ tools: [f], tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [{ type: 'web_search' }] } } }, 'tool_choice.allowed_tools.tools[0]', 'invalid_value'],
    [{ tools: [f], tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [{ type: 'function', function: { name: 'g' } }] } } }, 'tool_choice.allowed_tools.tools[0].function.name', 'invalid_value'],
    [{ functions: [] }, 'functions', 'invalid_type'],
    [{ functions: [{ name: 'f' }], tools: [f] }, 'functions', 'invalid_value'],
    [{ functions: [{ name: 'f' }], function_call: { name: 'g' } }, 'function_call.name', 'invalid_value'],
    [{ functions: [{ name: 'f' }], function_call: 'required' }, 'function_call', 'invalid_value'],
  ])('%j: says %s', (fields, param, code) => {
    const error = catchError(() => read(fields));
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect(error).toBeInstanceOf(RequestFieldError);
    expect(error).toMatchObject({ param, code, retryable: false });
    expect(error.message.startsWith(`${param}: `)).toBe(true);
  });

  it.each([null, 'Hello', [], 5, undefined])('refuses a body that is no object: %j', (body) => {
    expect(catchError(() => readChatRequest(body))).toMatchObject({ param: '', message: expect.stringMatching(/^The request: .*an object/) as string });
  });

  it('quotes nothing that the client sent', () => {
    const secret = 'sk-secret';
    const bad: JSONObject[] = [
      { messages: [{ role: secret, content: 'a' }] },
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: secret } }] }] },
      { metadata: { [secret]: 1 } },
      { reasoning_effort: secret },
      { tools: [f], tool_choice: { type: 'function', function: { name: secret } } },
    ];
    for (const fields of bad) expect(catchError(() => read(fields)).message).not.toContain(secret);
  });
});
