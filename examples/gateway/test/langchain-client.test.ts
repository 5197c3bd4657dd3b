import { HumanMessage, ToolMessage, type AIMessage } from '@langchain/core/messages';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { describe, expect, test } from 'vitest';
import { BUSY_MACHINE, closedAfter, GREETING, KEY, MODELS, startGateway, WEATHER } from './support.ts';

const gateway = await startGateway({ keys: [KEY] });
const settings = { apiKey: KEY, maxRetries: 0, configuration: { baseURL: `${gateway.origin}/v1` } };
const tools = [{ type: 'function' as const, function: WEATHER }];

describe.each(MODELS)('LangChain and %s', (model) => {
  // Its newer versions choose the Responses API by the name of the model.
  const chat = new ChatOpenAI({ model, useResponsesApi: false, ...settings });

  test('a whole and a streamed answer', async () => {
    const whole = await chat.invoke('Hello');
    expect([whole.content, whole.usage_metadata?.input_tokens, whole.usage_metadata?.output_tokens]).toEqual([GREETING, 26, 12]);
    let text = '';
    for await (const chunk of await chat.stream('Hello')) text += chunk.text;
    expect(text).toBe(GREETING);
  });

  test('tools, there and back', async () => {
    const bound = chat.bindTools(tools);
    const question = new HumanMessage('How is the weather?');
    let first: AIMessage | undefined;
    for await (const chunk of await bound.stream([question])) first = first ? (first as typeof chunk).concat(chunk) : chunk;
    const calls = first?.tool_calls ?? [];
    expect(calls.map(({ name, args }) => [name, args])).toEqual([
      ['get_weather', { city: 'Paris' }],
      ['get_weather', { city: 'Rome' }],
    ]);
    const results = calls.map(({ id = '' }) => new ToolMessage({ content: 'sunny', tool_call_id: id }));
    const second = await bound.invoke([question, first as AIMessage, ...results]);
    expect(second.content).toBe('It is sunny in Paris.');
  });

  test('an error, and an answer that breaks off', async () => {
    await expect(chat.invoke('overload')).rejects.toMatchObject({ status: 429 });
    let text = '';
    const run = async () => {
      for await (const chunk of await chat.stream('break')) text += chunk.text;
    };
    await expect(run()).rejects.toThrow();
    expect(text).not.toBe('');
  });

  test('an abort', BUSY_MACHINE, async () => {
    const controller = new AbortController();
    let since = Infinity;
    const run = async () => {
      for await (const { text } of await chat.stream('forever', { signal: controller.signal })) {
        if (!text) continue;
        since = performance.now();
        controller.abort();
      }
    };
    await expect(run()).rejects.toThrow();
    expect(await closedAfter(gateway, since)).toBeLessThan(100);
  });
});

test('LangChain embeds', async () => {
  expect(await new OpenAIEmbeddings({ model: 'openai/e', ...settings }).embedQuery('a')).toEqual([0.5, -0.25]);
});
