import type { RequestFieldError } from '../../src/server/index.ts';

/** What a function throws, which must throw. */
export function catchError(run: () => unknown): RequestFieldError {
  try {
    run();
  } catch (error) {
    return error as RequestFieldError;
  }
  throw new Error('nothing was thrown');
}
