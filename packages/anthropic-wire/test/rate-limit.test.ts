import { expect, it } from 'vitest';
import { readRateLimit } from '../src/index.ts';

it('reads limits by scope, and the time of their reset as what is left until then', () => {
  const soon = new Date(Date.now() + 60_000).toISOString();
  const limits = readRateLimit({
    'anthropic-ratelimit-requests-limit': '10000',
    'anthropic-ratelimit-requests-remaining': '9999',
    'anthropic-ratelimit-requests-reset': '2020-01-01T00:00:00Z',
    'anthropic-ratelimit-input-tokens-remaining': '0',
    'anthropic-ratelimit-input-tokens-reset': soon,
    'anthropic-priority-output-tokens-limit': '5',
  });
  expect(limits).toEqual({
    requests: { limit: 10_000, remaining: 9999, resetMs: 0 },
    'input-tokens': { remaining: 0, resetMs: expect.closeTo(60_000, -4) as number },
    'priority-output-tokens': { limit: 5 },
  });
});

it('reports nothing where nothing can be read', () => {
  const unread = { 'anthropic-ratelimit-requests-limit': 'many', 'anthropic-ratelimit-tokens-reset': 'soon', 'anthropic-organization-id': 'o', 'x-ratelimit-limit-requests': '5' };
  expect(readRateLimit(unread)).toBeUndefined();
});
