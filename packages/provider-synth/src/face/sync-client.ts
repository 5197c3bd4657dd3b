import type { ChatCompletion, ChatCompletionChunk } from '@sdk/openai-wire/server';
import { syncProvider, type SyncProvider } from '@sdk/sync';
import { createChunks, toCompletion } from './answers.ts';
import { providerOptions, SynthConfig, type SynthConfigOptions } from './config.ts';
import { readArguments, type SynthArguments, type SynthParams, type SynthRequestOptions } from './request.ts';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** A call of {@link SyncSynthClient}, by name or in Python's order. Temperature 0.7 and top_p 1 where nothing is said. */
export interface SyncCreate {
  /** Asks for an answer in chunks; each step of the loop waits for the next. Leaving the loop ends the call. @throws SdkError from the loop */
  (params: SynthParams & { stream: true }, options?: SynthRequestOptions): Iterable<ChatCompletionChunk>;
  /** Asks for a whole answer, and waits for it. @throws SdkError */
  (params: SynthParams & { stream?: false | null }, options?: SynthRequestOptions): ChatCompletion;
  (...args: SynthArguments): ChatCompletion;
}

/**
 * Synth behind the methods of its synchronous Python client: calls run in a worker thread, and the calling thread waits. Failed calls are
 * made again. A `signal` cannot fire while the thread waits; `timeout` can.
 *
 * @throws ConfigurationError for settings that cannot work
 * @example
 * using client = new SyncSynthClient();
 * const { choices } = client.chat_completions_create('Qwen/Qwen2.5-7B-Instruct', [{ role: 'user', content: 'Hello' }]);
 */
export class SyncSynthClient implements Disposable {
  readonly config: SynthConfig;
  readonly chat_completions_create: SyncCreate;
  /** Ends the worker thread. */
  readonly close: () => void;

  constructor(config: SynthConfigOptions = {}) {
    this.config = config instanceof SynthConfig ? config : new SynthConfig(config);
    const synth = syncProvider({ module: '@sdk/provider-synth/face', export: 'createRetryingSynth', options: providerOptions(this.config), from: import.meta.url });
    // What comes back follows from `stream`, which the overloads say.
    this.chat_completions_create = (...args: unknown[]) => create(synth, args as SynthArguments) as never;
    this.close = () => synth.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  toString(): string {
    return `SyncSynthClient(${this.config.toString()})`;
  }

  [INSPECT](): string {
    return this.toString();
  }
}

function create(synth: SyncProvider, args: SynthArguments): ChatCompletion | Iterable<ChatCompletionChunk> {
  const request = readArguments(args);
  const model = synth(request.model);
  return request.stream ? chunksOf(model.stream(request.options), request) : toCompletion(model.generate(request.options), request);
}

function* chunksOf(parts: ReturnType<ReturnType<SyncProvider>['stream']>, request: ReturnType<typeof readArguments>): Generator<ChatCompletionChunk, void> {
  const write = createChunks(request);
  for (const part of parts) yield* write(part);
}
