import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, embed, generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { describe, expect, test } from 'vitest';
import { BUSY_MACHINE, closedAfter, GREETING, KEY, MODELS, startGateway, WEATHER } from './support.ts';

const gateway = await startGateway({ keys: [KEY] });
const provider = createOpenAICompatible({ name: 'gateway', apiKey: KEY, baseURL: `${gateway.origin}/v1`, includeUsage: true });
const tools = { get_weather: tool({ description: WEATHER.description, inputSchema: jsonSchema(WEATHER.parameters as never), execute: () => 'sunny' }) };
const once = { maxRetries: 0 };

describe.each(MODELS)('the AI SDK and %s', (id) => {
  const model = provider(id);

  test('a whole and a streamed answer', async () => {
    const whole = await generateText({ model, prompt: 'Hello', ...once });
    expect([whole.text, whole.finishReason, whole.usage.inputTokens, whole.usage.outputTokens]).toEqual([GREETING, 'stop', 26, 12]);
    const streamed = streamText({ model, prompt: 'Hello', ...once });
    expect(await streamed.text).toBe(GREETING);
    expect(await streamed.usage).toMatchObject({ inputTokens: 26, outputTokens: 12 });
  });

  test('thoughts', async () => {
    const streamed = streamText({ model, prompt: 'Please think.', ...once });
    expect([await streamed.reasoningText, await streamed.text]).toEqual(['Hm, let me see.', 'Forty-two.']);
  });

  test.each(['whole', 'streamed'])('tools, there and back, %s', async (form) => {
    const request = { model, prompt: 'How is the weather?', tools, stopWhen: stepCountIs(3), ...once };
    const { text, steps } = form === 'whole' ? await generateText(request) : streamText(request);
    expect(await text).toBe('It is sunny in Paris.');
    expect((await steps)[0]?.toolCalls.map(({ input }) => input)).toEqual([{ city: 'Paris' }, { city: 'Rome' }]);
  });

  test('an error, and an answer that breaks off', async () => {
    const failed = await generateText({ model, prompt: 'overload', ...once }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(APICallError);
    expect(failed).toMatchObject({ statusCode: 429, isRetryable: true });
    const errors: unknown[] = [];
    for await (const part of streamText({ model, prompt: 'break', onError: () => {}, ...once }).fullStream) if (part.type === 'error') errors.push(part.error);
    expect(errors).toHaveLength(1);
  });

  test('an abort', BUSY_MACHINE, async () => {
    const controller = new AbortController();
    const streamed = streamText({ model, prompt: 'forever', abortSignal: controller.signal, onError: () => {}, ...once });
    let since = Infinity;
    for await (const part of streamed.fullStream) {
      if (part.type !== 'text-delta') continue;
      since = performance.now();
      controller.abort();
    }
    expect(await closedAfter(gateway, since)).toBeLessThan(100);
  });
});

test('the AI SDK embeds', async () => {
  const { embedding } = await embed({ model: provider.embeddingModel('openai/e'), value: 'a', ...once });
  expect(embedding).toEqual([0.5, -0.25]);
});
