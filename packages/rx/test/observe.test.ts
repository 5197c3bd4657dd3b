import { getEventListeners } from 'node:events';
import { AbortError, APITimeoutError, RateLimitError, SdkError, wrapModel, type StreamPart } from '@sdk/core';
import { scriptedModel } from '@sdk/testing';
import { hangingPort } from '@sdk/testing/server';
import { createOpenAI } from '@sdk/provider-openai';
import { lastValueFrom, retry, Subject, switchMap, take, takeUntil, toArray, type Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { observe, observeText } from '../src/index.ts';
import { CALL, END, EVENTS, failOnStrayErrors, hear, openaiOver, pause, slow, SSE, textIn } from './support.ts';

failOnStrayErrors();

const rateLimit = () => new RateLimitError('Slow down.', { provider: 'x', status: 429, retryAfterMs: 5 });

describe('a whole answer', () => {
  it('is the parts of the stream, in order, and one completion', async () => {
    const model = scriptedModel('One two three.');
    const heard = hear(observe(model, CALL));
    await heard.over;
    const expected: StreamPart[] = [];
    for await (const part of model.stream(CALL)) expected.push(part);
    const untimed = (parts: StreamPart[]) => parts.map((part) => ('timing' in part ? { ...part, timing: 0 } : part)).map((part) => ({ ...part, response: 0 }));
    expect(untimed(heard.values)).toEqual(untimed(expected));
    expect([heard.completions, heard.errors]).toEqual([1, []]);
  });

  it('is asked for by a subscription, not before, and by each again', async () => {
    const model = scriptedModel(['first', 'second']);
    const source = observe(model, CALL);
    await pause(5);
    expect(model.calls).toHaveLength(0);
    expect(textIn(await lastValueFrom(source.pipe(toArray())))).toBe('first');
    expect(textIn(await lastValueFrom(source.pipe(toArray())))).toBe('second');
    expect(model.calls).toHaveLength(2);
  });

  it('gives the call its options, unchanged but for the signal', async () => {
    const model = scriptedModel('Yes.');
    const options = { ...CALL, maxTokens: 7, timeouts: { totalMs: 1_000 }, extraBody: { a: 1 } };
    await lastValueFrom(observe(model, options));
    expect(model.calls[0]).toEqual({ ...options, signal: expect.any(AbortSignal) });
    expect(options).not.toHaveProperty('signal');
  });

  it('gives its text alone through observeText', async () => {
    const model = scriptedModel({ content: [{ type: 'reasoning', text: 'Hm.' }, { type: 'text', text: 'One two.' }] });
    const pieces = await lastValueFrom(observeText(model, CALL).pipe(toArray()));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe('One two.');
  });
});

describe('a failure', () => {
  it('comes through error, as the model threw it, after the parts before it', async () => {
    const error = rateLimit();
    const heard = hear(observe(scriptedModel({ content: 'Half', error }), CALL));
    await heard.over;
    expect(textIn(heard.values)).toBe('Half');
    expect(heard.errors).toEqual([error]);
    expect(heard.errors[0]).toBe(error);
    expect(heard.completions).toBe(0);
  });

  it.each([new TypeError('no such thing'), 'no such thing'] as Error[])('is an SdkError even where a model throws something else (%s)', async (thrown) => {
    const broken = wrapModel(scriptedModel('x'), {
      stream: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(thrown) }) }),
    });
    const heard = hear(observe(broken, CALL));
    await heard.over;
    expect(heard.errors[0]).toBeInstanceOf(SdkError);
    expect(heard.errors[0]).toMatchObject({ message: 'no such thing', cause: thrown });
  });

  it('is made good by retry(): another call', async () => {
    const model = scriptedModel([rateLimit(), rateLimit(), 'At last.']);
    expect(textIn(await lastValueFrom(observe(model, CALL).pipe(retry(2), toArray())))).toBe('At last.');
    expect(model.calls).toHaveLength(3);
  });

  it('of a time limit is a timeout, not an abort', async () => {
    const { model } = await openaiOver({ body: [{ stall: true }] });
    const heard = hear(observe(model, { ...CALL, timeouts: { firstByteMs: 20 } }));
    await heard.over;
    expect(heard.errors[0]).toBeInstanceOf(APITimeoutError);
  });
});

describe('unsubscribing', () => {
  const stalls = {
    'while nothing has been answered': { before: [{ stall: true as const }] },
    'after the headers': { headers: SSE, body: [{ stall: true as const }] },
    'in the middle of the answer': { headers: SSE, body: [...EVENTS, { stall: true as const }] },
  };

  it.each(Object.entries(stalls))('closes the socket within 100 ms %s', async (_when, answer) => {
    const { server, model } = await openaiOver(answer);
    const heard = hear(observe(model, CALL));
    const request = await server.received(0);
    await pause(30);
    const leftAt = performance.now();
    heard.stop();
    const { by, atMs } = await request.closed;
    expect(by).toBe('client');
    expect(atMs - leftAt).toBeLessThan(100);
    expect([heard.errors, heard.completions]).toEqual([[], 0]);
  });

  it('ends a call that is still connecting', async () => {
    await using port = await hangingPort();
    const provider = createOpenAI({ baseUrl: port.url, apiKey: 'sk-test' });
    const heard = hear(observe(provider('m'), CALL));
    await pause(20);
    heard.stop();
    await pause(20);
    expect([heard.values, heard.errors, heard.completions]).toEqual([[], [], 0]);
  });

  it('in the same turn as subscribing sends nothing', async () => {
    const { server, model } = await openaiOver({});
    hear(observe(model, CALL)).stop();
    await pause(50);
    expect(server.requests).toHaveLength(0);
  });

  it('inside next is the last that the subscriber hears', async () => {
    const { server, model } = await openaiOver({ headers: SSE, body: [EVENTS.join(''), { stall: true }] });
    const heard: StreamPart[] = [];
    const subscription: Subscription = observe(model, CALL).subscribe((part) => {
      heard.push(part);
      if (part.type === 'text-delta') subscription.unsubscribe();
    });
    await (await server.received(0)).closed;
    expect(textIn(heard)).toBe('Why');
  });

  it('leaves a model that knows no signal by return()', async () => {
    let left = false;
    const deaf = wrapModel(scriptedModel('x'), {
      stream: () => ({
        [Symbol.asyncIterator]: () => ({
          next: () => new Promise<never>(() => {}),
          return: async () => {
            left = true;
            throw new Error('leaving failed, too');
          },
        }),
      }),
    });
    hear(observe(deaf, CALL)).stop();
    expect(left).toBe(true);
  });

  it('by take(1) closes the socket', async () => {
    const { server, model } = await openaiOver({ headers: SSE, body: [...EVENTS, { stall: true }] });
    const first = await lastValueFrom(observe(model, CALL).pipe(take(1)));
    expect(first.type).toBe('start');
    const { by } = await (await server.received(0)).closed;
    expect(by).toBe('client');
  });

  it('by switchMap ends the call before the next is made', async () => {
    const { server, model } = await openaiOver([
      { headers: SSE, body: [...EVENTS, { stall: true }] },
      { headers: SSE, body: [...EVENTS, END] },
    ]);
    const questions = new Subject<string>();
    const answers = hear(questions.pipe(switchMap((content) => observeText(model, { messages: [{ role: 'user', content }] }))));
    questions.next('first');
    const first = await server.received(0);
    questions.next('second');
    questions.complete();
    await answers.over;
    await first.closed;
    expect(answers.values.slice(-3).join('')).toBe('Why not?');
    expect([server.requests.length, answers.errors]).toEqual([2, []]);
  });

  it('by takeUntil completes without an error', async () => {
    const stop = new Subject<void>();
    const heard = hear(observe(slow('one two three four five six'), CALL).pipe(takeUntil(stop)));
    await pause(12);
    stop.next();
    await heard.over;
    expect([heard.completions, heard.errors]).toEqual([1, []]);
  });
});

describe("the caller's own signal", () => {
  it('ends the Observable with an AbortError that has its reason', async () => {
    const { server, model } = await openaiOver({ headers: SSE, body: [...EVENTS, { stall: true }] });
    const stop = new AbortController();
    const heard = hear(observe(model, { ...CALL, signal: stop.signal }));
    const request = await server.received(0);
    await pause(20);
    stop.abort('enough');
    await heard.over;
    expect(heard.errors[0]).toBeInstanceOf(AbortError);
    expect(heard.errors[0]).toMatchObject({ cause: 'enough' });
    expect((await request.closed).by).toBe('client');
  });

  it('sends nothing when it has fired before', async () => {
    const { server, model } = await openaiOver({});
    const heard = hear(observe(model, { ...CALL, signal: AbortSignal.abort('before') }));
    await heard.over;
    expect(heard.errors[0]).toMatchObject({ kind: 'abort', cause: 'before' });
    expect(server.requests).toHaveLength(0);
  });

  it('keeps no listener of a subscription that is over', async () => {
    const { signal } = new AbortController();
    await lastValueFrom(observe(scriptedModel('Yes.'), { ...CALL, signal }));
    const heard = hear(observe(slow('One two.'), { ...CALL, signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    heard.stop();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
