import { getEventListeners } from 'node:events';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { AbortError, APIError, APITimeoutError, ConfigurationError, RateLimitError, wrapModel, type CallOptions } from '@sdk/core';
import { scriptedEmbeddingModel, scriptedModel, type ScriptedModel, type ScriptStep } from '@sdk/testing';
import { withRetry, type RetryEvent } from '../src/index.ts';
import { CALL, exact, fakeClock, outcome, rateLimit, rejection, server, ways } from './support.ts';

const overTotal = () => new APITimeoutError('too slow', { provider: 'scripted', retryable: true, phase: 'total', timeoutMs: 1 });

describe('waits', () => {
  it('three retries after 1, 2 and 4 seconds by default, jitter aside', async () => {
    const clock = fakeClock();
    const inner = scriptedModel(() => server());
    await rejection(withRetry(inner, exact({ clock })).generate(CALL));
    expect(inner.calls.length).toBe(4);
    expect(clock.sleeps).toEqual([1_000, 2_000, 4_000]);
  });

  it('have full jitter by default', async () => {
    const clock = fakeClock();
    await rejection(withRetry(scriptedModel(() => server()), { clock, random: () => 0.25 }).generate(CALL));
    expect(clock.sleeps).toEqual([250, 500, 1_000]);
  });

  it.each([
    { asked: 5_000, waited: 5_000 },
    { asked: 5_000.5, waited: 5_000.5 },
    { asked: 60_000, waited: 60_000 },
    { asked: 300, waited: 1_000 },
    { asked: 0, waited: 1_000 },
  ])('the vendor asks for $asked ms, a floor: $waited ms', async ({ asked, waited }) => {
    const clock = fakeClock();
    await withRetry(scriptedModel([rateLimit(asked), 'Hello!']), exact({ clock })).generate(CALL);
    expect(clock.sleeps).toEqual([waited]);
  });

  it('the vendor is not cut short by maxDelayMs nor by jitter', async () => {
    const clock = fakeClock();
    await withRetry(scriptedModel([rateLimit(5_000), 'Hello!']), { clock, maxDelayMs: 100, random: () => 0 }).generate(CALL);
    expect(clock.sleeps).toEqual([5_000]);
  });

  it.each(ways)('%s: a vendor that asks for more than maxRetryAfterMs is not asked again, and the error says for how long', async (_name, fail) => {
    const thrown = rateLimit(90_000);
    const inner = scriptedModel(() => thrown);
    const model = withRetry(inner, exact());
    const error = await fail(model);
    expect(error).toBe(thrown);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ kind: 'rate-limit', status: 429, retryAfterMs: 90_000 });
    const message = 'slow down (not retried: it asks to wait 90 s, and maxRetryAfterMs allows 60 s)';
    expect(error.message).toBe(message);
    expect(error.stack).toContain(message);
    expect((await fail(model)).message).toBe(message);
    expect(inner.calls.length).toBe(2);
  });

  it('maxRetryAfterMs can be set, also by kind', async () => {
    const clock = fakeClock();
    const wait = async (policy: object) => withRetry(scriptedModel([rateLimit(90_000), 'Hello!']), exact({ clock, ...policy })).generate(CALL);
    await wait({ maxRetryAfterMs: 90_000 });
    await wait({ kinds: { 'rate-limit': { maxRetryAfterMs: Infinity } } });
    await expect(wait({ maxRetryAfterMs: 100 })).rejects.toThrow('maxRetryAfterMs allows 0.1 s');
    expect(clock.sleeps).toEqual([90_000, 90_000]);
  });
});

describe('onRetry', () => {
  it('is told before each sleep which attempt failed, with what, and how long it will be waited', async () => {
    const clock = fakeClock();
    const told: (RetryEvent & { sleptBefore: number })[] = [];
    const errors = [rateLimit(7_000), server()];
    const onRetry = (event: RetryEvent) => void told.push({ ...event, sleptBefore: clock.sleeps.length });
    await withRetry(scriptedModel([...errors, 'Hello!'] as ScriptStep[]), exact({ clock, onRetry })).generate(CALL);
    const who = { provider: 'scripted', modelId: 'scripted-model' };
    expect(told).toEqual([
      { ...who, error: errors[0], attempt: 1, waitMs: 7_000, sleptBefore: 0 },
      { ...who, error: errors[1], attempt: 2, waitMs: 2_000, sleptBefore: 1 },
    ]);
  });

  it.each([
    () => {
      throw new Error('The log is full.');
    },
    () => Promise.reject(new Error('The log is far away.')),
  ])('cannot end the call by failing', async (onRetry) => {
    expect((await withRetry(scriptedModel([server(), 'Hello!']), exact({ onRetry })).generate(CALL)).text).toBe('Hello!');
  });
});

describe.each(ways)('totalMs, %s', (_name, fail) => {
  /** A model whose every attempt takes so long. */
  const slow = (ms: number, clock: ReturnType<typeof fakeClock>, error: () => APIError = server) =>
    scriptedModel(() => {
      clock.pass(ms);
      return error();
    });
  const totals = ({ calls }: ScriptedModel) => calls.map(({ timeouts }) => timeouts?.totalMs);

  it('each attempt gets what is left of it, the first one all of it; the other limits stay', async () => {
    const clock = fakeClock();
    const inner = slow(300, clock);
    const call: CallOptions = { ...CALL, timeouts: { totalMs: 20_000, idleMs: 77 } };
    await fail(withRetry(inner, exact({ clock })), call);
    expect(totals(inner)).toEqual([20_000, 18_700, 16_400, 12_100]);
    expect(inner.calls[0]?.timeouts).toBe(call.timeouts);
    expect(inner.calls[3]?.timeouts?.idleMs).toBe(77);
    expect(call.timeouts).toEqual({ totalMs: 20_000, idleMs: 77 });
  });

  it('no sleep ends past it, nor at its very end: the last error is thrown at once', async () => {
    const clock = fakeClock();
    const inner = slow(500, clock);
    const error = await fail(withRetry(inner, exact({ clock })), { ...CALL, timeouts: { totalMs: 4_000 } });
    expect(error).toMatchObject({ kind: 'server', attempts: [{ waitMs: 1_000 }, { durationMs: 500 }] });
    expect(clock.sleeps).toEqual([1_000]);
  });

  it("no sleep for the vendor's wait ends past it either", async () => {
    const clock = fakeClock();
    const inner = slow(0, clock, () => rateLimit(5_000));
    const error = await fail(withRetry(inner, exact({ clock })), { ...CALL, timeouts: { totalMs: 5_000 } });
    expect(error).toMatchObject({ kind: 'rate-limit', retryAfterMs: 5_000 });
    expect(clock.sleeps).toEqual([]);
  });

  it('a sleep that ends late leaves no room: the last error is thrown, nothing is sent', async () => {
    const clock = fakeClock({ lateMs: 5_000 });
    const inner = slow(0, clock);
    const error = await fail(withRetry(inner, exact({ clock })), { ...CALL, timeouts: { totalMs: 2_000 } });
    expect(error).toMatchObject({ kind: 'server', attempts: [{ kind: 'server', waitMs: 1_000 }] });
    expect(inner.calls.length).toBe(1);
  });

  it('an attempt never gets a limit below one millisecond, though the clock runs on before it begins', async () => {
    const clock = fakeClock();
    const ticking = { ...clock, now: () => (clock.pass(0.4), clock.now()) };
    for (let totalMs = 1_000.5; totalMs < 1_004; totalMs += 0.1) {
      const inner = scriptedModel(() => server());
      await fail(withRetry(inner, exact({ clock: ticking, maxRetries: 1 })), { ...CALL, timeouts: { totalMs } });
      for (const left of totals(inner)) expect(left).toBeGreaterThanOrEqual(1);
    }
  });

  it('an attempt that ran into it is the last one, though a moment may be left by our clock', async () => {
    const inner = scriptedModel(() => overTotal());
    expect(await fail(withRetry(inner, exact()), { ...CALL, timeouts: { totalMs: 10_000 } })).toBeInstanceOf(APITimeoutError);
    expect(inner.calls.length).toBe(1);
  });

  it("a total of the provider's own is per attempt, and retried", async () => {
    const inner = scriptedModel(() => overTotal());
    await fail(withRetry(inner, exact()), { ...CALL, timeouts: { idleMs: 5 } });
    expect(totals(inner)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('Infinity stays Infinity', async () => {
    const inner = scriptedModel(() => server());
    await fail(withRetry(inner, exact()), { ...CALL, timeouts: { totalMs: Infinity } });
    expect(totals(inner)).toEqual([Infinity, Infinity, Infinity, Infinity]);
  });
});

describe.each(ways)('abort, %s', (_name, fail) => {
  it.each([new Error('The user has left.'), 'a string', new DOMException('late', 'TimeoutError')])(
    'ends the sleep at once, the cause being the reason: %o',
    async (reason) => {
      const controller = new AbortController();
      const { signal } = controller;
      const clock = fakeClock({ stuck: true });
      const inner = scriptedModel(() => server());
      const failure = fail(withRetry(inner, exact({ clock })), { ...CALL, signal });
      await expect.poll(() => clock.sleeps.length).toBe(1);
      controller.abort(reason);
      const error = await failure;
      expect(error).toBeInstanceOf(AbortError);
      expect(error.name).toBe('AbortError');
      expect(error.cause).toBe(reason);
      expect(inner.calls.length).toBe(1);
      expect(getEventListeners(signal, 'abort')).toEqual([]);
    },
  );

  it('in the sleep is an AbortError also when totalMs is over by then', async () => {
    const controller = new AbortController();
    const clock = fakeClock({ stuck: true });
    const failure = fail(withRetry(scriptedModel(() => server()), exact({ clock })), { ...CALL, signal: controller.signal, timeouts: { totalMs: 2_000 } });
    await expect.poll(() => clock.sleeps.length).toBe(1);
    clock.pass(5_000);
    controller.abort();
    expect(await failure).toBeInstanceOf(AbortError);
  });

  it('by AbortSignal.timeout ends a real sleep, with an AbortError', async () => {
    const signal = AbortSignal.timeout(30);
    const start = performance.now();
    const error = await fail(withRetry(scriptedModel(() => rateLimit(30_000))), { ...CALL, signal });
    expect(error).toBeInstanceOf(AbortError);
    expect((error.cause as Error).name).toBe('TimeoutError');
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('before the call sends nothing', async () => {
    let asked = 0;
    const asking = () => {
      asked++;
      throw server();
    };
    const inner = wrapModel(scriptedModel('x'), { generate: asking, stream: asking });
    const error = await fail(withRetry(inner), { ...CALL, signal: AbortSignal.abort('too late') });
    expect(error).toBeInstanceOf(AbortError);
    expect(error.cause).toBe('too late');
    expect(asked).toBe(0);
  });

  it('within onRetry ends the call without a sleep', async () => {
    const controller = new AbortController();
    const clock = fakeClock({ stuck: true });
    const inner = scriptedModel(() => server());
    const error = await fail(withRetry(inner, exact({ clock, onRetry: () => controller.abort('enough') })), { ...CALL, signal: controller.signal });
    expect(error).toBeInstanceOf(AbortError);
    expect([inner.calls.length, clock.sleeps.length]).toEqual([1, 0]);
  });

  it.each([server(), new DOMException('aborted', 'AbortError')])('is an AbortError whatever the model inside makes of it: %o', async (thrown) => {
    const controller = new AbortController();
    const inner = scriptedModel('x');
    const breaking = () => {
      controller.abort('enough');
      throw thrown;
    };
    const error = await fail(withRetry(wrapModel(inner, { generate: breaking, stream: breaking }), exact()), { ...CALL, signal: controller.signal });
    expect(error).toBeInstanceOf(AbortError);
    expect(error.cause).toBe('enough');
  });
});

describe.each(ways)('attempts on the error, %s', (_name, fail) => {
  it('one entry each, the last included: kind, status and wait, no texts', async () => {
    const clock = fakeClock();
    const errors: APIError[] = [rateLimit(3_000), server(), new APIError('odd', { provider: 'scripted', retryable: true }), server()];
    const step: ScriptStep = (_call, index) => {
      clock.pass(10 * (index + 1));
      return errors[index]!;
    };
    const error = await fail(withRetry(scriptedModel(step), exact({ clock })));
    const who = { provider: 'scripted', modelId: 'scripted-model' };
    expect(error).toBe(errors[3]);
    expect(JSON.parse(JSON.stringify(error.attempts))).toEqual([
      { ...who, kind: 'rate-limit', status: 429, waitMs: 3_000, durationMs: 10 },
      { ...who, kind: 'server', status: 500, waitMs: 2_000, durationMs: 20 },
      { ...who, kind: 'api', waitMs: 4_000, durationMs: 30 },
      { ...who, kind: 'server', status: 500, durationMs: 40 },
    ]);
  });

  it('a single attempt is listed, too', async () => {
    const error = await fail(withRetry(scriptedModel(server()), exact({ maxRetries: 0 })));
    expect(error.attempts).toMatchObject([{ kind: 'server', status: 500 }]);
    expect(error.attempts?.[0]).not.toHaveProperty('waitMs');
  });

  it('an error object that is thrown in every call has those of its last call only', async () => {
    const model = withRetry(scriptedModel(server()), exact());
    await fail(model);
    expect((await fail(model)).attempts).toHaveLength(4);
  });

  it('a wrapper inside that has listed its own is believed', async () => {
    const inner = withRetry(scriptedModel(() => server()), exact({ maxRetries: 1, initialDelayMs: 10 }));
    const error = await fail(withRetry(inner, exact({ maxRetries: 1 })));
    expect(error.attempts?.map(({ waitMs }) => waitMs)).toEqual([10, 1_000, 10, undefined]);
  });

  it('an error that cannot be changed is thrown all the same', async () => {
    const frozen = Object.freeze(rateLimit(90_000));
    expect(await fail(withRetry(scriptedModel(() => frozen), exact()))).toBe(frozen);
  });
});

describe('a success', () => {
  it('lists all attempts on the result, the last with its usage', async () => {
    const clock = fakeClock();
    const model = withRetry(scriptedModel([rateLimit(), { content: 'Hello!', usage: { outputTokens: 3 } }]), exact({ clock }));
    const { text, attempts } = await model.generate(CALL);
    expect(text).toBe('Hello!');
    expect(attempts).toEqual([
      { provider: 'scripted', modelId: 'scripted-model', kind: 'rate-limit', status: 429, waitMs: 1_000, durationMs: 0 },
      { provider: 'scripted', modelId: 'scripted-model', durationMs: 0, usage: { outputTokens: 3 } },
    ]);
  });

  it('at once is one attempt, and the call goes through as it is', async () => {
    const inner = scriptedModel({ content: 'Hello!', usage: { outputTokens: 3 } });
    const call: CallOptions = { ...CALL, timeouts: { totalMs: 1_000 } };
    const { attempts } = await withRetry(inner, exact()).generate(call);
    expect(attempts).toEqual([{ provider: 'scripted', modelId: 'scripted-model', durationMs: 0, usage: { outputTokens: 3 } }]);
    expect(inner.calls[0]?.timeouts).toBe(call.timeouts);
  });

  it('is timed from the call, not from its last attempt', async () => {
    const clock = fakeClock();
    const model = () => withRetry(scriptedModel([server(), server(), 'Hello!']), exact({ clock }));
    const { timing } = await model().generate(CALL);
    expect(timing.totalMs).toBeGreaterThanOrEqual(3_000);
    expect(timing).not.toHaveProperty('firstTokenMs');
    const finish = (await outcome(model().stream(CALL))).parts.at(-1);
    expect(finish).toMatchObject({ timing: { firstTokenMs: expect.closeTo(3_000, -2), totalMs: expect.closeTo(3_000, -2) } });
  });

  it('of a wrapper inside keeps the attempts listed there', async () => {
    const inner = withRetry(scriptedModel([server(), 'Hello!']), exact({ initialDelayMs: 10 }));
    const { attempts } = await withRetry(inner, exact()).generate(CALL);
    expect(attempts?.map(({ kind, waitMs }) => [kind, waitMs])).toEqual([['server', 10], [undefined, undefined]]);
  });

  it('leaves the result of the model inside as it was', async () => {
    const result = Object.freeze(await scriptedModel('Hello!').generate(CALL));
    const model = withRetry(wrapModel(scriptedModel('x'), { generate: async () => result }), exact());
    expect(await model.generate(CALL)).toMatchObject({ ...result, attempts: [{}] });
    expect(result).not.toHaveProperty('attempts');
  });
});

describe('an embedding model', () => {
  it('is retried, with what is left of the time, and listed on the error', async () => {
    const clock = fakeClock();
    const good = scriptedEmbeddingModel();
    const left: unknown[] = [];
    const failing = (times: number) =>
      wrapModel(good, {
        embed: async (options) => {
          left.push(options.timeouts?.totalMs);
          if (left.length <= times) throw rateLimit();
          return good.embed(options);
        },
      });
    const call = { values: ['a', 'b'], timeouts: { totalMs: 9_000 } };
    expect((await withRetry(failing(2), exact({ clock })).embed(call)).embeddings).toHaveLength(2);
    expect(left).toEqual([9_000, 8_000, 6_000]);
    const error = await rejection(withRetry(failing(99), exact({ clock })).embed(call));
    expect(error.attempts).toHaveLength(4);
  });

  it('aborts', async () => {
    const model = withRetry(scriptedEmbeddingModel(), exact());
    await expect(model.embed({ values: ['a'], signal: AbortSignal.abort('no') })).rejects.toMatchObject({ name: 'AbortError', cause: 'no' });
  });
});

describe('the wrapped model', () => {
  it('forwards every member that is not retried, also those that come later, and keeps its type', async () => {
    const inner = Object.assign(scriptedModel('Hello!'), { describe: () => 'later' });
    const model = withRetry(inner);
    expectTypeOf(model).toEqualTypeOf(inner);
    expect([model.provider, model.modelId, model.capabilities]).toEqual(['scripted', 'scripted-model', {}]);
    expect(model.describe()).toBe('later');
    expect('embed' in model).toBe(false);
    expect(model.countTokens).toBeUndefined();
    await model.generate(CALL);
    expect(model.calls).toHaveLength(1);
  });

  it('retries the counting of tokens, where there is one', async () => {
    let calls = 0;
    const countTokens = async (_call: CallOptions) => {
      if (++calls < 3) throw server();
      return { inputTokens: 7 };
    };
    const model = withRetry({ ...scriptedModel('x'), countTokens }, exact());
    expect(await model.countTokens(CALL)).toEqual({ inputTokens: 7 });
    expect(calls).toBe(3);
  });

  it('never throws synchronously', async () => {
    const broken = () => {
      throw new ConfigurationError('broken');
    };
    const model = withRetry(wrapModel(scriptedModel('x'), { generate: broken, stream: broken }), exact());
    await expect(model.generate(CALL)).rejects.toThrow('broken');
    expect((await outcome(model.stream(CALL))).error).toBeInstanceOf(ConfigurationError);
  });
});
