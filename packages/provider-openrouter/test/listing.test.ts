import { startFaultServer } from '@sdk/testing/server';
import { expect, it } from 'vitest';
import { createOpenRouter } from '../src/index.ts';
import { KEY } from './ask.ts';

it('lists models with what they take and can do', async () => {
  const model = {
    id: 'a/m',
    name: 'M',
    context_length: 200_000,
    top_provider: { context_length: 100_000, max_completion_tokens: 64_000 },
    architecture: { input_modalities: ['text', 'image', 'file'] },
    pricing: { prompt: '0.000001' },
    supported_parameters: ['tools', 'tool_choice', 'reasoning', 'response_format'],
  };
  await using server = await startFaultServer({ body: JSON.stringify({ data: [model, { id: 'a/n', architecture: { input_modalities: ['text', 'audio'] }, context_length: null, top_provider: { context_length: 8_000, max_completion_tokens: null } }] }) });
  await using openrouter = createOpenRouter({ apiKey: KEY, baseUrl: server.url });
  const [first, second] = await openrouter.listModels();
  expect(first).toEqual({
    id: 'a/m',
    name: 'M',
    contextWindow: 200_000,
    maxOutputTokens: 64_000,
    capabilities: { tools: true, toolChoice: true, json: true, jsonSchema: false, reasoning: true, vision: true, audio: false },
    raw: model,
  });
  expect(second).toMatchObject({ id: 'a/n', contextWindow: 8_000, capabilities: { vision: false, audio: true } });
  expect(second).not.toHaveProperty('maxOutputTokens');
});

it('embeds, with the kind of input and the cost', async () => {
  await using server = await startFaultServer({ body: '{"data":[{"embedding":[1]}],"usage":{"prompt_tokens":2,"cost":0.5}}' });
  await using openrouter = createOpenRouter({ apiKey: KEY, baseUrl: server.url });
  const { usage, warnings } = await openrouter.embeddingModel('e').embed({ values: ['a'], inputType: 'query', dimensions: 1 });
  expect(server.requests[0]?.json()).toEqual({ model: 'e', input: ['a'], encoding_format: 'float', dimensions: 1, input_type: 'search_query' });
  expect(usage).toMatchObject({ inputTokens: 2, costUsd: 0.5 });
  expect(warnings).toEqual([]);
});
