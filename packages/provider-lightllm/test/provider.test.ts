import { APIConnectionError, APITimeoutError, AuthenticationError, collect, ConfigurationError, StreamInterruptedError } from '@sdk/core';
import type { Transport } from '@sdk/http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLightLLM, lightllm, LightLLMError, type LightLLMOptions } from '../src/index.ts';
import { CALL_TEXT, chunk, MODEL, OLD_CUT_CALL, whole } from './fixtures/answers.ts';
import { generated, tokenEvent } from './fixtures/generated.ts';
import { create, failureOf, get_weather, JSON_TYPE, say, serve, SSE } from './support.ts';

const KEY = 'key-0123456789abcdef';

afterEach(() => vi.unstubAllEnvs());

describe('the environment', () => {
  it('is read at the first call of the ready instance', async () => {
    const server = await serve({ status: 401, body: '{"message":"Who are you?"}' });
    vi.stubEnv('LIGHTLLM_API_KEY', KEY);
    vi.stubEnv('LIGHTLLM_BASE_URL', `${server.url}/v1/`);
    const failure = await failureOf(lightllm(MODEL).generate(say('Hello')));
    expect(server.requests[0]?.headers).toMatchObject({ authorization: `Bearer ${KEY}` });
    expect(failure).toBeInstanceOf(AuthenticationError);
    expect(failure).toBeInstanceOf(LightLLMError);
    await lightllm.close();
  });

  it('need not have a key', async () => {
    const server = await serve({ headers: JSON_TYPE, body: whole({ content: 'Hi' }) });
    vi.stubEnv('LIGHTLLM_API_KEY', undefined);
    expect((await create({ baseUrl: server.url })(MODEL).generate(say('Hello'))).text).toBe('Hi');
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  });
});

describe('the base URL', () => {
  it.each(['', '/', '/v1', '/v1/', '//v1//'])('may end in "%s"', async (end) => {
    const server = await serve(({ path }) => ({ headers: JSON_TYPE, body: path.endsWith('models') ? '{"data":[{"id":"m","max_model_len":4096}]}' : path === '/generate' ? generated('Hi', 1) : whole({ content: 'Hi' }) }));
    const baseUrl = server.url + end;
    await create({ baseUrl })(MODEL).generate(say('Hello'));
    await create({ baseUrl, mode: 'generate' })(MODEL).generate(say('Hello'));
    expect(await create({ baseUrl }).listModels()).toMatchObject([{ id: 'm', contextWindow: 4096 }]);
    expect(server.requests.map(({ path }) => path)).toEqual(['/v1/chat/completions', '/generate', '/v1/models']);
  });

  it('may hold a path', async () => {
    const server = await serve({ headers: JSON_TYPE, body: whole({ content: 'Hi' }) });
    await create({ baseUrl: `${server.url}/gpu/v1` })(MODEL).generate(say('Hello'));
    expect(server.requests[0]?.path).toBe('/gpu/v1/chat/completions');
  });

  it('is that of a server on this machine by default', async () => {
    const urls: string[] = [];
    vi.stubEnv('LIGHTLLM_BASE_URL', '');
    await failureOf(create({ transport: nobody(urls) })(MODEL).generate(say('Hello')));
    expect(urls).toEqual(['http://localhost:8000/v1/chat/completions']);
  });
});

const SENT = { temperature: 0.6, top_p: 0.95, max_tokens: 10_000, presence_penalty: 1.1, top_k: 50, repetition_penalty: 1 };

describe('defaults', () => {
  async function sent(options: LightLLMOptions, call = say('Hello')): Promise<Record<string, unknown>> {
    const server = await serve({ headers: JSON_TYPE, body: options.mode === 'generate' ? generated('Hi', 1) : whole({ content: 'Hi' }) });
    await create({ baseUrl: server.url, ...options })(MODEL).generate(call);
    return server.requests[0]!.json() as Record<string, unknown>;
  }

  it('of sampling are sent, and no logprobs', async () => {
    expect(await sent({})).toEqual({ model: MODEL, messages: [{ role: 'user', content: 'Hello' }], ...SENT });
  });

  it("give way to the provider's, and these to the call's", async () => {
    const defaults = { temperature: 0.1, topK: 3, topP: undefined } as LightLLMOptions['defaults'] & object;
    expect(await sent({ defaults }, say('Hello', { temperature: 0.2, stopSequences: ['END'] }))).toMatchObject({ ...SENT, temperature: 0.2, top_k: 3, stop: ['END'] });
  });

  it('are sent to the native routes in their words', async () => {
    const { max_tokens: max_new_tokens, ...same } = SENT;
    const { parameters } = await sent({ mode: 'generate' }, say('Hello', { stopSequences: ['END'], seed: 7, frequencyPenalty: 0.5 }));
    expect(parameters).toEqual({ ...same, max_new_tokens, do_sample: true, seed: 7, frequency_penalty: 0.5, stop_sequences: ['<|im_end|>', 'END'], add_special_tokens: false });
  });

  it('of sampling are left out where a temperature of 0 asks for none', async () => {
    const { parameters } = await sent({ mode: 'generate' }, say('Hello', { temperature: 0 }));
    expect(parameters).toMatchObject({ do_sample: false, max_new_tokens: 10_000 });
    for (const field of ['temperature', 'top_p', 'top_k']) expect(parameters).not.toHaveProperty(field);
  });
});

describe('limits on time', () => {
  const limits = async (options: LightLLMOptions, stream: boolean): Promise<Record<string, number>> => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const model = createLightLLM({ transport: silent, ...options })(MODEL);
      const failing = failureOf(stream ? collect(model.stream(say('Hello'))) : model.generate(say('Hello')));
      await vi.advanceTimersByTimeAsync(700_000);
      const failure = (await failing) as APITimeoutError;
      expect(failure).toBeInstanceOf(APITimeoutError);
      return { [failure.phase]: failure.timeoutMs };
    } finally {
      vi.useRealTimers();
    }
  };

  it('are ten minutes for a whole answer, and for the first byte of a stream', async () => {
    expect(await limits({}, false)).toEqual({ total: 600_000 });
    expect(await limits({}, true)).toEqual({ firstByte: 600_000 });
  });

  it("give way to the provider's", async () => {
    expect(await limits({ timeouts: { totalMs: 5_000 } }, false)).toEqual({ total: 5_000 });
    expect(await limits({ timeouts: { firstByteMs: 4_000 } }, true)).toEqual({ firstByte: 4_000 });
  });

  it("give way to the call's", async () => {
    const server = await serve({ before: [{ stall: true }] });
    const failure = await failureOf(create({ baseUrl: server.url, timeouts: { totalMs: 60_000 } })(MODEL).generate(say('Hello', { timeouts: { totalMs: 50 } })));
    expect(failure).toMatchObject({ phase: 'total', timeoutMs: 50 });
  });

  it('of a stream do not end one that goes on', async () => {
    const server = await serve({ headers: SSE, body: [chunk({ content: 'Hi' }), { delayMs: 150 }, chunk({}, 'stop')] });
    const { text } = await collect(create({ baseUrl: server.url, timeouts: { firstByteMs: 100 } })(MODEL).stream(say('Hello')));
    expect(text).toBe('Hi');
  });
});

describe('hints', () => {
  it('say how a server is started when there is none', async () => {
    const failure = await failureOf(create({ transport: nobody([]) })(MODEL).generate(say('Hello')));
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect(failure.message).toMatch(/http:\/\/localhost:8000 \(ECONNREFUSED\)\. Is the server running .*api_server.*LIGHTLLM_BASE_URL/);
  });

  it.each(['openai', 'generate'] as const)('say why a call was not read in mode %s', async (mode) => {
    const raw = CALL_TEXT.replace('get_weather', 'get_wether');
    const server = await serve({ headers: JSON_TYPE, body: mode === 'openai' ? whole({ content: raw }) : generated(raw, 9) });
    const model = create({ baseUrl: server.url, mode })(MODEL);
    const { text, toolCalls, warnings } = await model.generate(say('Hello', { tools: [get_weather] }));
    expect({ text, toolCalls }).toEqual({ text: raw, toolCalls: [] });
    expect(warnings).toMatchObject([{ kind: 'other', option: 'tools', message: expect.stringMatching(/`tools`.*--tool_call_parser/) as string }]);
  });

  it('are silent about text that is asked for as it is', async () => {
    const server = await serve({ headers: JSON_TYPE, body: whole({ content: `<think>a</think>${CALL_TEXT}` }) });
    const { text, toolCalls, warnings } = await create({ baseUrl: server.url, textToolCalls: false, thinkTags: false })(MODEL).generate(say('Hello', { tools: [get_weather] }));
    expect({ text, toolCalls, warnings }).toEqual({ text: `<think>a</think>${CALL_TEXT}`, toolCalls: [], warnings: [] });
  });
});

describe('options', () => {
  it('name the modes that there are', () => {
    expect(() => createLightLLM({ mode: 'tgi' as 'openai' })).toThrow(ConfigurationError);
    expect(() => createLightLLM({ mode: 'tgi' as 'openai' })).toThrow(/`mode` is "tgi"; expected 'openai' or 'generate'/);
  });

  it.each(['openai', 'generate'] as const)('let bare JSON be a call in mode %s, and thoughts begin without a tag', async (mode) => {
    const text = 'Hm.</think>{"name": "get_weather", "arguments": {"city": "Paris"}}';
    const server = await serve({ headers: JSON_TYPE, body: mode === 'openai' ? whole({ content: text }) : generated(text, 9) });
    const call = say('Hello', { tools: [get_weather] });
    const lenient = await create({ baseUrl: server.url, mode, textToolCalls: { bareJSON: true }, thinkTags: 'open' })(MODEL).generate(call);
    expect(lenient).toMatchObject({ text: '', reasoning: 'Hm.', toolCalls: [{ toolName: 'get_weather', arguments: { city: 'Paris' } }], finishReason: 'tool-calls' });
    expect(await create({ baseUrl: server.url, mode })(MODEL).generate(call)).toMatchObject({ text, toolCalls: [] });
  });

  it('cannot ask the native routes for several answers', async () => {
    const model = create({ baseUrl: 'http://127.0.0.1:9', mode: 'generate' })(MODEL);
    for (const name of ['n', 'best_of']) {
      const failure = await failureOf(model.generate(say('Hello', { extraBody: { parameters: { [name]: 2 } } })));
      expect(failure).toBeInstanceOf(ConfigurationError);
      expect(failure.message).toContain(`extraBody.parameters.${name}`);
    }
  });
});

describe('ends', () => {
  it('a call of a server of mid-2025 that is cut is not delivered, though each piece has a finish reason', async () => {
    const server = await serve({ headers: SSE, body: OLD_CUT_CALL });
    const failure = await failureOf(collect(create({ baseUrl: server.url })(MODEL).stream(say('Hello', { tools: [get_weather] }))));
    expect(failure).toBeInstanceOf(StreamInterruptedError);
  });

  it('a native stream goes to its own route, and ends with the event that is finished', async () => {
    const server = await serve({ headers: SSE, body: [tokenEvent('Hi', 1), tokenEvent('', 2, 'length'), tokenEvent('more', 3, 'stop'), { stall: true }] });
    const result = await collect(create({ baseUrl: server.url, mode: 'generate' })(MODEL).stream(say('Hello')));
    expect(result).toMatchObject({ text: 'Hi', finishReason: 'length', usage: { inputTokens: 26, outputTokens: 2, totalTokens: 28, raw: { prompt_tokens: 26, count_output_tokens: 2 } } });
    expect(server.requests[0]?.path).toBe('/generate_stream');
  });
});

/** Finds nobody there, and notes who was looked for. */
function nobody(urls: string[]): Transport {
  return {
    send({ origin, path }, events) {
      urls.push(origin + path);
      queueMicrotask(() => events.onError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })));
      return { cancel() {}, pause() {}, resume() {} };
    },
    close: async () => {},
  };
}

/** Connects at once, and then says nothing. */
const silent: Transport = {
  send(_request, events) {
    queueMicrotask(() => events.onConnect?.());
    return { cancel() {}, pause() {}, resume() {} };
  },
  close: async () => {},
};
