import { getEventListeners } from 'node:events';
import { AbortError, RateLimitError, SdkError, wrapModel } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { lastValueFrom, retry } from 'rxjs';
import { expect, it } from 'vitest';
import { observeResult } from '../src/index.ts';
import { CALL, failOnStrayErrors, hear, openaiOver, pause, slow } from './support.ts';

failOnStrayErrors();

it('emits the one answer, then completes', async () => {
  const model = scriptedModel('Hello!');
  const heard = hear(observeResult(model, { ...CALL, maxTokens: 3 }));
  await heard.over;
  expect(heard.values.map(({ text }) => text)).toEqual(['Hello!']);
  expect([heard.completions, heard.errors]).toEqual([1, []]);
  expect(model.calls).toEqual([{ ...CALL, maxTokens: 3, signal: expect.any(AbortSignal) }]);
});

it('makes no call before a subscription, and one for each', async () => {
  const model = scriptedModel(['a', 'b']);
  const source = observeResult(model, CALL);
  await pause(5);
  expect(model.calls).toHaveLength(0);
  expect([(await lastValueFrom(source)).text, (await lastValueFrom(source)).text]).toEqual(['a', 'b']);
});

it('ends with the error that the call gave, and retry() calls again', async () => {
  const error = new RateLimitError('Slow down.', { provider: 'x' });
  const heard = hear(observeResult(scriptedModel(error), CALL));
  await heard.over;
  expect(heard.errors[0]).toBe(error);
  expect((await lastValueFrom(observeResult(scriptedModel([error, 'Yes.']), CALL).pipe(retry(1)))).text).toBe('Yes.');
});

it('ends with an SdkError whatever a model throws', async () => {
  const thrown = new TypeError('oops');
  const heard = hear(observeResult(wrapModel(scriptedModel('x'), { generate: () => Promise.reject(thrown) }), CALL));
  await heard.over;
  expect(heard.errors[0]).toBeInstanceOf(SdkError);
  expect(heard.errors[0]).toMatchObject({ message: 'oops', cause: thrown });
});

it('closes the socket within 100 ms of unsubscribing, and tells nobody', async () => {
  const { server, model } = await openaiOver({ before: [{ stall: true }] });
  const heard = hear(observeResult(model, CALL));
  const request = await server.received(0);
  const leftAt = performance.now();
  heard.stop();
  const { by, atMs } = await request.closed;
  expect(by).toBe('client');
  expect(atMs - leftAt).toBeLessThan(100);
  expect([heard.values, heard.errors, heard.completions]).toEqual([[], [], 0]);
});

it("ends with an AbortError when the caller's signal fires, and leaves no listener on it", async () => {
  const stop = new AbortController();
  const heard = hear(observeResult(slow('One two three.'), { ...CALL, signal: stop.signal }));
  await pause(5);
  stop.abort('enough');
  await heard.over;
  expect(heard.errors[0]).toBeInstanceOf(AbortError);
  expect(heard.errors[0]).toMatchObject({ cause: 'enough' });
  const { signal } = new AbortController();
  await lastValueFrom(observeResult(scriptedModel('Yes.'), { ...CALL, signal }));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('says nothing when a model that knows no signal answers after all', async () => {
  const model = scriptedModel('Too late.');
  const deaf = wrapModel(model, { generate: async ({ signal: _unheard, ...options }) => model.generate(options) });
  const heard = hear(observeResult(deaf, CALL));
  heard.stop();
  await pause(10);
  expect([heard.values, heard.errors, heard.completions]).toEqual([[], [], 0]);
});
