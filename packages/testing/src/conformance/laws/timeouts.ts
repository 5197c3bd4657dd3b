import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { APITimeoutError, type Timeouts, type TimeoutPhase } from '@sdk/core';
import type { Answer } from '../../server/answer.ts';
import { joinBytes } from '../../server/cut.ts';
import { hangingPort } from '../../server/ports.ts';
import { defineLaw } from '../law.ts';
import { asSdkError, assertFinished, assertKind, AT_ONCE_MS, failureOf, outcomeOf, within } from '../outcome.ts';
import type { ProviderUnderTest } from '../provider-under-test.ts';
import { callFor, createProvider, repeatableText, stage, streamAnswer, wholeAnswer } from '../stage.ts';
import type { WireSample } from '../wire-sample.ts';

/** A limit that is to be hit, in milliseconds: short, since it is waited for. */
const LIMIT_MS = 150;

/** A limit that is not to be hit, in milliseconds: a busy machine may stand still for a while. */
const AMPLE_MS = 500;

/** How often a slow answer says something, in milliseconds. */
const DRIP_MS = 20;

/** @throws AssertionError unless the error is the timeout of this phase and limit, and came in time. */
function assertTimedOut(error: unknown, phase: TimeoutPhase, timeoutMs: number, tookMs: number, where: string): void {
  const timeout = asSdkError(error);
  assert.ok(timeout instanceof APITimeoutError, `${where}: expected an APITimeoutError, got ${String(error)}.`);
  assert.equal(timeout.phase, phase, `${where}: phase`);
  assert.equal(timeout.timeoutMs, timeoutMs, `${where}: limit`);
  assert.ok(tookMs > timeoutMs - 20, `${where}: it came after ${Math.round(tookMs)} ms, before its limit of ${timeoutMs} ms.`);
  assert.ok(
    tookMs < timeoutMs + AT_ONCE_MS,
    `${where}: it came after ${Math.round(tookMs)} ms, long after its limit of ${timeoutMs} ms.`,
  );
}

/** Lets both kinds of call time out on answers, and looks at the errors and the sockets. */
async function timesOut(
  subject: ProviderUnderTest,
  answers: { whole: Answer; stream: Answer },
  timeouts: Timeouts,
  phase: TimeoutPhase,
  where: string,
): Promise<void> {
  const timeoutMs = timeouts[`${phase}Ms`]!;
  const { wire } = subject;
  for (const mode of ['whole', 'stream'] as const) {
    const answer = mode === 'whole' ? wholeAnswer(wire, '', answers.whole) : streamAnswer(wire, [], answers.stream);
    await using play = await stage(subject, answer);
    const from = performance.now();
    const call = { ...callFor(), timeouts };
    const failure = failureOf(mode === 'whole' ? play.model.generate(call) : play.model.stream(call));
    const error = await within(timeoutMs + AT_ONCE_MS, `${where}, ${mode}: timing out`, failure);
    assertTimedOut(error, phase, timeoutMs, performance.now() - from, `${where}, ${mode}`);
    await within(AT_ONCE_MS, `${where}, ${mode}: closing the socket`, (await play.server.received(0)).closed);
  }
}

/** Bytes that say nothing. */
function silence({ framing }: WireSample): string {
  return framing === 'sse' ? ': keep-alive\n\n' : '\n';
}

/** Law 8. */
export const timeouts = defineLaw('8', 'Timeout is not abort', [
  {
    title: 'connect: a connection that hangs',
    async run(subject) {
      const phase = subject.seesConnect === false ? 'firstByte' : 'connect';
      await using port = await hangingPort();
      await using provider = createProvider(subject, port.url, { timeouts: { [`${phase}Ms`]: LIMIT_MS } });
      const model = provider(subject.modelId);
      for (const mode of ['generate', 'stream'] as const) {
        const from = performance.now();
        const error = await failureOf(model[mode](callFor()));
        assertTimedOut(error, phase, LIMIT_MS, performance.now() - from, `Connecting, ${mode}`);
      }
    },
  },
  {
    title: 'firstByte and total run while the connection is being made',
    async run(subject) {
      await using port = await hangingPort();
      await using provider = createProvider(subject, port.url);
      for (const phase of ['firstByte', 'total'] as const) {
        const from = performance.now();
        const call = { ...callFor(), timeouts: { connectMs: Infinity, [`${phase}Ms`]: LIMIT_MS } };
        const error = await failureOf(provider(subject.modelId).stream(call));
        assertTimedOut(error, phase, LIMIT_MS, performance.now() - from, 'Connecting');
      }
    },
  },
  {
    title: 'firstByte: no head, or a head without a body',
    async run(subject) {
      const limits = { firstByteMs: LIMIT_MS, idleMs: LIMIT_MS / 2 };
      for (const answer of [{ before: [{ stall: true }] }, { body: [{ stall: true }] }] satisfies Answer[]) {
        await timesOut(
          subject,
          { whole: answer, stream: answer },
          limits,
          'firstByte',
          'before' in answer ? 'No head' : 'No body',
        );
      }
    },
  },
  {
    title: 'idle: an answer that stops',
    async run(subject) {
      const { text } = subject.wire;
      const whole: Answer = { body: [joinBytes([text.whole]).subarray(0, 10), { stall: true }] };
      const stream: Answer = { body: [joinBytes(text.events.slice(0, text.terminal)), { stall: true }] };
      await timesOut(subject, { whole, stream }, { idleMs: LIMIT_MS }, 'idle', 'Idle');
    },
  },
  {
    title: 'an error whose body stops does not hang',
    async run(subject) {
      await using play = await stage(subject, { status: 500, body: ['{"error":', { stall: true }] });
      const call = { ...callFor(), timeouts: { idleMs: LIMIT_MS } };
      for (const mode of ['generate', 'stream'] as const) {
        const failure = within(LIMIT_MS + AT_ONCE_MS, 'Giving up', failureOf(play.model[mode](call)));
        assertKind(await failure, ['server', 'timeout'], mode);
      }
    },
  },
  {
    title: 'idle: bytes of any kind count, so that a slow answer gets through',
    async run(subject) {
      const { text } = subject.wire;
      const bytes = joinBytes(text.events);
      const pieces = 8;
      const cut = Array.from({ length: pieces - 1 }, (_, at) => Math.floor(((at + 1) * bytes.length) / pieces));
      const everyMs = (1.5 * AMPLE_MS) / pieces;
      await using play = await stage(subject, streamAnswer(subject.wire, text.events, { cut, everyMs }));
      const call = { ...callFor(), timeouts: { idleMs: AMPLE_MS, firstByteMs: AMPLE_MS } };
      assertFinished(await outcomeOf(play.model.stream(call)), 'A slow answer');
    },
  },
  {
    title: 'total: an answer that never ends, even if it says nothing',
    async run(subject) {
      const { wire } = subject;
      const { before, delta } = repeatableText(wire);
      const limits = { totalMs: 1.5 * AMPLE_MS, idleMs: AMPLE_MS, firstByteMs: AMPLE_MS };
      const whole: Answer = { body: [{ repeat: ' ', everyMs: DRIP_MS }] };
      const said = wire.framing === 'other' ? delta : silence(wire);
      const stream: Answer = { body: [...(said === delta ? before : []), { repeat: said, everyMs: DRIP_MS }] };
      await timesOut(subject, { whole, stream }, limits, 'total', 'An endless answer');
    },
  },
  {
    title: "a slow consumer's pauses are not the vendor's",
    async run(subject) {
      const { wire } = subject;
      const { before, delta } = repeatableText(wire);
      const block = joinBytes(Array.from({ length: 1 + Math.floor(65_536 / joinBytes([delta]).length) }, () => delta));
      const answers: Answer[] = [{}, { body: [joinBytes(before), { repeat: block, times: 2_000 }] }]; // all of it is here, or more than fits
      for (const answer of answers) {
        await using play = await stage(subject, streamAnswer(wire, wire.text.events, answer));
        const call = { ...callFor(), timeouts: { idleMs: AMPLE_MS, firstByteMs: AMPLE_MS } };
        let seen = 0;
        for await (const part of play.model.stream(call)) {
          void part;
          if (++seen === 2) await sleep(1.5 * AMPLE_MS);
          if (seen === 1_000) break;
        }
        assert.ok(seen > 2, 'The stream ended while its consumer paused.');
      }
    },
  },
]);
