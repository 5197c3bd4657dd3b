import assert from 'node:assert/strict';
import { collect, errorFromJSON, errorToJSON, type SdkError } from '@sdk/core';
import type { Answer } from '../../server/answer.ts';
import { assertSame, plain } from '../compare-answer.ts';
import { collectParts, generated, replay } from '../collect-parts.ts';
import { checkParts } from '../check-parts.ts';
import { defineLaw } from '../law.ts';
import { failureOf } from '../outcome.ts';
import type { ProviderUnderTest } from '../provider-under-test.ts';
import { casesOfSamples } from '../samples.ts';
import { callFor, stage, streamAnswer } from '../stage.ts';

/** @throws AssertionError when a value is more than JSON can say. A field that is `undefined` counts as missing. */
function assertPlain(value: unknown, where: string): void {
  assertJSON(value, where);
  assertSame(plain(structuredClone(value)), plain(value), `${where}: structuredClone`);
}

function assertJSON(value: unknown, path: string): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || value === undefined) return;
  if (typeof value === 'number') return assert.ok(Number.isFinite(value), `${path} is ${value}, which JSON cannot say.`);
  if (Array.isArray(value)) return value.forEach((item, at) => assertJSON(item, `${path}[${at}]`));
  assert.equal(typeof value, 'object', `${path} is a ${typeof value}.`);
  const prototype: unknown = Object.getPrototypeOf(value);
  assert.ok(prototype === Object.prototype || prototype === null, `${path} is a ${value.constructor.name}, not a plain object.`);
  for (const [key, field] of Object.entries(value)) assertJSON(field, `${path}.${key}`);
}

/** What an error carries, without what only this process knows. */
function fieldsOf(error: SdkError): object {
  return { ...error, name: error.name, message: error.message, body: (error as { body?: string }).body, partial: error.partial };
}

async function assertErrorTravels(error: SdkError, where: string): Promise<void> {
  const json = errorToJSON(error);
  assertPlain(json, `${where} as JSON`);
  const back = errorFromJSON(JSON.parse(JSON.stringify(json)));
  assert.equal(back.constructor, error.constructor, `${where}: its class`);
  assertSame(plain(fieldsOf(back)), plain(fieldsOf(error)), `${where}, there and back`);
}

/** One answer for each class of error that a server can cause. */
function failures({ wire }: ProviderUnderTest): [where: string, answer: Answer][] {
  const statuses = [400, 401, 403, 404, 408, 422, 429, 500, 503].map((status): [string, Answer] => {
    const { headers, body } = wire.error(status, { message: 'No.', code: 'some_code' });
    return [`Status ${status}`, { status, headers: { ...headers, 'retry-after': '2' }, body }];
  });
  return [
    ...statuses,
    ['Redirect', { status: 302, headers: { location: '/elsewhere' } }],
    ['Cut', streamAnswer(wire, wire.text.events.slice(0, wire.text.terminal))],
    ['HTML', { headers: { 'content-type': 'text/html' }, body: '<p>Hello</p>' }],
    ['Reset', { before: [{ reset: true }] }],
    ['Timeout', { before: [{ stall: true }] }],
  ];
}

/** Law 15. */
export const plainData = defineLaw('15', 'Plain data', [
  ...casesOfSamples(
    {
      text: 'a text answer is plain data, whole and in parts, and a stream replayed from JSON collects to the same',
      toolCall: 'an answer with a tool call is plain data',
      parallelToolCalls: 'an answer with two tool calls is plain data',
      reasoning: 'an answer with reasoning is plain data',
      badToolArguments: 'an answer with malformed arguments is plain data',
    },
    async (subject, sample) => {
      assertPlain(await generated(subject, sample), 'The result');
      const { parts, result } = await collectParts(subject, sample);
      for (const [at, part] of parts.entries()) assertPlain(part, `Part ${at} (${part.type})`);
      const replayed = plain(parts);
      checkParts(replayed);
      assertSame(plain(await collect(replay(replayed))), plain(result), 'The stream, replayed from JSON');
    },
  ),
  {
    title: 'every error survives errorToJSON and errorFromJSON with all its fields',
    async run(subject) {
      for (const [where, answer] of failures(subject)) {
        await using play = await stage(subject, answer);
        const error = await failureOf(play.model.stream({ ...callFor(), timeouts: { firstByteMs: 200 } }));
        await assertErrorTravels(error, where);
      }
    },
  },
]);
