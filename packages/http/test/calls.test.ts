import { AbortError, collect, ConfigurationError, InvalidRequestError, ResponseParseError, StreamInterruptedError, UnsupportedFeatureError, type StreamPart } from '@sdk/core';
import { startFaultServer, type Answer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { ask, createToy, END, KEY, TEXT } from './toy-provider.ts';

const WHOLE = { body: '{"text":"Hello"}', headers: { 'x-request-id': 'req_1', 'x-ratelimit-remaining-requests': '9' } };

describe('a request', () => {
  it('goes out at the first next(), to the joined path, with the key', async () => {
    await using server = await startFaultServer({ body: [TEXT, END] });
    const model = createToy({ apiKey: KEY, baseUrl: `${server.url}/base/` })('a model/with? signs');
    const iterator = model.stream(ask)[Symbol.asyncIterator]();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.requests).toHaveLength(0);
    await iterator.next();
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/base/models/a%20model%2Fwith%3F%20signs/chat', headers: { authorization: `Bearer ${KEY}` } });
    await iterator.return?.();
  });

  it('may go to a second API of the vendor', async () => {
    await using server = await startFaultServer(WHOLE);
    const { text } = await createToy({ apiKey: KEY, baseUrl: server.url }).responses('m').generate(ask);
    expect([text, server.requests[0]?.path]).toEqual(['Hello', '/responses']);
  });

  it('is counted where the vendor counts, with the same checks and errors', async () => {
    await using server = await startFaultServer([{ body: '{"tokens":42}' }, { body: '{"nonsense":1}' }]);
    const model = createToy({ apiKey: KEY, baseUrl: server.url })('m');
    expect(await model.countTokens?.(ask)).toEqual({ inputTokens: 42 });
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/count' });
    expect(server.requests[0]?.json()).toEqual({ messages: 1 });
    await expect(model.countTokens?.(ask)).rejects.toThrow(ResponseParseError);
    await expect(model.countTokens?.({ messages: [] })).rejects.toThrow(InvalidRequestError);
  });

  it('merges extraBody last, the call over the provider, and refuses to change what comes back', async () => {
    await using server = await startFaultServer(WHOLE);
    const model = createToy({ apiKey: KEY, baseUrl: server.url, extraBody: { a: { x: 1, y: 1 }, temperature: 2 }, defaults: { temperature: 1 } })('m');
    await model.generate({ ...ask, extraBody: { a: { y: 2 }, messages: undefined } });
    expect(server.requests[0]?.json()).toEqual({ a: { x: 1, y: 2 }, temperature: 2, stream: false });
    await expect(model.generate({ ...ask, extraBody: { stream: true } })).rejects.toThrow(ConfigurationError);
    await expect(collect(model.stream({ ...ask, extraBody: { stream: false } }))).rejects.toThrow(/extraBody\.stream/);
  });

  it('fails typed when it holds what JSON cannot', async () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    await expect(createToy({ apiKey: KEY, baseUrl: 'http://x.test' })('m').generate({ ...ask, extraBody: circular as never })).rejects.toThrow(InvalidRequestError);
  });

  it.each([{ connectMs: 0 }, { idleMs: -1 }, { totalMs: Number.NaN }])('is refused with the timeouts %o', async (timeouts) => {
    const model = createToy({ apiKey: KEY, baseUrl: 'http://x.test' })('m');
    await expect(model.generate({ ...ask, timeouts })).rejects.toThrow(ConfigurationError);
    await expect(collect(model.stream({ ...ask, timeouts }))).rejects.toThrow(/timeouts\./);
  });
});

describe('an answer', () => {
  it('says who answered, what is left and how long it took', async () => {
    await using server = await startFaultServer(WHOLE);
    const model = createToy({ apiKey: KEY, baseUrl: server.url })('m');
    const result = await model.generate({ ...ask, topK: 3 });
    expect(result).toMatchObject({
      response: { provider: 'toy', id: 'toy-1', requestId: 'req_1', headers: { 'x-request-id': 'req_1' } },
      rateLimit: { requests: { remaining: 9 } },
      warnings: [{ option: 'topK' }],
    });
    expect(result.timing.totalMs).toBeGreaterThan(0);
  });

  it('streams start first, with the warnings', async () => {
    await using server = await startFaultServer({ body: [TEXT, END] });
    const parts: StreamPart[] = [];
    for await (const part of createToy({ apiKey: KEY, baseUrl: server.url })('m').stream({ ...ask, topK: 3 })) parts.push(part);
    expect(parts.map(({ type }) => type)).toEqual(['start', 'text-delta', 'part', 'finish']);
    expect(parts[0]).toMatchObject({ warnings: [{ option: 'topK' }], response: { provider: 'toy' } });
  });
});

describe('abort', () => {
  it('sends nothing when it came first', async () => {
    await using server = await startFaultServer(WHOLE);
    const model = createToy({ apiKey: KEY, baseUrl: server.url })('m');
    const signal = AbortSignal.abort('enough');
    await expect(model.generate({ ...ask, signal })).rejects.toMatchObject({ kind: 'abort', cause: 'enough' });
    await expect(collect(model.stream({ ...ask, signal }))).rejects.toThrow(AbortError);
    expect(server.connections).toBe(0);
  });

  it('sends nothing when it comes while the connection is opened, though others wait for theirs', async () => {
    await using server = await startFaultServer(WHOLE);
    await using provider = createToy({ apiKey: KEY, baseUrl: server.url });
    await provider('m').generate(ask); // undici is loaded now, so that the next calls go out in their own turn
    const abort = new AbortController();
    const given = provider('given-up').generate({ ...ask, signal: abort.signal });
    const kept = provider('kept').generate(ask);
    abort.abort();
    await expect(given).rejects.toThrow(AbortError);
    expect((await kept).text).toBe('Hello');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.requests.map(({ path }) => path)).toEqual(['/models/m/chat', '/models/kept/chat']);
  });

  it('ends the wait for a key', async () => {
    const abort = new AbortController();
    const pending = createToy({ apiKey: () => new Promise<string>(() => {}), baseUrl: 'http://x.test' })('m').generate({ ...ask, signal: abort.signal });
    abort.abort();
    await expect(pending).rejects.toThrow(AbortError);
  });

  it('throws at once in mid-stream, with what had come, and closes the socket', async () => {
    await using server = await startFaultServer({ body: [TEXT, { stall: true }] });
    const abort = new AbortController();
    const seen: string[] = [];
    const run = async () => {
      for await (const part of createToy({ apiKey: KEY, baseUrl: server.url })('m').stream({ ...ask, signal: abort.signal })) {
        seen.push(part.type);
        if (part.type === 'text-delta') setTimeout(() => abort.abort(), 10);
      }
    };
    await expect(run()).rejects.toMatchObject({ kind: 'abort', partial: { content: [{ type: 'text', text: 'Hello' }] } });
    expect(seen).toEqual(['start', 'text-delta']);
    expect((await server.requests[0]?.closed)?.by).toBe('client');
  });

  it('leaves no listener on the signal', async () => {
    await using server = await startFaultServer(WHOLE);
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => (listeners++, add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (listeners--, remove(...args));
    await createToy({ apiKey: KEY, baseUrl: server.url })('m').generate({ ...ask, signal });
    expect(listeners).toBe(0);
  });
});

describe('a stream', () => {
  it('closes its socket when the loop is left', async () => {
    await using server = await startFaultServer({ body: [{ repeat: TEXT, everyMs: 5 }] });
    for await (const part of createToy({ apiKey: KEY, baseUrl: server.url })('m').stream(ask)) if (part.type === 'text-delta') break;
    expect((await server.requests[0]?.closed)?.by).toBe('client');
  });

  it('ends a pending next() by return()', async () => {
    await using server = await startFaultServer({ body: [TEXT, { stall: true }] });
    const iterator = createToy({ apiKey: KEY, baseUrl: server.url })('m').stream(ask)[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    const pending = iterator.next();
    await iterator.return?.();
    expect(await pending).toEqual({ value: undefined, done: true });
  });

  it('carries what had come when it is cut', async () => {
    await using server = await startFaultServer({ body: [TEXT, TEXT] });
    const error: unknown = await collect(createToy({ apiKey: KEY, baseUrl: server.url })('m').stream(ask)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StreamInterruptedError);
    expect(error).toMatchObject({ partial: { content: [{ type: 'text', text: 'HelloHello' }] } });
  });
});

describe('files', () => {
  const image = (url: string) => ({ messages: [{ role: 'user' as const, content: [{ type: 'file' as const, mediaType: 'image/*', url }] }] });
  const sent = (request: { json(): unknown } | undefined) => (request?.json() as { messages: [{ content: [object] }] }).messages[0].content[0];

  it('that the vendor does not load are loaded, without the key, redirects included', async () => {
    await using files = await startFaultServer(({ path }): Answer => (path === '/a' ? { status: 302, headers: { location: '/b.png' } } : { headers: { 'content-type': 'image/png' }, body: 'hi' }));
    await using server = await startFaultServer(WHOLE);
    await createToy({ apiKey: KEY, baseUrl: server.url })('m').generate(image(`${files.url}/a`));
    expect(sent(server.requests[0])).toEqual({ type: 'file', mediaType: 'image/png', data: 'aGk=' });
    expect(files.requests.map(({ headers }) => headers['authorization'])).toEqual([undefined, undefined]);
  });

  it.each([
    ['data:image/gif;base64,aGk=', 'image/gif'],
    ['data:image/svg+xml,%68i', 'image/svg+xml'],
    ['data:image/jpg;base64,aGk=', 'image/jpeg'],
  ])('by the URL %s are taken apart', async (url, mediaType) => {
    await using server = await startFaultServer(WHOLE);
    await createToy({ apiKey: KEY, baseUrl: server.url })('m').generate(image(url));
    expect(sent(server.requests[0])).toEqual({ type: 'file', mediaType, data: 'aGk=' });
  });

  it('in bytes become base64; a URL that the vendor takes stays one', async () => {
    await using server = await startFaultServer(WHOLE);
    const content = [
      { type: 'file' as const, mediaType: 'image/png', data: new Uint8Array([104, 105]) },
      { type: 'file' as const, mediaType: 'application/pdf', url: 'https://x.test/a.pdf' },
    ];
    await createToy({ apiKey: KEY, baseUrl: server.url })('m').generate({ messages: [{ role: 'user', content }] });
    expect((server.requests[0]?.json() as { messages: [{ content: object[] }] }).messages[0].content).toEqual([{ ...content[0], data: 'aGk=' }, content[1]]);
  });

  it('that cannot be loaded say which host and why', async () => {
    await using files = await startFaultServer({ status: 403 });
    const model = createToy({ apiKey: KEY, baseUrl: 'http://x.test' })('m');
    await expect(model.generate(image(`${files.url}/secret-path`))).rejects.toThrow(new InvalidRequestError(`toy: a file at ${files.url} could not be loaded: its server answered 403.`, { provider: 'toy' }));
    await expect(model.generate(image('file:///etc/passwd'))).rejects.toThrow(/http:\/\/, https:\/\/ or data:/);
    await expect(model.generate(image('data:image/png'))).rejects.toThrow(/comma/);
    await expect(model.generate(image('data:image/png,%zz'))).rejects.toThrow(InvalidRequestError);
  });

  it('that are led to nowhere are a mistake of the call', async () => {
    await using files = await startFaultServer({ status: 302, headers: { location: 'http://' } });
    await expect(createToy({ apiKey: KEY, baseUrl: 'http://x.test' })('m').generate(image(files.url))).rejects.toThrow(InvalidRequestError);
  });

  it('that may not be loaded here are not, also where the vendor does not load them', async () => {
    await using server = await startFaultServer(WHOLE);
    const model = createToy({ apiKey: KEY, baseUrl: server.url })('m');
    const ask = (mediaType: string) => ({ messages: [{ role: 'user' as const, content: [{ type: 'file' as const, mediaType, url: `${server.url}/a`, providerData: { http: { load: false } } }] }] });
    await expect(model.generate(ask('image/png'))).rejects.toThrow(new InvalidRequestError('toy: the vendor does not load this file itself, and it may not be loaded here.', { provider: 'toy' }));
    expect(server.connections).toBe(0);
    await model.generate(ask('application/pdf'));
    expect(sent(server.requests[0])).toMatchObject({ url: `${server.url}/a` });
  });

  it('are refused before any network where the model takes none', async () => {
    await using server = await startFaultServer(WHOLE);
    const model = createToy({ apiKey: KEY, baseUrl: server.url, capabilities: { vision: false } })('m');
    await expect(model.generate(image(`${server.url}/a`))).rejects.toThrow(UnsupportedFeatureError);
    expect(server.connections).toBe(0);
  });
});
