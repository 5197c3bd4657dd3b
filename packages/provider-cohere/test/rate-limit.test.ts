import { expect, it } from 'vitest';
import { readRateLimit } from '../src/rate-limit.ts';

it.each([
  [{ 'x-trial-endpoint-call-limit': '20', 'x-trial-endpoint-call-remaining': '0' }, { requests: { limit: 20, remaining: 0 } }],
  [{ 'x-trial-endpoint-call-limit': '20' }, { requests: { limit: 20 } }],
  [{ 'x-trial-endpoint-call-remaining': '8', 'x-endpoint-monthly-call-limit': '1000' }, { requests: { remaining: 8 }, 'requests-per-month': { limit: 1000 } }],
  [{ 'x-endpoint-monthly-call-limit': '1000' }, { 'requests-per-month': { limit: 1000 } }],
  [{ 'x-trial-endpoint-call-limit': 'many', 'x-trial-endpoint-call-remaining': '' }, undefined],
  [{ 'content-type': 'application/json' }, undefined],
])('the headers %j say %j', (headers, limits) => {
  expect(readRateLimit(headers as unknown as Record<string, string>)).toEqual(limits);
});
