import { expect, it } from 'vitest';
import { decodeError } from '../src/decode-error.ts';

it.each<[string, number, unknown, object]>([
  ["OpenAI's form", 400, { error: { message: 'Too long', type: 'invalid_request_error', code: 'context_length_exceeded' } }, { message: 'Too long', code: 'context_length_exceeded', kind: 'context-length' }],
  ['a type without a code', 429, { error: { message: 'No credit', type: 'insufficient_quota', code: null } }, { message: 'No credit', code: 'insufficient_quota', kind: 'quota-exceeded' }],
  ['a number for a code, in a stream', 200, { error: { code: 502, message: 'Gone' } }, { message: 'Gone', code: '502', status: 502 }],
  ['a status as text, in a stream', 200, { error: { code: '429', message: 'Slow', type: 'None' } }, { message: 'Slow', code: '429', status: 429 }],
  ['a bad request, in a stream', 200, { error: { message: 'Bad', type: 'invalid_request_error' } }, { message: 'Bad', code: 'invalid_request_error', status: 400 }],
  ['a string', 401, { error: 'Wrong key' }, { message: 'Wrong key' }],
  ['a string with a code beside', 400, { code: 'invalid-argument', error: 'Wrong key' }, { message: 'Wrong key', code: 'invalid-argument' }],
  ["Mistral's form", 400, { object: 'error', message: 'Bad id', type: 'invalid_request_error', code: 3280 }, { message: 'Bad id', code: '3280' }],
  ['a detail', 401, { detail: 'Unauthorized' }, { message: 'Unauthorized' }],
  ["FastAPI's details", 422, { detail: [{ loc: ['body', 'n'], msg: 'too big' }, { msg: 'bad' }] }, { message: 'body.n: too big; bad' }],
  ['a wait in words', 429, { error: { message: 'Please retry after 37 seconds.' } }, { message: 'Please retry after 37 seconds.', retryAfterMs: 37_000 }],
  ['a short wait in words', 429, { error: { message: 'Please try again in 5.289s' } }, { message: 'Please try again in 5.289s', retryAfterMs: 5_289 }],
  ['a text', 500, 'Internal Server Error', { message: 'Internal Server Error' }],
  ['nothing', 500, undefined, {}],
  ['a code that every object has', 400, { error: { code: 'toString' } }, { code: 'toString' }],
])('%s', (_name, status, body, details) => {
  expect(decodeError({ status, headers: {}, body })).toEqual(details);
});
