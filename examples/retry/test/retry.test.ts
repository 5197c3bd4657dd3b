import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { APIError, OverloadedError, RateLimitError, type LanguageModel, type StreamPart } from '@sdk/core';
import { createOpenAI } from '@sdk/provider-openai';
import { withRetry, type RetryPolicy } from '@sdk/retry';
import { scriptedModel } from '@sdk/testing';
import { startFaultServer, type FaultServer } from '@sdk/testing/server';
import { answer, ASKED_MS, lostAtOnce, lostLater, overloaded, tooFast } from '../src/busy-vendor.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const CALL = { messages: [{ role: 'user' as const, content: 'Are you there?' }] };

/** What a busy machine may add to a wait, in milliseconds. */
const SLACK_MS = 150;

async function vendorWith(answers: Parameters<typeof startFaultServer>[0]): Promise<{ server: FaultServer; model: LanguageModel }> {
  const server = await startFaultServer(answers);
  const openai = createOpenAI({ apiKey: 'sk-test-0123456789', baseUrl: `${server.url}/v1` });
  onTestFinished(async () => {
    await openai.close();
    await server.close();
  });
  return { server, model: openai('gpt-busy') };
}

async function read(stream: AsyncIterable<StreamPart>): Promise<{ parts: StreamPart[]; error?: unknown }> {
  const parts: StreamPart[] = [];
  try {
    for await (const part of stream) parts.push(part);
    return { parts };
  } catch (error) {
    return { parts, error };
  }
}

const textOf = (parts: StreamPart[]) => parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');

/** The same failures, from a script. */
const script = () => [
  new RateLimitError('x', { provider: 'openai', status: 429, retryable: true, retryAfterMs: ASKED_MS }),
  new OverloadedError('x', { provider: 'openai', status: 503, retryable: true }),
  new OverloadedError('x', { provider: 'openai', status: 503, retryable: true }),
  'At last: hello!',
];

/** How long a policy would sleep, by a clock that only says so. */
async function foretold(policy: RetryPolicy): Promise<number[]> {
  const sleeps: number[] = [];
  let now = 0;
  const sleep = (ms: number) => {
    sleeps.push(ms);
    now += ms;
    return Promise.resolve();
  };
  await withRetry(scriptedModel(script()), { ...policy, clock: { now: () => now, sleep } }).generate(CALL);
  return sleeps;
}

describe('over real HTTP', () => {
  it('the waits between requests are those that a fake clock foretells', async () => {
    const policy: RetryPolicy = { initialDelayMs: 60, jitter: 'none' };
    const { server, model } = await vendorWith([tooFast, overloaded, overloaded, answer]);
    const { parts } = await read(withRetry(model, policy).stream(CALL));
    const gaps = server.requests.slice(1).map(({ atMs }, at) => atMs - server.requests[at]!.atMs);
    const sleeps = await foretold(policy);
    expect(sleeps).toEqual([ASKED_MS, 120, 240]);
    gaps.forEach((gap, at) => {
      expect(gap).toBeGreaterThanOrEqual(sleeps[at]!);
      expect(gap).toBeLessThan(sleeps[at]! + SLACK_MS);
    });
    expect(gaps).toHaveLength(3);
    expect(textOf(parts)).toBe('At last: hello!');
    expect(parts.at(-1)).toMatchObject({
      attempts: [
        { provider: 'openai', modelId: 'gpt-busy', kind: 'rate-limit', status: 429, waitMs: ASKED_MS },
        { kind: 'overloaded', status: 503, waitMs: 120 },
        { kind: 'overloaded', status: 503, waitMs: 240 },
        {},
      ],
    });
  });

  it('a stream lost before its first word is asked for again, and begins once', async () => {
    const { server, model } = await vendorWith([lostAtOnce, answer]);
    const { parts } = await read(withRetry(model, { initialDelayMs: 10 }).stream(CALL));
    expect(server.requests).toHaveLength(2);
    expect(parts.filter(({ type }) => type === 'start')).toHaveLength(1);
    expect(textOf(parts)).toBe('At last: hello!');
  });

  it('a stream lost after some words is not, and the error says what had come', async () => {
    const { server, model } = await vendorWith([overloaded, lostLater, answer]);
    const { parts, error } = await read(withRetry(model, { initialDelayMs: 10 }).stream(CALL));
    expect(server.requests).toHaveLength(2);
    expect(textOf(parts)).toBe('At ');
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ partial: { content: [{ type: 'text', text: 'At ' }] }, attempts: [{ status: 503 }, {}] });
  });

  it('totalMs holds for the whole call, its sleeps included', async () => {
    const { server, model } = await vendorWith([overloaded, overloaded, { before: [{ stall: true }] }]);
    const start = performance.now();
    const { error } = await read(withRetry(model, { initialDelayMs: 60, jitter: 'none' }).stream({ ...CALL, timeouts: { totalMs: 400 } }));
    const tookMs = performance.now() - start;
    expect(error).toMatchObject({ kind: 'timeout', phase: 'total', attempts: [{}, {}, { kind: 'timeout' }] });
    expect(server.requests).toHaveLength(3);
    expect(tookMs).toBeGreaterThan(390);
    expect(tookMs).toBeLessThan(400 + SLACK_MS);
  });

  it('leaving during a sleep ends the call: nothing more is asked', async () => {
    const { server, model } = await vendorWith(overloaded);
    let slept: () => void;
    const sleeping = new Promise<void>((resolve) => (slept = resolve));
    const iterator = withRetry(model, { initialDelayMs: 100, jitter: 'none', onRetry: () => slept() }).stream(CALL)[Symbol.asyncIterator]();
    const pending = iterator.next();
    await sleeping;
    await iterator.return?.();
    expect((await pending).done).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(server.requests).toHaveLength(1);
  });

  it('leaving after the first word closes the socket', async () => {
    const { server, model } = await vendorWith({ ...answer, body: ['data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n', { stall: true }] });
    for await (const part of withRetry(model).stream(CALL)) if (part.type === 'text-delta') break;
    expect((await server.requests[0]!.closed).by).toBe('client');
  });

  it('an outage is not multiplied: 300 calls make at most 360 requests', async () => {
    const { server, model } = await vendorWith({ ...overloaded });
    const retrying = withRetry(model, { initialDelayMs: 1 });
    await Promise.all(Array.from({ length: 300 }, () => retrying.generate(CALL).catch(() => {})));
    expect(server.requests.length).toBeGreaterThan(300);
    expect(server.requests.length).toBeLessThanOrEqual(360);
  });
});

it('the program tells its retries and prints one answer', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--conditions=@sdk/source', MAIN], { env: { PATH: process.env['PATH'] } });
  expect(stderr).toBe('');
  expect(stdout).toMatch(
    /^attempt 1: rate-limit, next in \d+ ms\nattempt 2: overloaded, next in \d+ ms\nattempt 3: [a-z-]+, next in \d+ ms\nAt last: hello!\n4 attempts, \d+ ms\n$/,
  );
});
