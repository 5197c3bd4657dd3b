import { AuthenticationError, collect, ConfigurationError, type CallOptions } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { afterEach, expect, it, vi } from 'vitest';
import { createXAI, xai, XAIError } from '../src/index.ts';

const KEY = 'key-0123456789abcdef';
const ERROR = JSON.stringify({ error: { message: 'Who are you?' } });
const messages: CallOptions['messages'] = [{ role: 'user', content: 'Hello' }];

afterEach(() => vi.unstubAllEnvs());

it('takes key and base URL from the environment at the first call of the ready instance', async () => {
  await using server = await startFaultServer({ status: 401, body: ERROR });
  vi.stubEnv('XAI_API_KEY', KEY);
  vi.stubEnv('XAI_BASE_URL', `${server.url}/v1/`);
  const failure = await xai('model-id').generate({ messages }).catch((error: unknown) => error);
  expect(server.requests[0]?.headers).toMatchObject({ authorization: `Bearer ${KEY}` });
  expect(failure).toBeInstanceOf(AuthenticationError);
  expect(failure).toBeInstanceOf(XAIError);
  await xai.close();
});

it('names option and variable when the key is missing', async () => {
  vi.stubEnv('XAI_API_KEY', undefined);
  const model = createXAI()('model-id');
  await expect(model.generate({ messages })).rejects.toThrow(ConfigurationError);
  await expect(collect(model.stream({ messages }))).rejects.toThrow(/`apiKey` or set XAI_API_KEY/);
});
