import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeRecordings, type AnswerSample, type Recording } from '@sdk/testing/conformance';
import { startFaultServer } from '@sdk/testing/server';
import { describe, expect, it } from 'vitest';
import { playRecording } from '../src/conformance/play-recording.ts';
import { terminalOf } from '../src/conformance/recording.ts';
import { spoiled } from './reference/broken.ts';
import { createReference } from './reference/reference-provider.ts';
import { referenceSubject } from './reference/sample.ts';

const { wire } = referenceSubject();
const usage = { inputTokens: 11, outputTokens: 7 };

const whole: Recording = {
  id: 'reference-1',
  provider: 'reference',
  kind: 'talk',
  model: 'm',
  stream: false,
  features: [],
  request: { method: 'POST', path: '/talk', headers: {} },
  response: {
    status: 200,
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', 'content-length': '3' },
    body: String((wire.toolCall as AnswerSample).whole),
  },
  expected: {
    text: 'Wait.',
    reasoning: '',
    toolCalls: [{ id: 'c1', name: 'lookup', arguments: { word: 'été', deep: { n: [1, null, 'x'] } } }],
    finishReason: 'tool-calls',
    usage: { ...usage, cachedInputTokens: 0 },
    sources: 0,
  },
};

/** Its terminal event is what Chat Completions calls so: the player finds it by that. */
const streamed: Recording = {
  ...whole,
  id: 'reference-2',
  kind: 'chat',
  stream: true,
  response: {
    status: 200,
    headers: {},
    bodyBase64: Buffer.from(wire.text.events.join('').replace('"end"', '"finish_reason":"stop","end"')).toString('base64'),
  },
  expected: { text: 'Café 漢字 🙂 ends here.', finishReason: 'stop', usage },
};

const failed: Recording = {
  ...whole,
  id: 'reference-3',
  response: { status: 429, headers: { 'retry-after': '7' }, body: '{"problem":{"message":"No.","code":"x"}}' },
  expected: { error: { status: 429, kind: 'rate-limit', retryAfterMs: 7_000 } },
};

const recordings = [whole, streamed, failed];
const folder = mkdtempSync(join(tmpdir(), 'sdk-recordings-'));
for (const recording of recordings) writeFileSync(join(folder, `${recording.id}.json`), JSON.stringify(recording));

// Recordings are looked for when a suite is described: once with a folder, once without.
const given = process.env['SDK_RECORDINGS'];
process.env['SDK_RECORDINGS'] = folder;
describeRecordings({ name: 'reference', create: createReference, filter: ({ provider }) => provider === 'reference' });
writeFileSync(
  join(folder, 'INDEX.json'),
  JSON.stringify(recordings.map(({ request: _request, response: _response, ...entry }) => entry)),
);
describeRecordings({ name: 'reference by the index', create: createReference, filter: ({ stream }) => stream });
delete process.env['SDK_RECORDINGS'];
describeRecordings({ name: 'reference', create: createReference, filter: () => true });
if (given !== undefined) process.env['SDK_RECORDINGS'] = given;

async function verdictOn(recording: Recording, create: ReturnType<typeof referenceSubject>['create'] = createReference) {
  await using server = await startFaultServer();
  await using provider = create({ baseUrl: server.url, apiKey: 'k' });
  return await playRecording({ server, provider, modelId: 'm', recording, call: {} }).then(
    () => 'passed',
    (error: Error) => error.message,
  );
}

describe('a recording is not read as expected when', () => {
  it.each<[string, Recording, RegExp]>([
    ['text', { ...whole, expected: { ...whole.expected, text: 'Wait!' } }, /Played whole: text/],
    ['reasoning', { ...whole, expected: { ...whole.expected, reasoning: 'Hm' } }, /reasoning is/],
    ['a tool call', { ...whole, expected: { ...whole.expected, toolCalls: [] } }, /tool calls/],
    ['the finish reason', { ...whole, expected: { ...whole.expected, finishReason: 'stop' } }, /finish reason/],
    ['a count', { ...whole, expected: { ...whole.expected, usage: { ...usage, inputTokens: 12 } } }, /inputTokens is 11, not 12/],
    [
      'a count that is missing',
      { ...whole, expected: { ...whole.expected, usage: { inputTokens: 11 } } },
      /outputTokens is 7, not undefined/,
    ],
    ['the number of sources', { ...whole, expected: { ...whole.expected, sources: 1 } }, /sources/],
    ['the kind of an error', { ...failed, expected: { error: { status: 429, kind: 'overloaded' } } }, /expected overloaded/],
    ['the wait', { ...failed, expected: { error: { status: 429, kind: 'rate-limit', retryAfterMs: 1 } } }, /retryAfterMs/],
  ])('%s differs', async (_what, recording, says) => {
    expect(await verdictOn(recording)).toMatch(says);
  });

  it('a defensible other reading of the counts passes', async () => {
    const { expected } = whole;
    expect(
      await verdictOn({
        ...whole,
        expected: { ...expected, usage: { ...usage, inputTokens: 9 }, usageAlso: { inputTokens: 11 } },
      }),
    ).toBe('passed');
    expect(
      await verdictOn({ ...failed, expected: { error: { status: 429, kind: 'overloaded', alsoKinds: ['rate-limit'] } } }),
    ).toBe('passed');
  });

  it('a truncated stream is taken for a whole one', async () => {
    const { create } = spoiled({
      instead: () => [{ type: 'finish', finishReason: 'stop', usage: {}, timing: { totalMs: 1 } }],
    });
    expect(await verdictOn(streamed, create)).toMatch(/ended without an error/);
  });

  it('a provider mangles what is cut', async () => {
    const { create } = referenceSubject('sse', { faults: { cutCharacters: true } });
    expect(await verdictOn(streamed, create)).toMatch(/^Played by byte: text/);
  });
});

describe('the terminal event of a recorded stream', () => {
  it.each([
    ['chat', 'data: {"finish_reason":null}\n\ndata: {"finish_reason":"stop"}', 37],
    ['messages', 'event: message_stop\ndata: {"type":"message_stop"}', 27],
    ['responses', 'event: response.completed\ndata: {"type":"response.completed"}', 33],
    ['nobody knows', 'data: {}', undefined],
  ])('of %s is found', (kind, body, at) => {
    expect(terminalOf({ ...whole, kind }, Buffer.from(body))).toBe(at);
  });
});
