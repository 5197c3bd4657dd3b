import { startFaultServer, type Answers, type FaultServer, type ReceivedRequest } from '@sdk/testing/server';
import { expect, it, onTestFinished } from 'vitest';
import { run, runForJSON } from './support.ts';

/** An answer of Chat Completions. Written from OpenAI's documentation, read 2026-11-20. */
const COMPLETION = JSON.stringify({
  id: 'c1',
  model: 'm-2026',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello there.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
});
const JSON_TYPE = { 'content-type': 'application/json' };
const SSE = { 'content-type': 'text/event-stream' };
const delta = (content: string) => `data: ${JSON.stringify({ id: 'c1', model: 'm', choices: [{ index: 0, delta: { content } }] })}\n\n`;
const END = `data: ${JSON.stringify({ id: 'c1', model: 'm', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`;

async function serve(answers: Answers<ReceivedRequest>): Promise<FaultServer> {
  const server = await startFaultServer(answers);
  onTestFinished(() => server.close());
  return server;
}

/** A program that asks OpenAI's provider, which is told that the server is OpenAI. It runs elsewhere, since it waits. */
const ask = (body: string) => `
  import { SdkError, providerError } from '@sdk/core';
  import { syncModel, syncProvider } from '@sdk/sync';
  const openai = syncProvider({ module: '@sdk/provider-openai', export: 'createOpenAI', options: { baseUrl: input, apiKey: 'sk-test-0123456789' } });
  const model = openai('m');
  const messages = [{ role: 'user', content: 'Hello?' }];
  const thrown = (task) => { try { task() } catch (error) { return error } };
  const report = (value) => console.log(JSON.stringify(value));
  ${body}`;

it('gives the answers of a real provider, over one connection, and the process ends by itself', async () => {
  const server = await serve((request) => {
    if (request.path === '/models') return { headers: JSON_TYPE, body: '{"data":[{"id":"m"}]}' };
    if (request.path === '/embeddings') return { headers: JSON_TYPE, body: '{"data":[{"index":0,"embedding":[0.5,1]}],"usage":{"prompt_tokens":1,"total_tokens":1}}' };
    return { headers: JSON_TYPE, body: COMPLETION };
  });
  const program = ask(`
    const { text, usage, response } = model.generate({ messages });
    const again = openai('other').generate({ messages }).text;
    const { embeddings } = openai.embeddingModel('e').embed({ values: ['a'] });
    report({ text, tokens: usage.totalTokens, id: response.modelId, again, embeddings, list: openai.listModels().map(({ id }) => id) });`);
  const { stdout, stderr, code, lingeredMs } = await run(program, server.url);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(JSON.parse(stdout)).toEqual({ text: 'Hello there.', tokens: 5, id: 'm-2026', again: 'Hello there.', embeddings: [[0.5, 1]], list: ['m'] });
  expect(lingeredMs).toBeLessThan(1_000);
  expect(server.connections).toBe(1);
  expect(server.requests.map(({ path }) => path)).toEqual(['/chat/completions', '/chat/completions', '/embeddings', '/models']);
});

it('sends the bytes of an image', async () => {
  const server = await serve({ headers: JSON_TYPE, body: COMPLETION });
  const bytes = [137, 80, 78, 71, 0, 255];
  const program = ask(`
    const pool = new Uint8Array([9, ...${JSON.stringify(bytes)}, 9]);
    const data = pool.subarray(1, 7);
    report(model.generate({ messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'image/png', data }] }] }).text);`);
  expect(await runForJSON(program, server.url)).toBe('Hello there.');
  expect(server.requests[0]?.body).toContain(`data:image/png;base64,${Buffer.from(bytes).toString('base64')}`);
});

it('throws what the vendor says, by kind and by vendor, without the key', async () => {
  const server = await serve({
    status: 429,
    headers: { ...JSON_TYPE, 'retry-after': '7', 'x-request-id': 'req-9' },
    body: '{"error":{"message":"Slow down, sk-test-0123456789","code":"rate_limit_exceeded","type":"requests"}}',
  });
  const program = ask(`
    const error = thrown(() => model.generate({ messages }));
    const { name, kind, status, code, requestId, retryAfterMs, retryable, body } = error;
    const vendor = error instanceof providerError('openai');
    report({ name, kind, status, code, requestId, retryAfterMs, retryable, vendor, told: error.message.includes('Slow down'), key: JSON.stringify([body, error.message]).includes('0123456789') });`);
  expect(await runForJSON(program, server.url)).toEqual({
    ...{ name: 'RateLimitError', kind: 'rate-limit', status: 429, code: 'rate_limit_exceeded', requestId: 'req-9', retryAfterMs: 7_000 },
    ...{ retryable: true, vendor: true, told: true, key: false },
  });
});

it('is ended by `totalMs` as without a thread: the phase, the limit, the closed socket', async () => {
  let calls = 0;
  const server = await serve(() => (calls++ === 0 ? { headers: JSON_TYPE, body: COMPLETION } : { before: [{ stall: true }] }));
  const program = ask(`
    model.generate({ messages }); // everything is loaded now, so that the time goes to the wait
    const { name, phase, timeoutMs, provider } = thrown(() => model.generate({ messages, timeouts: { totalMs: 300 } }));
    report({ name, phase, timeoutMs, provider });`);
  expect(await runForJSON(program, server.url)).toEqual({ name: 'APITimeoutError', phase: 'total', timeoutMs: 300, provider: 'openai' });
  expect((await server.requests[1]?.closed)?.by).toBe('client');
});

it('gives the parts of a stream while it is written, not after it', async () => {
  let asked: (value?: unknown) => void = () => {};
  const second = new Promise((resolve) => (asked = resolve));
  const server = await serve((request) => {
    if (request.path === '/models') asked();
    return request.path === '/models' ? { headers: JSON_TYPE, body: '{"data":[]}' } : { headers: SSE, body: [delta('One'), { until: () => second }, delta(' two'), END] };
  });
  const program = ask(`
    let text = '';
    for (const part of model.stream({ messages })) {
      if (part.type !== 'text-delta') continue;
      text += part.delta;
      if (text === 'One') openai.listModels(); // without it the server never goes on
    }
    report(text);`);
  expect(await runForJSON(program, server.url)).toBe('One two');
});

it('closes the socket when a loop is left, and when a block with `using` ends', async () => {
  const server = await serve({ headers: SSE, body: [delta('One'), { stall: true }] });
  const program = ask(`
    for (const part of model.stream({ messages })) if (part.type === 'text-delta') break;
    {
      using own = syncModel({ module: '@sdk/provider-openai', export: 'createOpenAI', options: { baseUrl: input, apiKey: 'other' }, modelId: 'm' });
      own.stream({ messages })[Symbol.iterator]().next();
    }
    report('left');
    const end = performance.now() + 5_000;
    process.stdin.resume(); // lives on: that the sockets close is not the end of the process
    await new Promise((resolve) => setTimeout(resolve, 3_000));`);
  const running = run(program, server.url);
  const closings = await Promise.all([0, 1].map(async (index) => (await server.received(index)).closed));
  expect(closings.map(({ by }) => by)).toEqual(['client', 'client']);
  expect(performance.now() - Math.max(...closings.map(({ atMs }) => atMs))).toBeLessThan(500);
  const { stdout, lingeredMs } = await running;
  expect(stdout).toBe('"left"\n');
  expect(lingeredMs).toBeGreaterThan(2_000);
});

it('reads the key from the environment, as the provider does', async () => {
  const server = await serve({ headers: JSON_TYPE, body: COMPLETION });
  const program = ask(`
    process.env.OPENAI_API_KEY = 'from-the-environment';
    process.env.OPENAI_BASE_URL = input;
    using model2 = syncModel({ module: '@sdk/provider-openai', export: 'openai', modelId: 'm' });
    report(model2.generate({ messages }).text);`);
  expect(await runForJSON(program, server.url)).toBe('Hello there.');
  expect(server.requests[0]?.headers['authorization']).toBe('Bearer from-the-environment');
});
