import type { StreamPart } from '@sdk/core';
import type { ChatRequest, ModelList } from '../page-api.ts';
import type { TimedPart } from './answer.ts';
import { failureOf, lostConnection, type Failure } from './failure.ts';
import { readEvents } from './read-events.ts';
import { readKey } from './storage.ts';

/** How an answer ended, and after how many milliseconds. */
export interface Ending {
  status: 'finished' | 'stopped' | 'failed';
  endMs: number;
  failure?: Failure;
}

/** Thrown by {@link fetchModels}. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The models that there are. @throws FailureError */
export async function fetchModels(): Promise<ModelList> {
  const response = await fetch('api/models', { headers: authorization() }).catch(() => undefined);
  if (!response) throw new FailureError(lostConnection(false));
  if (!response.ok) throw new FailureError(await failureIn(response));
  return (await response.json()) as ModelList;
}

/** So long parts are collected before they are shown, in milliseconds: the eye sees no difference, the processor does. */
const BATCH_MS = 30;

/** Asks, gives what comes to `onParts` in batches, and tells how it ended. Never throws. */
export async function chat(request: ChatRequest, signal: AbortSignal, onParts: (parts: TimedPart[]) => void): Promise<Ending> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  const batch = createBatch(onParts);
  let hasBegun = false;
  try {
    const response = await fetch('api/chat', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization() },
      body: JSON.stringify(request),
      signal,
    });
    if (!response.ok || !response.body) return { status: 'failed', endMs: elapsed(), failure: await failureIn(response) };
    hasBegun = true;
    let hasFinished = false;
    for await (const { name, data } of readEvents(response.body)) {
      if (name === 'error') return { status: 'failed', endMs: elapsed(), failure: failureOf(data) };
      const part = data as StreamPart;
      hasFinished ||= part.type === 'finish';
      batch.add({ atMs: elapsed(), part });
    }
    return hasFinished ? { status: 'finished', endMs: elapsed() } : { status: 'failed', endMs: elapsed(), failure: lostConnection(true) };
  } catch {
    return signal.aborted ? { status: 'stopped', endMs: elapsed() } : { status: 'failed', endMs: elapsed(), failure: lostConnection(hasBegun) };
  } finally {
    batch.flush();
  }
}

function createBatch(onParts: (parts: TimedPart[]) => void) {
  let held: TimedPart[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const parts = held;
    held = [];
    if (parts.length > 0) onParts(parts);
  };
  return {
    flush,
    add(part: TimedPart) {
      held.push(part);
      timer ??= setTimeout(flush, BATCH_MS);
    },
  };
}

async function failureIn(response: Response): Promise<Failure> {
  const body: unknown = await response.json().catch(() => undefined);
  return failureOf(body, response.status, response.headers.get('retry-after'));
}

function authorization(): Record<string, string> {
  const key = readKey();
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}
