import { describeEnvironment } from '@sdk/testing/conformance';
import { azure, AzureError, createAzure } from '../src/index.ts';

describeEnvironment({
  name: 'azure',
  ready: azure,
  create: () => createAzure({ baseUrl: 'https://r.openai.azure.com' }),
  errorClass: AzureError,
  apiKeyEnv: ['AZURE_OPENAI_API_KEY'],
  baseUrlEnv: 'AZURE_OPENAI_ENDPOINT',
  basePath: '',
  path: '/openai/v1/chat/completions',
  keyHeaders: (key) => ({ 'api-key': key }),
  // Recorded on 2026-08-19.
  refusal: {
    status: 401,
    headers: { 'apim-request-id': '5dbe34e9' },
    body: '{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource."}}',
  },
});
