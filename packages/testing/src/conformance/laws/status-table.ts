import assert from 'node:assert/strict';
import { APIError, type ErrorKind } from '@sdk/core';
import type { Answer } from '../../server/answer.ts';
import { defineLaw } from '../law.ts';
import { assertKind, failureOf } from '../outcome.ts';
import type { ProviderUnderTest } from '../provider-under-test.ts';
import { callFor, stage } from '../stage.ts';

/** Status → kind and whether a fresh call may succeed. `undefined` is left to the vendor. */
const STATUSES: [status: number, kind: ErrorKind, retryable?: boolean][] = [
  [400, 'invalid-request', false],
  [401, 'authentication', false],
  [402, 'quota-exceeded', false],
  [403, 'permission-denied', false],
  [404, 'not-found', false],
  [408, 'server', true],
  [409, 'invalid-request'],
  [413, 'invalid-request', false],
  [418, 'invalid-request', false],
  [422, 'invalid-request', false],
  [429, 'rate-limit', true],
  [500, 'server', true],
  [502, 'server', true],
  [503, 'overloaded', true],
  [504, 'server', true],
  [529, 'overloaded', true],
];

/** How far a wait that was given as a date may be off, in milliseconds: a date has no fractions of a second. */
const DATE_TOLERANCE_MS = 2_500;

/** Headers that ask to wait, and for how long, in milliseconds. */
function waits(): [headers: Record<string, string>, ms: number | undefined][] {
  return [
    [{}, undefined],
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '3600' }, 3_600_000],
    [{ 'retry-after': new Date(Date.now() + 30_000).toUTCString() }, 30_000],
    [{ 'retry-after': new Date(Date.now() - 30_000).toUTCString() }, 0],
    [{ 'retry-after-ms': '1500', 'retry-after': '2' }, 1_500],
    [{ 'retry-after': 'soon' }, undefined],
  ];
}

function assertWait(error: APIError, ms: number | undefined, where: string): void {
  const given = error.retryAfterMs;
  if (ms === undefined) assert.equal(given, undefined, `${where}: retryAfterMs`);
  else
    assert.ok(
      given !== undefined && Math.abs(given - ms) <= (ms === 30_000 ? DATE_TOLERANCE_MS : 1),
      `${where}: retryAfterMs is ${given}, not ${ms}.`,
    );
}

/** The error of a call, made whole and streamed. */
async function errorsOf(subject: ProviderUnderTest, answer: Answer): Promise<APIError[]> {
  await using play = await stage(subject, answer);
  const errors = [await failureOf(play.model.generate(callFor())), await failureOf(play.model.stream(callFor()))];
  assert.equal(play.server.requests.length, 2, 'A provider sends one request per call; retrying is a wrapper.');
  return errors.map((error) => {
    assert.ok(error instanceof APIError, `Expected an APIError, got ${String(error)}.`);
    assert.equal(error.provider, play.provider.id, 'The error must name the provider.');
    return error;
  });
}

/** Beside the laws: what becomes of an error status. */
export const statusTable = defineLaw('status', 'Error statuses', [
  {
    title: "a status decides the class, with the vendor's body, with HTML and with nothing",
    async run(subject) {
      for (const [status, kind, retryable] of STATUSES) {
        const { headers, body } = subject.wire.error(status, { message: 'Something went wrong.' });
        const json = { 'content-type': 'application/json', ...headers };
        const answers: Answer[] = [
          { headers: json, body },
          { headers: { 'content-type': 'text/html' }, body: '<p>Oh no</p>' },
          { headers: json },
        ];
        for (const [turn, answer] of answers.entries()) {
          for (const error of await errorsOf(subject, { status, ...answer })) {
            const where = `Status ${status}, ${['with its body', 'with HTML', 'without a body'][turn]}`;
            assertKind(error, kind, where);
            assert.equal(error.status, status, `${where}: status`);
            const wanted = subject.wire.retryable?.[status] ?? retryable;
            if (wanted !== undefined) assert.equal(error.retryable, wanted, `${where}: retryable`);
          }
        }
      }
    },
  },
  {
    title: 'the wait that the vendor asks for is read from seconds, dates and milliseconds',
    async run(subject) {
      for (const status of [429, 503]) {
        const { headers: own, body } = subject.wire.error(status, { message: 'Slow down.' });
        for (const [headers, ms] of waits()) {
          const answer = { status, headers: { 'content-type': 'application/json', ...own, ...headers }, body };
          for (const error of await errorsOf(subject, answer))
            assertWait(error, ms, `Status ${status} with ${JSON.stringify(headers)}`);
        }
      }
    },
  },
  {
    title: "the vendor's codes decide where the status does not",
    async run(subject) {
      for (const sample of subject.wire.errorSamples ?? []) {
        const { name, status, headers, body, kind, retryable, code, retryAfterMs } = sample;
        for (const error of await errorsOf(subject, {
          status,
          headers: { 'content-type': 'application/json', ...headers },
          body,
        })) {
          assertKind(error, kind, name);
          if (retryable !== undefined) assert.equal(error.retryable, retryable, `${name}: retryable`);
          if (code !== undefined) assert.equal(error.code, code, `${name}: code`);
          if (retryAfterMs !== undefined) assertWait(error, retryAfterMs, name);
        }
      }
    },
  },
]);
