import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallOptions, LanguageModel } from '@sdk/core';
import type { Answer } from '../../server/answer.ts';
import type { FaultServer } from '../../server/fault-server.ts';
import { hangingPort } from '../../server/ports.ts';
import { joinBytes } from '../../server/cut.ts';
import { defineLaw, type LawCase } from '../law.ts';
import { asSdkError, AT_ONCE_MS, failureOf, HANGS_AFTER_MS, outcomeOf, within } from '../outcome.ts';
import type { ProviderUnderTest } from '../provider-under-test.ts';
import { callFor, createProvider, repeatableText, stage, streamAnswer, wholeAnswer } from '../stage.ts';
import type { WireSample } from '../wire-sample.ts';

type Mode = 'generate' | 'stream';

function start(model: LanguageModel, mode: Mode, call: CallOptions): ReturnType<typeof failureOf> {
  const failure = failureOf(mode === 'generate' ? model.generate(call) : model.stream(call));
  failure.catch(() => {}); // looked at later
  return failure;
}

/** @throws AssertionError unless the error is an AbortError with this very cause. */
function assertAborted(error: unknown, reason: unknown, where: string): void {
  const { kind, name, cause } = asSdkError(error);
  assert.equal(kind, 'abort', `${where}: expected an AbortError, got ${String(error)}.`);
  assert.equal(name, 'AbortError', `${where}: name`);
  assert.equal(cause, reason, `${where}: the cause must be the signal's reason`);
}

async function assertClosed(server: FaultServer, where: string): Promise<void> {
  const request = await within(HANGS_AFTER_MS, 'The request', server.received(0));
  const closing = await within(AT_ONCE_MS, `${where}: closing the socket`, request.closed);
  assert.equal(closing.by, 'client', `${where}: the client must close the socket.`);
}

/** Aborts a call that the server keeps waiting, and looks at the error and the socket. */
async function abortWhileWaiting(subject: ProviderUnderTest, mode: Mode, answer: Answer, where: string): Promise<void> {
  const wireAnswer = mode === 'generate' ? wholeAnswer : streamAnswer;
  await using play = await stage(subject, wireAnswer(subject.wire, [] as never, answer));
  const controller = new AbortController();
  const reason = new Error('The user has left.');
  const failure = start(play.model, mode, { ...callFor(), signal: controller.signal });
  await within(HANGS_AFTER_MS, 'The request', play.server.received(0));
  await sleep(30); // so that what the server says has come
  controller.abort(reason);
  assertAborted(await within(AT_ONCE_MS, `${where}: aborting`, failure), reason, where);
  await assertClosed(play.server, where);
}

function waits(wire: WireSample, mode: Mode): [name: string, answer: Answer][] {
  const begun =
    mode === 'generate'
      ? joinBytes([wire.text.whole]).subarray(0, 20)
      : joinBytes(wire.text.events.slice(0, wire.repeatable + 1));
  return [
    ['waiting for the head', { before: [{ stall: true }] }],
    ['waiting for the body', { body: [{ stall: true }] }],
    ['waiting in the middle of the body', { body: [begun, { stall: true }] }],
    ['waiting for the rest of an error', { status: 500, body: ['{"err', { stall: true }] }],
  ];
}

const modes: Mode[] = ['generate', 'stream'];

const duringCases = modes.map((mode): LawCase => ({
  title: `${mode}: an abort while waiting for head, body or the rest throws at once and closes the socket`,
  async run(subject) {
    for (const [name, answer] of waits(subject.wire, mode)) await abortWhileWaiting(subject, mode, answer, name);
  },
}));

/** More of an answer than any buffer on the way holds. */
function endless(wire: WireSample): Answer {
  const { before, delta } = repeatableText(wire);
  return streamAnswer(wire, [], { body: [joinBytes(before), { repeat: delta, everyMs: 5 }] });
}

const leavingCases: LawCase[] = [
  {
    title: 'leaving a `for await` early closes the socket',
    async run(subject) {
      await using play = await stage(subject, endless(subject.wire));
      const leave = async () => {
        for await (const part of play.model.stream(callFor())) if (part.type === 'text-delta') break;
      };
      await within(HANGS_AFTER_MS, 'Leaving the loop', leave());
      await assertClosed(play.server, 'After break');
    },
  },
  {
    title: 'return() acts at once, also while a next() is pending',
    async run(subject) {
      await using play = await stage(subject, streamAnswer(subject.wire, [], { before: [{ stall: true }] }));
      const iterator = play.model.stream(callFor())[Symbol.asyncIterator]();
      const pending = iterator.next();
      pending.catch(() => {});
      await within(HANGS_AFTER_MS, 'The request', play.server.received(0));
      await within(AT_ONCE_MS, 'return()', Promise.resolve(iterator.return?.()));
      assert.equal(
        (await within(AT_ONCE_MS, 'The pending next()', pending)).done,
        true,
        'The pending next() must say that the stream is over.',
      );
      await assertClosed(play.server, 'After return()');
    },
  },
  {
    title: 'a finished call leaves no listener on its signal',
    async run(subject) {
      const { wire } = subject;
      const { signal } = new AbortController();
      await using play = await stage(subject, wholeAnswer(wire, wire.text.whole));
      await play.model.generate({ ...callFor(), signal });
      play.server.answer(streamAnswer(wire, wire.text.events));
      await outcomeOf(play.model.stream({ ...callFor(), signal }));
      assert.equal(getEventListeners(signal, 'abort').length, 0, 'Listeners are left on the signal.');
    },
  },
];

/** Law 7. */
export const abort = defineLaw('7', 'Abort', [
  {
    title: 'a signal that is already aborted sends nothing',
    async run(subject) {
      await using play = await stage(subject, wholeAnswer(subject.wire, subject.wire.text.whole));
      for (const mode of modes) {
        for (const reason of [new Error('Too late.'), 'a string']) {
          const failure = start(play.model, mode, { ...callFor(), signal: AbortSignal.abort(reason) });
          assertAborted(await within(AT_ONCE_MS, 'Aborting', failure), reason, `Aborted before ${mode}`);
        }
      }
      await sleep(30);
      assert.equal(play.server.connections, 0, 'A connection was opened for a call that was aborted before it began.');
    },
  },
  {
    title: 'an abort while connecting throws at once',
    async run(subject) {
      await using port = await hangingPort();
      await using provider = createProvider(subject, port.url);
      for (const mode of modes) {
        const controller = new AbortController();
        const failure = start(provider(subject.modelId), mode, { ...callFor(), signal: controller.signal });
        await sleep(50);
        controller.abort();
        const error = await within(AT_ONCE_MS, `Aborting ${mode} while connecting`, failure);
        assertAborted(error, controller.signal.reason, `Aborted ${mode} while connecting`);
      }
    },
  },
  ...duringCases,
  {
    title: 'a signal that aborts by a timeout is an AbortError all the same',
    async run(subject) {
      await using play = await stage(subject, { before: [{ stall: true }] });
      for (const mode of modes) {
        const signal = AbortSignal.timeout(50);
        const error = await start(play.model, mode, { ...callFor(), signal });
        assertAborted(error, signal.reason, `AbortSignal.timeout on ${mode}`);
        assert.equal((error.cause as Error).name, 'TimeoutError');
      }
    },
  },
  {
    title: 'after an abort no part comes any more, whatever had arrived',
    async run(subject) {
      const { wire } = subject;
      await using play = await stage(subject, streamAnswer(wire, wire.text.events));
      const controller = new AbortController();
      const { parts, error } = await outcomeOf(play.model.stream({ ...callFor(), signal: controller.signal }), async () => {
        await sleep(30); // the whole answer is here now
        controller.abort();
      });
      assert.equal(parts.length, 1, 'Parts came after the abort.');
      assertAborted(error, controller.signal.reason, 'Aborted between two parts');
    },
  },
  ...leavingCases,
  {
    title: 'embedding and listing abort as well, where there are any',
    async run(subject) {
      await using play = await stage(subject, { before: [{ stall: true }] });
      const { provider, server } = play;
      const calls = [
        (signal: AbortSignal) => provider.embeddingModel?.('embedder').embed({ values: ['a'], signal }),
        (signal: AbortSignal) => provider.listModels?.({ signal }),
      ];
      for (const call of calls) {
        const tooLate = call(AbortSignal.abort('too late'))?.then(
          () => undefined,
          (error: unknown) => error,
        );
        if (tooLate === undefined) continue;
        const before = server.connections;
        assertAborted(await within(AT_ONCE_MS, 'Aborting', tooLate), 'too late', 'Aborted before the call');
        assert.equal(server.connections, before, 'A connection was opened for a call that was aborted before it began.');
        const signal = AbortSignal.timeout(50);
        const waiting = call(signal)!.then(
          () => undefined,
          (error: unknown) => error,
        );
        assertAborted(await within(AT_ONCE_MS, 'Aborting', waiting), signal.reason, 'Aborted while waiting');
      }
    },
  },
]);
