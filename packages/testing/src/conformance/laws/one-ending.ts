import assert from 'node:assert/strict';
import type { ContentPart, ErrorKind } from '@sdk/core';
import type { Answer } from '../../server/answer.ts';
import { joinBytes } from '../../server/cut.ts';
import { assertExpected } from '../compare-answer.ts';
import { checkParts } from '../check-parts.ts';
import { brokenEvent, cutsBefore } from '../frames.ts';
import { defineLaw } from '../law.ts';
import { asSdkError, assertFinished, assertKind, failureOf, outcomeOf } from '../outcome.ts';
import type { ProviderUnderTest } from '../provider-under-test.ts';
import { casesOfSamples } from '../samples.ts';
import { callFor, stage, streamAnswer, wholeAnswer } from '../stage.ts';
import { collectParts } from '../collect-parts.ts';
import type { AnswerSample } from '../wire-sample.ts';

/** How many places of one stream are cut at most. */
const MOST_CUTS = 300;

/** The ways in which bytes can end too early: `whole` is all that had been promised, in bytes. */
const ENDINGS: ((prefix: Uint8Array, whole: number) => Answer)[] = [
  (prefix) => ({ body: prefix }),
  (prefix) => ({ body: prefix, framing: 'close' }),
  (prefix) => ({ body: [prefix, { end: true }] }),
  (prefix, whole) => ({ body: [prefix, { end: true }], framing: 'length', contentLength: whole }),
];

async function cutEverywhere(subject: ProviderUnderTest, sample: AnswerSample): Promise<void> {
  await using play = await stage(subject);
  const bytes = joinBytes(sample.events);
  for (const [turn, at] of cutsBefore(sample, MOST_CUTS).entries()) {
    const ending = ENDINGS[turn % ENDINGS.length]!;
    play.server.answer(streamAnswer(subject.wire, sample.events, ending(bytes.subarray(0, at), bytes.length)));
    const { parts, error } = await outcomeOf(play.model.stream(callFor(sample)));
    const where = `Cut at byte ${at} of ${bytes.length} (ending ${turn % ENDINGS.length})`;
    assert.ok(error !== undefined, `${where}: the stream ended as if it were complete.`);
    assertKind(error, 'stream-interrupted', where);
    assert.ok(!parts.some(({ type }) => type === 'finish'), `${where}: a finish came, and an error too.`);
    const partial = asSdkError(error).partial?.content ?? [];
    const delivered = parts.flatMap((part): ContentPart[] => (part.type === 'part' ? [part.part] : []));
    for (const part of [...delivered, ...partial]) assertNoCutCall(part, sample, where);
  }
}

function assertNoCutCall(part: ContentPart, { expected }: AnswerSample, where: string): void {
  if (part.type !== 'tool-call') return;
  const whole = expected.toolCalls?.some(
    ({ name, arguments: given }) => name === part.toolName && JSON.stringify(given) === JSON.stringify(part.arguments),
  );
  assert.ok(whole, `${where}: a tool call was delivered that had been cut: ${JSON.stringify(part)}.`);
}

const everyCut = casesOfSamples(
  {
    text: 'a stream that ends anywhere before its terminal event throws one StreamInterruptedError',
    toolCall: 'a stream that ends inside a tool call throws, and delivers no call that was cut',
    parallelToolCalls: 'a stream that ends inside the second of two tool calls throws, and delivers no call that was cut',
    reasoning: 'a stream that ends inside or after its reasoning throws one StreamInterruptedError',
  },
  cutEverywhere,
);

/** After a reset, both are true: the connection was lost, and the answer was interrupted. */
const LOST: ErrorKind[] = ['stream-interrupted', 'connection'];

/** Where the end of the connection is the end of the answer, clients take a reset for it, and find a broken document or none. */
const UNBOUNDED: ErrorKind[] = [...LOST, 'response-parse'];

/** Law 1. */
export const oneEnding = defineLaw('1', 'One ending', [
  ...everyCut,
  {
    title: 'a finished stream has one start, first, and one finish, last',
    async run(subject) {
      const { parts } = await collectParts(subject, subject.wire.text);
      checkParts(parts);
    },
  },
  {
    title: 'a stream that ends after its terminal event is complete, whatever it leaves out',
    async run(subject) {
      const { text } = subject.wire;
      await using play = await stage(subject, streamAnswer(subject.wire, text.events.slice(0, text.terminal + 1)));
      const outcome = await outcomeOf(play.model.stream(callFor(text)));
      assertFinished(outcome, 'Cut after the terminal event');
      checkParts(outcome.parts);
    },
  },
  {
    title: 'what came before the cut is in `partial`',
    async run(subject) {
      const { wire } = subject;
      const { text, terminal } = { ...wire.text, text: wire.text.expected.text };
      await using play = await stage(subject, streamAnswer(wire, wire.text.events.slice(0, terminal)));
      const { parts, error } = await outcomeOf(play.model.stream(callFor(wire.text)));
      const seen = parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');
      const kept = asSdkError(error)
        .partial?.content.map((part) => (part.type === 'text' ? part.text : ''))
        .join('');
      assert.equal(kept, seen, 'The text of `partial` is not what the deltas said.');
      assert.ok(seen !== '' && text.startsWith(seen), 'The deltas before the cut are not the beginning of the text.');
    },
  },
  {
    title: 'a complete event that is not JSON is a ResponseParseError',
    async run(subject) {
      const { wire } = subject;
      for (const at of [0, 1, wire.text.terminal]) {
        const events = [...wire.text.events.slice(0, at), brokenEvent(wire), ...wire.text.events.slice(at)];
        await using play = await stage(subject, streamAnswer(wire, events));
        assertKind(await failureOf(play.model.stream(callFor(wire.text))), 'response-parse', `A broken event in place ${at}`);
      }
    },
  },
  {
    title: 'a reset at any event throws, also on an answer with `connection: close`',
    async run(subject) {
      const { wire } = subject;
      for (let at = 0; at <= wire.text.terminal; at++) {
        for (const framing of ['chunked', 'close'] as const) {
          const body = [joinBytes(wire.text.events.slice(0, at)), { delayMs: 5 }, { reset: true as const }];
          await using play = await stage(subject, streamAnswer(wire, wire.text.events, { body, framing }));
          const error = await failureOf(play.model.stream(callFor(wire.text)));
          const kinds = framing === 'close' && at === 0 ? UNBOUNDED : LOST;
          assertKind(error, kinds, `A reset after ${at} events, framing ${framing}`);
        }
      }
    },
  },
  {
    title: 'a whole answer that is cut or reset throws',
    async run(subject) {
      const { wire } = subject;
      const bytes = joinBytes([wire.text.whole]);
      const half = bytes.subarray(0, bytes.length >> 1);
      const answers: [Answer, ErrorKind[]][] = [
        [{ body: [half, { end: true }], framing: 'length', contentLength: bytes.length }, LOST],
        [{ body: [half, { end: true }] }, LOST],
        [{ body: [half, { delayMs: 5 }, { reset: true }] }, LOST],
        [{ body: [half, { delayMs: 5 }, { reset: true }], framing: 'close' }, UNBOUNDED],
        [{ body: half, framing: 'close' }, UNBOUNDED],
        [{ before: [{ reset: true }] }, LOST],
        [{ before: [{ end: true }] }, LOST],
      ];
      for (const [index, [answer, kinds]] of answers.entries()) {
        await using play = await stage(subject, wholeAnswer(wire, bytes, answer));
        assertKind(await failureOf(play.model.generate(callFor(wire.text))), kinds, `Cut answer number ${index}`);
      }
    },
  },
  {
    title: 'a stream serves one consumer',
    async run(subject) {
      const { wire } = subject;
      await using play = await stage(subject, streamAnswer(wire, wire.text.events));
      const stream = play.model.stream(callFor(wire.text));
      assertFinished(await outcomeOf(stream), 'The first consumer');
      const second = await stream[Symbol.asyncIterator]()
        .next()
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      assert.ok(second !== undefined, 'A second consumer was served.');
      assertKind(second, 'configuration', 'The second consumer');
      assert.equal(play.server.requests.length, 1, 'The second consumer sent a request.');
    },
  },
  {
    title: 'the request goes out at the first next(), once',
    async run(subject) {
      const { wire } = subject;
      await using play = await stage(subject, streamAnswer(wire, wire.text.events));
      const stream = play.model.stream(callFor(wire.text));
      await new Promise((resolve) => setTimeout(resolve, 30));
      assert.equal(play.server.connections, 0, 'A stream that nobody reads has opened a connection.');
      const outcome = await outcomeOf(stream);
      assertFinished(outcome, 'The stream');
      assert.equal(play.server.requests.length, 1, 'One stream is one request.');
      const { result } = await collectParts(subject, wire.text);
      assertExpected(result, wire.text.expected, 'Streamed text');
    },
  },
]);
