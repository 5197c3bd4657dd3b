import { ConfigurationError } from '@sdk/core';
import type * as nodeModules from 'node:module';
import type * as url from 'node:url';
import type * as v8 from 'node:v8';

const NOT_HERE =
  '@sdk/sync waits with Atomics.wait for a worker thread of Node, and this place has no such threads or must not wait, like the main ' +
  'thread of a browser. Use the model itself, with await.';

/**
 * A module of Node, found at run time so that this package can be imported where there is no Node.
 *
 * @throws ConfigurationError where there is none.
 */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const found = process?.getBuiltinModule?.(name);
  if (!found) throw new ConfigurationError(NOT_HERE);
  return found as NodeModules[Name];
}

interface NodeModules {
  'node:module': typeof nodeModules;
  'node:url': typeof url;
  'node:v8': typeof v8;
}

/** @throws ConfigurationError where the current thread must not wait. */
export function checkMayWait(): void {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
  } catch (cause) {
    throw new ConfigurationError(NOT_HERE, { cause });
  }
}
