import { afterAll, describe, test } from 'vitest';
import type { CallOptions, Provider } from '@sdk/core';
import { playRecording } from './play-recording.ts';
import type { UnderTestOptions } from './provider-under-test.ts';
import { readIndex, readRecording, type RecordingEntry } from './recording.ts';
import { suiteProvider } from './suite-provider.ts';

/** A provider, and which recordings it must be able to read. */
export interface RecordingsUnderTest {
  /** As in the report, e.g. `'openai'`. */
  name: string;
  /** The factory, e.g. `createOpenAI`. */
  create(options: UnderTestOptions): Provider;
  /** Whether a recording is of this provider's wire, e.g. `({ kind }) => kind === 'chat'`. */
  filter(entry: RecordingEntry): boolean;
  /** The model that is asked. @default the recorded one */
  modelOf?(entry: RecordingEntry): string;
  /** What the call asks for beside a short message and the tools that the answer calls. @default nothing */
  callOf?(entry: RecordingEntry): Partial<CallOptions>;
  /** What stands between the server's origin and the endpoint, e.g. `'/v1'`. @default '' */
  basePath?: string;
}

/** How long one recording may take, in milliseconds. */
const RECORDING_TIMEOUT_MS = 60_000;

/**
 * Registers one vitest test per recording in the folder that `SDK_RECORDINGS` names (see the README there for its form):
 * its answer is played from a real socket whole, by line, by byte and cut at random, and the provider's reading of it is
 * compared with what is expected; streams are also truncated before their end, which must throw.
 *
 * Without `SDK_RECORDINGS`, registers one skipped test that says so.
 */
export function describeRecordings(subject: RecordingsUnderTest): void {
  const { name, filter, modelOf = (entry) => entry.model || 'model', callOf = () => ({}) } = subject;
  const folder = process.env['SDK_RECORDINGS'];
  if (!folder) {
    test.skip(`${name}: recordings are not played, since SDK_RECORDINGS does not name a folder`);
    return;
  }
  const index = readIndex(folder);
  const entries = index.filter(filter);

  describe(`${name}: ${entries.length} of ${index.length} recordings`, () => {
    const made = suiteProvider(subject);
    let passed = 0;
    afterAll(() => {
      console.log(`${name}: ${passed} of ${entries.length} recordings are read as expected`);
    });
    if (entries.length === 0) {
      test('the folder has recordings for this provider', () => {
        throw new Error(`None of the ${index.length} recordings in ${folder} is for ${name}.`);
      });
    }
    for (const entry of entries) {
      const title = `${entry.id} (${entry.kind}, ${entry.model}${entry.stream ? ', streamed' : ''})`;
      test(title, { timeout: RECORDING_TIMEOUT_MS }, async () => {
        const recording = readRecording(folder, entry.id);
        await playRecording({ ...made, modelId: modelOf(entry), recording, call: callOf(entry) });
        passed++;
      });
    }
  });
}
