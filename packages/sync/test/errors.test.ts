import {
  AbortError,
  APIError,
  APITimeoutError,
  ConfigurationError,
  errorToJSON,
  providerError,
  SdkError,
  type RateLimitError,
  type StreamInterruptedError,
} from '@sdk/core';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { syncModel, WorkerCrashError } from '../src/index.ts';
import { errors } from './fixtures/models.ts';
import { fixtureModel, keepThreads, say, thrownBy } from './support.ts';

keepThreads();

const LeptonError = providerError('lepton', 'LeptonError');

describe.each(Object.keys(errors))('the error "%s" of a model', (name) => {
  it('arrives with its class and every field', () => {
    const original = errors[name]?.() as SdkError;
    const error = thrownBy(() => fixtureModel().generate(say(`throw ${name}`)));
    expect(error).toBeInstanceOf(original.constructor as typeof SdkError);
    expect(error.name).toBe(original.name);
    expect(errorToJSON(error)).toEqual(errorToJSON(original));
  });

  it('is found by vendor as it would be without a thread', () => {
    const error = thrownBy(() => fixtureModel().generate(say(`throw ${name}`)));
    const original = errors[name]?.() as SdkError & { provider?: string };
    expect(error instanceof LeptonError).toBe(original.provider === 'lepton');
    expect(error instanceof APIError).toBe(original.provider !== undefined);
  });
});

it('an error keeps what is hidden in it, and keeps it hidden', () => {
  const error = thrownBy(() => fixtureModel().generate(say('throw limited'))) as RateLimitError;
  expect([error.body, error.retryAfterMs, error.attempts?.length]).toEqual(['{"error":"slow down"}', 1_500, 1]);
  expect(inspect(error)).not.toContain('"error"');
  const cut = thrownBy(() => fixtureModel().generate(say('throw cut'))) as StreamInterruptedError;
  expect(cut.partial?.content).toEqual([{ type: 'text', text: 'Hal' }]);
});

it('an error has the stack of the caller', () => {
  expect(thrownBy(() => fixtureModel().generate(say('throw limited'))).stack).toContain('errors.test.ts');
});

it('what is no SdkError becomes one', () => {
  const model = fixtureModel({ export: 'rudeModel' });
  const error = thrownBy(() => model.generate(say('x')));
  expect(error).toBeInstanceOf(SdkError);
  expect(error.message).toBe('TypeError: not one of yours');
  expect(thrownBy(() => [...model.stream(say('x'))]).message).toBe('RangeError: not even a stream');
});

describe('a crash of the worker', () => {
  it.each([
    ['exit 3', 'exited with code 3', 3],
    ['crash', 'nobody caught me', 1],
  ])('by "%s" is a typed error, and the next call works', (order, words, exitCode) => {
    const model = fixtureModel({ maxHeapMb: 300 });
    const error = thrownBy(() => model.generate(say(order)));
    expect(error).toBeInstanceOf(WorkerCrashError);
    expect(error).toMatchObject({ kind: 'worker-crash', name: 'WorkerCrashError', exitCode });
    expect(error.message).toContain(words);
    expect(model.generate(say('hello')).text).toBe('You said: hello');
  });

  it('for want of memory is one, too', () => {
    const model = fixtureModel({ maxHeapMb: 32 });
    const error = thrownBy(() => model.generate(say('fill')));
    expect(error).toBeInstanceOf(WorkerCrashError);
    expect(error.message).toContain('memory');
    expect(model.generate(say('hello')).text).toBe('You said: hello');
  });

  it('while the module is loaded names the module', () => {
    using model = syncModel({ module: new URL('./fixtures/exits-at-import.ts', import.meta.url) });
    for (const again of [1, 2]) {
      const error = thrownBy(() => model.generate(say(`time ${again}`)));
      expect(error).toBeInstanceOf(WorkerCrashError);
      expect(error.message).toMatch(/exits-at-import\.ts.*code 9/);
    }
  });

  it('between two calls is not noticed by the next', async () => {
    const model = fixtureModel({ maxHeapMb: 301 });
    expect(model.generate(say('exit-soon')).text).toBe('Bye.');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(model.generate(say('calls')).text).toBe('0');
  });

  it('leaves the models of other sources alone', () => {
    const other = fixtureModel();
    const thread = other.generate(say('thread')).text;
    thrownBy(() => fixtureModel({ maxHeapMb: 302 }).generate(say('exit 1')));
    expect(other.generate(say('thread')).text).toBe(thread);
  });
});

describe('time', () => {
  it.each(['never', 'block'])('over `timeoutMs` is a timeout, also when the worker does "%s", and the next call works', (order) => {
    const model = fixtureModel({ maxHeapMb: 303, timeoutMs: 2_000 });
    expect(model.generate(say('hello')).text).toBe('You said: hello');
    const startedAt = performance.now();
    const error = thrownBy(() => model.generate(say(order)));
    const tookMs = performance.now() - startedAt;
    expect(error).toBeInstanceOf(APITimeoutError);
    expect(error).toMatchObject({ phase: 'total', timeoutMs: 2_000, retryable: true });
    expect(tookMs).toBeGreaterThan(1_990);
    expect(tookMs).toBeLessThan(4_000);
    expect(model.generate(say('hello')).text).toBe('You said: hello');
  });

  it('of a call with `totalMs` is limited five seconds later, should the model not do it', () => {
    const error = thrownBy(() => fixtureModel({ maxHeapMb: 304 }).generate({ ...say('never'), timeouts: { totalMs: 50 } }));
    expect(error).toMatchObject({ kind: 'timeout', timeoutMs: 5_050 });
  });

  it('is never over without a limit, however large', () => {
    const model = fixtureModel({ maxHeapMb: 305, timeoutMs: 2 ** 40 });
    expect(model.generate(say('wait 30')).text).toBe('Waited.');
  });

  it('left over from one call does not end the next', () => {
    const model = fixtureModel({ maxHeapMb: 306, timeoutMs: 2_000 });
    for (const ms of [900, 901, 902]) expect(model.generate(say(`wait ${ms}`)).text).toBe('Waited.');
  });
});

describe('a signal', () => {
  it('that has fired is an AbortError, and the worker is not asked', () => {
    const model = fixtureModel();
    const before = model.generate(say('calls')).text;
    const options = { ...say('x'), signal: AbortSignal.abort('enough') };
    for (const call of [() => model.generate(options), () => model.countTokens(options)]) {
      const error = thrownBy(call);
      expect(error).toBeInstanceOf(AbortError);
      expect(error.cause).toBe('enough');
    }
    expect(Number(model.generate(say('calls')).text)).toBe(Number(before) + 1);
  });

  it('is not heard while the thread waits, and does not spoil the answer', () => {
    const signal = AbortSignal.timeout(5);
    expect(fixtureModel().generate({ ...say('wait 30'), signal }).text).toBe('Waited.');
  });
});

it('a model that has been closed says so', () => {
  const model = fixtureModel();
  model.generate(say('hello'));
  model.close();
  model.close();
  const error = thrownBy(() => model.generate(say('hello')));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.message).toContain('closed');
  expect(fixtureModel().generate(say('hello')).text).toBe('You said: hello');
});
