import { collect, type GenerateResult, type StreamPart } from '@sdk/core';
import type { Answer } from '../server/answer.ts';
import { assertFinished, HANGS_AFTER_MS, outcomeOf, within } from './outcome.ts';
import type { ProviderUnderTest } from './provider-under-test.ts';
import { callFor, stage, streamAnswer, wholeAnswer, type Stage } from './stage.ts';
import type { AnswerSample, DirtySample } from './wire-sample.ts';

/** What a finished stream said, and the result that `collect` makes of it. */
export interface Collected {
  parts: StreamPart[];
  result: GenerateResult;
}

type Streamed = Pick<AnswerSample, 'events' | 'expected' | 'options'>;

/** Streams a sample from a server of its own. @throws AssertionError when the stream fails. */
export async function collectParts(
  subject: ProviderUnderTest,
  sample: Streamed,
  more: Answer = {},
  where = 'The stream',
): Promise<Collected> {
  await using play = await stage(subject);
  return await collectFrom(play, subject, sample, more, where);
}

/** Streams a sample from a server that is there already. @throws AssertionError when the stream fails. */
export async function collectFrom(
  play: Stage,
  { wire }: ProviderUnderTest,
  sample: Streamed,
  more: Answer = {},
  where = 'The stream',
): Promise<Collected> {
  play.server.answer(streamAnswer(wire, sample.events, more));
  const outcome = await outcomeOf(play.model.stream(callFor(sample)));
  assertFinished(outcome, where);
  return { parts: outcome.parts, result: await collect(replay(outcome.parts)) };
}

/** The result of `generate` for a sample. */
export async function generated(
  subject: ProviderUnderTest,
  sample: Pick<DirtySample, 'whole' | 'expected' | 'options'>,
  more: Answer = {},
): Promise<GenerateResult> {
  await using play = await stage(subject, wholeAnswer(subject.wire, sample.whole ?? '', more));
  return await within(HANGS_AFTER_MS, 'A call', play.model.generate(callFor(sample)));
}

/** Recorded parts as a stream. */
export async function* replay(parts: readonly StreamPart[]): AsyncGenerator<StreamPart> {
  for (const part of parts) yield Promise.resolve(part);
}
