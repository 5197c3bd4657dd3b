import assert from 'node:assert/strict';
import {
  collect,
  NotFoundError,
  RateLimitError,
  ServerError,
  StreamInterruptedError,
  textOf,
  type CallOptions,
  type GenerateResult,
  type LanguageModel,
  type Tool,
} from '@sdk/core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { failureOf } from './outcome.ts';

/** As much of a mock server as is used here, e.g. an `LLMock` of `@copilotkit/aimock`. */
export interface PeerServer {
  start(): Promise<unknown>;
  stop(): Promise<unknown>;
  on(match: { userMessage?: string; hasToolResult?: boolean }, answer: PeerAnswer, how?: PeerFaults): unknown;
  nextRequestError(status: number, error?: { message: string; type?: string; code?: string }): unknown;
}

/** What a mock server is told to answer. */
export type PeerAnswer =
  | { content: string }
  | { toolCalls: { id?: string; name: string; arguments: string }[] }
  | { error: { message: string; type?: string }; status?: number };

/** How a mock server breaks off. */
export interface PeerFaults {
  /** Between chunks, in milliseconds. */
  latency?: number;
  truncateAfterChunks?: number;
  /** In characters. */
  chunkSize?: number;
}

/** A provider, and a server of its wire that somebody else wrote. */
export interface PeerUnderTest {
  /** As in the report, e.g. `'openai at aimock'`. */
  name: string;
  /** Told what to answer, started and stopped here, for the whole file. */
  peer: PeerServer;
  /** The model that asks it; called once it listens. */
  model(): LanguageModel;
  /** What the provider's errors are, beside their kind, e.g. `OpenAIError`. */
  errorClass: abstract new (...args: never[]) => Error;
  /** Whether the wire has ids of calls, which must then be the server's. @default true */
  callIds?: boolean;
  /** Whether parts hold ids of the vendor's, which each answer has for itself. @default false */
  partIds?: boolean;
  /** After how many chunks a stream is cut; enough for some text. @default 5 */
  cutAfterChunks?: number;
  /** What the call with `maxTokens: 50` and `temperature: 0` must have asked; throws if it did not. @default unchecked */
  checkRequest?(): void;
}

const TEXT = 'Grüße, 漢字 🙂 from a peer';
const TOOL: Tool = { name: 'get_weather', description: 'The weather.', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } };
const CALLS = [
  { id: 'call_7', name: 'get_weather', arguments: '{"city":"Zürich"}' },
  { id: 'call_8', name: 'get_weather', arguments: '{"city":"Rome"}' },
];

/**
 * Registers vitest tests of a provider against a server that was written by somebody else, from the same documentation: an
 * answer whole and streamed, tools and their results, errors, a stream that is cut.
 */
export function describePeer(subject: PeerUnderTest): void {
  const { name, peer, model } = subject;
  beforeAll(async () => {
    teach(subject);
    await peer.start();
  });
  afterAll(() => peer.stop());

  describe(name, () => {
    test('answers whole and streamed with the same', () => checkAnswer(subject));
    for (const form of ['whole', 'streamed'] as const) {
      test(`takes the results of the tools that it called, ${form}`, () => checkTools(subject, form));
    }
    test('fails with its status and words', () => checkErrors(subject));
    test('hangs up in the middle of a stream, which is no success', async () => {
      const failure = await failureOf(model().stream({ messages: ask('break') }));
      assert.ok(failure instanceof StreamInterruptedError, `A cut stream is ${failure.name}.`);
      const said = failure.partial?.content.find((part) => part.type === 'text')?.text ?? '';
      assert.match(said, /^x+$/, 'What had come of a cut stream is lost.');
    });
  });
}

const ask = (content: string): CallOptions['messages'] => [{ role: 'user', content }];

function teach({ peer, cutAfterChunks = 5 }: PeerUnderTest): void {
  peer.on({ userMessage: 'weather', hasToolResult: true }, { content: 'It is sunny in Zürich.' });
  peer.on({ userMessage: 'weather' }, { toolCalls: CALLS });
  peer.on({ userMessage: 'Hello' }, { content: TEXT });
  peer.on({ userMessage: 'break' }, { content: 'x'.repeat(500) }, { chunkSize: 10, latency: 1, truncateAfterChunks: cutAfterChunks });
  peer.on({ userMessage: 'crash' }, { error: { message: 'boom', type: 'server_error' }, status: 500 });
}

/** @throws AssertionError */
export async function checkAnswer({ model, checkRequest, partIds = false }: PeerUnderTest): Promise<void> {
  const messages = ask('Hello');
  const whole = await model().generate({ messages, maxTokens: 50, temperature: 0 });
  checkRequest?.();
  assert.equal(whole.text, TEXT);
  assert.equal(whole.finishReason, 'stop');
  assert.equal(whole.response.provider, model().provider);
  const streamed = await collect(model().stream({ messages }));
  assert.equal(streamed.finishReason, 'stop');
  const contentOf = ({ content }: GenerateResult) => content.map(({ providerData, ...part }) => (partIds ? part : { ...part, providerData }));
  assert.deepEqual(contentOf(streamed), contentOf(whole));
  const deltas = await Array.fromAsync(textOf(model().stream({ messages })));
  assert.equal(deltas.join(''), TEXT);
}

/** @throws AssertionError */
export async function checkTools({ model, callIds = true }: PeerUnderTest, form: 'whole' | 'streamed'): Promise<void> {
  const run = (messages: CallOptions['messages']) => {
    const call = { messages, tools: [TOOL] };
    return form === 'whole' ? model().generate(call) : collect(model().stream(call));
  };
  const messages = ask('What is the weather?');
  const first = await run(messages);
  const { toolCalls } = first;
  assert.equal(first.finishReason, 'tool-calls');
  assert.deepEqual(toolCalls.map(({ toolName }) => toolName), CALLS.map((call) => call.name));
  assert.deepEqual(toolCalls.map((call) => call.arguments), [{ city: 'Zürich' }, { city: 'Rome' }]);
  const ids = toolCalls.map(({ toolCallId }) => toolCallId);
  if (callIds) assert.deepEqual(ids, CALLS.map(({ id }) => id));
  assert.equal(new Set(ids).size, CALLS.length, 'Two calls have one id.');
  const results = ids.map((toolCallId) => ({ type: 'tool-result' as const, toolCallId, result: { sky: 'clear' } }));
  const second = await run([...messages, first.message, { role: 'tool', content: results }]);
  assert.equal(second.text, 'It is sunny in Zürich.');
  assert.equal(second.finishReason, 'stop');
}

/** @throws AssertionError */
export async function checkErrors({ model, peer, errorClass }: PeerUnderTest): Promise<void> {
  const fail = (content: string) => failureOf(model().generate({ messages: ask(content) }));
  const crash = await fail('crash');
  assert.ok(crash instanceof ServerError, `A status 500 is ${crash.name}.`);
  assert.ok(crash instanceof errorClass, `A status 500 is no ${errorClass.name}.`);
  assert.match(crash.message, /boom/);
  const unknown = await fail('nobody knows this');
  assert.ok(unknown instanceof NotFoundError, `A status 404 is ${unknown.name}.`);
  peer.nextRequestError(429, { message: 'Slow down', type: 'requests', code: 'rate_limit_exceeded' });
  const limited = await fail('Hello');
  assert.ok(limited instanceof RateLimitError, `A status 429 is ${limited.name}.`);
}
