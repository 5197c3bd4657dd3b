import type { APIError} from '@sdk/core';
import { RateLimitError, ServerError, type CallOptions, type LanguageModel, type StreamPart } from '@sdk/core';
import type { Clock, RetryPolicy } from '../src/index.ts';

/** Time that passes only when it is told to, or slept away. */
export interface FakeClock extends Clock {
  /** How long was slept, sleep by sleep. */
  readonly sleeps: number[];
  /** Lets time pass, e.g. while an attempt runs. */
  pass(ms: number): void;
}

/** A clock whose sleeps are over at once, `late` by so much; with `stuck`, only when their signal fires. */
export function fakeClock({ stuck = false, lateMs = 0 } = {}): FakeClock {
  let now = 5_000;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    pass: (ms) => void (now += ms),
    sleep(ms, signal) {
      sleeps.push(ms);
      if (stuck) return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      now += ms + lateMs;
      return Promise.resolve();
    },
  };
}

/** A policy without chance: full waits, fake time. */
export function exact(policy: RetryPolicy = {}): RetryPolicy & { clock: Clock } {
  return { clock: fakeClock(), jitter: 'none', ...policy };
}

export const CALL: CallOptions = { messages: [{ role: 'user', content: 'Hello?' }] };

export const rateLimit = (retryAfterMs?: number) =>
  new RateLimitError('slow down', { provider: 'scripted', status: 429, retryable: true, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
export const server = () => new ServerError('broken', { provider: 'scripted', status: 500, retryable: true });

/** What a call was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<APIError> {
  return promise.then(
    () => {
      throw new Error('The call succeeded where it must fail.');
    },
    (error: unknown) => error as APIError,
  );
}

/** How a stream went. */
export async function outcome(stream: AsyncIterable<StreamPart>): Promise<{ parts: StreamPart[]; error?: APIError }> {
  const parts: StreamPart[] = [];
  try {
    for await (const part of stream) parts.push(part);
    return { parts };
  } catch (error) {
    return { parts, error: error as APIError };
  }
}

/** Both ways to call a model, each giving what it failed with. */
export const ways: [name: string, fail: (model: LanguageModel, call?: CallOptions) => Promise<APIError>][] = [
  ['generate', (model, call = CALL) => rejection(model.generate(call))],
  ['stream', async (model, call = CALL) => (await outcome(model.stream(call))).error ?? Promise.reject(new Error('The stream did not fail.'))],
];
