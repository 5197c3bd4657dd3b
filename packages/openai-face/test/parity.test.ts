import { LLMock } from '@copilotkit/aimock';
import type OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SharedError, SharedOptions } from './client.ts';
import { asked, both, clientsAt, errorOf, gather, same, say, weather, type Clients } from './support.ts';

// The same program, once with the client of openai and once with the face, against a server that nobody here wrote.
const mock = new LLMock({ port: 0, host: '127.0.0.1' });
let clients: Clients;

beforeAll(() => mock.start());
beforeEach(() => {
  mock.reset();
  clients = clientsAt(mock.url);
});
afterAll(() => mock.stop());

/** An answer without what is new every time. */
function timeless({ id, created, system_fingerprint: _, ...rest }: OpenAI.ChatCompletion & { system_fingerprint?: string }) {
  expect(id).toMatch(/^chatcmpl-/);
  expect(created).toBeGreaterThan(1_700_000_000);
  return rest;
}

describe('the same program with both clients', () => {
  it('gets the same answer', async () => {
    mock.onMessage('hello', { content: 'Grüezi, 漢字 🙂!' });
    const answer = await same(clients, async (client) => timeless(await client.chat.completions.create(asked('hello'))));
    expect(answer.choices[0]).toMatchObject({ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Grüezi, 漢字 🙂!' } });
  });

  it('gets the same usage', async () => {
    const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
    mock.onMessage('hello', { content: 'Hi', usage });
    const answer = await same(clients, async (client) => timeless(await client.chat.completions.create(asked('hello'))));
    expect(answer.usage).toMatchObject(usage);
    const chunks = await same(clients, async (client) => gather(await client.chat.completions.create({ ...asked('hello'), stream: true, stream_options: { include_usage: true } })));
    expect(chunks.usage).toMatchObject(usage);
    const without = await same(clients, async (client) => gather(await client.chat.completions.create({ ...asked('hello'), stream: true })));
    expect(without.usage).toBeNull();
  });

  it('gets the same stream', async () => {
    mock.onMessage('hello', { content: 'Grüezi, 漢字 🙂! '.repeat(20) }, { chunkSize: 7 });
    const stream = await same(clients, async (client) => gather(await client.chat.completions.create({ ...asked('hello'), stream: true })));
    expect(stream).toMatchObject({ text: 'Grüezi, 漢字 🙂! '.repeat(20), role: 'assistant', finish: ['stop'] });
  });

  it('calls tools in parallel, and goes on with their results', async () => {
    mock.on({ userMessage: 'Zurich', hasToolResult: false }, { toolCalls: [{ id: 'call_1', name: 'weather', arguments: { city: 'Zürich' } }, { id: 'call_2', name: 'weather', arguments: { city: 'Bern' } }] });
    mock.on({ toolCallId: 'call_2' }, { content: 'Sunny in both.' });
    const ends = await same(clients, async (client) => {
      const messages: OpenAI.ChatCompletionMessageParam[] = say('Weather in Zurich and Bern?');
      const first = await client.chat.completions.create({ model: 'gpt-4o', messages, tools: [weather], parallel_tool_calls: true });
      const message = first.choices[0]?.message;
      if (message) messages.push(message);
      for (const call of message?.tool_calls ?? []) {
        if (call.type === 'function') messages.push({ role: 'tool', tool_call_id: call.id, content: `sunny in ${(JSON.parse(call.function.arguments) as { city: string }).city}` });
      }
      const second = await client.chat.completions.create({ model: 'gpt-4o', messages, tools: [weather] });
      return [timeless(first), timeless(second)];
    });
    expect(ends[0]?.choices[0]).toMatchObject({ finish_reason: 'tool_calls', message: { content: null, tool_calls: [{ id: 'call_1' }, { id: 'call_2' }] } });
    expect(ends[1]?.choices[0]?.message.content).toBe('Sunny in both.');
  });

  it('gets the same tool calls in a stream', async () => {
    mock.onMessage('Zurich', { toolCalls: [{ id: 'call_1', name: 'weather', arguments: { city: 'Zürich' } }, { id: 'call_2', name: 'weather', arguments: '{"city":"Be' }] });
    const stream = await same(clients, async (client) => gather(await client.chat.completions.create({ ...asked('Zurich'), tools: [weather], stream: true })));
    expect(stream).toMatchObject({ finish: ['tool_calls'], calls: [{ id: 'call_1', name: 'weather', arguments: '{"city":"Zürich"}' }, { id: 'call_2', arguments: '{"city":"Be' }] });
  });

  it('is held to a schema', async () => {
    const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'], additionalProperties: false };
    const response_format = { type: 'json_schema' as const, json_schema: { name: 'person', schema, strict: true } };
    mock.on({ responseFormat: 'json_schema' }, { content: '{"name":"Ada"}' });
    const answer = await same(clients, async (client) => timeless(await client.chat.completions.create({ ...asked('Who?'), response_format })));
    expect(answer.choices[0]?.message.content).toBe('{"name":"Ada"}');
  });

  it('sends the same request', async () => {
    mock.onMessage('everything', { content: 'Hi' });
    const body: OpenAI.ChatCompletionCreateParamsNonStreaming = {
      model: 'gpt-4o',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'everything' }, { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==', detail: 'low' } }] },
      ],
      tools: [weather],
      tool_choice: 'auto',
      max_tokens: 20,
      temperature: 0.5,
      top_p: 0.9,
      seed: 7,
      stop: ['END'],
      presence_penalty: 0.1,
      frequency_penalty: -0.1,
      logprobs: true,
      top_logprobs: 2,
      safety_identifier: 'user-1',
      prompt_cache_key: 'session-1',
    };
    const sent = await same(clients, async (client) => {
      mock.clearRequests();
      await client.chat.completions.create(body);
      // What the server adds for itself begins with an underscore.
      return Object.fromEntries(Object.entries(mock.getLastRequest()?.body ?? {}).filter(([name]) => !name.startsWith('_')));
    });
    expect(sent).toMatchObject(JSON.parse(JSON.stringify(body)) as object);
  });

  it.each([
    [401, { message: 'Incorrect API key provided.', type: 'invalid_request_error', code: 'invalid_api_key' }],
    [404, { message: 'The model does not exist.', type: 'invalid_request_error', code: 'model_not_found' }],
    [429, { message: 'Slow down.', type: 'requests', code: 'rate_limit_exceeded' }],
    [429, { message: 'You exceeded your current quota.', type: 'insufficient_quota', code: 'insufficient_quota' }],
    [400, { message: 'Too long.', type: 'invalid_request_error', code: 'context_length_exceeded', param: 'messages' }],
    [500, { message: 'Oops.', type: 'server_error', code: 'server_error' }],
  ])('is told of a %i in the same words, whole and streamed', async (status, error) => {
    for (const stream of [false, true]) {
      const { real, face } = await both(clients, (client) => {
        mock.nextRequestError(status, error);
        return errorOf(stream ? client.chat.completions.create({ ...asked('hello'), stream }) : client.chat.completions.create(asked('hello')));
      });
      const words = (it: SharedError) => ({ status: it.status, code: it.code, type: it.type, param: it.param ?? null });
      expect(words(face)).toEqual(words(real));
      expect(words(real)).toMatchObject({ status, code: error.code, type: error.type });
      for (const it of [real, face]) {
        expect(it).toBeInstanceOf(Error);
        expect(it.message).toContain(error.message);
        expect(it.headers).toBeInstanceOf(Headers);
      }
    }
  });

  it.each(['controller', 'signal'] as const)('ends a stream without an error when it is aborted by its %s', async (by) => {
    mock.onMessage('long', { content: 'x'.repeat(2_000) }, { chunkSize: 10, latency: 10 });
    const { real, face } = await both(clients, async (client) => {
      const abort = new AbortController();
      const options: SharedOptions = by === 'signal' ? { signal: abort.signal } : {};
      const stream = await client.chat.completions.create({ ...asked('long'), stream: true }, options);
      let text = '';
      for await (const { choices } of stream) {
        text += choices[0]?.delta.content ?? '';
        if (text.length >= 30) (by === 'signal' ? abort : stream.controller).abort();
      }
      return { length: text.length, aborted: stream.controller.signal.aborted };
    });
    expect(face).toEqual({ length: 30, aborted: true });
    // It may still give what it had received.
    expect([real.aborted, real.length < 2_000]).toEqual([true, true]);
  });

  it('ends the call when it leaves the loop', async () => {
    mock.onMessage('long', { content: 'x'.repeat(2_000) }, { chunkSize: 10, latency: 5 });
    const aborted = await same(clients, async (client) => {
      const stream = await client.chat.completions.create({ ...asked('long'), stream: true });
      for await (const { choices } of stream) if (choices[0]?.delta.content) break;
      return stream.controller.signal.aborted;
    });
    expect(aborted).toBe(true);
  });

  it('reads a stream twice', async () => {
    mock.onMessage('hello', { content: 'Grüezi '.repeat(20) }, { chunkSize: 5 });
    const [left, right] = await same(clients, async (client) => {
      const [one, other] = (await client.chat.completions.create({ ...asked('hello'), stream: true })).tee();
      return Promise.all([gather(one), gather(other)]);
    });
    expect(left).toEqual(right);
    expect(left?.text).toBe('Grüezi '.repeat(20));
  });

  it('refuses to read a stream again', async () => {
    mock.onMessage('hello', { content: 'Hi' });
    const { real, face } = await both(clients, async (client) => {
      const stream = await client.chat.completions.create({ ...asked('hello'), stream: true });
      await gather(stream);
      return errorOf(gather(stream));
    });
    expect(face.message).toBe(real.message);
  });

  it('embeds', async () => {
    mock.onEmbedding('hello', { embedding: [0.25, -0.5] });
    const model = 'text-embedding-3-small';
    const list = await same(clients, (client) => client.embeddings.create({ model, input: ['hello', 'world'] }));
    expect(list.data.map(({ embedding }) => embedding)).toEqual([[0.25, -0.5], [0.25, -0.5]]);
    await same(clients, (client) => client.embeddings.create({ model, input: 'hello', encoding_format: 'float' }));
  });

  it('lists models, awaited or not', async () => {
    const ids = await same(clients, async (client) => {
      const { data } = await client.models.list();
      const iterated = await Array.fromAsync(client.models.list());
      expect(iterated).toEqual(data);
      return data.map(({ id, object }) => ({ id, object }));
    });
    expect(ids.length).toBeGreaterThan(0);
  });
});
