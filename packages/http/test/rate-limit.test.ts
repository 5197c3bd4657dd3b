import { expect, it } from 'vitest';
import { parseDuration, parseReset, rateLimitReader } from '../src/rate-limit.ts';

it('reads every scope', () => {
  const read = rateLimitReader('duration');
  expect(
    read({
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-remaining-requests': '499',
      'x-ratelimit-reset-requests': '120ms',
      'x-ratelimit-limit-tokens': '30000',
      'x-ratelimit-remaining-tokens-minute': '17',
      'content-type': 'text/plain',
    }),
  ).toEqual({
    requests: { limit: 500, remaining: 499, resetMs: 120 },
    tokens: { limit: 30000 },
    'tokens-minute': { remaining: 17 },
  });
});

it('is undefined without such headers, and leaves out what cannot be read', () => {
  expect(rateLimitReader('duration')({ 'x-request-id': '1' })).toBeUndefined();
  expect(rateLimitReader('seconds')({ 'x-ratelimit-remaining-requests': '-1', 'x-ratelimit-reset-tokens': '37' })).toEqual({
    tokens: { resetMs: 37_000 },
  });
});

it.each([
  ['1s', 1_000],
  ['6m0s', 360_000],
  ['12ms', 12],
  ['1h2m3.5s', 3_723_500],
  ['2m59.56s', 179_560],
  ['0s', 0],
  ['37', undefined],
  ['soon', undefined],
])('the duration %s is %s ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it('reads resets as a date and as an epoch', () => {
  expect(parseReset('2026-11-20T12:00:05Z', 'date', Date.UTC(2026, 10, 20, 12))).toBe(5_000);
  expect(parseReset('1500', 'epoch-ms', 1_000)).toBe(500);
});
