import { array, assert as assertProperty, asyncProperty, constantFrom, nat } from 'fast-check';
import { toBytes, type Bytes, type Cut } from '../../server/cut.ts';
import { assertExpected, assertSame, assertSameAnswer, comparableParts } from '../compare-answer.ts';
import { collectFrom, generated } from '../collect-parts.ts';
import { textOfFrames } from '../frames.ts';
import { defineLaw } from '../law.ts';
import type { ProviderUnderTest } from '../provider-under-test.ts';
import { casesOfSamples, shownSamples, type SampleName } from '../samples.ts';
import { stage } from '../stage.ts';
import type { AnswerSample, WireSample } from '../wire-sample.ts';

/** How many random cuts are tried per sample. */
const RUNS = 40;

/** Most places of one random cut. */
const MOST_PLACES = 12;

/** The same frames with each line end that the framing allows. */
function lineEndVersions({ framing }: WireSample, events: readonly Bytes[]): Map<string, readonly Bytes[]> {
  const versions = new Map<string, readonly Bytes[]>([['as it is', events]]);
  if (framing === 'other') return versions;
  const text = textOfFrames(events).replaceAll('\r\n', '\n');
  versions.set('LF', [text]).set('CRLF', [text.replaceAll('\n', '\r\n')]);
  if (framing === 'sse') versions.set('CR', [text.replaceAll('\n', '\r')]);
  return versions;
}

/** Plays a sample in every version, cut as told, and compares with the sample played whole. */
async function sameParts(subject: ProviderUnderTest, sample: AnswerSample, cuts: [Cut, boolean][]): Promise<void> {
  await using play = await stage(subject);
  const whole = await collectFrom(play, subject, sample, {}, 'Played whole');
  assertExpected(whole.result, sample.expected, 'Played whole');
  for (const [version, events] of lineEndVersions(subject.wire, sample.events)) {
    for (const [cut, packed] of cuts) {
      const where = `Line ends ${version}, cut ${JSON.stringify(cut)}${packed ? ', packed' : ''}`;
      const { parts } = await collectFrom(play, subject, { ...sample, events }, { cut, packed }, where);
      assertSame(comparableParts(parts, sample.expected), comparableParts(whole.parts, sample.expected), where);
    }
  }
}

const manner = 'one byte at a time, line by line, all at once, in every line end';

const exhaustive = casesOfSamples(
  {
    text: `text in many alphabets is the same ${manner}`,
    toolCall: `a tool call is the same ${manner}`,
    parallelToolCalls: `two tool calls are the same ${manner}`,
    reasoning: `reasoning is the same ${manner}`,
    badToolArguments: `malformed arguments are the same ${manner}`,
  },
  (subject, sample, name) => {
    const packed = name !== 'text'; // each byte in a packet of its own is slow: for one sample only
    return sameParts(subject, sample, [
      ['whole', false],
      ['line', false],
      ['byte', packed],
    ]);
  },
);

/** Law 5. */
export const anySplit = defineLaw('5', 'Any split', [
  ...exhaustive,
  {
    title: 'cut at any places, the parts are the same (property)',
    async run(subject) {
      const { wire } = subject;
      const samples = shownSamples(subject);
      await using play = await stage(subject);
      const wholes = new Map<SampleName, unknown>();
      for (const [name, sample] of samples) {
        wholes.set(name, comparableParts((await collectFrom(play, subject, sample)).parts, sample.expected));
      }
      const property = asyncProperty(
        constantFrom(...samples),
        nat(3),
        array(nat(100_000), { minLength: 1, maxLength: MOST_PLACES }),
        async ([name, sample], version, places) => {
          const versions = [...lineEndVersions(wire, sample.events)];
          const [lineEnds, events] = versions[version % versions.length]!;
          const length = events.reduce((sum, frame) => sum + toBytes(frame).length, 0);
          const cut = places.map((place) => place % length);
          const { parts } = await collectFrom(play, subject, { ...sample, events }, { cut });
          assertSame(comparableParts(parts, sample.expected), wholes.get(name), `${name}, ${lineEnds}, cut at ${cut.join(', ')}`);
        },
      );
      await assertProperty(property, { numRuns: RUNS * samples.size });
    },
  },
  {
    title: 'a whole answer is the same however it is cut',
    async run(subject) {
      const { text } = subject.wire;
      const whole = await generated(subject, text);
      for (const framing of ['chunked', 'length', 'close'] as const) {
        const cut = await generated(subject, text, { cut: 'byte', framing });
        assertSameAnswer(cut, whole, text, `One byte at a time, framing ${framing}`);
      }
    },
  },
]);
