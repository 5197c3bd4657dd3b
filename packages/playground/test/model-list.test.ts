import { AuthenticationError, type ModelInfo } from '@sdk/core';
import { sdk, type ProviderFactory } from '@sdk/express';
import { scriptedModel } from '@sdk/testing';
import express from 'express';
import { expect, test } from 'vitest';
import { playground, type PlaygroundOptions } from '../src/index.ts';
import type { ModelList } from '../src/page-api.ts';
import { send } from './requests.ts';
import { serve } from './scripted-app.ts';

type List = (options?: { signal?: AbortSignal }) => Promise<ModelInfo[]>;

/** A provider that can make any model, and lists what it is told to. */
function provider(id: string, listModels?: List): ProviderFactory {
  const members = { id, close: async () => {}, [Symbol.asyncDispose]: async () => {}, ...(listModels && { listModels }) };
  return () => Object.assign((modelId: string) => scriptedModel('Hi', { modelId, capabilities: { tools: true } }), members);
}

async function list(use: Record<string, ProviderFactory>, providers: Record<string, object>, options?: PlaygroundOptions, defaultProvider = 'one'): Promise<ModelList> {
  const app = express();
  app.use(sdk({ use, config: { defaultProvider, providers }, env: {} }));
  app.use('/playground', playground(options));
  await using served = await serve(app);
  const { status, text, headers } = await send(`${served.origin}/playground/api/models`);
  expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
  return JSON.parse(text) as ModelList;
}

test('the default model comes first, then what each provider lists, with what is known of it', async () => {
  const lists = async () => [
    { id: 'a', raw: {} },
    { id: 'b', contextWindow: 8000, capabilities: { vision: true }, raw: { secret: 'no' } },
    { id: 'embed', capabilities: { chat: false }, raw: {} },
  ];
  const { models, problems } = await list({ one: provider('vendor', lists) }, { one: { defaultModel: 'b' } });
  expect(problems).toEqual([]);
  expect(models).toEqual([
    { name: 'one/b', provider: 'vendor', modelId: 'b', isDefault: true, capabilities: { tools: true, vision: true }, contextWindow: 8000 },
    { name: 'one/a', provider: 'vendor', modelId: 'a', isDefault: false, capabilities: { tools: true } },
  ]);
});

test('the default model comes first, whichever provider it is of', async () => {
  const lists = async () => [{ id: 'a', raw: {} }];
  const { models } = await list({ one: provider('x', lists), two: provider('y', lists) }, { one: {}, two: { defaultModel: 'b' } }, {}, 'two');
  expect(models.map(({ name }) => name)).toEqual(['two/b', 'one/a', 'two/a']);
});

test('a provider without a list offers its default model, one that is disabled nothing', async () => {
  const use = { one: provider('x'), two: provider('y'), three: provider('z') };
  const { models, providers } = await list(use, { one: { defaultModel: 'm' }, two: { defaultModel: 'n', enabled: false }, three: { baseUrl: 'http://box.internal/v1' } });
  expect(models.map(({ name }) => name)).toEqual(['one/m']);
  expect(providers).toEqual([
    { name: 'one', id: 'x', hasBaseUrl: false },
    { name: 'three', id: 'z', hasBaseUrl: true },
  ]);
});

test('a list that fails is a problem in words, and hides no other provider', async () => {
  const fails = provider('x', async () => Promise.reject(new AuthenticationError('The key is wrong.', { provider: 'x', status: 401 })));
  const { models, problems } = await list({ one: fails, two: provider('y', async () => [{ id: 'm', raw: {} }]) }, { one: { defaultModel: 'd' }, two: {} });
  expect(models.map(({ name }) => name)).toEqual(['one/d', 'two/m']);
  expect(problems).toEqual(['The models of one are not listed: The key is wrong.']);
});

test('a list that takes too long is given up', async () => {
  const hangs: List = ({ signal } = {}) => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('late'))));
  const { problems } = await list({ one: provider('x', hangs) }, { one: {} }, { listTimeoutMs: 30 });
  expect(problems).toEqual(['The models of one are not listed: no answer within 30 ms']);
});
