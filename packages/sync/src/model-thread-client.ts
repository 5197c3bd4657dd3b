import { APITimeoutError, ConfigurationError, errorFromJSON } from '@sdk/core';
import { unportableError } from './portable-options.ts';
import type { Call, Reply, Request } from './protocol.ts';
import type { ParsedSource } from './source.ts';
import { askSupervisor, joinThread, leaveThread } from './supervisor-line.ts';
import { WorkerCrashError } from './worker-crash-error.ts';

/** How long the thread may take beyond `totalMs` to say itself that the time is over, in milliseconds. */
const GRACE_MS = 5_000;

/** The thread that holds the models of one source, as the calling thread sees it. It starts at the first call. */
export class ModelThreadClient {
  readonly source: ParsedSource;
  joined = false;
  closed = false;

  constructor(source: ParsedSource) {
    this.source = source;
  }

  /**
   * Has something done in the thread, and waits for it.
   *
   * @throws SdkError of the class that was thrown there; `WorkerCrashError`; `APITimeoutError`; `ConfigurationError` after {@link close}.
   */
  call(call: Call): unknown {
    if (this.closed) throw new ConfigurationError('This synchronous model has been closed.');
    if (!this.joined) {
      joinThread(this.source.key);
      this.joined = true;
    }
    const timeoutMs = this.longestWaitMs(call);
    const request: Request = { type: 'call', key: this.source.key, call, timeoutMs: Number.isFinite(timeoutMs) ? timeoutMs : undefined };
    let reply = ask(request);
    if (reply.type === 'absent') {
      if (call.method === 'next' || call.method === 'return') return undefined; // what held this stream is gone
      const { origin, maxHeapMb } = this.source;
      reply = ask({ ...request, data: { origin, maxHeapMb, env: { ...process.env } } });
    }
    return this.valueOf(reply, timeoutMs);
  }

  /** Ends the thread when nobody else uses it. */
  close(): void {
    if (this.joined && !this.closed) leaveThread(this.source.key);
    this.closed = true;
  }

  longestWaitMs(call: Call): number {
    const totalMs = 'options' in call ? (call.options.timeouts?.totalMs ?? Infinity) : Infinity;
    return Math.min(this.source.timeoutMs, totalMs + GRACE_MS);
  }

  valueOf(reply: Reply, timeoutMs: number): unknown {
    const { module } = this.source.origin;
    switch (reply.type) {
      case 'answer':
        if ('error' in reply.answer) throw errorFromJSON(reply.answer.error);
        return reply.answer.value;
      case 'timeout': {
        const message = `The worker thread of ${module} gave no answer within ${timeoutMs} ms (the total limit). It was ended; the next call starts a new one.`;
        throw new APITimeoutError(message, { provider: 'sync', phase: 'total', timeoutMs, retryable: true });
      }
      case 'crashed': {
        const { reason, exitCode } = reply;
        throw new WorkerCrashError(`The worker thread of ${module} ended during the call: ${reason}. The next call starts a new one.`, { exitCode });
      }
      default:
        throw new WorkerCrashError(`The worker thread of ${module} is gone.`);
    }
  }
}

function ask(request: Request & { type: 'call' }): Reply {
  try {
    return askSupervisor(request);
  } catch (error) {
    throw ('options' in request.call ? unportableError(request.call.options, error) : undefined) ?? error;
  }
}
