import { describe, expect, it } from 'vitest';
import { decodeError } from '../src/decode-error.ts';

const read = (status: number, body: unknown) => decodeError({ status, headers: {}, body });

describe('errors', () => {
  it('inside an HTTP 200 say the status that they mean', () => {
    expect(read(200, { error: { code: 503, message: 'Busy', status: 'UNAVAILABLE' } })).toEqual({ message: 'Busy', code: 'UNAVAILABLE', status: 503 });
    expect(read(200, { error: { message: 'Slow', status: 'RESOURCE_EXHAUSTED' } })).toEqual({ message: 'Slow', code: 'RESOURCE_EXHAUSTED', status: 429, kind: 'rate-limit' });
    expect(read(200, [{}, { error: { status: 'INTERNAL' } }])).toEqual({ code: 'INTERNAL', status: 500 });
    expect(read(200, { error: { status: 'NEW' } })).toEqual({ code: 'NEW' });
  });

  it.each([
    ['API_KEY_INVALID', 'authentication'],
    ['API_KEY_EXPIRED', 'authentication'],
    ['ACCESS_TOKEN_EXPIRED', 'authentication'],
    ['CREDENTIALS_MISSING', 'authentication'],
    ['SERVICE_DISABLED', 'permission-denied'],
    ['BILLING_DISABLED', 'quota-exceeded'],
    ['OTHER', undefined],
  ])('with the reason %s are of the kind %s', (reason, kind) => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.Help' }, { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }];
    const { code, kind: read_ } = read(403, { error: { code: 403, status: 'PERMISSION_DENIED', details } });
    expect([code, read_]).toEqual([reason, kind]);
  });

  it.each([
    ['Your API key was reported as leaked. Please use another API key.', 'authentication'],
    ['API key expired. Please renew the API key.', 'authentication'],
    ['Your project has exceeded its monthly spending cap.', 'quota-exceeded'],
    ['User location is not supported for the API use.', 'permission-denied'],
  ])('that say %j are of the kind %s', (message, kind) => {
    expect(read(403, { error: { code: 403, message } }).kind).toBe(kind);
  });

  it.each([
    ['a minute', [{ quotaId: 'RequestsPerMinute', quotaValue: '10' }], 'rate-limit'],
    ['a day', [{ quotaId: 'RequestsPerMinute' }, { quotaId: 'RequestsPerDayPerProject' }], 'quota-exceeded'],
    ['nothing', [{ quotaValue: '0' }], 'quota-exceeded'],
    ['no kind that is known', ['x', {}], 'rate-limit'],
  ])('of a quota of %s heal or do not', (_name, violations, kind) => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations }];
    expect(read(429, { error: { message: 'Check your plan and billing details.', details } }).kind).toBe(kind);
  });

  it.each([
    [{ details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1.0005s' }], message: 'Please retry in 5s.' }, 1_001],
    [{ message: 'Please retry in 48.94s.' }, 48_940],
    [{ message: 'Please retry in 350.5ms.' }, 351],
    [{ message: 'Please retry in 1h2m3s.' }, 3_723_000],
    [{ message: 'Please retry in a while.' }, undefined],
  ])('say how long to wait: %j', (error, retryAfterMs) => {
    expect(read(429, { error }).retryAfterMs).toBe(retryAfterMs);
  });

  it('say nothing where there is nothing', () => {
    for (const body of [undefined, '<html>', null, {}, [], { error: 3 }, [{ a: 1 }]]) expect(read(500, body)).toEqual({});
    expect(read(500, { error: 'boom' })).toEqual({ message: 'boom' });
    expect(read(500, { error: { message: 3, status: 4, details: 'x' } })).toEqual({});
  });
});
