import { AuthenticationError, collect, ConfigurationError, type CallOptions } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { afterEach, expect, it, vi } from 'vitest';
import { createPerplexity, perplexity, PerplexityError } from '../src/index.ts';

const KEY = 'key-0123456789abcdef';
const ERROR = JSON.stringify({ error: { message: 'Who are you?' } });
const messages: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

afterEach(() => vi.unstubAllEnvs());

it('takes key and base URL from the environment at the first call of the ready instance', async () => {
  await using server = await startFaultServer({ status: 401, body: ERROR });
  vi.stubEnv('PERPLEXITY_API_KEY', KEY);
  vi.stubEnv('PERPLEXITY_BASE_URL', `${server.url}/v1/`);
  const failure = await perplexity('model-id').generate({ messages }).catch((error: unknown) => error);
  expect(server.requests[0]?.headers).toMatchObject({ authorization: `Bearer ${KEY}` });
  expect(failure).toBeInstanceOf(AuthenticationError);
  expect(failure).toBeInstanceOf(PerplexityError);
  await perplexity.close();
});

it('names option and variable when the key is missing', async () => {
  vi.stubEnv('PERPLEXITY_API_KEY', undefined);
  const model = createPerplexity()('model-id');
  await expect(model.generate({ messages })).rejects.toThrow(ConfigurationError);
  await expect(collect(model.stream({ messages }))).rejects.toThrow(/`apiKey` or set PERPLEXITY_API_KEY/);
});
