import { errorToJSON, SdkError, type JSONObject } from '@sdk/core';

/** An error as JSON; what is no `SdkError` becomes one. */
export function portableError(error: unknown): JSONObject {
  if (error instanceof SdkError) return errorToJSON(error);
  return errorToJSON(new SdkError(error instanceof Error ? `${error.name}: ${error.message}` : String(error)));
}
