import { expect, test } from 'vitest';
import { failureOf, lostConnection } from '../../src/page/failure.ts';

test('an error has a title of ours, the words of the vendor, and advice', () => {
  const body = { error: { message: 'Slow down.', type: 'rate_limit_error', code: 'rate_limit_exceeded' } };
  expect(failureOf(body, 429, '20')).toEqual({
    title: 'Too many requests',
    message: 'Slow down.',
    advice: 'Wait a little and try again.',
    code: 'rate_limit_exceeded',
    status: 429,
    retryAfterSeconds: 20,
  });
});

test.each([
  ['an unknown code', { error: { message: 'Odd.', code: 'of_a_later_version' } }, { title: 'Something went wrong', message: 'Odd.', code: 'of_a_later_version', status: 500 }],
  ['a name of every object', { error: { message: 'Odd.', code: 'constructor' } }, { title: 'Something went wrong', message: 'Odd.', code: 'constructor', status: 500 }],
  ['no JSON', undefined, { title: 'Something went wrong', message: 'The server answered 500.', status: 500 }],
  ['null', null, { title: 'Something went wrong', message: 'The server answered 500.', status: 500 }],
  ['an error that is a text', { error: 'no' }, { title: 'Something went wrong', message: 'The server answered 500.', status: 500 }],
])('%s is told, too', (_name, body, failure) => {
  expect(failureOf(body, 500, null)).toEqual(failure);
});

test('a lost connection says whether the answer had begun', () => {
  expect(lostConnection(false).title).not.toBe(lostConnection(true).title);
});
