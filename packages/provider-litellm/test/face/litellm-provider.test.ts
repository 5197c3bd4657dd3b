import { AbortError, APIConnectionError, APITimeoutError, AuthenticationError, ConfigurationError, InvalidRequestError, RateLimitError, SdkError, StreamInterruptedError } from '@sdk/core';
import { hangingPort, refusedPort, startFaultServer, type Answers, type FaultServer, type ReceivedRequest } from '@sdk/testing/server';
import { firstValueFrom, toArray } from 'rxjs';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { LiteLLMError } from '../../src/index.ts';
import { LiteLLM, LITELLM_MODELS, LiteLLMProvider, type LiteLLMConfig, type LiteLLMMessage, type LiteLLMRequest, type LiteLLMResponse } from '../../src/face/index.ts';
import { KEY } from '../ask.ts';
import { SIGNED, whole } from '../fixtures/answers.ts';

beforeEach(() => ['LITELLM_URL', 'LITELLM_BASE_URL', 'LITELLM_API_KEY'].forEach((name) => void vi.stubEnv(name, undefined)));
afterEach(() => vi.unstubAllEnvs());

const ANSWER = { body: whole({ content: 'Hi' }, { model: 'gpt-4-0613' }) };
const messages: LiteLLMMessage[] = [{ role: 'user', content: 'Hello' }];
const CALL = { id: 'call_1', type: 'function' as const, function: { name: 'calculate', arguments: { expression: '15 * 23' } } };
const CALLING = whole({ content: null, tool_calls: [{ ...CALL, function: { name: 'calculate', arguments: '{"expression":"15 * 23"}' } }] });
const parameters = { type: 'object', properties: { expression: { type: 'string' } } };

async function serve(answers: Answers<ReceivedRequest> = ANSWER): Promise<FaultServer> {
  const server = await startFaultServer(answers);
  onTestFinished(() => server.close());
  return server;
}

function create(config: Partial<LiteLLMConfig>): LiteLLMProvider {
  const provider = new LiteLLMProvider({ model: 'gpt-4', ...config });
  onTestFinished(() => provider.close());
  return provider;
}

const ask = (provider: LiteLLMProvider, request: LiteLLMRequest = { messages }): Promise<LiteLLMResponse> => firstValueFrom(provider.call(request));
const failureOf = (provider: LiteLLMProvider, request: LiteLLMRequest = { messages }): Promise<Error> =>
  ask(provider, request).then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: Error) => error,
  );
const bodyOf = (server: FaultServer, at = 0) => server.requests[at]!.json() as { messages: object[]; model: string };

describe('an answer', () => {
  it('is exactly one value, and completion', async () => {
    const server = await serve();
    const values = await firstValueFrom(create({ baseUrl: server.url }).call({ messages }).pipe(toArray()));
    expect(values).toEqual([
      { message: { role: 'assistant', content: 'Hi' }, model: 'gpt-4-0613', usage: { promptTokens: 26, completionTokens: 12, totalTokens: 38 }, finished: true, finishReason: 'stop' },
    ]);
    expect(server.requests).toHaveLength(1);
  });

  it('has its tool calls beside and in the message, and is then not finished', async () => {
    const server = await serve({ body: CALLING });
    const response = await ask(create({ baseUrl: server.url }), { messages, tools: [{ name: 'calculate', description: 'Calculates.', parameters }] });
    expect(response).toMatchObject({ message: { role: 'assistant', content: '', toolCalls: [CALL] }, toolCalls: [CALL], finished: false, finishReason: 'tool_calls' });
  });

  it('has malformed arguments as the model wrote them, and takes them back so', async () => {
    const server = await serve([{ body: CALLING.replace(/"\{\\"expression.*?\}"/, '"{\\"expr"') }, ANSWER]);
    const provider = create({ baseUrl: server.url });
    const { toolCalls, message } = await ask(provider);
    expect(toolCalls).toEqual([{ id: 'call_1', type: 'function', function: { name: 'calculate', arguments: {} }, invalid: '{"expr' }]);
    await ask(provider, { messages: [...messages, message, { role: 'tool', toolCallId: 'call_1', content: 'no JSON' }] });
    expect(bodyOf(server, 1).messages[1]).toMatchObject({ tool_calls: [{ function: { arguments: '{"expr' } }] });
  });

  it('says what it can where the proxy says little', async () => {
    const server = await serve({ body: '{"choices":[{"message":{"content":"Hi"},"finish_reason":"length"}]}' });
    expect(await ask(create({ baseUrl: server.url }))).toEqual({ message: { role: 'assistant', content: 'Hi' }, model: 'gpt-4', usage: {}, finished: true, finishReason: 'length' });
  });

  it('carries signed thoughts, which go back with its message, also after a save', async () => {
    const server = await serve([{ body: CALLING.replace('"content":null', `"content":null,"thinking_blocks":[${JSON.stringify(SIGNED)}]`) }, ANSWER]);
    const provider = create({ baseUrl: server.url });
    const { message } = await ask(provider);
    const saved = JSON.parse(JSON.stringify(message)) as LiteLLMMessage;
    await ask(provider, { messages: [...messages, saved, { role: 'tool', toolCallId: 'call_1', content: '345' }] });
    expect(bodyOf(server, 1).messages).toEqual([
      messages[0],
      { role: 'assistant', content: null, tool_calls: [{ ...CALL, function: { name: 'calculate', arguments: '{"expression":"15 * 23"}' } }], thinking_blocks: [SIGNED] },
      { role: 'tool', tool_call_id: 'call_1', content: '345' },
    ]);
  });
});

describe('a request', () => {
  it('has temperature 0.7, 4096 tokens and top-p 1, and the session in its metadata', async () => {
    const server = await serve();
    await ask(create({ baseUrl: server.url }), { messages, sessionId: 'task-123' });
    expect(bodyOf(server)).toEqual({ model: 'gpt-4', messages, temperature: 0.7, max_tokens: 4096, top_p: 1, metadata: { session_id: 'task-123' } });
  });

  it('has what the settings say, and extraParams over everything', async () => {
    const server = await serve();
    await ask(create({ baseUrl: server.url, temperature: 0.1, maxTokens: 20, topP: 0.9 }));
    await ask(create({ baseUrl: server.url, temperature: 0.1, extraParams: { temperature: 0, model: 'gpt-4o', presence_penalty: 0.1, metadata: { session_id: 'mine' } } }), { messages, sessionId: 'task' });
    expect(bodyOf(server)).toMatchObject({ temperature: 0.1, max_tokens: 20, top_p: 0.9 });
    expect(bodyOf(server, 1)).toMatchObject({ temperature: 0, model: 'gpt-4o', presence_penalty: 0.1, metadata: { session_id: 'mine' } });
  });

  it('takes tools and messages in either form', async () => {
    const server = await serve();
    const wireTool = { type: 'function' as const, function: { name: 'look_up', parameters } };
    const wireCall = { id: 'call_1', type: 'function', function: { name: 'calculate', arguments: '{"expression":"15 * 23"}' } };
    const result = { role: 'tool' as const, name: 'calculate', content: '345' };
    await ask(create({ baseUrl: server.url }), {
      tools: [{ name: 'calculate', description: 'Calculates.', parameters }, wireTool],
      messages: [
        { role: 'system', content: 'Be exact.' },
        { role: 'user', content: [{ type: 'text', text: 'Look:' }, { type: 'image_url', image_url: { url: 'https://example.com/a.png' } }] },
        { role: 'assistant', content: '', toolCalls: [CALL] },
        { ...result, toolCallId: 'call_1' },
        { role: 'assistant', content: null, tool_calls: [wireCall] },
        { ...result, tool_call_id: 'call_1' },
        { role: 'assistant', content: 'So.', toolCalls: [{ ...CALL, function: { name: 'calculate', arguments: '{"expression":"15 * 23"}' } }] },
        { ...result, toolCallId: 'call_1' },
      ],
    });
    const own = server.requests.at(-1)!.json() as { messages: object[]; tools: object[] };
    expect(own.tools).toEqual([{ type: 'function', function: { name: 'calculate', description: 'Calculates.', parameters } }, wireTool]);
    expect(own.messages).toEqual([
      { role: 'system', content: 'Be exact.' },
      { role: 'user', content: [{ type: 'text', text: 'Look:' }, { type: 'image_url', image_url: { url: 'https://example.com/a.png' } }] },
      { role: 'assistant', content: null, tool_calls: [wireCall] },
      { role: 'tool', tool_call_id: 'call_1', content: '345' },
      { role: 'assistant', content: null, tool_calls: [wireCall] },
      { role: 'tool', tool_call_id: 'call_1', content: '345' },
      { role: 'assistant', content: 'So.', tool_calls: [wireCall] },
      { role: 'tool', tool_call_id: 'call_1', content: '345' },
    ]);
  });

  it.each([
    [{ messages: 'Hello' }, /messages/],
    [{ messages: [7] }, /messages\[0\]/],
    [{ messages: [null] }, /messages\[0\]/],
    [{ messages: [] }, /messages/],
    [null, /messages/],
  ])('that is none fails by the Observable, before any network: %j', async (request, says) => {
    const server = await serve();
    const failure = await failureOf(create({ baseUrl: server.url }), request as never);
    expect(failure).toBeInstanceOf(InvalidRequestError);
    expect(failure.message).toMatch(says);
    expect(server.requests).toHaveLength(0);
  });
});

describe('the Observable', () => {
  it('is cold: nothing is asked before a subscription, and each asks anew', async () => {
    const server = await serve();
    const answer$ = create({ baseUrl: server.url }).call({ messages });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.requests).toHaveLength(0);
    await firstValueFrom(answer$);
    await firstValueFrom(answer$);
    expect(server.requests).toHaveLength(2);
  });

  it('ends the call at once when nobody listens any more, and tells nobody', async () => {
    const server = await serve({ before: [{ stall: true }] });
    const told: unknown[] = [];
    const note = (what: unknown) => void told.push(what);
    const subscription = create({ baseUrl: server.url }).call({ messages }).subscribe({ next: note, error: note, complete: () => note('done') });
    const { closed } = await server.received(0);
    subscription.unsubscribe();
    expect((await closed).by).toBe('client');
    expect(told).toEqual([]);
  });
});

describe('updateConfig', () => {
  it('changes the calls after it; those that were made stay as they are, asked or not', async () => {
    const server = await serve();
    const provider = create({ baseUrl: server.url, temperature: 0.1 });
    const before$ = provider.call({ messages });
    provider.updateConfig({ model: 'gpt-4o' });
    await ask(provider);
    await firstValueFrom(before$);
    expect([bodyOf(server).model, bodyOf(server, 1).model]).toEqual(['gpt-4o', 'gpt-4']);
    expect(bodyOf(server)).toMatchObject({ temperature: 0.1 });
    provider.updateConfig({ temperature: 0.9, maxTokens: 5 });
    await ask(provider);
    expect(bodyOf(server, 2)).toMatchObject({ model: 'gpt-4o', temperature: 0.9, max_tokens: 5 });
  });

  it('does not change a call under way', async () => {
    const first = await serve({ ...ANSWER, before: [{ delayMs: 30 }] });
    const second = await serve();
    const provider = create({ baseUrl: first.url });
    const asking = ask(provider);
    await first.received(0);
    provider.updateConfig({ baseUrl: second.url, apiKey: KEY });
    expect((await asking).message.content).toBe('Hi');
    await ask(provider);
    expect([first.requests.length, second.requests[0]?.headers['authorization']]).toEqual([1, `Bearer ${KEY}`]);
  });

  it('refuses what cannot work, and changes nothing then', async () => {
    const server = await serve();
    const provider = create({ baseUrl: server.url });
    expect(() => provider.updateConfig({ model: '' })).toThrow(ConfigurationError);
    expect(() => provider.updateConfig({ timeout: -1, model: 'other' })).toThrow(/timeout/);
    await ask(provider);
    expect(bodyOf(server).model).toBe('gpt-4');
    provider.updateConfig({ temperature: 0.5 });
    await ask(provider);
    expect(bodyOf(server, 1)).toMatchObject({ model: 'gpt-4', temperature: 0.5 });
    expect(() => new LiteLLMProvider({} as LiteLLMConfig)).toThrow(/model/);
  });
});

describe('errors keep their class, and begin in known words', () => {
  it('for a timeout', async () => {
    const server = await serve({ before: [{ stall: true }] });
    const failure = await failureOf(create({ baseUrl: server.url, timeout: 50 }));
    expect(failure).toBeInstanceOf(APITimeoutError);
    expect(failure.message).toMatch(/^LiteLLM request timeout after 50ms\. /);
    expect(failure).toMatchObject({ timeoutMs: 50, phase: 'total', retryable: true });
  });

  it('for the usual timeout, of 60 s', async () => {
    const server = await serve({ before: [{ stall: true }] });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const failing = failureOf(create({ baseUrl: server.url }));
    await server.received(0);
    vi.advanceTimersByTime(60_000);
    expect((await failing).message).toMatch(/^LiteLLM request timeout after 60000ms/);
  });

  it('for a timeout while connecting, for which the same time is waited', async () => {
    await using port = await hangingPort();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    let failure: Error | undefined;
    const failing = failureOf(create({ baseUrl: port.url, timeout: 15_000 })).then((error) => (failure = error));
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(14_990);
    await new Promise((resolve) => setImmediate(resolve));
    expect(failure).toBeUndefined();
    vi.advanceTimersByTime(10);
    expect((await failing).message).toMatch(/^LiteLLM request timeout after 15000ms/);
  });

  it('for a connection', async () => {
    await using port = await refusedPort();
    const failure = await failureOf(create({ baseUrl: port.url }));
    expect(failure).toBeInstanceOf(APIConnectionError);
    expect(failure.message).toMatch(/^LiteLLM API error: ECONNREFUSED\. .*Is the server running/);
  });

  it.each([
    [401, '401 Unauthorized', AuthenticationError],
    [429, '429 Too Many Requests', RateLimitError],
    [418, '418', InvalidRequestError],
  ])('for the status %i', async (status, words, kind) => {
    const server = await serve({ status, headers: { 'x-litellm-call-id': 'c-1' }, body: '{"error":{"message":"What it said.","code":"x"}}' });
    const failure = await failureOf(create({ baseUrl: server.url }));
    expect(failure).toBeInstanceOf(kind);
    expect(failure).toBeInstanceOf(LiteLLMError);
    expect(failure.message).toMatch(new RegExp(`^LiteLLM API error: ${words}\\. .*What it said\\.`));
    expect(failure).toMatchObject({ status, requestId: 'c-1', code: 'x' });
    expect(failure.cause).toBeInstanceOf(kind);
    expect(Object.keys(failure)).not.toContain('cause');
  });

  it('and are left alone where there are none', async () => {
    const server = await serve({ body: [whole({ content: 'Hi' }).slice(0, 20), { reset: true }] });
    const failure = await failureOf(create({ baseUrl: server.url }));
    expect(failure).toBeInstanceOf(StreamInterruptedError);
    expect(failure.message).not.toMatch(/^LiteLLM/);
    const bad = await failureOf(create({ baseUrl: 'nonsense' }));
    expect([bad instanceof ConfigurationError, bad instanceof SdkError, bad instanceof AbortError]).toEqual([true, true, false]);
  });
});

describe('models by name', () => {
  it.each(Object.entries(LITELLM_MODELS))('%s is %s', async (name, id) => {
    const server = await serve();
    await using provider = LiteLLM[name as keyof typeof LITELLM_MODELS](server.url, KEY);
    await ask(provider);
    expect(bodyOf(server)).toMatchObject({ model: id, temperature: 0.7, max_tokens: 4096, top_p: 1 });
    expect(server.requests[0]?.headers['authorization']).toBe(`Bearer ${KEY}`);
  });

  it('ollama has any model, with 2048 tokens', async () => {
    const server = await serve();
    await using provider = LiteLLM.ollama(server.url, 'llama2');
    await ask(provider);
    expect(bodyOf(server)).toMatchObject({ model: 'ollama/llama2', max_tokens: 2048 });
  });
});

it('takes URL and key from the environment', async () => {
  const server = await serve();
  vi.stubEnv('LITELLM_URL', server.url);
  vi.stubEnv('LITELLM_API_KEY', KEY);
  await ask(create({}));
  expect(server.requests[0]?.headers['authorization']).toBe(`Bearer ${KEY}`);
});

it('shows no key', () => {
  const provider = create({ baseUrl: 'http://127.0.0.1:9', apiKey: KEY });
  for (const shown of [inspect(provider, { depth: 9, showHidden: true }), `${inspect(provider.call)}`, JSON.stringify(provider)]) expect(shown).not.toContain(KEY);
});

it('closes its connections', async () => {
  const server = await serve();
  const provider = create({ baseUrl: server.url });
  await ask(provider);
  await provider.close();
  await vi.waitFor(() => expect(server.openConnections).toBe(0));
});
