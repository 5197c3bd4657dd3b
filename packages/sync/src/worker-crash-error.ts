import { SdkError, type ErrorKind, type SdkErrorOptions } from '@sdk/core';

/**
 * The thread of a model ended in the middle of a call: `process.exit()`, an error that nobody caught, no memory left.
 *
 * Whether the vendor has answered is unknown. The next call starts a new thread.
 */
export class WorkerCrashError extends SdkError {
  override readonly kind: ErrorKind = 'worker-crash';
  /** `undefined` when the thread was gone before it was asked. */
  declare readonly exitCode?: number;

  constructor(message: string, options: SdkErrorOptions & { exitCode?: number } = {}) {
    super(message, options);
    if (options.exitCode !== undefined) this.exitCode = options.exitCode;
  }
}
Object.defineProperty(WorkerCrashError.prototype, 'name', { value: 'WorkerCrashError', configurable: true, writable: true });
