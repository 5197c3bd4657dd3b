import { createRegistry, NotFoundError, RateLimitError } from '@sdk/core';
import { scriptedEmbeddingModel, scriptedModel } from '@sdk/testing';
import { describe, expect, it, vi } from 'vitest';
import { toOpenAI } from '../src/index.ts';
import { ask, idsOf, listed, providerOf, textOf } from './models.ts';
import { errorOf } from './support.ts';

describe('where models come from', () => {
  it('asks the one model, whatever it is called', async () => {
    const model = scriptedModel(['a', 'b'], { provider: 'acme', modelId: 'one' });
    expect([await textOf(model, 'gpt-5'), await textOf(model, 'x')]).toEqual(['a', 'b']);
    expect(await toOpenAI(model).models.list()).toMatchObject({ object: 'list', data: [{ id: 'one', object: 'model', created: 0, owned_by: 'acme' }] });
    expect(await errorOf(toOpenAI(model).embeddings.create({ model: 'one', input: 'a' }))).toMatchObject({ status: 404, code: 'model_not_found' });
  });

  it('asks a provider by the ids of its vendor', async () => {
    const embedding = scriptedEmbeddingModel();
    const provider = providerOf(scriptedModel(() => ({ content: 'a', response: { modelId: undefined as never } })), { listModels: () => Promise.resolve(listed), embeddingModel: () => embedding });
    expect((await ask(provider, { model: 'vendor/model-7' })).model).toBe('vendor/model-7');
    expect((await toOpenAI(provider).models.list()).data).toEqual([
      { id: 'm-1', object: 'model', created: 7, owned_by: 'somebody' },
      { id: 'm-2', object: 'model', created: 0, owned_by: 'acme' },
    ]);
    expect((await toOpenAI(provider).embeddings.create({ model: 'e', input: ['a', 'b'] })).data).toHaveLength(2);
    expect(await errorOf(toOpenAI(providerOf(scriptedModel('a'))).embeddings.create({ model: 'e', input: 'a' }))).toMatchObject({ status: 404 });
  });

  it('asks a registry by its names, and lists with them', async () => {
    const registry = createRegistry({
      acme: providerOf(scriptedModel('a'), { listModels: () => Promise.resolve(listed) }),
      silent: providerOf(scriptedModel('b')),
      last: providerOf(scriptedModel('c'), { id: 'l', listModels: () => Promise.resolve([{ id: 'a/b', raw: null }]) }),
    });
    expect([await textOf(registry, 'acme/m'), await textOf(registry, 'silent/m')]).toEqual(['a', 'b']);
    expect(await idsOf(registry)).toEqual(['acme/m-1', 'acme/m-2', 'last/a/b']);
    for (const model of ['other/m', 'm']) {
      const error = await errorOf(ask(registry, { model }));
      expect(error).toMatchObject({ status: 404, code: 'model_not_found', type: 'invalid_request_error', message: expect.stringContaining('acme') as string });
      expect(error.cause).toBeInstanceOf(NotFoundError);
    }
    expect(await errorOf(toOpenAI(registry).embeddings.create({ model: 'acme/e', input: 'a' }))).toMatchObject({ status: 404 });
  });

  it('asks models by the names that they were given', async () => {
    const models = { fast: scriptedModel('a', { provider: 'acme' }), clever: scriptedModel('b'), embed: scriptedEmbeddingModel() };
    expect([await textOf(models, 'fast'), await textOf(models, 'clever')]).toEqual(['a', 'b']);
    expect(await idsOf(models)).toEqual(['fast', 'clever', 'embed']);
    expect((await toOpenAI(models).embeddings.create({ model: 'embed', input: 'a' })).data).toHaveLength(1);
    for (const model of ['other', 'toString', 'embed']) expect(await errorOf(ask(models, { model }))).toMatchObject({ status: 404 });
    for (const model of ['other', 'fast', 'toString']) expect(await errorOf(toOpenAI(models).embeddings.create({ model, input: 'a' }))).toMatchObject({ status: 404 });
  });

  it('fails a list when one of its vendors fails', async () => {
    const failing = providerOf(scriptedModel('a'), { listModels: () => Promise.reject(new RateLimitError('Slow down.', { provider: 'acme', status: 429 })) });
    const list = toOpenAI(createRegistry({ ok: providerOf(scriptedModel('a'), { listModels: () => Promise.resolve(listed) }), failing })).models.list();
    expect(await errorOf(list)).toMatchObject({ status: 429 });
    expect(await errorOf(Array.fromAsync(list))).toMatchObject({ status: 429 });
  });

  it('passes the signal on to a list', async () => {
    const listModels = vi.fn(() => Promise.resolve(listed));
    const { signal } = new AbortController();
    const page = await toOpenAI(providerOf(scriptedModel('a'), { listModels })).models.list({ signal });
    expect(listModels).toHaveBeenCalledWith({ signal });
    expect([page.hasNextPage(), page.getPaginatedItems().length, (await Array.fromAsync(page.iterPages())).length]).toEqual([false, 2, 1]);
    expect(await Array.fromAsync(page)).toEqual(page.data);
  });
});
