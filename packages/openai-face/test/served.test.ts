import { createResult, RateLimitError, type ContentPart, type StreamPart, type Usage } from '@sdk/core';
import { createChunkWriter, writeCompletion, writeEmbeddings, writeError, writeModelList } from '@sdk/openai-wire/server';
import { startFaultServer, type FaultServer } from '@sdk/testing/server';
import OpenAI from 'openai';
import { expect, it } from 'vitest';
import { asked, errorOf, KEY } from './support.ts';

// What the wire writes, served over HTTP and read by the client of openai, whose helper joins chunks and minds every field.
const identity = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'acme/m' };
const usage: Usage = { inputTokens: 9, cachedInputTokens: 4, outputTokens: 7, reasoningTokens: 2, totalTokens: 16 };
const content: ContentPart[] = [
  { type: 'text', text: 'Grüezi, 漢字 🙂!', logprobs: [{ token: 'Grüezi', logprob: -0.5, bytes: [71], top: [{ token: 'Hi', logprob: -2 }] }] },
  { type: 'tool-call', toolCallId: 'c1', toolName: 'weather', arguments: { city: 'Zürich' } },
  { type: 'tool-call', toolCallId: 'c2', toolName: 'weather', arguments: {}, invalid: '{"city"' },
];
const parts: StreamPart[] = [
  { type: 'start', warnings: [], response: { provider: 'acme' } },
  { type: 'text-delta', index: 0, delta: 'Grüezi, ' },
  { type: 'text-delta', index: 0, delta: '漢字 🙂!' },
  { type: 'tool-call-start', index: 1, toolCallId: 'c1', toolName: 'weather' },
  { type: 'tool-call-delta', index: 1, delta: '{"city":' },
  { type: 'tool-call-delta', index: 1, delta: '"Zürich"}' },
  ...content.map((part, index): StreamPart => ({ type: 'part', index, part })),
  { type: 'finish', finishReason: 'tool-calls', usage, timing: { totalMs: 1 } },
];
const completion = writeCompletion(createResult({ content, finishReason: 'tool-calls', usage, warnings: [], response: { provider: 'acme' }, timing: { totalMs: 1 } }), identity);

const clientOf = ({ url }: FaultServer) => new OpenAI({ apiKey: KEY, baseURL: url, maxRetries: 0 });
const json = (body: object, status = 200) => startFaultServer({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

it('an answer is the same for the client whole and in chunks', async () => {
  const writer = createChunkWriter({ ...identity, includeUsage: true });
  const events = parts.flatMap((part) => writer.write(part)).map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);
  await using whole = await json(completion);
  await using chunks = await startFaultServer({ headers: { 'content-type': 'text/event-stream' }, body: [...events, 'data: [DONE]\n\n'] });
  const params = { ...asked('hello'), stream_options: { include_usage: true } };
  const streamed = await clientOf(chunks).chat.completions.stream(params).finalChatCompletion();
  const { message, ...choice } = (await clientOf(whole).chat.completions.create(asked('hello'))).choices[0] as OpenAI.ChatCompletion.Choice;
  expect(streamed).toMatchObject({ id: 'chatcmpl-1', object: 'chat.completion', created: 1_700_000_000, model: 'acme/m', usage: completion.usage });
  expect(streamed.choices).toMatchObject([{ ...choice, message: { content: message.content, refusal: null, role: 'assistant', tool_calls: message.tool_calls } }]);
});

it('embeddings, a list of models and an error are the client’s own', async () => {
  await using embeddings = await json(writeEmbeddings({ embeddings: [[0.25, -0.5]], usage: {}, warnings: [], response: { provider: 'acme' } }, { model: 'e', encodingFormat: 'base64' }));
  const list = await clientOf(embeddings).embeddings.create({ model: 'e', input: 'a' });
  expect(list.data[0]?.embedding).toEqual([0.25, -0.5]);

  await using models = await json(writeModelList([{ id: 'a/b', raw: null }]));
  expect(await Array.fromAsync(clientOf(models).models.list())).toEqual([{ id: 'a/b', object: 'model', created: 0, owned_by: 'unknown' }]);

  const { status, body } = writeError(new RateLimitError('Slow down.', { provider: 'acme' }));
  await using failing = await json(body, status);
  const error = await errorOf(clientOf(failing).chat.completions.create(asked('hello')));
  expect(error).toBeInstanceOf(OpenAI.RateLimitError);
  expect(error).toMatchObject({ message: '429 Slow down.', code: 'rate_limit_exceeded', type: 'rate_limit_error', param: null });
});
