import { describeFeatures, describeProvider, describeRecordings, type ProviderUnderTest } from '@sdk/testing/conformance';
import { call, message, response, responsesFeatures, responsesWire, wholeResponse } from '@sdk/testing/responses';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { createXAI } from '../src/index.ts';
import { createXAIResponses } from './xai-responses.ts';

const subject: ProviderUnderTest = {
  name: 'xai-responses',
  create: createXAIResponses,
  modelId: 'grok-4.7',
  basePath: '/v1',
  entry: { url: new URL('./xai-responses.ts', import.meta.url).href, create: 'createXAIResponses' },
  unsupported: [
    { option: 'topK', options: { topK: 5 } },
    { option: 'repetitionPenalty', options: { repetitionPenalty: 1.1 } },
    { option: 'stopSequences', options: { stopSequences: ['x'] } },
    { option: 'presencePenalty', options: { presencePenalty: 1 } },
    { option: 'frequencyPenalty', options: { frequencyPenalty: 1 } },
    { option: 'seed', options: { seed: 1 } },
    { option: 'reasoning', options: { reasoning: 'max' } },
  ],
  refused: [
    { name: 'to continue a message of the assistant', options: { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'It' }] } },
    { name: 'audio', options: { messages: [{ role: 'user', content: [{ type: 'file', mediaType: 'audio/wav', data: 'UklGRiQAAABXQVZF' }] }] } },
  ],
  wire: responsesWire(),
};

describeProvider(subject);
describeFeatures(subject, responsesFeatures());
describeRecordings({
  name: 'xai-responses',
  create: createXAIResponses,
  basePath: '/v1',
  filter: ({ provider, kind }) => provider === 'xai' && kind === 'responses',
});

describe('the Responses API of xAI', () => {
  const hello = [{ role: 'user' as const, content: 'Hello' }];
  const asked = async (body: string, modelId = 'grok-4.7', options: object = {}) => {
    await using server = await startFaultServer({ body });
    await using xai = createXAI({ apiKey: 'xai-0123456789', baseUrl: `${server.url}/v1` });
    const result = await xai.responses(modelId).generate({ messages: hello, ...options });
    return { result, body: server.requests[0]!.json() as Record<string, unknown> };
  };

  it('is told who asks, and keeps to one cache', async () => {
    const { body } = await asked(wholeResponse([message('Hi')]), 'grok-4.7', { userId: 'u', sessionId: 's', temperature: 0 });
    expect(body).toEqual({
      model: 'grok-4.7',
      input: hello,
      store: false,
      include: ['reasoning.encrypted_content'],
      temperature: 0,
      user: 'u',
      prompt_cache_key: 's',
    });
  });

  it('has no thoughts to seal where a model has none', async () => {
    expect((await asked(wholeResponse([message('Hi')]), 'grok-4-fast-non-reasoning')).body).not.toHaveProperty('include');
  });

  it('counts thoughts in its output, and says what a call cost', async () => {
    const usage = { input_tokens: 100, output_tokens: 50, output_tokens_details: { reasoning_tokens: 40 }, total_tokens: 150, cost_in_usd_ticks: 25_000_000 };
    const { result } = await asked(JSON.stringify(response([message('Hi')], { usage })));
    expect(result.usage).toMatchObject({ inputTokens: 100, outputTokens: 50, reasoningTokens: 40, totalTokens: 150, costUsd: 0.0025 });
  });

  it('runs the steps of its own searches itself', async () => {
    const step = { type: 'custom_tool_call', id: 'ctc_1', call_id: 'xs_1', name: 'x_keyword_search', input: '{"query":"a"}' };
    const { result } = await asked(wholeResponse([step, message('Hi')]));
    expect(result).toMatchObject({ finishReason: 'stop', toolCalls: [], content: [{ toolName: 'x_keyword_search', providerExecuted: true }, { text: 'Hi' }] });
    expect((await asked(wholeResponse([call('call_1', 'f', '{}')]))).result.toolCalls).toHaveLength(1);
  });

  it('sees the files of a tool in a message after its result', async () => {
    const image = { type: 'file' as const, mediaType: 'image/png', data: 'iVBO' };
    const messages = [
      ...hello,
      { role: 'assistant' as const, content: [{ type: 'tool-call' as const, toolCallId: 'call_1', toolName: 'f', arguments: {} }] },
      { role: 'tool' as const, content: [{ type: 'tool-result' as const, toolCallId: 'call_1', result: null, content: [{ type: 'text' as const, text: 'See:' }, image] }] },
    ];
    const { body, result } = await asked(wholeResponse([message('Hi')]), 'grok-4.7', { messages });
    expect((body['input'] as object[]).slice(2)).toMatchObject([{ type: 'function_call_output', output: 'See:' }, { role: 'user', content: [{}, { type: 'input_image' }] }]);
    expect(result.warnings).toMatchObject([{ kind: 'adjusted', option: 'messages' }]);
  });
});
