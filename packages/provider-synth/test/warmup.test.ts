import { AbortError, APIConnectionError, APITimeoutError, ConfigurationError } from '@sdk/core';
import { refusedPort, type Answer, type FaultServer, type ReceivedRequest } from '@sdk/testing/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WarmupOptions, WarmupProgress } from '../src/index.ts';
import { create, failureOf, hello, KEY, MODEL, serve, TestClock } from './support.ts';

afterEach(() => vi.useRealTimers());

const say = (status: string): Answer => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify({ status }) });
const routes = ({ requests }: FaultServer) => requests.map(({ method, path }) => `${method} ${path}`);
const START = `POST /warmup/${MODEL}`;
const STATUS = `GET /warmup/status/${MODEL}`;

/** A server that says these words, one after the other, and a provider in front of it whose time passes at once. */
async function setUp(words: readonly (string | Answer)[], base = '/v1') {
  const server = await serve(words.map((word) => (typeof word === 'string' ? say(word) : word)));
  const clock = new TestClock();
  return { server, clock, synth: create({ baseUrl: server.url + base, clock }) };
}

describe('the wire', () => {
  it.each(['warming', 'already_warming'])('asks until the model is ready, when the server begins with "%s"', async (first) => {
    const { server, clock, synth } = await setUp([first, 'warming', 'loading', 'warmed']);
    expect(await synth.warmup(MODEL)).toBe(true);
    expect(routes(server)).toEqual([START, STATUS, STATUS, STATUS]);
    expect(clock.sleeps).toEqual([2_000, 2_000]);
    for (const { headers } of server.requests) expect(headers['authorization']).toBe(`Bearer ${KEY}`);
    expect(server.requests[0]?.body).toBe('');
  });

  it('asks once where the model is ready already', async () => {
    const { server, clock, synth } = await setUp(['already_warmed'], '');
    expect(await synth.warmup(MODEL)).toBe(true);
    expect(routes(server)).toEqual([START]);
    expect(clock.sleeps).toEqual([]);
  });

  it('gives up when the server says that it failed', async () => {
    const { server, synth } = await setUp(['warming', 'failed', 'warmed']);
    expect(await synth.warmup(MODEL)).toBe(false);
    expect(routes(server)).toEqual([START, STATUS]);
  });

  it.each([201, 302, 401, 404, 500, 503])('gives up when the start is answered %i', async (status) => {
    const { server, synth } = await setUp([{ ...say('already_warmed'), status }]);
    expect(await synth.warmup(MODEL)).toBe(false);
    expect(server.requests).toHaveLength(1);
  });

  it('asks again after any other answer, in two seconds, and after none in one', async () => {
    const lost: Answer = { before: [{ reset: true }] };
    const { server, clock, synth } = await setUp(['warming', { ...say('warmed'), status: 500 }, lost, { body: 'oops' }, { body: '{}' }, 'warmed']);
    expect(await synth.warmup(MODEL)).toBe(true);
    expect(server.requests).toHaveLength(6);
    expect(clock.sleeps).toEqual([2_000, 1_000, 2_000, 2_000]);
  });

  it.each([
    ['hf:zai-org/GLM-5.1', '/warmup/hf:zai-org/GLM-5.1'],
    ['a b?c#d%e', '/warmup/a%20b%3Fc%23d%25e'],
    ['m\ud800', '/warmup/m%EF%BF%BD'],
  ])('writes the id %s into the path, slashes as they are', async (id, path) => {
    const { server, synth } = await setUp(['warming', 'warmed'], '/gpu/v1/');
    expect(await synth.warmup(id)).toBe(true);
    expect(server.requests.map((request) => request.path)).toEqual([`/gpu${path}`, `/gpu${path.replace('warmup/', 'warmup/status/')}`]);
  });

  it('waits 30 s for the start, and 10 s for each question', async () => {
    const server = await serve((request: ReceivedRequest) => (request.method === 'POST' && server.requests.length === 1 ? say('warming') : { before: [{ stall: true }] }));
    const clock = new TestClock();
    const synth = create({ baseUrl: server.url, clock, timeouts: { totalMs: 5_000, firstByteMs: 5_000, idleMs: 5_000 } });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const told: WarmupProgress[] = [];
    const asking = synth.warmup(MODEL, { maxAttempts: 1, onProgress: (progress) => void told.push(progress) });
    await server.received(1);
    vi.advanceTimersByTime(9_990);
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(10);
    expect(await asking).toBe(false);
    expect(told[1]?.error).toMatchObject({ timeoutMs: 10_000 });
    const failing = failureOf(synth.warmup(MODEL));
    await server.received(2);
    vi.advanceTimersByTime(30_000);
    expect(await failing).toBeInstanceOf(APITimeoutError);
    expect(await failing).toMatchObject({ timeoutMs: 30_000 });
  });
});

describe('attempts and time', () => {
  it('are used up after 30 questions, with a wait between two', async () => {
    const { server, clock, synth } = await setUp(Array.from({ length: 40 }, () => 'warming'));
    expect(await synth.warmup(MODEL)).toBe(false);
    expect(server.requests).toHaveLength(31);
    expect(clock.sleeps).toHaveLength(29);
  });

  it('are what the call says', async () => {
    const { server, clock, synth } = await setUp(['warming', 'warming', { before: [{ reset: true }] }, 'warming']);
    expect(await synth.warmup(MODEL, { maxAttempts: 3, intervalMs: 500 })).toBe(false);
    expect(server.requests).toHaveLength(4);
    expect(clock.sleeps).toEqual([500, 250]);
  });

  it('end with false when the time of the call is up, and the server is left alone', async () => {
    const server = await serve({ before: [{ stall: true }] });
    const synth = create({ baseUrl: server.url });
    expect(await synth.warmup(MODEL, { timeoutMs: 40 })).toBe(false);
    expect((await server.requests[0]!.closed).by).toBe('client');
    const controller = new AbortController();
    const endless = failureOf(synth.warmup(MODEL, { timeoutMs: Infinity, signal: controller.signal }));
    await server.received(1);
    setTimeout(() => controller.abort(), 30);
    expect(await endless).toBeInstanceOf(AbortError);
  });

  it.each<WarmupOptions>([{ maxAttempts: 0 }, { maxAttempts: Number.NaN }, { intervalMs: -1 }, { timeoutMs: 0 }])('are refused as %o', async (options) => {
    const { server, synth } = await setUp([]);
    expect(await failureOf(synth.warmup(MODEL, options))).toBeInstanceOf(ConfigurationError);
    expect(server.requests).toHaveLength(0);
  });
});

describe('a warm model', () => {
  it('is not asked for again for ten minutes, by any provider of the same server', async () => {
    const { server, clock, synth } = await setUp(['already_warmed', 'already_warmed']);
    await synth.warmup(MODEL);
    clock.time += 599_999;
    expect(await synth.warmup(MODEL)).toBe(true);
    expect(await create({ baseUrl: server.url, clock }).warmup(MODEL)).toBe(true);
    expect(server.requests).toHaveLength(1);
    clock.time += 1;
    expect(await synth.warmup(MODEL)).toBe(true);
    expect(server.requests).toHaveLength(2);
  });

  it('is another one on another server, by another id, or by another clock', async () => {
    const { server, clock, synth } = await setUp(['already_warmed', 'already_warmed', 'already_warmed']);
    const other = await setUp(['already_warmed']);
    await synth.warmup(MODEL);
    await create({ baseUrl: other.server.url, clock }).warmup(MODEL);
    await synth.warmup('other');
    await create({ baseUrl: server.url, clock: new TestClock() }).warmup(MODEL);
    expect([server.requests.length, other.server.requests.length]).toEqual([3, 1]);
  });

  it('is asked for again by force, and after it has been forgotten', async () => {
    const { server, clock, synth } = await setUp(Array.from({ length: 5 }, () => 'already_warmed'));
    await synth.warmup('a');
    await synth.warmup('b');
    await synth.warmup('a', { force: true });
    expect(server.requests).toHaveLength(3);
    synth.forget('a');
    await synth.warmup('b');
    expect(server.requests).toHaveLength(3);
    await synth.warmup('a');
    expect(server.requests).toHaveLength(4);
    const other = await setUp(['already_warmed']);
    const there = create({ baseUrl: other.server.url, clock });
    await there.warmup('b');
    synth.forget();
    await synth.warmup('b');
    await there.warmup('b');
    expect([server.requests.length, other.server.requests.length]).toEqual([5, 1]);
  });

  it('was ready when the server said so: a failed warmup is not remembered', async () => {
    const { server, synth } = await setUp([{ status: 500 }, 'already_warmed']);
    expect(await synth.warmup(MODEL)).toBe(false);
    expect(await synth.warmup(MODEL)).toBe(true);
    expect(server.requests).toHaveLength(2);
  });
});

describe('several at a time', () => {
  it('share one warmup, each with its own listener', async () => {
    const { server, synth } = await setUp([{ ...say('warming'), before: [{ delayMs: 20 }] }, 'warmed']);
    const told: [string, WarmupProgress][] = [];
    const ask = (name: string) => synth.warmup(MODEL, { force: true, onProgress: (progress) => void told.push([name, progress]) });
    expect(await Promise.all([ask('a'), ask('b')])).toEqual([true, true]);
    expect(server.requests).toHaveLength(2);
    expect(told).toEqual([
      ['a', { modelId: MODEL, attempt: 0, status: 'warming', httpStatus: 200 }],
      ['b', { modelId: MODEL, attempt: 0, status: 'warming', httpStatus: 200 }],
      ['a', { modelId: MODEL, attempt: 1, status: 'warmed', httpStatus: 200 }],
      ['b', { modelId: MODEL, attempt: 1, status: 'warmed', httpStatus: 200 }],
    ]);
  });

  it('leave one by one: the others go on', async () => {
    const { server, synth } = await setUp([{ ...say('already_warmed'), before: [{ delayMs: 60 }] }]);
    const controller = new AbortController();
    const leaving = failureOf(synth.warmup(MODEL, { signal: controller.signal }));
    const told: WarmupProgress[] = [];
    const impatient = synth.warmup(MODEL, { timeoutMs: 10, onProgress: (progress) => void told.push(progress) });
    const staying = synth.warmup(MODEL);
    await server.received(0);
    controller.abort('enough');
    expect(await leaving).toBeInstanceOf(AbortError);
    expect((await leaving).cause).toBe('enough');
    expect(await impatient).toBe(false);
    expect(await staying).toBe(true);
    expect(told).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });
});

describe('abort', () => {
  it('sends nothing when the signal has fired', async () => {
    const { server, synth } = await setUp(['already_warmed']);
    expect(await failureOf(synth.warmup(MODEL, { signal: AbortSignal.abort() }))).toBeInstanceOf(AbortError);
    await synth.warmup(MODEL);
    expect(await failureOf(synth.warmup(MODEL, { signal: AbortSignal.abort() }))).toBeInstanceOf(AbortError);
    expect(server.requests).toHaveLength(1);
  });

  it('ends a request at once, hangs up, and the next call begins anew', async () => {
    const server = await serve([{ before: [{ stall: true }] }, say('already_warmed')]);
    const synth = create({ baseUrl: server.url });
    const controller = new AbortController();
    const failing = failureOf(synth.warmup(MODEL, { signal: controller.signal }));
    const { closed } = await server.received(0);
    controller.abort();
    expect(await failing).toBeInstanceOf(AbortError);
    expect(await synth.warmup(MODEL)).toBe(true);
    expect((await closed).by).toBe('client');
  });

  it('ends a sleep at once', async () => {
    const server = await serve([say('warming'), say('warming')]);
    const synth = create({ baseUrl: server.url });
    const controller = new AbortController();
    const startedAt = performance.now();
    const abort = ({ attempt }: WarmupProgress) => void (attempt === 1 && setTimeout(() => controller.abort(), 20));
    expect(await failureOf(synth.warmup(MODEL, { signal: controller.signal, onProgress: abort }))).toBeInstanceOf(AbortError);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(server.requests).toHaveLength(2);
  });
});

it('begins anew after an abort, however long a clock sleeps on', async () => {
  const server = await serve([say('warming'), say('warming'), say('already_warmed')]);
  const clock = { now: () => 0, sleep: () => new Promise<void>(() => {}) };
  const synth = create({ baseUrl: server.url, clock });
  const controller = new AbortController();
  const abort = ({ attempt }: WarmupProgress) => void (attempt === 1 && setImmediate(() => controller.abort()));
  expect(await failureOf(synth.warmup(MODEL, { signal: controller.signal, onProgress: abort }))).toBeInstanceOf(AbortError);
  expect(await synth.warmup(MODEL)).toBe(true);
});

it('goes on when its listener throws', async () => {
  const { synth } = await setUp(['warming', 'warmed']);
  const listener = () => {
    throw new Error('not today');
  };
  expect(await synth.warmup(MODEL, { onProgress: listener })).toBe(true);
});

it('fails typed where the server cannot be asked', async () => {
  await using port = await refusedPort();
  const failure = await failureOf(create({ baseUrl: port.url }).warmup(MODEL));
  expect(failure).toBeInstanceOf(APIConnectionError);
  vi.stubEnv('SYNTH_BASE_URL', undefined);
  vi.stubEnv('MODAL_BASE_URL', undefined);
  await expect(create().warmup(MODEL)).rejects.toThrow(/SYNTH_BASE_URL not found in environment/);
  vi.unstubAllEnvs();
  let asked = 0;
  const server = await serve(say('warming'));
  const apiKey = () => (asked++ < 1 ? KEY : Promise.reject(new Error('gone')));
  expect(await failureOf(create({ baseUrl: server.url, apiKey, clock: new TestClock() }).warmup(MODEL))).toBeInstanceOf(ConfigurationError);
});

it('shares connections with the models, and close() ends them', async () => {
  const { server, synth } = await setUp(['already_warmed', { body: '{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}' }]);
  await synth.warmup(MODEL);
  await new Promise((resolve) => setImmediate(resolve));
  await synth(MODEL).generate(hello);
  expect(server.connections).toBe(1);
  await synth.close();
  await vi.waitFor(() => expect(server.openConnections).toBe(0));
});

it('takes the time of the machine where no clock is given', async () => {
  const server = await serve([say('warming'), say('warming'), say('warmed')]);
  expect(await create({ baseUrl: server.url }).warmup(MODEL, { intervalMs: 40 })).toBe(true);
  const [, first, second] = server.requests;
  expect(second!.atMs - first!.atMs).toBeGreaterThan(35);
});
