import assert from 'node:assert/strict';
import { collect, type CallOptions, type Provider, type Tool } from '@sdk/core';
import type { Answer } from '../server/answer.ts';
import type { Cut } from '../server/cut.ts';
import type { FaultServer } from '../server/fault-server.ts';
import { seededRandom } from '../server/random.ts';
import { checkParts } from './check-parts.ts';
import { replay } from './collect-parts.ts';
import { assertEmbeddings, assertModels, assertRecorded, assertRecordedError } from './compare-recording.ts';
import { assertFinished, assertKind, HANGS_AFTER_MS, failureOf, outcomeOf, within } from './outcome.ts';
import { bodyOf, headersOf, terminalOf, type Recording } from './recording.ts';

/** Up to this size, in bytes, a body is cut at every byte; a larger one into random pieces of a few bytes. */
const MOST_BY_BYTE = 65_536;

/** In how many places a streamed recording is truncated. */
const TRUNCATIONS = 8;

/** What is played, how it is asked for, and by whom. */
export interface Play {
  server: FaultServer;
  provider: Provider;
  modelId: string;
  recording: Recording;
  call: Partial<CallOptions>;
}

/** Plays a recording whole, by line, by byte and cut at random, and a streamed one also truncated. @throws AssertionError */
export async function playRecording(play: Play): Promise<void> {
  const { recording, server } = play;
  const body = bodyOf(recording);
  const base: Answer = { status: recording.response.status, headers: headersOf(recording) };
  for (const [name, cut] of cutsOf(recording.id, body)) {
    server.answer({ ...base, body, cut, packed: true });
    await compare(play, `Played ${name}`);
  }
  const end = recording.stream && !recording.expected.error ? terminalOf(recording, body) : undefined;
  if (end === undefined) return;
  const random = seededRandom(seedOf(recording.id));
  for (let turn = 0; turn < TRUNCATIONS; turn++) {
    const at = 1 + Math.floor(random() * (end - 1));
    server.answer({ ...base, body: [body.subarray(0, at), { end: true }], framing: turn % 2 ? 'chunked' : 'close' });
    const error = await failureOf(play.provider(play.modelId).stream(callFor(play)));
    assertKind(error, 'stream-interrupted', `Truncated at byte ${at} of ${body.length}`);
  }
}

function cutsOf(id: string, body: Buffer): [name: string, cut: Cut][] {
  const seed = seedOf(id);
  const small: Cut = body.length <= MOST_BY_BYTE ? 'byte' : { seed: seed + 1, maxBytes: 4 };
  return [
    ['whole', 'whole'],
    ['by line', 'line'],
    ['by byte', small],
    ['cut at random', { seed, maxBytes: 200 }],
  ];
}

/** A number from an id, so that each recording has its own cuts, the same ones every time. */
function seedOf(id: string): number {
  return Array.from(id).reduce((seed, character) => Math.imul(seed, 31) + character.charCodeAt(0), 7);
}

function callFor({ recording, call }: Play): CallOptions {
  const names = new Set(recording.expected.toolCalls?.map(({ name }) => name));
  const tools = Array.from(names, (name): Tool => ({ name, parameters: { type: 'object', properties: {} } }));
  return { messages: [{ role: 'user', content: 'Hello' }], ...(tools.length > 0 && { tools }), ...call };
}

async function compare(play: Play, where: string): Promise<void> {
  const { provider, modelId, recording } = play;
  const { expected } = recording;
  if (expected.models) {
    assert.ok(provider.listModels, `${provider.id} lists no models.`);
    assertModels(await timely(provider.listModels()), expected, where);
  } else if (recording.kind === 'embeddings') {
    await compareEmbeddings(play, where);
  } else if (expected.error) {
    const model = provider(modelId);
    const failures = [await failureOf(model.stream(callFor(play)))];
    if (!recording.stream) failures.push(await failureOf(model.generate(callFor(play))));
    for (const error of failures) assertRecordedError(error, expected, where);
  } else if (recording.stream) {
    const outcome = await outcomeOf(provider(modelId).stream(callFor(play)));
    assertFinished(outcome, where);
    checkParts(outcome.parts);
    assertRecorded(await collect(replay(outcome.parts)), expected, where);
  } else {
    assertRecorded(await timely(provider(modelId).generate(callFor(play))), expected, where);
  }
}

async function compareEmbeddings({ provider, modelId, recording: { expected } }: Play, where: string): Promise<void> {
  assert.ok(provider.embeddingModel, `${provider.id} has no embedding models.`);
  const values = Array.from({ length: expected.embeddings?.count ?? 1 }, (_, at) => `text ${at}`);
  const result = provider.embeddingModel(modelId).embed({ values });
  if (!expected.error) return assertEmbeddings(await timely(result), expected, where);
  const failure: unknown = await timely(
    result.then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
  assertRecordedError(failure, expected, where);
}

function timely<T>(promise: Promise<T>): Promise<T> {
  return within(HANGS_AFTER_MS, 'A call', promise);
}
