import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { BUSY_MACHINE, closedAfter, GREETING, KEY, lastRequest, MODELS, startGateway, WEATHER } from './support.ts';
import { VENDOR_SECRET } from './vendors.ts';

const gateway = await startGateway({ keys: [KEY], aliases: { 'gpt-4o': 'gemini/gemini-3-flash' } });
const client = new OpenAI({ apiKey: KEY, baseURL: `${gateway.origin}/v1`, maxRetries: 0 });
const ask = (content: string) => [{ role: 'user' as const, content }];
const tools = [{ type: 'function' as const, function: WEATHER }];

describe.each(MODELS)('the openai client and %s', (model) => {
  test('a whole answer', async () => {
    const completion = await client.chat.completions.create({ model, messages: ask('Hello') });
    expect(completion.choices).toMatchObject([{ index: 0, message: { role: 'assistant', content: GREETING, refusal: null }, finish_reason: 'stop' }]);
    expect(completion.usage).toMatchObject({ prompt_tokens: 26, completion_tokens: 12, total_tokens: 38 });
    expect(completion._request_id).toMatch(/^req_[0-9a-f]{32}$/);
  });

  test('a streamed answer, with usage only for those who ask', async () => {
    const read = async (stream_options?: { include_usage: boolean }) => {
      const chunks = [];
      for await (const chunk of await client.chat.completions.create({ model, messages: ask('Hello'), stream: true, ...(stream_options ? { stream_options } : {}) })) chunks.push(chunk);
      return chunks;
    };
    const plain = await read();
    expect(plain.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(GREETING);
    expect(plain.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(plain.every(({ usage }) => usage === undefined)).toBe(true);
    expect((await read({ include_usage: true })).at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 26, completion_tokens: 12 } });
  });

  test.each(['whole', 'streamed'])('tools, there and back, %s', async (form) => {
    const run = async (messages: OpenAI.ChatCompletionMessageParam[]) => {
      const request = { model, messages, tools };
      if (form === 'whole') return client.chat.completions.create(request);
      return client.chat.completions.stream(request).finalChatCompletion();
    };
    const messages: OpenAI.ChatCompletionMessageParam[] = ask('How is the weather?');
    const [first] = (await run(messages)).choices;
    expect(first?.finish_reason).toBe('tool_calls');
    const calls = first?.message.tool_calls ?? [];
    expect(calls.map((call) => (call.type === 'function' ? [call.function.name, JSON.parse(call.function.arguments)] : []))).toEqual([
      ['get_weather', { city: 'Paris' }],
      ['get_weather', { city: 'Rome' }],
    ]);
    const results = calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: 'sunny' }));
    const [second] = (await run([...messages, first!.message, ...results])).choices;
    expect(second?.message.content).toBe('It is sunny in Paris.');
  });

  test('thoughts are `reasoning_content`', async () => {
    const request = { model, messages: ask('Please think.') };
    const whole = await client.chat.completions.create(request);
    expect(whole.choices[0]?.message).toMatchObject({ reasoning_content: 'Hm, let me see.', content: 'Forty-two.' });
    let thought = '';
    for await (const { choices } of await client.chat.completions.create({ ...request, stream: true })) {
      thought += (choices[0]?.delta as { reasoning_content?: string } | undefined)?.reasoning_content ?? '';
    }
    expect(thought).toBe('Hm, let me see.');
  });

  test('a JSON schema', async () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
    const completion = await client.chat.completions.create({ model, messages: ask('JSON, please.'), response_format: { type: 'json_schema', json_schema: { name: 'city', schema } } });
    expect(JSON.parse(completion.choices[0]?.message.content ?? '')).toEqual({ city: 'Paris' });
    expect(lastRequest(gateway).body).toContain('"city":{"type":"string"}');
  });

  test('an image', async () => {
    const url = 'data:image/png;base64,iVBORw0KGgo=';
    await client.chat.completions.create({ model, messages: [{ role: 'user', content: [{ type: 'text', text: 'What is it?' }, { type: 'image_url', image_url: { url } }] }] });
    expect(lastRequest(gateway).body).toContain('iVBORw0KGgo=');
  });

  test.each([false, true])('an error of the vendor is an error of the client, streamed: %s', async (stream) => {
    const failed = await client.chat.completions.create({ model, messages: ask('overload'), stream }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(OpenAI.RateLimitError);
    expect(failed).toMatchObject({ status: 429, code: 'rate_limit_exceeded', type: 'rate_limit_error', requestID: expect.stringMatching(/^req_/) });
    expect((failed as InstanceType<typeof OpenAI.APIError>).headers?.get('retry-after')).toBe('7');
    expect(String(failed)).not.toContain(VENDOR_SECRET);
  });

  test('an answer that breaks off is an error in the loop', async () => {
    const seen: string[] = [];
    const run = async () => {
      for await (const { choices } of await client.chat.completions.create({ model, messages: ask('break'), stream: true })) seen.push(choices[0]?.delta.content ?? '');
    };
    const failed = await run().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(OpenAI.APIError);
    expect(failed).toMatchObject({ type: 'server_error' });
    expect(seen.join('')).not.toBe('');
  });

  test('an abort ends the call of the vendor at once', BUSY_MACHINE, async () => {
    const stream = await client.chat.completions.create({ model, messages: ask('forever'), stream: true });
    for await (const { choices } of stream) if (choices[0]?.delta.content) break;
    const since = performance.now();
    stream.controller.abort();
    expect(await closedAfter(gateway, since)).toBeLessThan(100);
  });

  test('so does an abort of a whole answer', BUSY_MACHINE, async () => {
    const controller = new AbortController();
    const asked = gateway.vendors.requests.length;
    const failing = client.chat.completions.create({ model, messages: ask('forever') }, { signal: controller.signal }).catch((error: unknown) => error);
    await gateway.vendors.received(asked);
    const since = performance.now();
    controller.abort();
    expect(await failing).toBeInstanceOf(OpenAI.APIUserAbortError);
    expect(await closedAfter(gateway, since)).toBeLessThan(100);
  });
});

describe('the openai client', () => {
  test('finds models by alias, and all of them in the list', async () => {
    const completion = await client.chat.completions.create({ model: 'gpt-4o', messages: ask('Hello') });
    expect(completion.model).toBe('gemini-3-flash');
    const ids = [];
    for await (const { id } of client.models.list()) ids.push(id);
    expect(ids).toEqual(expect.arrayContaining(['gpt-4o', 'openai/gpt-5', 'ollama/qwen3', 'anthropic/gpt-5']));
    expect(await client.models.retrieve('openai/gpt-5')).toEqual({ id: 'openai/gpt-5', object: 'model', created: 1, owned_by: 'openai' });
    await expect(client.models.retrieve('openai/gpt-0')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
  });

  test.each([['float'], ['base64'], [undefined]] as const)('embeds, as %s', async (encoding_format) => {
    const { data, usage } = await client.embeddings.create({ model: 'openai/e', input: 'a', ...(encoding_format ? { encoding_format } : {}) });
    const [{ embedding } = {}] = data;
    const numbers = typeof embedding === 'string' ? [...new Float32Array(new Uint8Array(Buffer.from(embedding, 'base64')).buffer)] : embedding;
    expect(numbers).toEqual([0.5, -0.25]);
    expect(usage).toEqual({ prompt_tokens: 3, total_tokens: 3 });
  });

  test.each(['nobody/gpt-5', 'gpt-5', 'openai/', '/', 'openai'])('is told that there is no model %s', async (model) => {
    const failed = client.chat.completions.create({ model, messages: ask('Hello') });
    await expect(failed).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(failed).rejects.toMatchObject({ code: 'model_not_found' });
  });

  test('is told which field is wrong', async () => {
    const failed = client.chat.completions.create({ model: 'openai/gpt-5', messages: ask('Hello'), n: 2 });
    await expect(failed).rejects.toBeInstanceOf(OpenAI.BadRequestError);
    await expect(failed).rejects.toMatchObject({ param: 'n', code: 'unsupported_value' });
  });

  test('needs a key', async () => {
    const stranger = new OpenAI({ apiKey: 'wrong', baseURL: `${gateway.origin}/v1`, maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
    await expect(stranger.chat.completions.create({ model: 'openai/gpt-5', messages: ask('Hello') })).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
  });
});
