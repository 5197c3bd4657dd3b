import { ConfigurationError } from '@sdk/core';
import { findUnportable } from './find-unportable.ts';
import { nodeModule } from './node-module.ts';
import type { Origin } from './protocol.ts';

/** Where a worker thread finds a provider or a model. Functions cannot cross threads, so it is named, not given. */
export interface ProviderSource {
  /**
   * The module to import: a package (`'@sdk/provider-openai'`), a file (`'./models.js'`), or a URL
   * (`new URL('./models.js', import.meta.url)`).
   */
  module: string | URL;
  /**
   * The export: a factory of a provider (`'createOpenAI'`), a ready provider (`'openai'`), or something of your own: a model,
   * or a function that makes a model or a provider, also asynchronously.
   *
   * @default 'default'
   */
  export?: string;
  /** The one argument of a factory: plain data, no functions. @default none, so that the provider reads its environment */
  options?: object;
  /** The file that names the module, as `import.meta.url`. @default the working directory */
  from?: string | URL;
  /**
   * Longest that one wait may block the calling thread, in milliseconds, the start of the worker included; the last resort
   * against code that hangs. `generate` waits once, a stream again and again. The thread is ended, and the error is an
   * `APITimeoutError`.
   *
   * @default 5 s more than `timeouts.totalMs` of the call; without that, none
   */
  timeoutMs?: number;
  /** What the thread's heap may grow to, in MiB, before the call fails. @default as much as the calling thread's */
  maxHeapMb?: number;
}

/** Where a worker thread finds one model. */
export interface ModelSource extends ProviderSource {
  /** The vendor's id of the model; left out where the export is, or makes, a model. */
  modelId?: string;
}

/** A source that has been checked. Equal sources have equal keys. */
export interface ParsedSource {
  key: string;
  origin: Origin;
  timeoutMs: number;
  maxHeapMb: number;
}

const ADVICE =
  'Functions and objects with methods cannot be given to another thread. Give plain data (leave `apiKey` out to have the provider read its ' +
  'environment variable), or name an export of your own that makes the model.';

/** @throws ConfigurationError that names the setting. */
export function parseSource(source: ProviderSource): ParsedSource {
  const { module, export: name = 'default', options, from, timeoutMs = Infinity, maxHeapMb } = source;
  if (!(module instanceof URL) && (typeof module !== 'string' || module === '')) {
    throw new ConfigurationError('`module` must name the module that the worker imports: a package, a file or a URL.');
  }
  const unportable = findUnportable(options, 'options');
  if (unportable) throw new ConfigurationError(`\`${unportable.path}\` is ${unportable.what}. ${ADVICE}`);
  const v8 = nodeModule('node:v8');
  const origin: Origin = { module: String(module), export: name, from: from === undefined ? undefined : String(from), options };
  const heap = maxHeapMb ?? Math.floor(v8.getHeapStatistics().heap_size_limit / 2 ** 20);
  return {
    key: v8.serialize([origin, heap]).toString('latin1'),
    origin,
    timeoutMs: positive('timeoutMs', timeoutMs),
    maxHeapMb: positive('maxHeapMb', heap),
  };
}

function positive(name: string, value: number): number {
  if (typeof value === 'number' && value > 0) return value;
  throw new ConfigurationError(`\`${name}\` must be a number over 0, not ${String(value)}.`);
}
