import { describe, expect, it } from 'vitest';
import { errorOf } from './ask.ts';

describe('an error', () => {
  it.each([
    [402, { code: 402, message: 'Insufficient credits' }, 'quota-exceeded', false],
    [402, { code: 402, message: 'Wait', metadata: { error_type: 'payment_required', reason: 'in_flight_budget_exhausted' } }, 'quota-exceeded', true],
    [403, { code: 403, message: 'Flagged', metadata: { reasons: ['violence', 'hate'], flagged_input: 'x', provider_name: 'OpenAI' } }, 'content-filter', false],
    [403, { code: 403, message: 'Stopped', metadata: { patterns: ['ssn'] } }, 'content-filter', false],
    [403, { code: 403, message: 'No', metadata: { error_type: 'permission_denied' } }, 'permission-denied', false],
    [400, { code: 400, message: 'Long', metadata: { error_type: 'context_length_exceeded' } }, 'context-length', false],
    [400, { code: 400, message: 'No', metadata: { error_type: 'refusal' } }, 'content-filter', false],
    [408, { code: 408, message: 'Slow' }, 'server', true],
    [429, { code: 429, message: 'Too many', metadata: { error_type: 'rate_limit_exceeded' } }, 'rate-limit', true],
    [502, { code: 502, message: 'Down', metadata: { error_type: 'provider_unavailable' } }, 'server', true],
    [503, { code: 503, message: 'Full', metadata: { error_type: 'provider_overloaded' } }, 'overloaded', true],
    [404, { code: 404, message: 'Gone', availability: { code: 'model_deprecated', retryable: false } }, 'not-found', false],
    [503, { code: 503, message: 'Later', availability: { code: 'region_restricted', retryable: false } }, 'overloaded', false],
  ])('%i %j is %s, retryable: %s', async (status, error, kind, retryable) => {
    expect(await errorOf(status, error)).toMatchObject({ kind, retryable, status });
  });

  it('is named by what stays the same', async () => {
    expect((await errorOf(502, { code: 502, message: 'x', metadata: { error_type: 'provider_unavailable' } })).code).toBe('provider_unavailable');
    expect((await errorOf(503, { code: 503, message: 'x', metadata: { error_type: 'server' }, availability: { code: 'no_endpoints' } })).code).toBe('no_endpoints');
    expect((await errorOf(400, { code: 400, message: 'x' })).code).toBe('400');
  });

  it('tells what the vendor behind said', async () => {
    const raw = JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: 'prompt is too long: 250000 tokens' } });
    const upstream = await errorOf(400, { code: 400, message: 'Provider returned error', metadata: { raw, provider_name: 'Anthropic' } });
    expect(upstream.message).toBe('openrouter answered 400: Provider returned error: Anthropic: prompt is too long: 250000 tokens');
    expect(upstream.kind).toBe('context-length');
    expect((await errorOf(429, { code: 429, message: 'Provider returned error', metadata: { raw: 'slow down' } })).message).toBe('openrouter answered 429: Provider returned error: slow down');
    expect((await errorOf(403, { code: 403, message: 'Flagged', metadata: { reasons: ['violence', 'hate'] } })).message).toBe('openrouter answered 403: Flagged: violence, hate');
  });

  it('says how long to wait, wherever that stands', async () => {
    expect((await errorOf(429, { code: 429, message: 'x' }, { 'retry-after': '7' })).retryAfterMs).toBe(7_000);
    expect((await errorOf(503, { code: 503, message: 'x', availability: { retry_after: 1.5 } })).retryAfterMs).toBe(1_500);
    for (const [headers, ms] of [[{ 'Retry-After': '3' }, 3_000], [{ 'retry-after': 3, other: null }, 3_000], [{ 'Retry-After-Ms': '40', 'Retry-After': '3' }, 40]] as const) {
      expect((await errorOf(429, { code: 429, message: 'x', metadata: { headers } })).retryAfterMs).toBe(ms);
    }
    const reset = String(Date.now() + 60_000);
    const waiting = await errorOf(429, { code: 429, message: 'x', metadata: { headers: { 'X-RateLimit-Reset': reset } } });
    expect(waiting.retryAfterMs).toBeGreaterThan(50_000);
    expect(waiting.retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it('holds the rate limit of its headers', async () => {
    const headers = { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' };
    expect((await errorOf(429, { code: 429, message: 'x' }, headers)).rateLimit).toEqual({ requests: { limit: 20, remaining: 0, resetMs: 0 } });
    expect((await errorOf(429, { code: 429, message: 'x' })).rateLimit).toBeUndefined();
  });
});
