import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { SdkError, type ErrorKind, type GenerateResult, type StreamPart } from '@sdk/core';

/** After this long, something that should have happened by itself has not, in milliseconds. */
export const HANGS_AFTER_MS = 5_000;

/** What must happen at once may take this long on a busy machine, in milliseconds. */
export const AT_ONCE_MS = 1_000;

/** The promise, or a failure when it does not settle in time. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new assert.AssertionError({ message: `${what} took longer than ${ms} ms.` })), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** How a stream went: the parts that came, and the error that ended it. */
export interface StreamOutcome {
  parts: StreamPart[];
  error?: unknown;
}

/**
 * Reads a stream to its end, or until `onPart` says to stop asking.
 *
 * @throws AssertionError when it hangs, or says anything after its ending.
 */
export async function outcomeOf(
  stream: AsyncIterable<StreamPart>,
  onPart?: (part: StreamPart) => unknown,
): Promise<StreamOutcome> {
  const iterator = stream[Symbol.asyncIterator]();
  const parts: StreamPart[] = [];
  const outcome: StreamOutcome = { parts };
  const next = () => within(HANGS_AFTER_MS, 'A stream', iterator.next());
  try {
    for (let step = await next(); !step.done; step = await next()) {
      parts.push(step.value);
      await onPart?.(step.value);
    }
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    outcome.error = error;
  }
  const after = await next().catch((error: unknown) => ({ error }));
  assert.deepEqual(after, { value: undefined, done: true }, 'A stream must say nothing after its ending.');
  return outcome;
}

/** The error that a call ends with. @throws AssertionError when it succeeds or hangs. */
export async function failureOf(call: Promise<GenerateResult> | AsyncIterable<StreamPart>): Promise<SdkError> {
  if (Symbol.asyncIterator in call) {
    const { parts, error } = await outcomeOf(call);
    assert.ok(error !== undefined, `The stream ended without an error, with ${describeLast(parts)}.`);
    return asSdkError(error);
  }
  const settled = await within(
    HANGS_AFTER_MS,
    'A call',
    call.then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    ),
  );
  assert.ok('error' in settled, 'The call succeeded where it must fail.');
  return asSdkError(settled.error);
}

/** The value as an SdkError. @throws AssertionError when it is none. */
export function asSdkError(error: unknown): SdkError {
  assert.ok(error instanceof SdkError, `What is thrown must be an SdkError, not ${String(error)}.`);
  return error;
}

/** @throws AssertionError when the error is of none of these kinds. */
export function assertKind(error: unknown, kinds: ErrorKind | readonly ErrorKind[], where: string): void {
  const { kind, message } = asSdkError(error);
  assert.ok([kinds].flat().includes(kind), `${where}: expected ${[kinds].flat().join(' or ')}, got ${kind} (${message}).`);
}

/** @throws AssertionError unless the stream ended in success. */
export function assertFinished({ parts, error }: StreamOutcome, where: string): void {
  if (error !== undefined)
    throw new assert.AssertionError({
      message: `${where}: the stream threw ${error instanceof Error ? `${error.name}: ${error.message}` : inspect(error)}.`,
    });
  assert.equal(parts.at(-1)?.type, 'finish', `${where}: the stream ended with ${describeLast(parts)}, not with a finish.`);
}

function describeLast(parts: StreamPart[]): string {
  return parts.length === 0 ? 'no part' : `a part of type ${parts.at(-1)!.type}`;
}
