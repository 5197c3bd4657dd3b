import { describe, expect, it } from 'vitest';
import * as core from '@sdk/core';
import { APIError, ConfigurationError, SdkError, type APIErrorOptions } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { withRetry, type RetryPolicy } from '../src/index.ts';
import { CALL, exact, fakeClock, rateLimit, server, ways } from './support.ts';

const { InvalidRequestError, ServerError } = core;
const of = (options: Partial<APIErrorOptions>): APIErrorOptions => ({ provider: 'scripted', retryable: true, ...options });
const newKind = (retryable: boolean) => Object.assign(new APIError('new', of({ retryable })), { kind: 'invented-later' });

/** Makes one call of a model that always fails so, and counts the attempts. */
async function attemptsAt(fail: (typeof ways)[number][1], error: Error, policy: RetryPolicy = {}): Promise<number> {
  const inner = scriptedModel(() => error);
  await fail(withRetry(inner, exact(policy)));
  return inner.calls.length;
}

describe.each(ways)('%s', (_name, fail) => {
  it.each<[string, Error]>([
    ['connection', new core.APIConnectionError('x', of({}))],
    ['timeout', new core.APITimeoutError('x', { ...of({}), phase: 'firstByte', timeoutMs: 5 })],
    ['rate-limit 429', rateLimit()],
    ['overloaded 503', new core.OverloadedError('x', of({ status: 503 }))],
    ['overloaded 529', new core.OverloadedError('x', of({ status: 529 }))],
    ['server 500', server()],
    ['server 408', new ServerError('x', of({ status: 408 }))],
    ['conflict 409, where the vendor says so', new InvalidRequestError('x', of({ status: 409 }))],
    ['too early 425', new InvalidRequestError('x', of({ status: 425 }))],
    ['Groq 498', new InvalidRequestError('x', of({ status: 498 }))],
    ['stream-interrupted', new core.StreamInterruptedError('x', of({}))],
    ['response-parse', new core.ResponseParseError('x', of({}))],
    ['not-found that the vendor calls retryable', new core.NotFoundError('x', of({ status: 404 }))],
    ['a kind that came later, which says that it is retryable', newKind(true)],
  ])('retries %s', async (_kind, error) => {
    expect(await attemptsAt(fail, error)).toBe(4);
  });

  it.each<[string, Error]>([
    ['authentication', new core.AuthenticationError('x', of({ status: 401 }))],
    ['bad request 400', new InvalidRequestError('x', of({ status: 400 }))],
    ['bad request 422', new InvalidRequestError('x', of({ status: 422 }))],
    ['an impossible request, before any network', new InvalidRequestError('x', of({}))],
    ['a quota that no waiting heals', new core.QuotaExceededError('x', of({ status: 429 }))],
    ['content-filter', new core.ContentFilterError('x', of({ status: 400 }))],
    ['context-length', new core.ContextLengthError('x', of({ status: 400 }))],
    ['abort', new core.AbortError()],
    ['configuration', new ConfigurationError('x')],
    ['unsupported-feature', new core.UnsupportedFeatureError('x')],
    ['server 501, which is not retryable', new ServerError('x', of({ status: 501, retryable: false }))],
    ['conflict 409 elsewhere', new InvalidRequestError('x', of({ status: 409, retryable: false }))],
    ['permission-denied', new core.PermissionDeniedError('x', of({ status: 403, retryable: false }))],
    ['not-found', new core.NotFoundError('x', of({ status: 404, retryable: false }))],
    ['an SdkError of a kind that came later', Object.assign(new SdkError('x'), { kind: 'invented-later', retryable: true })],
    ['a kind that came later, which is not retryable', newKind(false)],
  ])('never retries %s', async (_kind, error) => {
    expect(await attemptsAt(fail, error)).toBe(1);
  });

  it('passes on unchanged, and never retries, what is no SdkError, such as the failure of a tool', async () => {
    const failure = Object.assign(new TypeError('The tool is broken.'), { retryable: true });
    let calls = 0;
    const throwing = () => {
      calls++;
      throw failure;
    };
    const model = core.wrapModel(scriptedModel('x'), { generate: throwing, stream: throwing });
    const error = await fail(withRetry(model, exact()));
    expect(error).toBe(failure);
    expect(error).not.toHaveProperty('attempts');
    expect(calls).toBe(1);
  });

  it('lets a kind be retried more often, less often or not at all', async () => {
    const kinds: RetryPolicy['kinds'] = { 'rate-limit': { maxRetries: 6 }, server: { maxRetries: 1 }, 'response-parse': false };
    expect(await attemptsAt(fail, rateLimit(), { kinds })).toBe(7);
    expect(await attemptsAt(fail, server(), { kinds })).toBe(2);
    expect(await attemptsAt(fail, new core.ResponseParseError('x', of({})), { kinds })).toBe(1);
    expect(await attemptsAt(fail, new core.APIConnectionError('x', of({})), { kinds })).toBe(4);
  });

  it('lets a kind be retried whatever its errors say, or never', async () => {
    const missing = new core.NotFoundError('x', of({ status: 404, retryable: false }));
    expect(await attemptsAt(fail, missing, { kinds: { 'not-found': { retryable: true, maxRetries: 1 } } })).toBe(2);
    expect(await attemptsAt(fail, server(), { kinds: { server: { retryable: false } } })).toBe(1);
    expect(await attemptsAt(fail, newKind(false), { kinds: { 'invented-later': { retryable: true } } })).toBe(4);
    expect(await attemptsAt(fail, missing, { retryable: true } as RetryPolicy)).toBe(1);
  });
});

it('each kind waits by its own policy, and the rest by the general one', async () => {
  const clock = fakeClock();
  const kinds: RetryPolicy['kinds'] = { 'rate-limit': { initialDelayMs: 5_000, multiplier: 3, maxRetries: 4 } };
  const model = withRetry(scriptedModel([server(), rateLimit(), rateLimit(), rateLimit(), 'Hello!']), exact({ clock, kinds }));
  await model.generate(CALL);
  expect(clock.sleeps).toEqual([1_000, 15_000, 45_000, 60_000]);
});

it('all retries of a call count against the limit of the last failure', async () => {
  const inner = scriptedModel([rateLimit(), rateLimit(), server()]);
  const model = withRetry(inner, exact({ kinds: { server: { maxRetries: 2 } } }));
  await model.generate(CALL).catch(() => {});
  expect(inner.calls.length).toBe(3);
});

describe('a bad policy', () => {
  it.each<[string, unknown]>([
    ['maxRetries', -1],
    ['maxRetries', 1.5],
    ['maxRetries', NaN],
    ['maxRetries', '3'],
    ['initialDelayMs', -1],
    ['initialDelayMs', Infinity],
    ['maxDelayMs', NaN],
    ['multiplier', 0.5],
    ['multiplier', NaN],
    ['jitter', 'some'],
    ['maxRetryAfterMs', -1],
    ['maxRetryAfterMs', null],
    ['onRetry', 'log'],
    ['budget', {}],
    ['budget', null],
  ])('%s: %o is refused at once', (option, value) => {
    expect(() => withRetry(scriptedModel('x'), { [option]: value })).toThrow(ConfigurationError);
    expect(() => withRetry(scriptedModel('x'), { [option]: value })).toThrow(option);
  });

  it('is told every mistake at once, with its path', () => {
    const policy = { maxRetries: -1, jitter: 'some', kinds: { server: { multiplier: 0, maxDelayMs: NaN }, timeout: 3 } } as unknown as RetryPolicy;
    expect(() => withRetry(scriptedModel('x'), policy)).toThrow(
      'withRetry: maxRetries is -1; expected a whole number, 0 or more. jitter is "some"; expected "full", "equal" or "none". ' +
        'kinds.server.maxDelayMs is NaN; expected milliseconds, 0 or more. kinds.server.multiplier is 0; expected a number, 1 or more. ' +
        'kinds.timeout is 3; expected an object or false.',
    );
  });

  it.each(['authentication', 'quota-exceeded', 'content-filter', 'context-length', 'abort', 'configuration', 'unsupported-feature'])(
    'that would retry %s is refused, and one that does not is fine',
    (kind) => {
      expect(() => withRetry(scriptedModel('x'), { kinds: { [kind]: { retryable: true } } })).toThrow(`kinds.${kind}`);
      expect(() => withRetry(scriptedModel('x'), { kinds: { [kind]: false } })).not.toThrow();
    },
  );

  it('that would retry every invalid request is refused; limits for those that say they are retryable are fine', () => {
    expect(() => withRetry(scriptedModel('x'), { kinds: { 'invalid-request': { retryable: true } } })).toThrow('kinds.invalid-request.retryable');
    expect(() => withRetry(scriptedModel('x'), { kinds: { 'invalid-request': { maxRetries: 1 } } })).not.toThrow();
  });

  it('is not one that sets nothing, no limit, or what a later version knows', () => {
    const policy = { maxRetries: undefined, maxRetryAfterMs: Infinity, kinds: { server: undefined }, later: 1 };
    expect(() => withRetry(scriptedModel('x'), policy)).not.toThrow();
    expect(() => withRetry(scriptedModel('x'), { maxRetries: Infinity })).not.toThrow();
  });

  it('what is no model is refused', () => {
    expect(() => withRetry({ provider: 'x', modelId: 'x' } as unknown as core.LanguageModel)).toThrow(ConfigurationError);
  });
});
