import type {
  APIError} from '@sdk/core';
import {
  AuthenticationError,
  ContextLengthError,
  ContentFilterError,
  InvalidRequestError,
  NotFoundError,
  OverloadedError,
  PermissionDeniedError,
  QuotaExceededError,
  RateLimitError,
  ServerError,
} from '@sdk/core';
import { describe, expect, test } from 'vitest';
import { allOf, CONFIG, failureOf, fakeProvider, NO_WAIT, PROMPT, serviceOf } from './support.ts';

const at = { provider: 'fake' };
const busy = () => new OverloadedError('busy', { ...at, status: 503, retryable: true });
const noKey = () => new AuthenticationError('bad key', { ...at, status: 401 });

const WITH_FALLBACK = { ...CONFIG, maxRetries: 1, fallbackModels: ['large', 'last'] };

describe('Retries', () => {
  test('are made as often as the configuration says, with its waits', async () => {
    const waits: number[] = [];
    const clock = { now: NO_WAIT.clock.now, sleep: async (ms: number) => void waits.push(ms) };
    const fake = fakeProvider({ small: busy });
    const service = serviceOf(fake, { retry: { clock, random: () => 1 } });
    const config = { ...CONFIG, maxRetries: 4, initialRetryDelayMs: 100, maxRetryDelayMs: 500, retryMultiplier: 3 };
    const error = await failureOf(service.chat(config, PROMPT));
    expect(error).toBeInstanceOf(OverloadedError);
    expect(waits).toEqual([100, 300, 500, 500]);
    expect(error['attempts']).toHaveLength(5);
    await failureOf(service.chat(CONFIG, PROMPT));
    expect(waits.slice(4)).toEqual([1_000, 2_000, 4_000]);
  });

  test('are not made of what no waiting heals', async () => {
    const fake = fakeProvider({ small: noKey });
    await failureOf(serviceOf(fake).chat(CONFIG, PROMPT));
    expect(fake.calls).toHaveLength(1);
  });

  test('are a matter of one budget per server, so that an outage is not multiplied', async () => {
    const fake = fakeProvider({ small: busy });
    const service = serviceOf(fake);
    await Promise.all(Array.from({ length: 60 }, () => failureOf(service.chat(CONFIG, PROMPT))));
    expect(fake.calls).toHaveLength(60 + 100);
  });
});

describe('Fallback models', () => {
  test('are asked in order, each after the retries of the one before', async () => {
    const fake = fakeProvider({ small: busy, large: busy, last: 'At last.' });
    const answer = await serviceOf(fake).chat(WITH_FALLBACK, PROMPT);
    expect(answer.text).toBe('At last.');
    expect(fake.calls.map(({ modelId }) => modelId)).toEqual(['small', 'small', 'large', 'large', 'last']);
    expect(answer.attempts?.map(({ modelId, kind }) => `${modelId} ${kind ?? 'ok'}`)).toEqual(
      ['small overloaded', 'small overloaded', 'large overloaded', 'large overloaded', 'last ok'],
    );
  });

  test.each<[string, APIError]>([
    ['a model that is gone', new NotFoundError('gone', { ...at, status: 404 })],
    ['one that the key may not use', new PermissionDeniedError('no', { ...at, status: 403 })],
    ['credit that is used up', new QuotaExceededError('no', { ...at, status: 429 })],
    ['a prompt that is too long', new ContextLengthError('long', { ...at, status: 400 })],
    ['a server’s failure', new ServerError('oh', { ...at, status: 500, retryable: true })],
  ])('stand in for %s', async (_, error) => {
    const fake = fakeProvider({ small: error, large: 'Yes.' });
    expect((await serviceOf(fake).chat({ ...WITH_FALLBACK, maxRetries: 0 }, PROMPT)).text).toBe('Yes.');
    expect((await allOf(serviceOf(fake).chatStream({ ...WITH_FALLBACK, maxRetries: 0 }, PROMPT))).join('')).toBe('Yes.');
  });

  test.each<[string, Error]>([
    ['a key that is refused', noKey()],
    ['a request that is wrong', new InvalidRequestError('bad', { ...at, status: 400 })],
    ['a prompt that is refused', new ContentFilterError('no', { ...at, status: 400 })],
  ])('are not asked after %s', async (_, error) => {
    const fake = fakeProvider({ small: error, large: 'Yes.' });
    expect(await failureOf(serviceOf(fake).chat(WITH_FALLBACK, PROMPT))).toBe(error);
    expect(await failureOf(allOf(serviceOf(fake).chatStream(WITH_FALLBACK, PROMPT)))).toBe(error);
    expect(fake.calls).toHaveLength(2);
  });

  test('leave the last failure with every attempt', async () => {
    const error = await failureOf(serviceOf(fakeProvider({ small: busy, large: busy, last: busy })).chat(WITH_FALLBACK, PROMPT));
    expect((error['attempts'] as object[]).length).toBe(6);
    expect(error).toBeInstanceOf(OverloadedError);
  });

  test('take over a stream that has shown nothing yet', async () => {
    const fake = fakeProvider({ small: busy, large: { content: [], error: busy() }, last: 'At last.' });
    const parts = await allOf(serviceOf(fake).chatStreamParts({ ...WITH_FALLBACK, maxRetries: 0 }, PROMPT));
    expect(parts.filter(({ type }) => type === 'start')).toHaveLength(1);
    const finish = parts.at(-1);
    expect(finish?.type === 'finish' && finish.attempts?.map(({ modelId }) => modelId)).toEqual(['small', 'large', 'last']);
    expect(parts[0]?.type === 'start' && parts[0].response.modelId).toBe('last');
  });

  test('never take over a stream whose first words have been shown', async () => {
    const fake = fakeProvider({ small: { content: 'Half an', error: busy() }, large: 'Another.' });
    const seen: string[] = [];
    const failed = failureOf((async () => {
      for await (const text of serviceOf(fake).chatStream(WITH_FALLBACK, PROMPT)) seen.push(text);
    })());
    expect(await failed).toBeInstanceOf(OverloadedError);
    expect((await failed)['attempts']).toHaveLength(1);
    expect(seen.join('')).toBe('Half an');
    expect(fake.calls).toHaveLength(1);
  });

  test('are not asked once the caller has left', async () => {
    const leaving = new AbortController();
    const fake = fakeProvider({ small: () => { leaving.abort(); return busy(); }, large: 'Yes.' });
    const config = { ...WITH_FALLBACK, maxRetries: 0 };
    expect((await failureOf(serviceOf(fake).chat(config, PROMPT, { signal: leaving.signal })))['kind']).toBe('abort');
    expect((await failureOf(allOf(serviceOf(fake).chatStream(config, PROMPT, { signal: leaving.signal }))))['kind']).toBe('abort');
    expect(fake.calls).toHaveLength(1);
  });

  test('have what is left of the caller’s time, and none when it is over', async () => {
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return busy();
    };
    const fake = fakeProvider({ small: slow, large: slow, last: 'Yes.' });
    const config = { ...WITH_FALLBACK, maxRetries: 0 };
    await failureOf(serviceOf(fake).chat(config, PROMPT, { timeouts: { totalMs: 100, idleMs: 7 } }));
    expect(fake.calls.map(({ modelId }) => modelId)).toEqual(['small', 'large']);
    expect(fake.calls[1]?.options.timeouts?.totalMs).toBeLessThan(50);
    expect(fake.calls[1]?.options.timeouts?.idleMs).toBe(7);
  });
});

describe('Several keys', () => {
  const KEYS = { ...CONFIG, apiKey: ['sk-1', 'sk-2'], apiKeys: [{ env: 'THIRD' }] };
  const env = { THIRD: 'sk-3' };
  const keysUsed = (fake: ReturnType<typeof fakeProvider>) => fake.calls.map(({ apiKey }) => apiKey);

  test('take turns, call by call and attempt by attempt', async () => {
    const fake = fakeProvider({ small: 'Yes.', shaky: (_, call) => (call === 4 ? new ServerError('oh', { ...at, retryable: true }) : 'Yes.') });
    const service = serviceOf(fake, { env });
    for (let call = 0; call < 4; call++) await service.chat(KEYS, PROMPT);
    await service.chat({ ...KEYS, model: 'shaky' }, PROMPT);
    await allOf(service.chatStream(KEYS, PROMPT));
    expect(keysUsed(fake)).toEqual(['sk-1', 'sk-2', 'sk-3', 'sk-1', 'sk-2', 'sk-3', 'sk-1']);
  });

  test.each([401, 403, 429, 402])('replace one that is refused with %s at once', async (status) => {
    const classes = { 401: AuthenticationError, 403: PermissionDeniedError, 429: RateLimitError, 402: QuotaExceededError };
    const refused = () => new classes[status as 401]('no', { ...at, status });
    const fake = fakeProvider({ small: (_, call) => (call % 2 === 0 ? refused() : 'Yes.') });
    const service = serviceOf(fake, { env });
    const answer = await service.chat({ ...KEYS, maxRetries: 0 }, PROMPT);
    expect(answer.text).toBe('Yes.');
    expect(answer.attempts?.map(({ status: each }) => each)).toEqual([status, undefined]);
    expect((await allOf(service.chatStream({ ...KEYS, maxRetries: 0 }, PROMPT))).join('')).toBe('Yes.');
    expect(keysUsed(fake)).toEqual(['sk-1', 'sk-2', 'sk-2', 'sk-3']);
  });

  test('replace one whose stream has only begun, and show one beginning', async () => {
    const limited = new RateLimitError('no', { ...at, status: 429 });
    const fake = fakeProvider({ small: (_, call) => (call === 0 ? { content: [], error: limited } : 'Yes.') });
    const parts = await allOf(serviceOf(fake, { env }).chatStreamParts({ ...KEYS, maxRetries: 0 }, PROMPT));
    expect(parts.filter(({ type }) => type === 'start')).toHaveLength(1);
    expect(keysUsed(fake)).toEqual(['sk-1', 'sk-2']);
  });

  test('fail when all of them are refused', async () => {
    const fake = fakeProvider({ small: noKey });
    const error = await failureOf(serviceOf(fake, { env }).chat(KEYS, PROMPT));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error['attempts']).toHaveLength(3);
    expect(keysUsed(fake)).toEqual(['sk-1', 'sk-2', 'sk-3']);
  });

  test('do not help against a wrong request', async () => {
    const fake = fakeProvider({ small: new InvalidRequestError('bad', { ...at, status: 400 }) });
    await failureOf(serviceOf(fake, { env }).chat(KEYS, PROMPT));
    expect(fake.calls).toHaveLength(1);
  });
});
