import { APIConnectionError, ConfigurationError, InvalidRequestError, RateLimitError } from '@sdk/core';
import { refusedPort } from '@sdk/testing/server';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { AsyncSynthClient, createRetryingSynth, SynthConfig, warmup_synth_model, type SynthConfigOptions } from '../../src/face/index.ts';
import { SynthError } from '../../src/index.ts';
import { ANSWER, failureOf, hello, KEY, MODEL, serve } from '../support.ts';

const VARIABLES = ['SYNTH_BASE_URL', 'SYNTH_API_KEY', 'SYNTH_TIMEOUT', 'SYNTH_MAX_RETRIES', 'MODAL_BASE_URL', 'MODAL_API_KEY'];
beforeEach(() => VARIABLES.forEach((name) => void vi.stubEnv(name, undefined)));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const messages = [{ role: 'user' as const, content: 'Weather?' }];
const tools = [{ type: 'function' as const, function: { name: 'get_weather', parameters: { type: 'object' } } }];
const BUSY = { status: 429, headers: { 'retry-after-ms': '1' }, body: '{"error":{"message":"slow down"}}' };
const CALL = { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } };
const CALLING = { body: JSON.stringify({ id: 'c2', model: MODEL, choices: [{ message: { content: null, tool_calls: [CALL] }, finish_reason: 'tool_calls' }] }) };
const SSE = { 'content-type': 'text/event-stream' };
const chunk = (delta: object, finish_reason: string | null = null) => `data: ${JSON.stringify({ id: 'c3', model: MODEL, choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

function client(options: SynthConfigOptions): AsyncSynthClient {
  // Backoff without luck: retries wait no time at all.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const made = new AsyncSynthClient({ api_key: KEY, ...options });
  onTestFinished(() => made.close());
  return made;
}

describe('chat_completions_create', () => {
  it('takes the arguments of Python in their order, and answers in the shape of OpenAI', async () => {
    const server = await serve();
    const completion = await client({ base_url: server.url }).chat_completions_create(MODEL, messages, 0.2, 50, tools, { type: 'function', function: { name: 'get_weather' } });
    expect(completion).toMatchObject({ id: 'c1', object: 'chat.completion', model: MODEL, usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 } });
    expect(completion.created).toBeCloseTo(Date.now() / 1000, -1);
    expect(completion.choices).toMatchObject([{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi' } }]);
    expect(server.requests[0]?.json()).toEqual({
      model: MODEL,
      messages,
      temperature: 0.2,
      top_p: 1,
      max_tokens: 50,
      tools,
      tool_choice: { type: 'function', function: { name: 'get_weather' } },
    });
  });

  it('has temperature 0.7 and top_p 1 where nothing is said, and tool_choice only beside tools', async () => {
    const server = await serve();
    const { chat_completions_create } = client({ baseUrl: server.url });
    await chat_completions_create(MODEL, messages, undefined, null, null);
    await chat_completions_create({ model: MODEL, messages, tools, temperature: null, tool_choice: null as never });
    await chat_completions_create({ model: MODEL, messages, tools: [], temperature: 0 });
    expect(server.requests.map((request) => request.json())).toEqual([
      { model: MODEL, messages, temperature: 0.7, top_p: 1 },
      { model: MODEL, messages, temperature: 0.7, top_p: 1, tools, tool_choice: 'auto' },
      { model: MODEL, messages, temperature: 0, top_p: 1 },
    ]);
  });

  it('sends fields that it does not know as they are', async () => {
    const server = await serve();
    await client({ baseUrl: server.url }).chat_completions_create({ model: MODEL, messages, guided_regex: '[a-z]+', extra_body: { lora: 'mine' } });
    expect(server.requests[0]?.json()).toMatchObject({ guided_regex: '[a-z]+', lora: 'mine' });
  });

  it('gives tool calls, and takes the message back with their results', async () => {
    const server = await serve([CALLING, ANSWER]);
    const { chat_completions_create } = client({ baseUrl: server.url });
    const { choices } = await chat_completions_create(MODEL, messages, 0.7, 100, tools);
    const { message, finish_reason } = choices[0]!;
    expect([message.tool_calls, message.content, finish_reason]).toEqual([[CALL], null, 'tool_calls']);
    await chat_completions_create(MODEL, [...messages, message, { role: 'tool', tool_call_id: 'call_1', content: 'sun' }]);
    expect((server.requests[1]?.json() as { messages: object[] }).messages).toEqual([
      messages[0],
      { role: 'assistant', content: null, tool_calls: [CALL] },
      { role: 'tool', tool_call_id: 'call_1', content: 'sun' },
    ]);
  });

  it('streams chunks', async () => {
    const server = await serve({ headers: SSE, body: [chunk({ content: 'Hi ' }), chunk({ content: 'there' }), chunk({}, 'stop'), 'data: [DONE]\n\n'] });
    const seen: [string | null | undefined, string | null | undefined][] = [];
    for await (const { id, model, choices } of await client({ baseUrl: server.url }).chat_completions_create({ model: MODEL, messages, stream: true })) {
      expect([id, model]).toEqual(['c3', MODEL]);
      seen.push([choices[0]?.delta.content, choices[0]?.finish_reason]);
    }
    expect(seen.map(([content]) => content ?? '').join('')).toBe('Hi there');
    expect(seen.at(-1)?.[1]).toBe('stop');
  });

  it('names the field of a request that is wrong', async () => {
    const failure = await failureOf(client({ baseUrl: 'http://127.0.0.1:9' }).chat_completions_create(MODEL, [{ role: 'nobody', content: '' } as never]));
    expect(failure).toBeInstanceOf(InvalidRequestError);
    expect(failure.message).toMatch(/messages\[0\]/);
    expect(await failureOf(client({ baseUrl: 'http://127.0.0.1:9' }).chat_completions_create(undefined as never))).toBeInstanceOf(InvalidRequestError);
  });

  it('ends at the signal, and at the limit of the call', async () => {
    const slow = await serve({ before: [{ stall: true }] });
    const { chat_completions_create } = client({ baseUrl: slow.url, maxRetries: 0 });
    expect(await failureOf(chat_completions_create({ model: MODEL, messages }, { timeout: 0.03 }))).toMatchObject({ phase: 'total', timeoutMs: 30 });
    expect(await failureOf(chat_completions_create(MODEL, messages, 1, 1, tools, 'auto', { signal: AbortSignal.timeout(20) }))).toMatchObject({ name: 'AbortError' });
    const stream = await chat_completions_create({ model: MODEL, messages, stream: true }, { timeout: 0.03 });
    expect(await failureOf(Array.fromAsync(stream))).toMatchObject({ phase: 'firstByte', timeoutMs: 30 });
  });
});

describe('retries', () => {
  it('are three at most, with the error of the last', async () => {
    const server = await serve(BUSY);
    const failure = await failureOf(client({ baseUrl: server.url }).chat_completions_create(MODEL, messages));
    expect(failure).toBeInstanceOf(RateLimitError);
    expect(failure).toBeInstanceOf(SynthError);
    expect(server.requests).toHaveLength(4);
  });

  it('are as many as the client, else SYNTH_MAX_RETRIES, says; and end with an answer', async () => {
    vi.stubEnv('SYNTH_MAX_RETRIES', '1');
    const server = await serve(BUSY);
    await failureOf(client({ baseUrl: server.url }).chat_completions_create(MODEL, messages));
    expect(server.requests).toHaveLength(2);
    await failureOf(client({ baseUrl: server.url, maxRetries: 0 }).chat_completions_create(MODEL, messages));
    expect(server.requests).toHaveLength(3);
    const passing = await serve([BUSY, ANSWER]);
    expect((await client({ baseUrl: passing.url }).chat_completions_create(MODEL, messages)).choices[0]?.message.content).toBe('Hi');
  });

  it('come for a stream that has not begun, too', async () => {
    const server = await serve([BUSY, { headers: SSE, body: [chunk({ content: 'Hi' }), chunk({}, 'stop')] }]);
    const chunks = await Array.fromAsync(await client({ baseUrl: server.url }).chat_completions_create({ model: MODEL, messages, stream: true }));
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe('Hi');
    expect(server.requests).toHaveLength(2);
  });

  it('share one budget, which an outage uses up', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const server = await serve(BUSY);
    const provider = createRetryingSynth({ baseUrl: server.url, apiKey: KEY, maxRetries: 3 });
    for (let call = 0; call < 6; call++) await failureOf(provider(MODEL).generate(hello));
    expect(server.requests).toHaveLength(6 + 10);
    await provider.close();
  });

  it.each(['many', '-1', '1.5'])('are refused when the variable says "%s"', async (value) => {
    vi.stubEnv('SYNTH_MAX_RETRIES', value);
    const failure = await failureOf(client({ baseUrl: 'http://127.0.0.1:9' }).chat_completions_create(MODEL, messages));
    expect(failure).toBeInstanceOf(ConfigurationError);
    expect(failure.message).toBe(`SYNTH_MAX_RETRIES is "${value}"; expected a whole number, 0 or more, e.g. 3.`);
  });
});

describe('settings', () => {
  it('come from the environment at the first call', async () => {
    const server = await serve();
    await using made = new AsyncSynthClient();
    vi.stubEnv('SYNTH_BASE_URL', server.url);
    vi.stubEnv('SYNTH_API_KEY', KEY);
    await made.chat_completions_create(MODEL, messages);
    expect(server.requests[0]?.headers['authorization']).toBe(`Bearer ${KEY}`);
  });

  it('have a limit on time in seconds, for each attempt', async () => {
    vi.stubEnv('SYNTH_TIMEOUT', '90');
    const slow = await serve([{ before: [{ stall: true }] }, ANSWER]);
    expect((await client({ baseUrl: slow.url, timeout: 0.05 }).chat_completions_create(MODEL, messages)).choices[0]?.message.content).toBe('Hi');
    const dead = await serve({ before: [{ stall: true }] });
    expect(await failureOf(client({ baseUrl: dead.url, timeout: 0.04, maxRetries: 0 }).chat_completions_create(MODEL, messages))).toMatchObject({ timeoutMs: 40 });
  });

  it('are read by from_env, which names what is missing', () => {
    expect(() => SynthConfig.from_env()).toThrow(/SYNTH_BASE_URL not found in environment/);
    vi.stubEnv('MODAL_BASE_URL', 'http://modal.test');
    expect(() => SynthConfig.from_env()).toThrow(/SYNTH_API_KEY not found in environment/);
    vi.stubEnv('MODAL_API_KEY', KEY);
    const { baseUrl, apiKey, timeout, maxRetries } = SynthConfig.from_env();
    expect({ baseUrl, apiKey, timeout, maxRetries }).toEqual({ baseUrl: 'http://modal.test', apiKey: KEY, timeout: 120, maxRetries: 3 });
    vi.stubEnv('SYNTH_BASE_URL', 'http://synth.test');
    vi.stubEnv('SYNTH_TIMEOUT', '7');
    vi.stubEnv('SYNTH_MAX_RETRIES', '0');
    expect(SynthConfig.from_env()).toMatchObject({ baseUrl: 'http://synth.test', timeout: 7, maxRetries: 0 });
  });

  it.each([{ timeout: 0 }, { timeout: Number.NaN }, { maxRetries: -1 }, { max_retries: 1.5 }])('that are none are refused: %o', (options) => {
    expect(() => new AsyncSynthClient(options)).toThrow(ConfigurationError);
  });

  it('show no key, nor do clients', () => {
    const config = new SynthConfig({ base_url: 'http://synth.test', api_key: KEY, timeout: 7, max_retries: 1 });
    const made = client({ base_url: 'http://synth.test' });
    expect(String(config)).toBe('SynthConfig(baseUrl=http://synth.test, apiKey=***, timeout=7, maxRetries=1)');
    expect(String(new SynthConfig({ apiKey: null }))).toBe('SynthConfig(apiKey=null)');
    expect(inspect(made)).toBe('AsyncSynthClient(SynthConfig(baseUrl=http://synth.test, apiKey=***))');
    for (const each of [config, made]) {
      for (const shown of [String(each), inspect(each, { depth: 9, showHidden: true }), JSON.stringify(each), JSON.stringify({ ...each })]) expect(shown).not.toContain(KEY);
    }
  });
});

it('errors are those of the SDK', async () => {
  await using port = await refusedPort();
  expect(await failureOf(client({ baseUrl: port.url, maxRetries: 0 }).chat_completions_create(MODEL, messages))).toBeInstanceOf(APIConnectionError);
});

it('warms models up, by the client or by the function of Python', async () => {
  const ready = await serve({ body: '{"status":"already_warmed"}' });
  expect(await client({ baseUrl: ready.url }).warmup(MODEL)).toBe(true);
  expect(await warmup_synth_model(MODEL, { baseUrl: ready.url, apiKey: KEY })).toBe(true);
  expect(ready.requests).toHaveLength(1);
  expect(await warmup_synth_model(MODEL, { baseUrl: ready.url, apiKey: KEY }, 1, true)).toBe(true);
  expect(ready.requests).toHaveLength(2);
  const busy = await serve({ body: '{"status":"warming"}' });
  expect(await warmup_synth_model(MODEL, { baseUrl: busy.url, apiKey: KEY }, 2, false, { intervalMs: 1 })).toBe(false);
  expect(busy.requests).toHaveLength(3);
});

it('closes its connections', async () => {
  const server = await serve();
  {
    await using made = client({ baseUrl: server.url });
    await made.chat_completions_create(MODEL, messages);
    expect(server.openConnections).toBe(1);
  }
  await vi.waitFor(() => expect(server.openConnections).toBe(0));
});
