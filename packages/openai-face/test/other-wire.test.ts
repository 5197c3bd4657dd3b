import { LLMock } from '@copilotkit/aimock';
import { createOllama } from '@sdk/provider-ollama';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import { toOpenAI } from '../src/index.ts';
import { gather, KEY, same, say, weather, type Clients } from './support.ts';

// The client of openai speaks to the server's Chat Completions, the face through Ollama's own API.
const mock = new LLMock({ port: 0, host: '127.0.0.1' });

beforeAll(() => mock.start());
beforeEach(() => {
  mock.reset();
});
afterAll(() => mock.stop());

function clients(): Clients {
  const ollama = createOllama({ baseUrl: mock.url });
  onTestFinished(() => ollama.close());
  return { real: new OpenAI({ apiKey: KEY, baseURL: `${mock.url}/v1`, maxRetries: 0 }), face: toOpenAI(ollama) };
}

it('gives the same text over another wire', async () => {
  mock.onMessage('hello', { content: 'Grüezi, 漢字 🙂!' });
  const choice = await same(clients(), async (client) => {
    const { choices, object, model } = await client.chat.completions.create({ model: 'qwen3', messages: say('hello') });
    return { object, model, finish: choices[0]?.finish_reason, content: choices[0]?.message.content };
  });
  expect(choice).toEqual({ object: 'chat.completion', model: 'qwen3', finish: 'stop', content: 'Grüezi, 漢字 🙂!' });
});

it('gives the same stream over another wire', async () => {
  mock.onMessage('hello', { content: 'Grüezi, 漢字 🙂! '.repeat(9) }, { chunkSize: 4 });
  const seen = await same(clients(), async (client) => {
    const { text, role, finish, objects } = await gather(await client.chat.completions.create({ model: 'qwen3', messages: say('hello'), stream: true }));
    return { text, role, finish, objects };
  });
  expect(seen).toMatchObject({ text: 'Grüezi, 漢字 🙂! '.repeat(9), finish: ['stop'] });
});

it.each([true, false])('calls tools over another wire (stream: %s)', async (stream) => {
  mock.onMessage('Zurich', { toolCalls: [{ name: 'weather', arguments: { city: 'Zürich' } }, { name: 'weather', arguments: { city: 'Bern' } }] });
  const seen = await same(clients(), async (client) => {
    const body = { model: 'qwen3', messages: say('Zurich'), tools: [weather] };
    if (stream) {
      const { calls, finish } = await gather(await client.chat.completions.create({ ...body, stream: true }));
      return { calls: calls.map(({ name, arguments: args }) => [name, args]), finish: finish[0], ids: new Set(calls.map(({ id }) => id)).size };
    }
    const [choice] = (await client.chat.completions.create(body)).choices;
    const calls = (choice?.message.tool_calls ?? []).filter((call) => call.type === 'function');
    return { calls: calls.map((call) => [call.function.name, call.function.arguments]), finish: choice?.finish_reason, ids: new Set(calls.map(({ id }) => id)).size };
  });
  expect(seen).toEqual({ calls: [['weather', '{"city":"Zürich"}'], ['weather', '{"city":"Bern"}']], finish: 'tool_calls', ids: 2 });
});
