import { AuthenticationError, collect, ConfigurationError } from '@sdk/core';
import { startFaultServer } from '@sdk/testing/server';
import { afterEach, expect, it, vi } from 'vitest';
import { azure, AzureError, createAzure } from '../src/index.ts';
import { hello, KEY } from './ask.ts';

afterEach(() => vi.unstubAllEnvs());

it('takes key and resource from the environment at the first call of the ready instance', async () => {
  // Recorded on 2026-08-19.
  const body = '{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource."}}';
  await using server = await startFaultServer({ status: 401, headers: { 'apim-request-id': '5dbe34e9' }, body });
  vi.stubEnv('AZURE_OPENAI_API_KEY', KEY);
  vi.stubEnv('AZURE_OPENAI_ENDPOINT', `${server.url}/`);
  const failure = await azure('my-deployment').generate({ messages: hello }).catch((error: unknown) => error);
  expect(server.requests[0]).toMatchObject({ path: '/openai/v1/chat/completions', headers: { 'api-key': KEY } });
  expect(failure).toBeInstanceOf(AuthenticationError);
  expect(failure).toBeInstanceOf(AzureError);
  expect(failure).toMatchObject({ requestId: '5dbe34e9' });
  await azure.close();
});

it('names option and variable when the key is missing', async () => {
  vi.stubEnv('AZURE_OPENAI_API_KEY', undefined);
  const model = createAzure({ baseUrl: 'https://r.openai.azure.com' })('my-deployment');
  await expect(model.generate({ messages: hello })).rejects.toThrow(ConfigurationError);
  await expect(collect(model.stream({ messages: hello }))).rejects.toThrow(/`apiKey` or set AZURE_OPENAI_API_KEY/);
});
