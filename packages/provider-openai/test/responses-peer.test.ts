import { collect, type GenerateResult } from '@sdk/core';
import { call, callEvents, completed, CREATED, message, messageEvents, reasoning, reasoningEvents, wholeResponse, type OutputItem } from '@sdk/testing/responses';
import { startFaultServer } from '@sdk/testing/server';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { createOpenAI } from '../src/index.ts';
import { hello, KEY } from './ask.ts';

type PeerResponse = OpenAI.Responses.Response;

const citation = { type: 'url_citation', url: 'https://a.example/', title: 'A', start_index: 0, end_index: 2 };
const cited = message('', { content: [{ type: 'output_text', text: 'Hi 🙂', annotations: [citation] }] });
const thoughts = reasoning('Let me see…');
const paris = call('call_a1', 'get_weather', '{"city":"Paris"}');
const words = message('Grüße!');

const ANSWERS: [string, OutputItem[], string[]][] = [
  ['text', [words], messageEvents(words, 0, ['Grü', 'ße!'])],
  ['thoughts and a call', [thoughts, paris], [...reasoningEvents(thoughts, 0, ['Let me ', 'see…']), ...callEvents(paris, 1, ['{"city":', '"Paris"}'])]],
  ['citations', [cited], messageEvents(cited, 0, ['Hi ', '🙂'])],
];

/** What both clients must find in an answer. */
function ofOurs({ text, toolCalls, content, usage, response }: GenerateResult) {
  const calls = toolCalls.map(({ toolCallId, toolName, arguments: args }) => [toolCallId, toolName, args]);
  const urls = content.flatMap((part) => (part.type === 'source' ? [part.url] : []));
  return { id: response.id, model: response.modelId, text, calls, urls, tokens: [usage.inputTokens, usage.outputTokens, usage.totalTokens] };
}

function ofTheirs({ id, model, output, usage }: PeerResponse) {
  const texts = output.flatMap((item) => (item.type === 'message' ? item.content : [])).flatMap((part) => (part.type === 'output_text' ? [part] : []));
  const calls = output.flatMap((item) => (item.type === 'function_call' ? [[item.call_id, item.name, JSON.parse(item.arguments)]] : []));
  const urls = texts.flatMap(({ annotations }) => annotations.flatMap((one) => (one.type === 'url_citation' ? [one.url] : [])));
  return { id, model, text: texts.map(({ text }) => text).join(''), calls, urls, tokens: [usage?.input_tokens, usage?.output_tokens, usage?.total_tokens] };
}

describe("OpenAI's own client", () => {
  it.each(ANSWERS)('reads the same bytes alike: %s', async (_name, output, events) => {
    await using server = await startFaultServer((request) => {
      const isStream = (request.json() as { stream?: boolean }).stream === true;
      return isStream
        ? { headers: { 'content-type': 'text/event-stream' }, body: [CREATED, ...events, completed(output)] }
        : { headers: { 'content-type': 'application/json' }, body: wholeResponse(output) };
    });
    await using ours = createOpenAI({ apiKey: KEY, baseUrl: server.url });
    const theirs = new OpenAI({ apiKey: KEY, baseURL: server.url, maxRetries: 0 });
    const model = ours.responses('gpt-5');

    const whole = await theirs.responses.create({ model: 'gpt-5', input: 'Hello' });
    expect(ofOurs(await model.generate({ messages: hello }))).toEqual(ofTheirs(whole));

    const deltas: string[] = [];
    let last: PeerResponse | undefined;
    for await (const event of await theirs.responses.create({ model: 'gpt-5', input: 'Hello', stream: true })) {
      if (event.type === 'response.output_text.delta') deltas.push(event.delta);
      if (event.type === 'response.completed') last = event.response;
    }
    const ourDeltas: string[] = [];
    for await (const part of model.stream({ messages: hello })) if (part.type === 'text-delta') ourDeltas.push(part.delta);
    expect(ourDeltas).toEqual(deltas);
    expect(ofOurs(await collect(model.stream({ messages: hello })))).toEqual(ofTheirs(last!));
  });

  it('sends a conversation as we do', async () => {
    await using server = await startFaultServer({ headers: { 'content-type': 'application/json' }, body: wholeResponse([thoughts, paris]) });
    await using ours = createOpenAI({ apiKey: KEY, baseUrl: server.url });
    const theirs = new OpenAI({ apiKey: KEY, baseURL: server.url, maxRetries: 0 });
    const model = ours.responses('gpt-5');

    const first = await theirs.responses.create({ model: 'gpt-5', input: 'Hello' });
    const output: OpenAI.Responses.ResponseInputItem = { type: 'function_call_output', call_id: 'call_a1', output: 'sunny' };
    await theirs.responses.create({ model: 'gpt-5', input: [{ role: 'user', content: 'Hello' }, ...(first.output as OpenAI.Responses.ResponseInputItem[]), output] });

    const { message: answer } = await model.generate({ messages: hello });
    const result = { type: 'tool-result' as const, toolCallId: 'call_a1', result: 'sunny' };
    await model.generate({ messages: [...hello, answer, { role: 'tool', content: [result] }] });

    const [, sentByThem, , sentByUs] = server.requests.map((request) => request.json() as { input: OutputItem[] });
    const withoutStatus = ({ status: _status, ...item }: OutputItem) => item;
    expect(sentByUs?.input).toEqual(sentByThem?.input.map(withoutStatus));
  });
});
