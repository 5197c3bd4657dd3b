import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, test } from 'vitest';
import { BUSY_MACHINE, closedAfter, GREETING, KEY, lastRequest, MODELS, startGateway, WEATHER } from './support.ts';
import { VENDOR_SECRET } from './vendors.ts';

const gateway = await startGateway({ keys: [KEY], aliases: { 'claude-sonnet-5': 'gemini/gemini-3-flash' } });
const client = new Anthropic({ apiKey: KEY, baseURL: gateway.origin, maxRetries: 0 });
const ask = (content: string) => [{ role: 'user' as const, content }];
const tools = [{ name: WEATHER.name, description: WEATHER.description, input_schema: WEATHER.parameters as Anthropic.Tool.InputSchema }];
const max_tokens = 1000;

const textOf = ({ content }: Anthropic.Message) => content.map((block) => (block.type === 'text' ? block.text : '')).join('');

describe.each(MODELS)('the client of Anthropic and %s', (model) => {
  test('a whole answer', async () => {
    const message = await client.messages.create({ model, max_tokens, messages: ask('Hello') });
    expect(message).toMatchObject({ type: 'message', role: 'assistant', content: [{ type: 'text', text: GREETING }], stop_reason: 'end_turn', stop_sequence: null });
    const { input_tokens, cache_read_input_tokens, output_tokens } = message.usage;
    expect([input_tokens + (cache_read_input_tokens ?? 0), output_tokens]).toEqual([26, 12]);
    expect(message._request_id).toMatch(/^req_[0-9a-f]{32}$/);
  });

  test('a streamed answer', async () => {
    const stream = client.messages.stream({ model, max_tokens, messages: ask('Hello') });
    let text = '';
    stream.on('text', (delta) => (text += delta));
    const message = await stream.finalMessage();
    expect(text).toBe(GREETING);
    expect(textOf(message)).toBe(GREETING);
    expect(message).toMatchObject({ stop_reason: 'end_turn', usage: { output_tokens: 12 } });
    expect(message.usage.input_tokens + (message.usage.cache_read_input_tokens ?? 0)).toBe(26);
  });

  test.each(['whole', 'streamed'])('tools, there and back, %s', async (form) => {
    const run = (messages: Anthropic.MessageParam[]) => {
      const request = { model, max_tokens, messages, tools };
      return form === 'whole' ? client.messages.create(request) : client.messages.stream(request).finalMessage();
    };
    const messages: Anthropic.MessageParam[] = ask('How is the weather?');
    const first = await run(messages);
    expect(first.stop_reason).toBe('tool_use');
    const calls = first.content.filter((block) => block.type === 'tool_use');
    expect(calls.map(({ name, input }) => [name, input])).toEqual([
      ['get_weather', { city: 'Paris' }],
      ['get_weather', { city: 'Rome' }],
    ]);
    const results = calls.map(({ id }) => ({ type: 'tool_result' as const, tool_use_id: id, content: 'sunny' }));
    const second = await run([...messages, { role: 'assistant', content: first.content }, { role: 'user', content: results }]);
    expect(textOf(second)).toBe('It is sunny in Paris.');
  });

  test.each(['whole', 'streamed'])('thoughts, signed only where Anthropic signs, %s', async (form) => {
    const request = { model, max_tokens: 4000, messages: ask('Please think.'), thinking: { type: 'enabled' as const, budget_tokens: 2000 } };
    const message = await (form === 'whole' ? client.messages.create(request) : client.messages.stream(request).finalMessage());
    const signature = model.startsWith('anthropic/') ? 'EoQDCm0IDhgCKkCDzGs2kL2PgnDCZU' : '';
    expect(message.content).toMatchObject([
      { type: 'thinking', thinking: 'Hm, let me see.', signature },
      { type: 'text', text: 'Forty-two.' },
    ]);
    await client.messages.create({ ...request, messages: [...request.messages, { role: 'assistant', content: message.content }, ...ask('Why?')] });
    const sent = lastRequest(gateway).body;
    if (signature) expect(sent).toContain(signature);
    expect(sent).not.toContain('"signature":""');
  });

  test('an image', async () => {
    const source = { type: 'base64' as const, media_type: 'image/png' as const, data: 'iVBORw0KGgo=' };
    await client.messages.create({ model, max_tokens, messages: [{ role: 'user', content: [{ type: 'image', source }] }] });
    expect(lastRequest(gateway).body).toContain('iVBORw0KGgo=');
  });

  test.each([false, true])('an error of the vendor is an error of the client, streamed: %s', async (stream) => {
    const failed = await client.messages.create({ model, max_tokens, messages: ask('overload'), stream }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Anthropic.RateLimitError);
    expect(failed).toMatchObject({ status: 429, requestID: expect.stringMatching(/^req_/), error: { type: 'error', error: { type: 'rate_limit_error' } } });
    expect((failed as InstanceType<typeof Anthropic.APIError>).headers?.get('retry-after')).toBe('7');
    expect(String(failed)).not.toContain(VENDOR_SECRET);
  });

  test('an answer that breaks off is an error in the loop', async () => {
    let text = '';
    const run = async () => {
      for await (const event of await client.messages.create({ model, max_tokens, messages: ask('break'), stream: true })) {
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
      }
    };
    const failed = await run().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Anthropic.APIError);
    expect(failed).toMatchObject({ error: { error: { type: 'api_error', message: 'The answer was cut.' } } });
    expect(text).not.toBe('');
  });

  test('an abort ends the call of the vendor at once', BUSY_MACHINE, async () => {
    const stream = await client.messages.create({ model, max_tokens, messages: ask('forever'), stream: true });
    for await (const event of stream) if (event.type === 'content_block_delta') break;
    const since = performance.now();
    stream.controller.abort();
    expect(await closedAfter(gateway, since)).toBeLessThan(100);
  });
});

describe('the client of Anthropic', () => {
  test('talks to Gemini under the name of a model of Anthropic', async () => {
    const message = await client.messages.create({ model: 'claude-sonnet-5', max_tokens, messages: ask('Hello') });
    expect(message).toMatchObject({ model: 'gemini-3-flash', content: [{ text: GREETING }] });
  });

  test('counts tokens where the model can', async () => {
    expect(await client.messages.countTokens({ model: 'anthropic/claude-haiku-4-5', messages: ask('Hello') })).toEqual({ input_tokens: 42 });
    expect(lastRequest(gateway).json()).not.toHaveProperty('max_tokens');
    await expect(client.messages.countTokens({ model: 'ollama/qwen3', messages: ask('Hello') })).rejects.toBeInstanceOf(Anthropic.BadRequestError);
  });

  test('is told that a model is not there, that a field is wrong, and that a key is needed', async () => {
    const request = { model: 'nobody/x', max_tokens, messages: ask('Hello') };
    await expect(client.messages.create(request)).rejects.toBeInstanceOf(Anthropic.NotFoundError);
    const wrong = client.messages.create({ ...request, model: 'openai/gpt-5', system: 5 as never });
    await expect(wrong).rejects.toBeInstanceOf(Anthropic.BadRequestError);
    await expect(wrong).rejects.toThrow('system must be a list');
    const stranger = new Anthropic({ apiKey: 'wrong', baseURL: gateway.origin, maxRetries: 0 });
    await expect(stranger.messages.create(request)).rejects.toBeInstanceOf(Anthropic.AuthenticationError);
    const bearer = new Anthropic({ apiKey: null, authToken: KEY, baseURL: gateway.origin, maxRetries: 0 });
    expect(textOf(await bearer.messages.create({ ...request, model: 'openai/gpt-5' }))).toBe(GREETING);
  });
});
