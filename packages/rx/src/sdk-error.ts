import { SdkError } from '@sdk/core';

/** What was thrown, if it is one of ours, else an `SdkError` that has it as its `cause`. */
export function asSdkError(error: unknown): SdkError {
  if (error instanceof SdkError) return error;
  return new SdkError(error instanceof Error ? error.message : String(error), { cause: error });
}
