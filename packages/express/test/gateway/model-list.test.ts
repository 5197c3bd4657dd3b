import { setTimeout as sleep } from 'node:timers/promises';
import type { Provider, SdkError } from '@sdk/core';
import { describe, expect, test } from 'vitest';
import { CHAT, errorOf, SECRET, startGateway } from './support.ts';

describe('the list of models', () => {
  function provider(list: () => Promise<{ id: string; raw: null }[]>): Partial<Provider> {
    return { id: 'fake', listModels: list };
  }

  test('is asked for seldom, by many at once, and names aliases', async () => {
    let asked = 0;
    const listModels = async () => {
      asked++;
      await sleep(20);
      return [{ id: 'a', raw: null }];
    };
    const origin = await startGateway({ provider: provider(listModels), aliases: { short: 'main/a' }, modelList: { maxAgeMs: 100 } });
    const read = async () => (await fetch(`${origin}/v1/models`)).json();
    const [list] = await Promise.all([read(), read()]);
    expect(list).toEqual({
      object: 'list',
      data: [
        { id: 'short', object: 'model', created: 0, owned_by: 'main' },
        { id: 'main/a', object: 'model', created: 0, owned_by: 'fake' },
      ],
    });
    await read();
    expect(asked).toBe(1);
    await sleep(110);
    await read();
    expect(asked).toBe(2);
  });

  test('keeps what a provider listed last when it fails, and tells of it', async () => {
    let fails = false;
    const told: SdkError[] = [];
    const listModels = async () => {
      if (fails) throw new Error(SECRET);
      return [{ id: 'a', raw: null }];
    };
    const origin = await startGateway({ provider: provider(listModels), modelList: { maxAgeMs: 0 }, onError: (error) => void told.push(error) });
    const read = async () => ((await (await fetch(`${origin}/v1/models`)).json()) as { data: { id: string }[] }).data.map(({ id }) => id);
    expect(await read()).toEqual(['main/a']);
    fails = true;
    expect(await read()).toEqual(['main/a']);
    expect(told).toHaveLength(1);
  });

  test('does not wait for a provider that hangs', async () => {
    const hang: Provider['listModels'] = ({ signal } = {}) => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('late'))));
    const origin = await startGateway({ provider: { listModels: hang }, modelList: { timeoutMs: 30 } });
    expect(await (await fetch(`${origin}/v1/models`)).json()).toEqual({ object: 'list', data: [] });
  });

  test('needs the key, and has one entry by its name', async () => {
    const origin = await startGateway({ provider: provider(async () => [{ id: 'x/a', raw: null }]), keys: ['key'] });
    expect(await errorOf(await fetch(`${origin}/v1/models`), CHAT)).toMatchObject({ status: 401, code: 'invalid_api_key' });
    const headers = { authorization: 'Bearer key' };
    expect(await (await fetch(`${origin}/v1/models/main/x/a`, { headers })).json()).toMatchObject({ id: 'main/x/a' });
    expect(await errorOf(await fetch(`${origin}/v1/models/main/b`, { headers }), CHAT)).toMatchObject({ status: 404, code: 'model_not_found' });
    expect(await errorOf(await fetch(`${origin}/v1/models/main%2`, { headers }), CHAT)).toMatchObject({ status: 400, message: 'The request could not be read.' });
  });

  test.each(['/v1/models', '/v1/models/main/a', '/v1/embeddings'])('%s has its own methods, and says which', async (path) => {
    const origin = await startGateway();
    const response = await fetch(origin + path, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, path === '/v1/embeddings' ? 'POST' : 'GET, HEAD']);
    expect(await errorOf(response, CHAT)).toMatchObject({ code: 'method_not_allowed' });
  });
});
