import { APIConnectionError, SdkError, StreamInterruptedError } from '@sdk/core';
import type { Redact } from './redact.ts';
import type { Settings } from './settings.ts';

/** Where a connection failed. */
export interface ConnectionFailure {
  settings: Settings;
  redact: Redact;
  /** Whether the answer had begun, so that it is now cut. */
  bodyBegan: boolean;
}

/** The typed error of a failed transport; an error that is typed already stays as it is. */
export function toConnectionError(error: Error, { settings, redact, bodyBegan }: ConnectionFailure): SdkError {
  if (error instanceof SdkError) return error;
  const provider = settings.server.id;
  const options = { provider, retryable: true, cause: plainCause(error, redact) };
  const reason = redact(codeOf(error) ?? error.message);
  if (bodyBegan) return new StreamInterruptedError(`${provider}: the answer was cut (${reason}).`, options);
  const hint = settings.server.connectionHint ? ` ${settings.server.connectionHint}` : '';
  const origin = originOf(settings);
  return new APIConnectionError(`${provider}: no connection to ${origin} (${reason}).${hint}`, options);
}

/** Name, code and words of a failure. The error itself may hold a socket, or raw bytes of an answer that echoes the request. */
function plainCause(error: Error, redact: Redact): Error {
  const cause = new Error(redact(error.message));
  cause.name = error.name;
  const code = codeOf(error);
  return code === undefined ? cause : Object.assign(cause, { code });
}

function originOf(settings: Settings): string {
  try {
    return settings.url('').origin;
  } catch {
    return 'the server';
  }
}

/** The system's code of a failure, e.g. `ECONNREFUSED`, wherever the layers below have put it. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined;
  const { code, cause, errors } = error as Error & { code?: unknown; errors?: unknown[] };
  if (typeof code === 'string' && code !== 'UND_ERR_SOCKET') return code;
  return codeOf(cause, depth + 1) ?? codeOf(errors?.[0], depth + 1) ?? (typeof code === 'string' ? code : undefined);
}
