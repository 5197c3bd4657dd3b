import { collect, ConfigurationError, ServerError, StreamInterruptedError, type CallOptions, type StreamPart } from '@sdk/core';
import { describeEnvironment } from '@sdk/testing/conformance';
import { startFaultServer } from '@sdk/testing/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGemini, gemini, GeminiError } from '../src/index.ts';
import { errorBody, FAILURE, frame, answer, TEXT } from './fixtures/answers.ts';

const KEY = 'key-0123456789abcdef';
const VERTEX = '/v1/projects/p/locations/l/publishers/google';
const messages: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];
const json = { 'content-type': 'application/json' };

afterEach(() => vi.unstubAllEnvs());

describeEnvironment({
  name: 'gemini',
  ready: gemini,
  create: () => createGemini(),
  errorClass: GeminiError,
  apiKeyEnv: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
  baseUrlEnv: 'GEMINI_BASE_URL',
  basePath: '/v1beta',
  path: '/v1beta/models/gemini-x:generateContent',
  modelId: 'gemini-x',
  keyHeaders: (key) => ({ 'x-goog-api-key': key }),
  refusal: { status: 403, body: errorBody(403, "Method doesn't allow unregistered callers.", 'PERMISSION_DENIED') },
});

describe('the key', () => {
  it.each([
    ['first', 'second', 'first'],
    ['', 'second', 'second'],
  ])('is GEMINI_API_KEY %j before GOOGLE_API_KEY %j', async (one, other, key) => {
    await using server = await startFaultServer({ headers: json, body: TEXT.whole });
    vi.stubEnv('GEMINI_API_KEY', one);
    vi.stubEnv('GOOGLE_API_KEY', other);
    const provider = createGemini({ baseUrl: server.url });
    await provider('gemini-x').generate({ messages });
    expect(server.requests[0]!.headers['x-goog-api-key']).toBe(key);
    await provider.close();
  });

  it.each([
    ['/v1beta', undefined, 'x-goog-api-key', KEY],
    ['/v1beta', 'bearer' as const, 'authorization', `Bearer ${KEY}`],
    [VERTEX, undefined, 'authorization', `Bearer ${KEY}`],
    [`${VERTEX}/`, undefined, 'authorization', `Bearer ${KEY}`],
    ['/v1/publishers/google', 'key' as const, 'x-goog-api-key', KEY],
  ])('goes to %s with auth %s as %s', async (path, auth, name, value) => {
    await using server = await startFaultServer({ headers: json, body: TEXT.whole });
    const provider = createGemini({ baseUrl: server.url + path, apiKey: () => KEY, ...(auth ? { auth } : {}) });
    await provider('gemini-x').generate({ messages });
    const { headers } = server.requests[0]!;
    expect(headers[name]).toBe(value);
    expect(headers[name === 'authorization' ? 'x-goog-api-key' : 'authorization']).toBeUndefined();
    await provider.close();
  });

  it('goes as a token where the environment names Vertex AI', async () => {
    await using server = await startFaultServer({ headers: json, body: JSON.stringify({ models: [] }) });
    vi.stubEnv('GEMINI_BASE_URL', server.url + VERTEX);
    const provider = createGemini({ apiKey: KEY });
    await provider.listModels();
    expect(server.requests[0]).toMatchObject({ path: `${VERTEX}/models?pageSize=1000`, headers: { authorization: `Bearer ${KEY}` } });
    await provider.close();
  });
});

describe('over real HTTP', () => {
  it('asks Vertex AI for predictions and counts, at its paths', async () => {
    await using server = await startFaultServer([{ headers: json, body: JSON.stringify({ predictions: [{ embeddings: { values: [1] } }] }) }, { headers: json, body: '{"totalTokens":7}' }]);
    const provider = createGemini({ baseUrl: server.url + VERTEX, apiKey: KEY });
    await provider.embeddingModel('text-embedding-004').embed({ values: ['a'] });
    expect(await provider('gemini-x').countTokens({ messages })).toEqual({ inputTokens: 7 });
    expect(server.requests.map(({ path }) => path)).toEqual([`${VERTEX}/models/text-embedding-004:predict`, `${VERTEX}/models/gemini-x:countTokens`]);
    await provider.close();
  });

  it('lists all pages', async () => {
    await using server = await startFaultServer([{ headers: json, body: JSON.stringify({ models: [{ name: 'models/a' }], nextPageToken: 't+1' }) }, { headers: json, body: JSON.stringify({ models: [{ name: 'models/b' }] }) }]);
    const provider = createGemini({ baseUrl: server.url, apiKey: KEY });
    expect((await provider.listModels()).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(server.requests.map(({ path }) => path)).toEqual(['/models?pageSize=1000', '/models?pageSize=1000&pageToken=t%2B1']);
    await provider.close();
  });

  it('loads a picture from the web, and gives it its real type', async () => {
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUg==', 'base64');
    await using web = await startFaultServer({ headers: { 'content-type': 'image/png' }, body: png });
    await using server = await startFaultServer({ headers: json, body: TEXT.whole });
    const provider = createGemini({ baseUrl: server.url, apiKey: KEY });
    const content = [{ type: 'file' as const, mediaType: 'image/*', url: `${web.url}/a` }, { type: 'file' as const, mediaType: 'video/*', url: 'https://youtu.be/abc' }];
    await provider('gemini-x').generate({ messages: [{ role: 'user', content }] });
    const parts = [{ inlineData: { mimeType: 'image/png', data: png.toString('base64') } }, { fileData: { fileUri: 'https://youtu.be/abc' } }];
    expect(server.requests[0]!.json()).toEqual({ contents: [{ role: 'user', parts }] });
    await provider.close();
  });

  it('sends what has no option of its own by extraBody, except a second answer', async () => {
    await using server = await startFaultServer({ headers: json, body: TEXT.whole });
    const provider = createGemini({ baseUrl: server.url, apiKey: KEY, extraBody: { cachedContent: 'cachedContents/x' } });
    const model = provider('gemini-x');
    await model.generate({ messages, topK: 3, extraBody: { generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW' } } });
    expect(server.requests[0]!.json()).toMatchObject({ cachedContent: 'cachedContents/x', generationConfig: { topK: 3, mediaResolution: 'MEDIA_RESOLUTION_LOW' } });
    await expect(model.generate({ messages, extraBody: { generationConfig: { candidateCount: 2 } } })).rejects.toThrow(ConfigurationError);
    expect(() => createGemini({ extraBody: { generationConfig: { candidateCount: 2 } } })).not.toThrow();
    const two = createGemini({ baseUrl: server.url, apiKey: KEY, extraBody: { generationConfig: { candidateCount: 2 } } });
    await expect(collect(two('gemini-x').stream({ messages }))).rejects.toThrow(ConfigurationError);
    expect(server.requests).toHaveLength(1);
    await Promise.all([provider.close(), two.close()]);
  });

  it('refuses to continue an answer, unless it is told that the model can', async () => {
    await using server = await startFaultServer({ headers: json, body: TEXT.whole });
    const provider = createGemini({ baseUrl: server.url, apiKey: KEY, capabilities: { prefill: true } });
    const call: CallOptions = { messages: [...messages, { role: 'assistant', content: 'Hel' }] };
    await provider('gemini-x').generate(call);
    expect(server.requests[0]!.json()).toMatchObject({ contents: [{ role: 'user' }, { role: 'model' }] });
    await expect(createGemini({ baseUrl: server.url, apiKey: KEY })('gemini-x').generate(call)).rejects.toThrow('last message must be from the user');
    await provider.close();
  });

  it('reads a stream that a proxy made a JSON array of as it comes', async () => {
    const first = JSON.stringify(answer([{ text: 'Hel' }]));
    await using server = await startFaultServer({ headers: json, body: [`[${first}`, { stall: true }] });
    const provider = createGemini({ baseUrl: server.url, apiKey: KEY });
    const parts: StreamPart[] = [];
    for await (const part of provider('gemini-x').stream({ messages })) {
      parts.push(part);
      if (part.type === 'text-delta') break;
    }
    expect(parts.at(-1)).toEqual({ type: 'text-delta', index: 0, delta: 'Hel' });
    await provider.close();
  });

  it.each(['[', `[${JSON.stringify(answer([{ text: 'Hel' }]))}`, `[${JSON.stringify(answer([{ text: 'Hel' }]))}]`, `[${JSON.stringify(answer([{ text: 'Hel' }], 'STOP')).slice(0, -9)}`])('takes an array that was cut as cut: %s', async (body) => {
    await using server = await startFaultServer({ headers: json, body });
    const provider = createGemini({ baseUrl: server.url, apiKey: KEY });
    await expect(collect(provider('gemini-x').stream({ messages }))).rejects.toThrow(StreamInterruptedError);
    await provider.close();
  });

  it.each([
    ['in the place of a stream', JSON.stringify(FAILURE)],
    ['in an array', JSON.stringify([FAILURE])],
    ['after events, in many lines', `${frame(answer([{ text: 'Hel' }]))}${JSON.stringify(FAILURE, undefined, 2)}\n`],
    ['after elements', `[${JSON.stringify(answer([{ text: 'Hel' }]))},${JSON.stringify(FAILURE)}]`],
  ])('throws an error inside an HTTP 200 as its kind, %s', async (_name, body) => {
    await using server = await startFaultServer({ headers: { 'content-type': 'text/event-stream' }, body });
    const provider = createGemini({ baseUrl: server.url, apiKey: KEY });
    await expect(collect(provider('gemini-x').stream({ messages }))).rejects.toThrow(ServerError);
    await provider.close();
  });
});
