import { describeFeatures, describeProvider, describeRecordings, type ProviderUnderTest } from '@sdk/testing/conformance';
import { message, responsesFeatures, responsesWire, wholeResponse } from '@sdk/testing/responses';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { createAzure, type AzureOptions } from '../src/index.ts';
import { createAzureResponses } from './azure-responses.ts';

const subject: ProviderUnderTest = {
  name: 'azure-responses',
  create: createAzureResponses,
  modelId: 'gpt-5-mini',
  basePath: '/openai/v1',
  entry: { url: new URL('./azure-responses.ts', import.meta.url).href, create: 'createAzureResponses' },
  unsupported: [
    { option: 'topK', options: { topK: 5 } },
    { option: 'stopSequences', options: { stopSequences: ['x'] } },
    { option: 'temperature', options: { temperature: 0.5 } },
    { option: 'reasoning', options: { reasoning: { budgetTokens: 1024 } } },
  ],
  refused: [
    { name: 'to continue a message of the assistant', options: { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'It' }] } },
  ],
  wire: responsesWire(),
};

describeProvider(subject);
describeFeatures(
  subject,
  responsesFeatures({
    rateLimits: {
      headers: { 'x-ratelimit-limit-tokens': '50000', 'x-ratelimit-remaining-tokens': '-1', 'x-ratelimit-reset-tokens': '37' },
      rateLimit: { tokens: { limit: 50_000, resetMs: 37_000 } },
    },
  }),
);
describeRecordings({
  name: 'azure-responses',
  create: createAzureResponses,
  filter: ({ provider, kind }) => provider === 'azure' && kind === 'responses',
});

describe('the Responses API of Azure', () => {
  const asked = async (deployment: string, options: AzureOptions = {}, call: object = {}) => {
    await using server = await startFaultServer({ headers: { 'apim-request-id': 'apim-1' }, body: wholeResponse([message('Hi')]) });
    await using azure = createAzure({ apiKey: 'azure-0123456789', baseUrl: server.url, ...options });
    const result = await azure.responses(deployment).generate({ messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Hi' }], ...call });
    return { result, request: server.requests[0]!, body: server.requests[0]!.json() as Record<string, unknown> };
  };

  it('has one path for all deployments, on both surfaces', async () => {
    const { request, result } = await asked('gpt-5-mini');
    expect(request).toMatchObject({ path: '/openai/v1/responses', headers: { 'api-key': 'azure-0123456789' } });
    expect(result.response.requestId).toBe('apim-1');
    const dated = await asked('gpt-5-mini', { apiVersion: '2025-04-01-preview' });
    expect(dated.request.path).toBe('/openai/responses?api-version=2025-04-01-preview');
    expect(dated.body['model']).toBe('gpt-5-mini');
  });

  it('knows which deployments reason by their names, or as it is told', async () => {
    expect((await asked('gpt-5-mini')).body).toMatchObject({ include: ['reasoning.encrypted_content'], input: [{ role: 'developer' }, {}] });
    const other = await asked('my-deployment', {}, { temperature: 0.5 });
    expect(other.body).not.toHaveProperty('include');
    expect(other.body).toMatchObject({ temperature: 0.5, input: [{ role: 'system' }, {}] });
    const told = await asked('my-deployment', { isReasoningModel: () => true }, { temperature: 0.5 });
    expect(told.body).toMatchObject({ include: ['reasoning.encrypted_content'], input: [{ role: 'developer' }, {}] });
    expect(told.result.warnings).toMatchObject([{ option: 'temperature' }]);
  });

  it('says that a filter stopped a prompt', async () => {
    const body = JSON.stringify({ error: { code: 'x', message: 'No.', innererror: { code: 'ResponsibleAIPolicyViolation' } } });
    await using server = await startFaultServer({ status: 400, body });
    await using azure = createAzure({ apiKey: 'azure-0123456789', baseUrl: server.url });
    await expect(azure.responses('gpt-5').generate({ messages: [{ role: 'user', content: 'Hi' }] })).rejects.toMatchObject({ kind: 'content-filter' });
  });
});
