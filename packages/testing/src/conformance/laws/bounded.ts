import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorKind } from '@sdk/core';
import type { Answer } from '../../server/answer.ts';
import { joinBytes, type Bytes } from '../../server/cut.ts';
import { startFaultServer } from '../../server/fault-server.ts';
import type { ReceivedRequest } from '../../server/received-request.ts';
import { runChild } from '../child-process.ts';
import { collectFrom } from '../collect-parts.ts';
import { padded } from '../frames.ts';
import { defineLaw } from '../law.ts';
import { assertKind, AT_ONCE_MS, failureOf, HANGS_AFTER_MS, within } from '../outcome.ts';
import { shown, type ProviderUnderTest } from '../provider-under-test.ts';
import { API_KEY, callFor, PROMPT, repeatableText, stage, streamAnswer, wholeAnswer } from '../stage.ts';
import type { WireSample } from '../wire-sample.ts';

const MIB = 2 ** 20;

/** What the system's buffers of a local connection may swallow beside what the client reads, in bytes (Linux: up to 4 + 32 MiB). */
const SYSTEM_BUFFERS = 64 * MIB;

/** What "endless" is: far more than any buffer, in bytes. */
const ENDLESS = 200 * MIB;

/** The limits under test, in bytes. */
const LIMITS = { errorBodyBytes: MIB / 4, jsonBytes: MIB / 4, eventBytes: MIB / 4 };

/** About 64 KiB of one piece, again and again. */
function flood(piece: Bytes): { repeat: Bytes; times: number } {
  const { length } = joinBytes([piece]);
  const block = joinBytes(Array.from({ length: Math.ceil(65_536 / length) }, () => piece));
  return { repeat: block, times: Math.ceil(ENDLESS / block.length) };
}

/** @throws AssertionError unless the client hung up long before the end. */
async function assertGivenUp(request: ReceivedRequest, where: string): Promise<void> {
  const closing = await within(AT_ONCE_MS, `${where}: hanging up`, request.closed);
  assert.equal(closing.by, 'client', `${where}: the client must hang up.`);
  assert.ok(request.acceptedBytes < SYSTEM_BUFFERS, `${where}: ${request.acceptedBytes} bytes were read.`);
}

/** Waits until a client takes no more bytes. @throws AssertionError when it goes on and on. */
async function assertPlateau(request: ReceivedRequest): Promise<void> {
  for (let before = -1, still = 0; still < 3;) {
    const accepted = request.acceptedBytes;
    assert.ok(accepted < SYSTEM_BUFFERS, `${accepted} bytes were read for a consumer that asked for one part.`);
    still = accepted === before ? still + 1 : 0;
    before = accepted;
    await sleep(50);
  }
}

/** The CPU time of a run, in milliseconds. */
async function costOf(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** How much more four times the work may cost: 4 is linear, 16 quadratic. */
const MOST_GROWTH = 9;

/** What the smaller run counts for at least, in milliseconds, so that noise does not decide. */
const LEAST_COST_MS = 10;

/** Something else may take the processor during a run: the best of so many counts. */
const TRIES = 3;

async function assertLinear(what: string, run: (times: number) => Promise<unknown>): Promise<void> {
  await run(1); // code that has not run yet is slow
  const once = Math.max(await costOf(() => run(1)), LEAST_COST_MS);
  let growth = Infinity;
  for (let turn = 0; turn < TRIES && growth >= MOST_GROWTH; turn++) {
    growth = Math.min(growth, (await costOf(() => run(4))) / once);
    if (growth > 2 * MOST_GROWTH) break; // noise is not that loud
  }
  assert.ok(growth < MOST_GROWTH, `${what}: four times as many cost ${growth.toFixed(1)} times as much CPU time.`);
}

async function manyDeltas(subject: ProviderUnderTest, count: number): Promise<void> {
  const { text } = subject.wire;
  const { before, delta, after } = repeatableText(subject.wire);
  const events = [...before, ...Array.from({ length: count }, () => delta), ...after];
  await using play = await stage(subject);
  await collectFrom(play, subject, { ...text, events }, { cut: { seed: 1, maxBytes: 32_768 } });
}

async function oneLongEvent(subject: ProviderUnderTest, bytes: number): Promise<void> {
  const { text } = subject.wire;
  const { before, delta, after } = repeatableText(subject.wire);
  await using play = await stage(subject);
  const cut = Array.from({ length: bytes / 64 }, (_, at) => (at + 1) * 64);
  await collectFrom(play, subject, { ...text, events: [...before, padded(delta, bytes), ...after] }, { cut, packed: true });
}

/** Calls a provider in a process of its own, and tells how much its memory grew at most, in bytes, and what was thrown. */
const MEMORY_SCRIPT = `
  const { [input.create]: create } = await import(input.url);
  const model = create({ apiKey: input.apiKey, baseUrl: input.baseUrl })(input.modelId);
  const call = { messages: [{ role: 'user', content: input.prompt }] };
  const kinds = [];
  await model.generate(call);
  for await (const part of model.stream(call)) void part;
  const before = process.resourceUsage().maxRSS;
  await model.generate(call).catch((error) => kinds.push(error.kind));
  try { for await (const part of model.stream(call)) void part; } catch (error) { kinds.push(error.kind); }
  report({ grownBytes: (process.resourceUsage().maxRSS - before) * 1024, kinds });
`;

/** The bound of the contract, and the default limit on one event, in bytes. */
const MOST_GROWN = 50 * MIB + 16 * MIB;

function endlessLine(wire: WireSample): Answer {
  return streamAnswer(wire, [], { body: [wire.framing === 'sse' ? 'data: {"x":"' : '{"x":"', flood('x')] });
}

/** Law 12. */
export const bounded = defineLaw('12', 'Linear, bounded', [
  {
    title: 'a slow consumer stops the socket, not the heap',
    async run(subject) {
      const { wire } = subject;
      const { before, delta } = repeatableText(wire);
      const event = wire.framing === 'other' ? delta : padded(delta, 1_000); // bytes rather than events are to be many
      await using play = await stage(subject, streamAnswer(wire, [], { body: [joinBytes(before), flood(event)] }));
      const iterator = play.model.stream(callFor())[Symbol.asyncIterator]();
      await within(HANGS_AFTER_MS, 'The first part', iterator.next());
      await assertPlateau(await play.server.received(0));
      for (let more = 0; more < 100; more++) await within(HANGS_AFTER_MS, 'Reading on', iterator.next());
      await iterator.return?.();
    },
  },
  {
    title: 'an endless line, a huge body and a huge error cost at most their limits',
    async run(subject) {
      const { wire } = subject;
      const huge: Answer = { body: ['{"x":"', flood('x')] };
      const cases: [string, 'generate' | 'stream', Answer, ErrorKind][] = [
        ['A huge body', 'generate', wholeAnswer(wire, '', huge), 'response-parse'],
        ['A huge error', 'generate', { status: 500, ...huge }, 'server'],
        ['A huge error, streamed', 'stream', { status: 401, ...huge }, 'authentication'],
      ];
      if (wire.framing !== 'other') cases.push(['An endless line', 'stream', endlessLine(wire), 'response-parse']);
      await using play = await stage(subject, {}, { limits: LIMITS });
      for (const [turn, [where, mode, answer, kind]] of cases.entries()) {
        play.server.answer(answer);
        const error = await failureOf(play.model[mode](callFor()));
        assertKind(error, kind, where);
        const { body } = error as { body?: string };
        assert.ok((body?.length ?? 0) <= LIMITS.errorBodyBytes, `${where}: \`body\` holds ${body?.length} characters.`);
        await assertGivenUp(play.server.requests[turn]!, where);
      }
    },
  },
  {
    title: 'the memory of a process grows by less than 50 MB and its limits',
    needs: ['entry'],
    async run(subject) {
      const { wire, modelId, basePath = '' } = subject;
      const answers: Answer[] = [
        wholeAnswer(wire, wire.text.whole),
        streamAnswer(wire, wire.text.events),
        { status: 500, body: [flood('x')] },
      ];
      await using server = await startFaultServer([...answers, endlessLine(wire)]);
      const input = { ...shown(subject.entry), modelId, baseUrl: server.url + basePath, apiKey: API_KEY, prompt: PROMPT };
      const { report } = await runChild<{ grownBytes: number; kinds: string[] }>(MEMORY_SCRIPT, input);
      assert.deepEqual(report.kinds, ['server', 'response-parse'], 'Kinds of a huge error and an endless line');
      assert.ok(report.grownBytes < MOST_GROWN, `The process grew by ${Math.round(report.grownBytes / MIB)} MiB.`);
    },
  },
  {
    title: 'the cost of a stream is linear in its events',
    run: (subject) => assertLinear('Events', (times) => manyDeltas(subject, 2_500 * times)),
  },
  {
    title: 'the cost of an event is linear in its bytes, however small its pieces',
    run: async (subject) => {
      if (subject.wire.framing === 'other') return;
      await assertLinear('Bytes', (times) => oneLongEvent(subject, (MIB / 8) * times));
    },
  },
]);
