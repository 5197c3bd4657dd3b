import { describe, expect, it } from 'vitest';
import { ConfigurationError, ServerError } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { createRetryBudget, withRetry } from '../src/index.ts';
import { CALL, exact, outcome, rejection, server } from './support.ts';

describe('a retry budget', () => {
  it('lets ten retries pass, and one more for every ten successes', () => {
    const budget = createRetryBudget();
    const passed = () => Array.from({ length: 20 }, () => budget.withdraw()).filter(Boolean).length;
    expect(passed()).toBe(10);
    for (let n = 0; n < 9; n++) budget.deposit();
    expect(passed()).toBe(0);
    budget.deposit();
    expect(passed()).toBe(1);
    for (let n = 0; n < 1_000; n++) budget.deposit();
    expect(budget.tokens).toBe(10);
    expect(passed()).toBe(10);
  });

  it('has a capacity and a return of its own', () => {
    const budget = createRetryBudget({ capacity: 2, tokensPerSuccess: 1 });
    expect([budget.withdraw(), budget.withdraw(), budget.withdraw()]).toEqual([true, true, false]);
    budget.deposit();
    expect(budget.withdraw()).toBe(true);
  });

  it.each([{ capacity: 0 }, { capacity: NaN }, { tokensPerSuccess: -0.1 }, { tokensPerSuccess: 1.1 }])('refuses %o', (options) => {
    expect(() => createRetryBudget(options)).toThrow(ConfigurationError);
  });
});

describe('an outage', () => {
  const down = () => scriptedModel(() => server());

  it.each(['generate', 'stream'] as const)('300 failing calls of %s make at most 1.2 times as many requests', async (way) => {
    const inner = down();
    const model = withRetry(inner, exact());
    for (let n = 0; n < 300; n++) await (way === 'generate' ? rejection(model.generate(CALL)) : outcome(model.stream(CALL)));
    expect(inner.calls.length).toBeGreaterThan(300);
    expect(inner.calls.length).toBeLessThanOrEqual(360);
  });

  it('300 failing calls at once make at most 1.2 times as many requests', async () => {
    const inner = down();
    const model = withRetry(inner, exact());
    await Promise.all(Array.from({ length: 300 }, () => rejection(model.generate(CALL))));
    expect(inner.calls.length).toBeLessThanOrEqual(360);
  });

  it('a shared budget holds for all its models', async () => {
    const [one, other] = [down(), down()];
    const policy = exact({ budget: createRetryBudget() });
    for (const inner of [one, other]) for (let n = 0; n < 100; n++) await rejection(withRetry(inner, policy).generate(CALL));
    expect(one.calls.length + other.calls.length).toBe(210);
  });

  it('each model has a budget of its own by default', async () => {
    for (const inner of [down(), down()]) {
      const model = withRetry(inner, exact());
      for (let n = 0; n < 100; n++) await rejection(model.generate(CALL));
      expect(inner.calls.length).toBe(110);
    }
  });

  it('without a budget every call has its retries', async () => {
    const inner = down();
    const model = withRetry(inner, exact({ budget: false }));
    for (let n = 0; n < 20; n++) await rejection(model.generate(CALL));
    expect(inner.calls.length).toBe(80);
  });

  it('successes of calls and of streams fill the budget again', async () => {
    const budget = createRetryBudget();
    while (budget.withdraw());
    const model = withRetry(scriptedModel('Hello!'), exact({ budget }));
    for (let n = 0; n < 5; n++) await model.generate(CALL);
    for (let n = 0; n < 5; n++) await outcome(model.stream(CALL));
    expect(budget.tokens).toBeCloseTo(1, 6);
  });

  it('what is not retried for another reason costs no token', async () => {
    const budget = createRetryBudget();
    const hopeless = new ServerError('no', { provider: 'scripted', status: 501 });
    await rejection(withRetry(scriptedModel(hopeless), exact({ budget })).generate(CALL));
    await rejection(withRetry(down(), exact({ budget, maxRetries: 0 })).generate(CALL));
    await rejection(withRetry(down(), exact({ budget })).generate({ ...CALL, timeouts: { totalMs: 500 } }));
    expect(budget.tokens).toBe(10);
  });
});
