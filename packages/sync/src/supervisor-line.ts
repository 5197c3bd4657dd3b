import type { startWorkerThread } from 'synckit';
import { checkMayWait, nodeModule } from './node-module.ts';
import type { Reply, Request } from './protocol.ts';
import { WorkerCrashError } from './worker-crash-error.ts';

type Ask = (request: Request) => Reply;

/** Options of node that decide how modules are found; the rest is nothing to a worker, or not allowed in one. */
const LOADING_FLAG = /^(-C|-r|--(conditions|import|require|loader|experimental-loader|preserve-symlinks|enable-source-maps)(=.*)?)$/;
const TAKES_VALUE = /^(-C|-r|--(conditions|import|require|loader|experimental-loader))$/;

let ask: Ask | undefined;
const users = new Map<string, number>();

/**
 * Asks the supervisor, and waits. It is started when there is none.
 *
 * @throws ConfigurationError where this thread must not wait, DataCloneError when the request cannot be sent.
 */
export function askSupervisor(request: Request): Reply {
  ask ??= startSupervisor();
  try {
    return ask(request);
  } catch (error) {
    if (error instanceof DOMException) throw error;
    ask = undefined;
    throw new WorkerCrashError(`The supervisor of the worker threads failed: ${String(error)}`, { cause: error });
  }
}

/** Notes that somebody uses a thread. */
export function joinThread(key: string): void {
  users.set(key, (users.get(key) ?? 0) + 1);
}

/** Notes that somebody is done with a thread. The last one ends it; the supervisor stays, and keeps nothing alive. */
export function leaveThread(key: string): void {
  const left = (users.get(key) ?? 0) - 1;
  if (left > 0) {
    users.set(key, left);
    return;
  }
  users.delete(key);
  if (ask) askSupervisor({ type: 'end', key });
}

function startSupervisor(): Ask {
  checkMayWait();
  const { createRequire } = nodeModule('node:module');
  const synckit = createRequire(import.meta.url)('synckit') as { startWorkerThread: typeof startWorkerThread };
  const fromSources = import.meta.url.endsWith('.ts');
  const file = new URL(fromSources ? './supervisor.ts' : './supervisor.js', import.meta.url);
  const execArgv = loadingFlags(process.execArgv);
  if (fromSources) execArgv.push('--conditions=@sdk/source');
  // The supervisor itself limits every call, and never blocks: a limit here could only leave an answer behind.
  const options = { execArgv, timeout: Infinity, globalShims: false };
  return synckit.startWorkerThread(nodeModule('node:url').fileURLToPath(file), options) as Ask;
}

function loadingFlags(flags: readonly string[]): string[] {
  return flags.filter((flag, at) => LOADING_FLAG.test(flag) || (TAKES_VALUE.test(flags[at - 1] ?? '') && !flag.startsWith('-')));
}
