import { abortError, forOneConsumer, type FinishPart, type StreamPart } from '@sdk/core';
import type { UntimedFinish } from './scripted-parts.ts';

/** One answer, laid out. */
export interface Performance {
  parts: (StreamPart | UntimedFinish)[];
  /** Thrown after the parts. */
  error?: Error;
}

/**
 * Hands out an answer part by part. Begins at the first `next()`; aborting and leaving act at once, also while a `next()`
 * is pending; a second iterator is refused.
 */
export function scriptedStream(
  begin: () => Promise<Performance>,
  { signal, delayMs }: { signal: AbortSignal | undefined; delayMs: number },
): AsyncIterable<StreamPart> {
  return forOneConsumer(() => iterate(begin, signal, delayMs));
}

type Outcome = { part: StreamPart } | { error: Error } | 'done' | 'stopped';

function iterate(begin: () => Promise<Performance>, signal: AbortSignal | undefined, delayMs: number): AsyncIterator<StreamPart, undefined> {
  let performance: Performance | undefined;
  let position = 0;
  let over = false;
  let timed = createTiming();
  let last: Promise<unknown> = Promise.resolve();
  const pause = createPause();
  let stop = (): void => {};
  const stopped = new Promise<'stopped'>((resolve) => (stop = () => resolve('stopped')));

  function end(): void {
    over = true;
    signal?.removeEventListener('abort', onAbort);
    pause.cancel();
  }

  function onAbort(): void {
    pause.cancel();
    stop();
  }

  async function advance(): Promise<Outcome> {
    if (over || signal?.aborted) return 'stopped';
    try {
      if (!performance) {
        timed = createTiming();
        performance = await begin();
      }
      const part = performance.parts[position];
      if (!part) return performance.error ? { error: performance.error } : 'done';
      if (delayMs > 0 && (part.type === 'start' || part.type.endsWith('-delta'))) await pause.wait(delayMs);
      position++;
      return { part: timed(part) };
    } catch (error) {
      return { error: error as Error };
    }
  }

  return {
    async next() {
      if (over) return { value: undefined, done: true };
      if (!performance) signal?.addEventListener('abort', onAbort, { once: true });
      const turn = last.then(advance);
      last = turn;
      const outcome = await Promise.race([turn, stopped]);
      if (over) return { value: undefined, done: true };
      if (signal?.aborted) {
        end();
        throw abortError(signal);
      }
      if (typeof outcome === 'object' && 'part' in outcome) return { value: outcome.part, done: false };
      end();
      if (typeof outcome === 'object') throw outcome.error;
      return { value: undefined, done: true };
    },
    async return() {
      end();
      stop();
      return { value: undefined, done: true };
    },
  };
}

/** Starts a clock, and tells the finish part what it says. */
function createTiming(): (part: StreamPart | UntimedFinish) => StreamPart {
  const startedAt = Date.now();
  let firstTokenMs: number | undefined;
  return (part) => {
    if (part.type.endsWith('-delta')) firstTokenMs ??= Date.now() - startedAt;
    if (part.type !== 'finish') return part;
    const timing: FinishPart['timing'] = { totalMs: Date.now() - startedAt };
    if (firstTokenMs !== undefined) timing.firstTokenMs = firstTokenMs;
    return { ...part, timing };
  };
}

/** A wait that can be cut short. */
function createPause(): { wait(ms: number): Promise<void>; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let resume = (): void => {};
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        resume = resolve;
        timer = setTimeout(resolve, ms);
      }),
    cancel() {
      clearTimeout(timer);
      resume();
    },
  };
}
