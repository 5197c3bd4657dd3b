import { abortError, ConfigurationError, toJSONSchema, type CallOptions } from '@sdk/core';
import { findUnportable } from './find-unportable.ts';
import type { Portable } from './protocol.ts';

/**
 * Options without their signal, which cannot cross threads.
 *
 * @throws AbortError when it has fired.
 */
export function withoutSignal<Options extends { signal?: AbortSignal }>(options: Options): Portable<Options> {
  const { signal, ...rest } = options;
  if (signal?.aborted) throw abortError(signal);
  return rest;
}

/** Options of a call as another thread can take them: no signal, and schemas of a library as their JSON Schema. */
export function portableCall(options: CallOptions): Portable<CallOptions> {
  const call: Portable<CallOptions> = withoutSignal(options);
  if (call.tools) {
    call.tools = call.tools.map((tool) => (tool.type === 'provider' ? tool : { ...tool, parameters: toJSONSchema(tool.parameters) }));
  }
  const format = call.responseFormat;
  if (format?.type === 'json' && format.schema) call.responseFormat = { ...format, schema: toJSONSchema(format.schema) };
  return call;
}

/** The error of options that could not be sent to another thread, naming the place; `undefined` when that was not the failure. */
export function unportableError(options: object, cause: unknown): ConfigurationError | undefined {
  if (!(cause instanceof DOMException) || cause.name !== 'DataCloneError') return undefined;
  const found = findUnportable(options, 'options');
  const what = found ? `\`${found.path}\` is ${found.what}` : cause.message;
  return new ConfigurationError(`These options cannot be given to another thread: ${what}.`);
}
