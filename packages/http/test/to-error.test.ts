import * as core from '@sdk/core';
import { describe, expect, it } from 'vitest';
import type { ErrorDetails } from '../src/codec.ts';
import { toError } from '../src/to-error.ts';

function errorOf(status: number, details: ErrorDetails = {}, headers: Record<string, string> = {}, retryableStatuses?: number[]) {
  const codec = { decodeError: () => details, requestIdHeaders: ['x-request-id'], ...(retryableStatuses ? { retryableStatuses } : {}) };
  return toError({ provider: 'acme', codec, redact: (text) => text, status, headers, text: 'body', body: undefined, keyHint: 'Check ACME_KEY.' });
}

describe('the class of a failed answer', () => {
  it.each<[number, ErrorDetails, string, boolean]>([
    [400, {}, 'invalid-request', false],
    [400, { message: "This model's maximum context length is 8192 tokens" }, 'context-length', false],
    [400, { kind: 'content-filter', message: 'x' }, 'content-filter', false],
    [400, { message: 'Incorrect API key provided' }, 'authentication', false],
    [400, { message: 'API key not valid. Please pass a valid API key.' }, 'authentication', false],
    [401, { kind: 'invalid-request' }, 'authentication', false],
    [402, {}, 'quota-exceeded', false],
    [403, {}, 'permission-denied', false],
    [404, { kind: 'invalid-request' }, 'not-found', false],
    [408, {}, 'server', true],
    [409, {}, 'invalid-request', false],
    [413, { message: 'prompt is too long: 200001 tokens > 200000 maximum' }, 'context-length', false],
    [413, {}, 'invalid-request', false],
    [422, {}, 'invalid-request', false],
    [425, {}, 'invalid-request', true],
    [429, {}, 'rate-limit', true],
    [429, { kind: 'quota-exceeded' }, 'quota-exceeded', false],
    [429, { message: 'You exceeded your current quota, please check your plan' }, 'quota-exceeded', false],
    [500, { kind: 'invalid-request' }, 'server', true],
    [501, {}, 'server', false],
    [502, {}, 'server', true],
    [503, {}, 'overloaded', true],
    [504, {}, 'server', true],
    [529, {}, 'overloaded', true],
    [200, {}, 'server', true],
    [200, { status: 429 }, 'rate-limit', true],
    [200, { status: 400, message: 'bad field' }, 'invalid-request', false],
    [200, { kind: 'overloaded' }, 'overloaded', true],
  ])('%s %o is %s', (status, details, kind, retryable) => {
    const error = errorOf(status, details);
    expect(error).toBeInstanceOf(core.APIError);
    expect({ kind: error.kind, retryable: error.retryable, status: error.status }).toEqual({ kind, retryable, status });
  });

  it('lets the codec say that a 409 may succeed later', () => {
    expect(errorOf(409, {}, {}, [409]).retryable).toBe(true);
  });

  it('lets x-should-retry decide', () => {
    expect(errorOf(401, {}, { 'x-should-retry': 'true' }).retryable).toBe(true);
    expect(errorOf(500, {}, { 'x-should-retry': 'false' }).retryable).toBe(false);
  });

  it('does not follow a redirect, and names its target without the path', () => {
    const error = errorOf(307, {}, { location: 'https://evil.test/a?key=1' });
    expect(error).toMatchObject({ kind: 'api', retryable: false, status: 307 });
    expect(error.message).toContain('https://evil.test.');
    expect(error.message).not.toContain('key=1');
  });

  it('carries what the headers tell', () => {
    const error = errorOf(429, { code: 'slow', message: 'Slow down' }, { 'retry-after': '2', 'x-request-id': 'req_1' });
    expect(error).toMatchObject({ retryAfterMs: 2_000, requestId: 'req_1', code: 'slow', provider: 'acme' });
    expect(error.message).toBe('acme answered 429: Slow down');
  });

  it('says what to check when a key is rejected', () => {
    expect(errorOf(401, { message: 'no' }).message).toBe('acme answered 401: no Check ACME_KEY.');
  });
});
