import assert from 'node:assert/strict';
import type { Answer } from '../../server/answer.ts';
import { assertExpected, assertSame, assertSameAnswer, comparableParts } from '../compare-answer.ts';
import { collectParts, generated } from '../collect-parts.ts';
import { interleave, textOfFrame, textOfFrames, unknownEvent, withUnknownField } from '../frames.ts';
import { defineLaw } from '../law.ts';
import { assertKind, failureOf } from '../outcome.ts';
import { shown, type ProviderUnderTest } from '../provider-under-test.ts';
import { shownSamples } from '../samples.ts';
import { callFor, stage, streamAnswer, wholeAnswer } from '../stage.ts';
import type { Bytes } from '../../server/cut.ts';
import type { AnswerSample, WireSample } from '../wire-sample.ts';

type Variant = [name: string, events: (sample: AnswerSample) => readonly Bytes[]];

const onText = (change: (text: string) => string) => (sample: AnswerSample) => [change(textOfFrames(sample.events))];
const onFrames = (change: (frame: string) => string) => (sample: AnswerSample) =>
  sample.events.map((frame) => change(textOfFrame(frame)));

/** What server-sent events may look like. */
const SSE: Variant[] = [
  ['keep-alive comments', (sample) => [':\n\n', ...interleave(sample, ': keep-alive\n\n'), ': bye\n\n']],
  ['comments inside events', onText((text) => text.replace(/^data:/gm, ': ping\ndata:'))],
  ['`data:` without a space', onText((text) => text.replace(/^data: /gm, 'data:'))],
  ['`data:` with a space', onText((text) => text.replace(/^data:(?! )/gm, 'data: '))],
  ['CRLF', onText((text) => text.replace(/\r?\n/g, '\r\n'))],
  ['CR', onText((text) => text.replace(/\r?\n/g, '\r'))],
  ['a BOM', onText((text) => `\uFEFF${text}`)],
  ['`id` and `retry` fields', onText((text) => text.replace(/^data:/gm, 'id: 7\nretry: 100\nsdk-unknown: 1\ndata:'))],
  ['empty lines between events', onText((text) => `\n\n${text.replace(/\n\n/g, '\n\n\n\n')}`)],
  ['one document over several `data:` lines', onText((text) => text.replace(/^(data: ?\{)/gm, '$1\ndata: '))],
  ['a missing [DONE]', (sample) => sample.events.filter((frame) => !/^data: ?\[DONE\]/.test(textOfFrame(frame)))],
];

/** What lines of JSON may look like. */
const NDJSON: Variant[] = [
  ['CRLF', onText((text) => text.replace(/\r?\n/g, '\r\n'))],
  ['empty lines', onText((text) => `\n${text.replace(/\n/g, '\n\n')}`)],
  ['a BOM', onText((text) => `\uFEFF${text}`)],
  ['white space around documents', onText((text) => text.replace(/^(?=\{)/gm, ' \t').replace(/\n/g, ' \n'))],
  ['a last line without its end', onText((text) => text.trimEnd())],
];

/** What no framing forbids. */
const ANY: Variant[] = [
  ['unknown fields', onFrames(withUnknownField)],
  ['white space inside the JSON', onFrames((frame) => frame.replace('{', '{ \t ').replace(/\}(\s*)$/, ' }$1'))],
];

function variantsOf(wire: WireSample): Variant[] {
  const unknown: Variant = ['unknown events', (sample) => interleave(sample, unknownEvent(wire))];
  if (wire.framing === 'other') return wire.unknownEvent === undefined ? [] : [unknown];
  return [...(wire.framing === 'sse' ? SSE : NDJSON), ...ANY, unknown];
}

async function readsVariants(subject: ProviderUnderTest): Promise<void> {
  const { wire } = subject;
  for (const [name, sample] of shownSamples(subject)) {
    const clean = comparableParts((await collectParts(subject, sample)).parts, sample.expected);
    for (const [variant, events] of variantsOf(wire)) {
      const where = `${name} with ${variant}`;
      const { parts } = await collectParts(subject, { ...sample, events: events(sample) }, {}, where);
      assertSame(comparableParts(parts, sample.expected), clean, where);
    }
  }
}

/** Answers with status 200 where an answer was due. */
const NO_ANSWERS: [name: string, answer: Answer][] = [
  ['HTML', { headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html>\n<html><body><h1>Welcome</h1></body></html>\n' }],
  ['HTML under the type of the wire', { body: '<html>\n\n<body>Bad gateway</body></html>' }],
  ['`{}`', { headers: { 'content-type': 'application/json' }, body: '{}' }],
  ['`{}` under the type of the wire', { body: '{}' }],
  ['nothing', { body: '' }],
  ['nothing, with a length', { body: '', framing: 'length' }],
  ['white space', { body: ' \n\n' }],
];

/** Law 6. */
export const dirtyWire = defineLaw('6', 'Dirty wire', [
  { title: 'reads every odd but legal frame as the clean one', run: readsVariants },
  {
    title: 'reads a whole answer after white space or a BOM, and with unknown fields',
    async run(subject) {
      const { wire } = subject;
      if (wire.framing === 'other') return;
      const { text } = wire;
      const body = textOfFrame(text.whole);
      const clean = await generated(subject, text);
      for (const whole of [` \n\n\t ${body}`, `\uFEFF${body}`, `${body}\n\n`, withUnknownField(body)]) {
        const result = await generated(subject, { ...text, whole });
        assertSameAnswer(result, clean, text, `The body ${JSON.stringify(whole.slice(0, 40))}…`);
      }
    },
  },
  {
    title: 'reads what the wire is known to get wrong',
    async run(subject) {
      for (const sample of subject.wire.dirty ?? []) {
        assert.ok(
          sample.whole !== undefined || sample.events,
          `The dirty sample "${sample.name}" has neither \`whole\` nor \`events\`.`,
        );
        if (sample.whole !== undefined)
          assertExpected(await generated(subject, sample), sample.expected, `${sample.name}, whole`);
        if (!sample.events) continue;
        const { result } = await collectParts(subject, { ...sample, events: sample.events }, {}, `${sample.name}, streamed`);
        assertExpected(result, sample.expected, `${sample.name}, streamed`);
      }
    },
  },
  {
    title: 'an error inside HTTP 200 is thrown as its kind, whole and streamed',
    needs: ['errorInside200'],
    async run(subject) {
      const { wire } = subject;
      const { whole, events, kind } = shown(wire.errorInside200);
      await using play = await stage(subject, wholeAnswer(wire, whole));
      assertKind(await failureOf(play.model.generate(callFor())), kind, 'Whole');
      for (const answer of [streamAnswer(wire, events), streamAnswer(wire, events, { cut: 'byte' }), wholeAnswer(wire, whole)]) {
        play.server.answer(answer);
        assertKind(await failureOf(play.model.stream(callFor())), kind, 'Streamed');
      }
    },
  },
  {
    title: 'HTML, {} or nothing with HTTP 200 is a ResponseParseError, whole and streamed',
    async run(subject) {
      const { wire } = subject;
      await using play = await stage(subject);
      for (const [name, answer] of NO_ANSWERS) {
        play.server.answer(wholeAnswer(wire, '', answer));
        assertKind(await failureOf(play.model.generate(callFor())), 'response-parse', `${name}, whole`);
        play.server.answer(streamAnswer(wire, [], answer));
        assertKind(await failureOf(play.model.stream(callFor())), 'response-parse', `${name}, streamed`);
      }
    },
  },
]);
