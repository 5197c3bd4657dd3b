import { ConfigurationError, InvalidRequestError, type Warning } from '@sdk/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { APIConnectionError, APIError, APITimeoutError, LightLLMClient as OpenAI, type LightLLMClientOptions, type LightLLMMessageParam, type LightLLMParams } from '../../src/face/index.ts';
import { CALL_TEXT, chunk, MODEL, SECOND_CALL_TEXT, whole } from '../fixtures/answers.ts';
import { generated, tokenEvent } from '../fixtures/generated.ts';
import { all, failureOf, JSON_TYPE, serve, SSE } from '../support.ts';

const tools = [{ type: 'function' as const, function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }];
const messages: LightLLMMessageParam[] = [{ role: 'user', content: 'Weather?' }];

function client(options: LightLLMClientOptions): OpenAI {
  const made = new OpenAI(options);
  onTestFinished(() => made.close());
  return made;
}

/** A server that gives one whole answer. */
const serveWhole = (message: object, reason = 'stop') => serve({ headers: JSON_TYPE, body: whole(message, reason) });

const RAW = `<think>\nA <tool_call> is due.\n</think>\n\nLet me look.\n${CALL_TEXT}\n${SECOND_CALL_TEXT}`;
const ID = /^call_\d+_\d{10}$/;
const CALLS = [
  { id: expect.stringMatching(ID) as string, type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris","days":2}' } },
  { id: expect.stringMatching(ID) as string, type: 'function', function: { name: 'get_weather', arguments: '{"city":"Rome </tool_call>"}' } },
];

describe('a whole answer', () => {
  it('has the shape of OpenAI, and null where there are no calls', async () => {
    const server = await serveWhole({ content: 'Hi there.' });
    const completion = await client({ baseURL: `${server.url}/v1` }).chat.completions.create({ model: MODEL, messages, tools });
    expect(completion).toMatchObject({ id: 'chatcmpl-1f', object: 'chat.completion', model: MODEL, usage: { prompt_tokens: 20, completion_tokens: 9, total_tokens: 29 } });
    expect(completion.choices).toMatchObject([{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi there.', tool_calls: null } }]);
  });

  it.each(['openai', 'generate'] as const)('keeps the raw text in mode %s, and has its calls beside it', async (mode) => {
    const server = await serve({ headers: JSON_TYPE, body: mode === 'openai' ? whole({ content: RAW }) : generated(RAW, 9) });
    const { choices } = await client({ base_url: server.url, mode }).chat.completions.create({ model: MODEL, messages, tools });
    expect(choices[0].message).toMatchObject({ role: 'assistant', content: RAW, tool_calls: CALLS });
    expect(choices[0].finish_reason).toBe('tool_calls');
    const [first, second] = choices[0].message.tool_calls!;
    expect(first!.id).not.toBe(second!.id);
  });

  it('has clean text where that is asked for', async () => {
    const server = await serveWhole({ content: RAW });
    const { choices } = await client({ baseUrl: server.url, stripToolCalls: true }).chat.completions.create({ model: MODEL, messages, tools });
    expect(choices[0].message).toMatchObject({ content: 'Let me look.', reasoning_content: 'A <tool_call> is due.', tool_calls: CALLS });
  });

  it.each([false, true])('has the calls that the server has read, once (stripToolCalls: %s)', async (stripToolCalls) => {
    const read = [{ id: 'call_0123456789abcdef01234567', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } }];
    const server = await serveWhole({ content: `Let me look.\n${CALL_TEXT}`, tool_calls: read }, 'tool_calls');
    const { choices } = await client({ baseURL: server.url, stripToolCalls }).chat.completions.create({ model: MODEL, messages, tools });
    expect(choices[0].message.tool_calls).toEqual(read);
    expect(choices[0].message.content).toBe(stripToolCalls ? 'Let me look.' : `Let me look.\n${CALL_TEXT}`);
  });

  it('shows malformed arguments as the model wrote them, and bare JSON as a call only where that is asked for', async () => {
    const bad = '<tool_call>\n{"name": "get_weather", "arguments": {"city": Par}}\n</tool_call>';
    const bare = '{"name": "get_weather", "arguments": {"city": "Paris"}}';
    const server = await serve(({ body }) => ({ headers: JSON_TYPE, body: whole({ content: body.includes('bare') ? bare : bad }) }));
    const ask = async (content: string, options: LightLLMClientOptions = {}) =>
      (await client({ baseURL: server.url, ...options }).chat.completions.create({ model: MODEL, messages: [{ role: 'user', content }], tools })).choices[0].message.tool_calls;
    expect(await ask('bad')).toMatchObject([{ function: { arguments: '{"city": Par}' } }]);
    expect(await ask('bare')).toBeNull();
    expect(await ask('bare', { bareJSONToolCalls: true })).toMatchObject([{ function: { arguments: '{"city":"Paris"}' } }]);
  });

  it('tells of what was not read, and of what was not honoured', async () => {
    const warnings: Warning[] = [];
    const server = await serveWhole({ content: CALL_TEXT.replace('get_weather', 'get_wether') });
    const { choices } = await client({ baseURL: server.url, onWarning: (warning) => warnings.push(warning) }).chat.completions.create({ model: MODEL, messages, tools, logprobs: true });
    expect(choices[0].message.tool_calls).toBeNull();
    expect(warnings.map(({ option }) => option)).toEqual(['logprobs', 'tools']);
    expect(warnings[1]?.message).toMatch(/`tools`, and raise `max_tokens`/);
  });
});

const OPENING = { role: 'assistant', content: '', refusal: null };

describe('a streamed answer', () => {
  const deltas = (text: string) => text.match(/[^]{1,7}/g)!.map((content) => chunk({ content }));

  it('has the raw text and its calls, and ends with tool_calls', async () => {
    const server = await serve({ headers: SSE, body: [...deltas(RAW), chunk({}, 'stop'), 'data: [DONE]\n\n'] });
    const stream = await client({ baseURL: server.url }).chat.completions.create({ model: MODEL, messages, tools, stream: true, stream_options: { include_usage: true } });
    const chunks = await all(stream);
    const choices = chunks.map(({ choices: [choice] }) => choice!);
    expect(choices[0]?.delta).toEqual(OPENING);
    expect(choices.map(({ delta }) => delta.content ?? '').join('')).toBe(RAW);
    expect(choices.flatMap(({ delta }) => delta.tool_calls ?? [])).toMatchObject(CALLS.map((call, index) => ({ ...call, index })));
    expect(choices.map(({ finish_reason }) => finish_reason).filter(Boolean)).toEqual(['tool_calls']);
    expect(chunks.every((each) => each.object === 'chat.completion.chunk' && each.id === 'chatcmpl-1f' && each.model === MODEL)).toBe(true);
  });

  it('has clean text where that is asked for, from the native routes as well', async () => {
    const tokens = RAW.match(/[^]{1,6}/g)!;
    const server = await serve({ headers: SSE, body: [...tokens.map((text, n) => tokenEvent(text, n)), tokenEvent('', 99, 'stop')] });
    const stream = await client({ baseURL: server.url, mode: 'generate', stripToolCalls: true }).chat.completions.create({ model: MODEL, messages, tools, stream: true, stream_options: { include_usage: true } });
    const chunks = await all(stream);
    const parts = chunks.flatMap(({ choices }) => choices);
    expect(parts.map(({ delta }) => delta.content ?? '').join('')).toBe('Let me look.');
    expect(parts.map(({ delta }) => delta.reasoning_content ?? '').join('')).toBe('A <tool_call> is due.');
    expect(parts.flatMap(({ delta }) => delta.tool_calls ?? [])).toHaveLength(2);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 26, completion_tokens: 99 } });
  });

  it('that is all call has no clean text at all', async () => {
    const server = await serve({ headers: SSE, body: [...deltas(CALL_TEXT), chunk({}, 'stop')] });
    const chunks = await all(await client({ baseURL: server.url, stripToolCalls: true }).chat.completions.create({ model: MODEL, messages, tools, stream: true }));
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('');
  });

  it.each([false, true])('has a last call that lacks its end tag, and what only began like one (stripToolCalls: %s)', async (stripToolCalls) => {
    const cut = CALL_TEXT.replace(/\n<\/tool_call>$/, '');
    const server = await serve(({ body }) => ({ headers: SSE, body: [chunk({ content: body.includes('begin') ? 'a <tool' : cut }), chunk({}, 'stop')] }));
    const ask = async (content: string) =>
      all(await client({ baseURL: server.url, stripToolCalls }).chat.completions.create({ model: MODEL, messages: [{ role: 'user', content }], tools, stream: true }));
    const calls = (await ask('cut')).flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
    expect(calls).toMatchObject([{ index: 0, ...CALLS[0] }]);
    expect((await ask('begin')).map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('a <tool');
  });

  it('has the calls that the server reads, once', async () => {
    const fragment = (more: object) => chunk({ tool_calls: [{ index: 0, ...more }] });
    const body = [fragment({ id: 'call_01', type: 'function', function: { name: 'get_weather', arguments: '' } }), fragment({ function: { arguments: '{"city":"Paris"}' } }), chunk({ content: CALL_TEXT }), chunk({}, 'tool_calls')];
    const server = await serve({ headers: SSE, body });
    const chunks = await all(await client({ baseURL: server.url }).chat.completions.create({ model: MODEL, messages, tools, stream: true }));
    const calls = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
    expect(calls.map((call) => [call.id, call.function.arguments])).toEqual([['call_01', ''], [undefined, '{"city":"Paris"}']]);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls');
  });

  it('ends the call when it is left, or its controller aborts', async () => {
    const server = await serve({ headers: SSE, body: [chunk({ content: 'Hi' }), { stall: true }] });
    const ask = () => client({ baseURL: server.url }).chat.completions.create({ model: MODEL, messages, stream: true });
    for await (const { choices } of await ask()) if (choices[0]?.delta.content) break;
    expect(await server.requests[0]!.closed).toMatchObject({ by: 'client' });
    const signalled = new AbortController();
    const stream = await client({ baseURL: server.url }).chat.completions.create({ model: MODEL, messages, stream: true }, { signal: signalled.signal });
    await expect(
      (async () => {
        for await (const { choices } of stream) if (choices[0]?.delta.content) signalled.abort();
      })(),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});

/** What the tests look at in a request. */
interface SentBody {
  messages: { role: string; content: { image_url: { url: string } }[] }[];
  parameters: object;
}

describe('a request', () => {
  async function sent(params: Partial<LightLLMParams>, options: LightLLMClientOptions = {}): Promise<SentBody> {
    const server = await serve({ headers: JSON_TYPE, body: options.mode === 'generate' ? generated('Hi', 1) : whole({ content: 'Hi' }) });
    await client({ baseURL: server.url, apiKey: 'key-0123456789', ...options }).chat.completions.create({ model: MODEL, messages, ...params, stream: false });
    return server.requests[0]!.json() as SentBody;
  }

  it('carries the defaults, and what was said over them; stop, too', async () => {
    const { messages: _messages, ...rest } = await sent({ temperature: 0.1, stop: 'END', do_sample: false, extra_body: { role_settings: 'a' } });
    expect(rest).toEqual({ model: MODEL, temperature: 0.1, top_p: 0.95, max_tokens: 10_000, presence_penalty: 1.1, top_k: 50, repetition_penalty: 1, stop: ['END'], do_sample: false, role_settings: 'a' });
  });

  it('carries fields of the native routes among their parameters', async () => {
    const { parameters } = await sent({ ignore_eos: true, extra_body: { parameters: { min_new_tokens: 5 } } }, { mode: 'generate' });
    expect(parameters).toMatchObject({ ignore_eos: true, min_new_tokens: 5, temperature: 0.6 });
  });

  it('takes images as an object or a string, by http, data: and file: URL', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lightllm-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = pathToFileURL(join(folder, 'a.png')).href;
    writeFileSync(join(folder, 'a.png'), '\x89PNG\r\n\x1a\n', 'latin1');
    const urls = ['https://example.com/a.png', 'data:image/png;base64,iVBORw==', file];
    const content = [{ type: 'text' as const, text: 'Look:' }, ...urls.flatMap((url) => [{ type: 'image_url' as const, image_url: url }, { type: 'image_url' as const, image_url: { url } }])];
    const body = await sent({ messages: [{ role: 'user', content }] });
    const loaded = `data:image/png;base64,${Buffer.from('\x89PNG\r\n\x1a\n', 'latin1').toString('base64')}`;
    const seen = body.messages[0]!.content.slice(1).map((part) => part.image_url.url);
    expect(seen).toEqual([urls[0], urls[0], urls[1], urls[1], loaded, loaded]);
    const gone = sent({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: `${file}.gone` }] }] });
    await expect(gone).rejects.toThrow(/messages\[0\]\.content\[0\] \(file:.*\.gone\) could not be loaded: ENOENT/);
    await expect(sent({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: file }] }] }, { localFiles: false })).rejects.toThrow(InvalidRequestError);
  });

  it('carries an answer back without the raw text of its calls, and results with ids, also where they had none', async () => {
    const history: LightLLMMessageParam[] = [
      ...messages,
      { role: 'assistant', content: RAW, tool_calls: [{ id: 'a', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } }, { id: 'b', type: 'function', function: { name: 'get_weather', arguments: { city: 'Rome' } as never } }] },
      { role: 'tool', content: '<tool_response>\nsun\n</tool_response>' },
      { role: 'tool', content: 'rain' },
      { role: 'assistant', content: CALL_TEXT, tool_calls: null },
      { role: 'tool', content: 'snow' },
    ];
    const { messages: seen } = await sent({ messages: history, tools });
    expect(seen).toEqual([
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content: 'Let me look.', tool_calls: [{ id: 'a', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } }, { id: 'b', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Rome"}' } }] },
      { role: 'tool', tool_call_id: 'a', content: 'sun' },
      { role: 'tool', tool_call_id: 'b', content: 'rain' },
      { role: 'assistant', content: CALL_TEXT },
      { role: 'tool', tool_call_id: expect.stringMatching(ID) as string, content: 'snow' },
    ]);
  });

  it('takes the message of an answer as it is', async () => {
    const server = await serveWhole({ content: RAW });
    const { chat } = client({ baseURL: server.url });
    const { message } = (await chat.completions.create({ model: MODEL, messages, tools })).choices[0];
    await chat.completions.create({ model: MODEL, messages: [...messages, message, { role: 'tool', content: 'sun', tool_call_id: message.tool_calls![1]!.id }], tools });
    const seen = (server.requests[1]!.json() as SentBody).messages;
    expect(seen[1]).toMatchObject({ role: 'assistant', content: 'Let me look.', tool_calls: message.tool_calls });
    expect(seen[2]).toMatchObject({ role: 'tool', tool_call_id: message.tool_calls![1]!.id });
  });

  it.each<[string, unknown, RegExp]>([
    ['no object', 'Hello', /object/],
    ['messages that are none', { model: MODEL, messages: 'Hello' }, /messages/],
    ['a message that is none', { model: MODEL, messages: [7] }, /messages\[0\]/],
    ['a part that is none', { model: MODEL, messages: [{ role: 'user', content: [7] }] }, /messages\[0\]\.content\[0\]/],
    ['several answers', { model: MODEL, messages, n: 2 }, /n/],
  ])('is refused with its place, given %s', async (_name, params, says) => {
    const failure = await failureOf(client({ baseURL: 'http://127.0.0.1:9' }).chat.completions.create(params as LightLLMParams));
    expect(failure).toBeInstanceOf(InvalidRequestError);
    expect(failure.message).toMatch(says);
  });
});

describe('errors', () => {
  /** As programs catch them. */
  const caught = (error: unknown) => (error instanceof APIConnectionError ? 'connection' : error instanceof APITimeoutError ? 'timeout' : error instanceof APIError ? 'general' : 'other');

  it('are caught in the order connection, timeout, general', async () => {
    const busy = await serve({ status: 500, body: '{"message":"disk on fire"}' });
    const slow = await serve({ before: [{ stall: true }] });
    const closed = await serve({});
    await closed.close();
    const ask = (baseURL: string) => failureOf(client({ baseURL, timeout: 0.1 }).chat.completions.create({ model: MODEL, messages }));
    expect(await Promise.all([closed, slow, busy].map(async ({ url }) => caught(await ask(url))))).toEqual(['connection', 'timeout', 'general']);
  });

  it('say the limit, which is in seconds, whole for an answer and to the first byte for a stream', async () => {
    const slow = await serve({ before: [{ stall: true }] });
    const { chat } = client({ base_url: slow.url, timeout: 0.08 });
    expect(await failureOf(chat.completions.create({ model: MODEL, messages }))).toMatchObject({ phase: 'total', timeoutMs: 80 });
    expect(await failureOf(chat.completions.create({ model: MODEL, messages }, { timeout: 0.04 }))).toMatchObject({ phase: 'total', timeoutMs: 40 });
    expect(await failureOf(chat.completions.create({ model: MODEL, messages, stream: true }).then(all))).toMatchObject({ phase: 'firstByte', timeoutMs: 80 });
  });

  it.each([0, -1, Number.NaN])('name a timeout that is none: %s', (timeout) => {
    expect(() => new OpenAI({ timeout })).toThrow(ConfigurationError);
  });

  it('come before any network for a signal that has fired', async () => {
    const server = await serve({});
    const failure = await failureOf(client({ baseURL: server.url }).chat.completions.create({ model: MODEL, messages }, { signal: AbortSignal.abort() }));
    expect(failure.name).toBe('AbortError');
    expect(server.requests).toEqual([]);
  });
});

describe('a client', () => {
  it.each<LightLLMClientOptions>([{ apiKey: 'key-0123456789' }, { api_key: 'key-0123456789' }])('sends its key and its headers, and shows neither: %#', async (key) => {
    const server = await serveWhole({ content: 'Hi' });
    const made = client({ baseURL: server.url, headers: { 'x-team': 'secret-team' }, ...key });
    await made.chat.completions.create({ model: MODEL, messages }, { headers: { 'x-call': 'one' } });
    expect(server.requests[0]?.headers).toMatchObject({ authorization: 'Bearer key-0123456789', 'x-team': 'secret-team', 'x-call': 'one' });
    expect(inspect(made, { depth: 9, showHidden: true }) + JSON.stringify(made)).not.toMatch(/0123456789|secret-team/);
  });

  it('lists models, and is closed by `await using`', async () => {
    const server = await serve({ headers: JSON_TYPE, body: JSON.stringify({ object: 'list', data: [{ id: MODEL, object: 'model', created: 5, owned_by: 'lightllm' }, { id: 'b' }] }) });
    await using made = new OpenAI({ baseURL: server.url });
    const close = vi.spyOn(made, 'close');
    expect(await made.models.list()).toEqual({
      object: 'list',
      data: [{ id: MODEL, object: 'model', created: 5, owned_by: 'lightllm' }, { id: 'b', object: 'model', created: 0, owned_by: 'lightllm' }],
    });
    await made[Symbol.asyncDispose]();
    expect(close).toHaveBeenCalledOnce();
  });
});
