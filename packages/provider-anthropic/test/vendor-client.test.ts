import Anthropic from '@anthropic-ai/sdk';
import { collect, type GenerateResult } from '@sdk/core';
import type { AnswerSample } from '@sdk/testing/conformance';
import { startFaultServer, type FaultServer } from '@sdk/testing/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnthropic } from '../src/index.ts';
import * as answers from './fixtures/answers.ts';

const samples: [string, AnswerSample][] = [
  ['text', answers.TEXT],
  ['a call', answers.CALL],
  ['two calls', answers.CALLS],
  ['thoughts', answers.REASONING],
];

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer();
});
afterAll(() => server.close());

const theirs = () => new Anthropic({ baseURL: server.url, apiKey: 'none', maxRetries: 0, logLevel: 'off' });
const ours = () => createAnthropic({ baseUrl: server.url, apiKey: 'none' })(answers.MODEL);
const request = { model: answers.MODEL, max_tokens: 100, messages: [{ role: 'user' as const, content: 'Hello' }] };
const call = { messages: request.messages, maxTokens: 100 };

/** What the vendor's own client made of an answer, in the words of the contract. */
function summaryOf({ content, usage, id, model, stop_reason }: Anthropic.Message) {
  return {
    text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    reasoning: content.map((block) => (block.type === 'thinking' ? block.thinking : '')).join(''),
    signatures: content.flatMap((block) => (block.type === 'thinking' ? [block.signature] : block.type === 'redacted_thinking' ? [block.data] : [])),
    calls: content.flatMap((block) => (block.type === 'tool_use' ? [[block.id, block.name, block.input]] : [])),
    input: usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0),
    output: usage.output_tokens,
    id,
    model,
    stop: stop_reason,
  };
}

function ownSummaryOf({ content, text, reasoning = '', toolCalls, usage, response, rawFinishReason }: GenerateResult) {
  const sealed = content.flatMap((part) => (part.type === 'reasoning' ? [part.providerData?.['anthropic'] as Record<string, string>] : []));
  return {
    text,
    reasoning,
    signatures: sealed.map(({ signature, redacted }) => signature ?? redacted),
    calls: toolCalls.map(({ toolCallId, toolName, arguments: args }) => [toolCallId, toolName, args]),
    input: usage.inputTokens,
    output: usage.outputTokens,
    id: response.id,
    model: response.modelId,
    stop: rawFinishReason,
  };
}

describe("the vendor's own client", () => {
  it.each(samples)('reads the same in the same bytes: %s', async (_name, { whole, events }) => {
    server.answer({ headers: { 'content-type': 'application/json' }, body: whole });
    expect(ownSummaryOf(await ours().generate(call))).toEqual(summaryOf(await theirs().messages.create(request)));
    server.answer({ headers: { 'content-type': 'text/event-stream' }, body: events.join('') });
    expect(ownSummaryOf(await collect(ours().stream(call)))).toEqual(summaryOf(await theirs().messages.stream(request).finalMessage()));
  });

  it('sends the same body to the same place', async () => {
    server.answer({ headers: { 'content-type': 'application/json' }, body: answers.TEXT.whole });
    const before = server.requests.length;
    await ours().generate(call);
    await theirs().messages.create({ ...request, messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }] });
    const [own, other] = server.requests.slice(before);
    expect(own!.json()).toEqual(other!.json());
    expect([own!.method, own!.path]).toEqual([other!.method, other!.path]);
    // The client asks for a later version of the API and sends the key as a bearer token; the API takes both ways.
    expect(own!.headers['content-type']).toBe(other!.headers['content-type']);
  });

  it('reads the same status, type and request in an error', async () => {
    server.answer({ status: 429, headers: { 'content-type': 'application/json', 'request-id': 'req_011' }, body: answers.errorBody('rate_limit_error', 'Slow down') });
    const [own, other] = await Promise.all([ours().generate(call), theirs().messages.create(request)].map((promise) => promise.catch((error: unknown) => error)));
    expect(own).toMatchObject({ status: 429, code: 'rate_limit_error', requestId: 'req_011' });
    expect(other).toMatchObject({ status: 429, type: 'rate_limit_error', requestID: 'req_011' });
  });
});
