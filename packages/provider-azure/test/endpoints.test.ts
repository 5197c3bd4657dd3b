import { ConfigurationError } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it, test, vi } from 'vitest';
import { createAzure, type AzureOptions } from '../src/index.ts';
import { createEndpoints } from '../src/quirks.ts';
import { hello, KEY, requestOf } from './ask.ts';

const HOST = 'https://r.openai.azure.com';

describe('the base URL', () => {
  it.each([
    [HOST, `${HOST}/openai/v1`],
    [`${HOST}/`, `${HOST}/openai/v1`],
    [`${HOST}/openai`, `${HOST}/openai/v1`],
    [`${HOST}/openai/`, `${HOST}/openai/v1`],
    [`${HOST}/openai/v1`, `${HOST}/openai/v1`],
    [`${HOST}/openai/v1//`, `${HOST}/openai/v1`],
    ['https://gateway.test/team/openai/v1', 'https://gateway.test/team/openai/v1'],
    ['https://gateway.test/team', 'https://gateway.test/team/openai/v1'],
    ['https://gateway.test/api/v1', 'https://gateway.test/api/v1'],
    [`${HOST}/?subscription=1`, `${HOST}/openai/v1?subscription=1`],
    ['https://r.services.ai.azure.com/models?api-version=2024-05-01-preview', 'https://r.services.ai.azure.com/models?api-version=2024-05-01-preview'],
  ])('%s is asked at %s', (given, url) => {
    expect(createEndpoints(given, undefined).normalizeBaseUrl(given)).toBe(url);
  });

  it.each([
    [HOST, `${HOST}/openai`],
    [`${HOST}/openai/v1/`, `${HOST}/openai`],
    [`${HOST}/openai`, `${HOST}/openai`],
    ['https://gateway.test/api/v1', 'https://gateway.test/api/v1/openai'],
    ['https://r.services.ai.azure.com/models/', 'https://r.services.ai.azure.com/models'],
  ])('%s is asked at %s on the dated surface', (given, url) => {
    expect(createEndpoints(given, '2024-10-21').normalizeBaseUrl(given)).toBe(url);
  });
});

describe('what is asked', () => {
  const surfaces: [name: string, options: AzureOptions, path: string, chat: string, embeddings: string, models: string][] = [
    ['/openai/v1', {}, '', '/openai/v1/chat/completions', '/openai/v1/embeddings', '/openai/v1/models'],
    [
      'the dated surface',
      { apiVersion: '2024-10-21' },
      '/openai/v1/',
      '/openai/deployments/my%20gpt%2F4/chat/completions?api-version=2024-10-21',
      '/openai/deployments/my%20gpt%2F4/embeddings?api-version=2024-10-21',
      '/openai/models?api-version=2024-10-21',
    ],
    [
      'model inference',
      { apiVersion: '2024-05-01-preview' },
      '/models',
      '/models/chat/completions?api-version=2024-05-01-preview',
      '/models/embeddings?api-version=2024-05-01-preview',
      '/models/models?api-version=2024-05-01-preview',
    ],
  ];

  test.each(surfaces)('%s', async (_name, options, path, chat, embeddings, models) => {
    await using server = await startFaultServer([
      { body: '{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}' },
      { body: '{"data":[{"index":0,"embedding":[0.5]}],"usage":{"prompt_tokens":1}}' },
      { body: '{"data":[{"id":"gpt-4o"}]}' },
    ]);
    await using azure = createAzure({ apiKey: KEY, ...options, baseUrl: server.url + path });
    await azure('my gpt/4').generate({ messages: hello });
    await azure.embeddingModel('my gpt/4').embed({ values: ['x'] });
    await azure.listModels();
    expect(server.requests.map((request) => request.path)).toEqual([chat, embeddings, models]);
    expect(server.requests[0]?.json()).toMatchObject({ model: 'my gpt/4' });
  });
});

describe('who asks', () => {
  it('says its key in api-key', async () => {
    const { headers } = await requestOf('d');
    expect(headers).toMatchObject({ 'api-key': KEY });
    expect(headers).not.toHaveProperty('authorization');
  });

  it('says a token instead, a fresh one for each attempt', async () => {
    vi.stubEnv('AZURE_OPENAI_API_KEY', undefined);
    await using server = await startFaultServer({ body: '{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}' });
    let asked = 0;
    await using azure = createAzure({ apiKey: KEY, baseUrl: server.url, tokenProvider: () => Promise.resolve(`token-${++asked}`) });
    for (const at of [1, 2]) {
      await azure('d').generate({ messages: hello });
      expect(server.requests[at - 1]?.headers['authorization']).toBe(`Bearer token-${at}`);
      expect(server.requests[at - 1]?.headers).not.toHaveProperty('api-key');
    }
    vi.unstubAllEnvs();
  });

  it('is not told to check a key when a token is rejected', async () => {
    await using server = await startFaultServer({ status: 401, body: '{"error":{"code":"401","message":"Expired"}}' });
    const generate = (options: AzureOptions) => createAzure({ baseUrl: server.url, ...options })('d').generate({ messages: hello });
    await expect(generate({ tokenProvider: () => 'token-1' })).rejects.toThrow(/^(?!.*AZURE_OPENAI_API_KEY)/);
    await expect(generate({ apiKey: KEY })).rejects.toThrow('AZURE_OPENAI_API_KEY');
  });

  it.each([
    ['failed', () => Promise.reject(new Error('No identity here.'))],
    ['gave no token', () => Promise.resolve(' ')],
    ['gave no token', () => undefined as unknown as string],
  ])('is told that tokenProvider %s', async (words, tokenProvider) => {
    const failure: unknown = await createAzure({ baseUrl: HOST, tokenProvider })('d').generate({ messages: hello }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigurationError);
    expect((failure as Error).message).toBe(`azure: \`tokenProvider\` ${words}.`);
  });

  it('is told what is missing', async () => {
    vi.stubEnv('AZURE_OPENAI_ENDPOINT', undefined);
    const failing = createAzure({ apiKey: KEY })('d').generate({ messages: hello });
    await expect(failing).rejects.toThrow(ConfigurationError);
    await expect(failing).rejects.toThrow('AZURE_OPENAI_ENDPOINT');
    vi.unstubAllEnvs();
  });
});
