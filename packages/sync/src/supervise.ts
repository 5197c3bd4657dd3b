import { Worker } from 'node:worker_threads';
import type { Answer, Call, Numbered, Reply, Request, ThreadData } from './protocol.ts';

/** The longest that a timer of Node can run, in milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Thread {
  worker: Worker;
  /** Settles the call that is under way. */
  settle: ((reply: Reply) => void) | undefined;
  callId: number;
}

const threads = new Map<string, Thread>();

/**
 * Does what the calling thread asks for, and always replies.
 *
 * A thread that ends has ended before the reply: Node may crash when one thread is started while another is terminated
 * (nodejs/node#56312, open when read on 2026-11-21).
 */
export async function supervise(request: Request): Promise<Reply> {
  if (request.type === 'call') return callThread(request);
  await end(request.key);
  return { type: 'ended' };
}

async function callThread({ key, call, timeoutMs, data }: Request & { type: 'call' }): Promise<Reply> {
  const thread = threads.get(key) ?? (data && startThread(key, data));
  if (!thread) return { type: 'absent' };
  const reply = await waitFor(thread, call, timeoutMs);
  const unusable = reply.type === 'answer' && 'unusable' in reply.answer;
  if (reply.type === 'timeout' || unusable) await end(key);
  return reply;
}

function waitFor(thread: Thread, call: Call, timeoutMs: number | undefined): Promise<Reply> {
  return new Promise((resolve) => {
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => thread.settle?.({ type: 'timeout' }), Math.min(timeoutMs, LONGEST_TIMER_MS));
    thread.settle = (reply) => {
      clearTimeout(timer);
      thread.settle = undefined;
      resolve(reply);
    };
    thread.worker.postMessage({ id: ++thread.callId, body: call } satisfies Numbered<Call>);
  });
}

async function end(key: string): Promise<void> {
  const thread = threads.get(key);
  threads.delete(key);
  await thread?.worker.terminate();
}

function startThread(key: string, { origin, env, maxHeapMb }: ThreadData): Thread {
  const file = new URL(import.meta.url.endsWith('.ts') ? './model-thread.ts' : './model-thread.js', import.meta.url);
  // Without a limit of its own, a thread that runs out of memory takes the whole process with it.
  const worker = new Worker(file, { workerData: origin, env, resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } });
  const thread: Thread = { worker, settle: undefined, callId: 0 };
  let reason: string | undefined;
  worker.on('message', ({ id, body }: Numbered<Answer>) => {
    if (id === thread.callId) thread.settle?.({ type: 'answer', answer: body });
  });
  worker.on('error', (error) => (reason = String(error)));
  worker.on('exit', (exitCode) => {
    if (threads.get(key) === thread) threads.delete(key);
    thread.settle?.({ type: 'crashed', reason: reason ?? `it exited with code ${exitCode}`, exitCode });
  });
  threads.set(key, thread);
  return thread;
}
