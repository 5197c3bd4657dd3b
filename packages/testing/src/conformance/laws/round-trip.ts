import assert from 'node:assert/strict';
import { isJSONObject, type AssistantMessage, type CallOptions, type GenerateResult, type Message } from '@sdk/core';
import { assertSame, plain } from '../compare-answer.ts';
import { collectParts, generated } from '../collect-parts.ts';
import { defineLaw } from '../law.ts';
import { HANGS_AFTER_MS, within } from '../outcome.ts';
import { shown, type ProviderUnderTest } from '../provider-under-test.ts';
import { casesOfSamples } from '../samples.ts';
import { callFor, stage, wholeAnswer } from '../stage.ts';
import type { AnswerSample } from '../wire-sample.ts';

/** What the tools of the suite return: easy to find in a request. */
const TOOL_RESULT = 'tool result 5208';

/** Continues a conversation, and gives the request that was made of it. */
async function continued(
  subject: ProviderUnderTest,
  call: CallOptions,
  messages: Message[],
): Promise<{ request: unknown; text: string; result: GenerateResult }> {
  const { wire } = subject;
  await using play = await stage(subject, wholeAnswer(wire, wire.text.whole));
  const result = await within(
    HANGS_AFTER_MS,
    'The next call',
    play.model.generate({ ...call, messages: [...call.messages, ...messages] }),
  );
  assert.equal(play.server.requests.length, 1, 'The next call must be one request.');
  const request = play.server.requests[0]!.json();
  return { request, text: JSON.stringify(request), result };
}

/** The messages that follow an answer: it itself, and the results of its tools or another question. */
function following(message: AssistantMessage, toolCalls: GenerateResult['toolCalls']): Message[] {
  if (toolCalls.length === 0) return [message, { role: 'user', content: 'And then?' }];
  const content = toolCalls.map(({ toolCallId, toolName }) => ({
    type: 'tool-result' as const,
    toolCallId,
    toolName,
    result: TOOL_RESULT,
  }));
  return [message, { role: 'tool', content }];
}

function assertNoEmptyText(value: unknown): void {
  if (Array.isArray(value)) return value.forEach(assertNoEmptyText);
  if (!isJSONObject(value)) return;
  const bare = value['text'] === '' && Object.keys(value).every((key) => key === 'type' || key === 'text');
  assert.ok(!bare, `The request holds an empty text part: ${JSON.stringify(value)}.`);
  Object.values(value).forEach(assertNoEmptyText);
}

function timesIn(text: string, wanted: string): number {
  return text.split(JSON.stringify(wanted).slice(1, -1)).length - 1;
}

async function ownHistory(subject: ProviderUnderTest, sample: AnswerSample): Promise<void> {
  const { result: streamed } = await collectParts(subject, sample);
  for (const answer of [await generated(subject, sample), streamed]) {
    const { request, text } = await continued(subject, callFor(sample), following(answer.message, answer.toolCalls));
    assertNoEmptyText(request);
    if (sample.expected.text !== '')
      assert.ok(timesIn(text, sample.expected.text) > 0, 'The answer is missing from the next request.');
    for (const [at, { id, name }] of (sample.expected.toolCalls ?? []).entries()) {
      assert.ok(timesIn(text, name) >= 2, `The call of ${name} is missing from the next request.`); // the tool itself is the first
      assert.ok(timesIn(text, TOOL_RESULT) > at, `The result of ${name} is missing from the next request.`);
      if (id !== undefined) assert.ok(timesIn(text, id) >= 2, `The id ${id} must stand at the call and at its result.`);
    }
    subject.wire.checkRoundTrip?.(request, 'own');
    const again = await continued(subject, callFor(sample), plain(following(answer.message, answer.toolCalls)));
    assertSame(again.request, request, 'The request from the message, and from the message as JSON');
  }
}

/** An answer of a provider that does not exist, with everything in it that means something there only. */
const foreignMessage = {
  role: 'assistant',
  providerData: { 'sdk-foreign-wire': { responseId: 'FOREIGN-RESPONSE' } },
  content: [
    { type: 'reasoning', text: 'FOREIGN-THOUGHT', providerData: { 'sdk-foreign-wire': { signature: 'FOREIGN-SIGNATURE' } } },
    { type: 'text', text: '' },
    { type: 'text', text: 'Visible words.', providerData: { 'sdk-foreign-wire': { id: 'FOREIGN-TEXT' } } },
    { type: 'source', url: 'https://source.example/page', title: 'FOREIGN-SOURCE', of: 2 },
    { type: 'opaque', name: 'FOREIGN-BLOCK', providerData: { 'sdk-foreign-wire': { body: 'FOREIGN-BODY' } } },
    { type: 'tool-call', toolCallId: 'functions.lookup:0/é', toolName: 'lookup', arguments: { word: 'argument 6114' } },
  ],
} satisfies AssistantMessage;

const titles = {
  text: 'an answer in text is a valid turn of the next request',
  toolCall: 'a tool call and its result stand in the next request, joined by the same id',
  parallelToolCalls: 'two tool calls and their results stand in the next request',
  reasoning: 'an answer with reasoning is a valid turn of the next request',
  badToolArguments: 'a call with malformed arguments is a valid turn of the next request',
};

/** Law 3. */
export const roundTrip = defineLaw('3', 'Round trip', [
  ...casesOfSamples(titles, ownHistory),
  {
    title: "another provider's answer is a valid turn: its text and calls are sent, the rest is dropped in silence",
    needs: ['toolCall'],
    async run(subject) {
      const sample = shown(subject.wire.toolCall);
      const call = { ...callFor(sample), tools: [{ name: 'lookup', parameters: { type: 'object', properties: {} } }] };
      const toolCalls = foreignMessage.content.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
      const { request, text, result } = await continued(subject, call, following(foreignMessage, toolCalls));
      assertNoEmptyText(request);
      for (const wanted of ['Visible words.', 'argument 6114', TOOL_RESULT]) {
        assert.ok(timesIn(text, wanted) > 0, `"${wanted}" is missing from the request.`);
      }
      for (const foreign of ['FOREIGN', 'sdk-foreign-wire', 'source.example']) {
        assert.equal(timesIn(text, foreign), 0, `"${foreign}" of another provider is in the request.`);
      }
      const ids = timesIn(text, 'functions.lookup:0/é');
      assert.ok(ids !== 1, 'A foreign tool id must be the same at the call and at its result.');
      assert.deepEqual(result.warnings, [], 'Foreign data must be dropped in silence.');
      subject.wire.checkRoundTrip?.(request, 'foreign');
    },
  },
]);
